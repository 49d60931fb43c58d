package org.firmwarerecovery.update.io.container.cab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.firmwarerecovery.update.io.container.ContainerVectors;
import org.firmwarerecovery.update.io.container.ImageBytes;
import org.firmwarerecovery.update.io.container.Inspection;
import org.firmwarerecovery.update.io.container.Profile;
import org.firmwarerecovery.update.io.container.Verdict;
import org.firmwarerecovery.update.manifest.SharedFacts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every published vector of a cabinet, and damage to the good ones. */
class CabVectorsTest {
    static Stream<Arguments> vectors() throws IOException {
        return ContainerVectors.arguments("cab", 3);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("vectors")
    void every_vector_gets_its_verdict_and_parse(String file, String verdict, JsonNode expected) throws IOException {
        ContainerVectors.compare(
                verdict,
                expected,
                ContainerVectors.inspect(new CabParser(), ContainerVectors.file("cab", file), Profile.STRICT));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"ok-stored.cab", "ok-mszip.cab"})
    void a_changed_byte_of_a_block_is_found_by_its_checksum(String file) throws IOException {
        byte[] cabinet = good(file);
        cabinet[40_000] ^= 1;
        refused(inspect(cabinet), Verdict.REJECT, "the checksum of a block is wrong");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"ok-stored.cab", "ok-mszip.cab"})
    void a_cabinet_cut_short_anywhere_is_refused(String file) throws IOException {
        byte[] cabinet = good(file);
        for (int length : List.of(0, 3, 4, 35, 36, 43, 44, 60, 110, 119, 200, 32_800, cabinet.length - 1)) {
            assertEquals(Verdict.REJECT, inspect(Arrays.copyOf(cabinet, length)).verdict(), "cut at " + length);
        }
    }

    @Test
    void bytes_after_the_cabinet_are_refused_by_the_strict_profile_only() throws IOException {
        byte[] good = good("ok-stored.cab");
        byte[] longer = Arrays.copyOf(good, good.length + 16);
        refused(inspect(longer), Verdict.REJECT_STRICT, "16 bytes follow the cabinet");
        assertEquals(
                Verdict.RECOGNISE,
                new CabParser().inspect(ImageBytes.of(longer), Profile.LENIENT).verdict());
    }

    private static void refused(Inspection inspection, Verdict verdict, String part) {
        assertEquals(verdict, inspection.verdict());
        assertTrue(inspection.reason().contains(part), inspection.reason());
    }

    private static byte[] good(String file) throws IOException {
        return Files.readAllBytes(SharedFacts.path("testdata/images/cab/" + file));
    }

    private static Inspection inspect(byte[] cabinet) throws IOException {
        return new CabParser().inspect(ImageBytes.of(cabinet), Profile.STRICT);
    }
}
