package org.firmwarerecovery.update.io.container.openbmc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.firmwarerecovery.update.io.container.ContainerKind;
import org.firmwarerecovery.update.io.container.Containers;
import org.firmwarerecovery.update.io.container.ImageBytes;
import org.firmwarerecovery.update.io.container.Inspection;
import org.firmwarerecovery.update.io.container.Profile;
import org.firmwarerecovery.update.io.container.Verdict;
import org.firmwarerecovery.update.manifest.SharedFacts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every published tarball gets its verdict, its parse, and the answer of OpenBMC's own order of signatures. */
class OpenBmcVectorsTest {
    private static final String FOLDER = "testdata/images/openbmc-tar/";
    private static final int VECTORS = 51;
    private static final int ACCEPTED = 10;
    private static final String MACHINE = "alpha-bmc";
    private static final JsonMapper JSON = new JsonMapper();

    static Stream<Arguments> vectors() throws IOException {
        Stream.Builder<Arguments> vectors = Stream.builder();
        JsonNode index = SharedFacts.json(FOLDER + "index.json");
        assertEquals(VECTORS, index.size());
        index.forEach(entry -> vectors.add(
                Arguments.of(entry.get("file").asText(), entry.get("verdict").asText(), entry)));
        return vectors.build();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("vectors")
    void every_vector_gets_its_verdict_and_parse(String file, String verdict, JsonNode entry) throws IOException {
        Inspection found = inspect(file, trust(), Profile.LENIENT);
        assertEquals(verdict, found.verdict().text(), found.reason());
        assertEquals(ContainerKind.OPENBMC_TAR, found.kind());
        JsonNode parse = JSON.readTree(JSON.writeValueAsBytes(found.parse()));
        entry.path("expected")
                .properties()
                .forEach(member -> assertEquals(member.getValue(), parse.path(member.getKey())));
        assertEquals(found.verdict().accepts(), entry.has("expected"));
        if (!found.verdict().accepts()) {
            assertFalse(found.reason().isEmpty());
            assertEquals(List.of(), found.parts());
            assertEquals(Inspection.Identity.NONE, found.identity());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void signatures_are_checked_in_the_order_of_openbmc(String file, String verdict, JsonNode entry)
            throws IOException {
        String restated = entry.get("restatedOpenBmcCheck").asText();
        String step;
        try (FileChannel channel = FileChannel.open(SharedFacts.path(FOLDER + file))) {
            Tarball tarball = Tarball.read(ImageBytes.of(channel));
            boolean run = tarball.unexpected().isEmpty();
            step = run
                    ? SignatureOrder.check(tarball.members(), tarball.manifest(), trust())
                            .step()
                    : "not run";
        } catch (TarballRefusedException refused) {
            step = refused.verdict() == Verdict.REJECT_UNSAFE ? "not run" : "untar";
        }
        // OpenBMC would take MD5; here the name of the digest is refused before anything is made with it.
        assertEquals(file.equals("bad-hash-md5.tar") ? "HashType" : restated, step);
    }

    @Test
    void only_the_vector_of_another_machine_names_another_one() throws IOException {
        int accepted = 0;
        for (JsonNode entry : SharedFacts.json(FOLDER + "index.json")) {
            Inspection found = inspect(entry.get("file").asText(), trust(), Profile.LENIENT);
            if (found.verdict() == Verdict.ACCEPT) {
                assertEquals(
                        entry.has("compatibility"), !found.identity().machines().equals(List.of(MACHINE)));
            }
            accepted += found.verdict().accepts() ? 1 : 0;
        }
        assertEquals(ACCEPTED, accepted);
    }

    @Test
    void a_strict_profile_wants_the_machine_named() throws IOException {
        assertEquals(
                Verdict.REJECT_STRICT,
                inspect("ok-no-machine.tar", trust(), Profile.STRICT).verdict());
    }

    @Test
    void without_a_key_nobody_vouches_and_what_is_signed_must_still_fit() throws IOException {
        Map<String, Verdict> verdicts = Map.of(
                "ok-static-parts.static.mtd.tar", Verdict.ACCEPT_UNSIGNED,
                "ok-two-level-key.tar", Verdict.ACCEPT_UNSIGNED,
                "bad-unsigned.tar", Verdict.ACCEPT_UNSIGNED,
                "bad-unknown-system-key.tar", Verdict.ACCEPT_UNSIGNED,
                "bad-image-bitflip.tar", Verdict.REJECT,
                "bad-missing-image-sig.tar", Verdict.REJECT,
                "bad-no-version.tar", Verdict.REJECT,
                "bad-path-traversal.tar", Verdict.REJECT_UNSAFE);
        for (Map.Entry<String, Verdict> expected : verdicts.entrySet()) {
            assertEquals(
                    expected.getValue(),
                    inspect(expected.getKey(), SystemKeys.NONE, Profile.LENIENT).verdict(),
                    expected.getKey());
        }
    }

    @Test
    void parts_are_ranges_of_the_file_and_none_inside_gzip() throws IOException {
        Path file = SharedFacts.path(FOLDER + "ok-static-parts.static.mtd.tar");
        byte[] bytes = Files.readAllBytes(file);
        Inspection found = inspect(file.getFileName().toString(), trust(), Profile.STRICT);
        assertEquals(
                List.of("image-kernel", "image-rofs", "image-rwfs", "image-u-boot"),
                found.parts().stream().map(part -> part.name()).toList());
        JsonNode members = JSON.valueToTree(found.parse().get("members"));
        found.parts().forEach(part -> {
            String digest = Tarballs.sha256(bytes, (int) part.offset(), (int) part.size());
            assertTrue(
                    members.findValuesAsText("sha256").contains(digest),
                    part.name().toLowerCase(Locale.ROOT));
        });
        assertEquals(
                List.of(),
                inspect("ok-bios-host.tar.gz", trust(), Profile.STRICT).parts());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void a_tarball_is_recognised_by_its_first_bytes(String file, String verdict, JsonNode entry) throws IOException {
        try (FileChannel channel = FileChannel.open(SharedFacts.path(FOLDER + file))) {
            ContainerKind kind = new Containers(List.of(new OpenBmcTarball(trust())))
                    .inspect(ImageBytes.of(channel), Profile.LENIENT)
                    .kind();
            // An archive without entries is zeros, as flash may be.
            assertEquals(file.equals("bad-empty.tar") ? ContainerKind.RAW : ContainerKind.OPENBMC_TAR, kind);
        }
    }

    static SystemKeys trust() throws IOException {
        return SystemKeys.read(List.of(SharedFacts.path(FOLDER + "trust")));
    }

    private static Inspection inspect(String file, SystemKeys keys, Profile profile) throws IOException {
        try (FileChannel channel = FileChannel.open(SharedFacts.path(FOLDER + file))) {
            return new OpenBmcTarball(keys).inspect(ImageBytes.of(channel), profile);
        }
    }
}
