package org.firmwarerecovery.update.io.container.known;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.Size;
import org.firmwarerecovery.update.io.container.ContainerKind;
import org.firmwarerecovery.update.io.container.ContainerParser;
import org.firmwarerecovery.update.io.container.Containers;
import org.firmwarerecovery.update.io.container.Inspection;
import org.firmwarerecovery.update.io.container.Part;
import org.firmwarerecovery.update.io.container.Profile;
import org.firmwarerecovery.update.manifest.SharedFacts;
import org.junit.jupiter.api.Test;

/**
 * Every parser of the one list, fed with the published files as they are, damaged, and forged with right checksums. Each has to
 * answer, whatever it reads: without an exception, reading the file a few times over at most, and holding little of it.
 */
class HostileContainersTest {
    private static final int SEED_BYTES_MAX = 160 * 1024;
    private static final int TIMES_READ_MAX = 4;
    private static final int BYTES_READ_MORE = 1024 * 1024;
    private static final int READS_MORE = 20_000;
    private static final int ARRAY_BYTES_MAX = 4 * 1024 * 1024;
    private static final int ALLOCATED_PER_BYTE_MAX = 40;
    private static final int ALLOCATED_MORE = 32 * 1024 * 1024;
    private static final int REASON_CHARS_MAX = 4096;
    /** Files tried for each one that jqwik names: more with {@code -Plong}. */
    private static final int ROUNDS = Boolean.getBoolean("long") ? 40 : 1;

    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<ContainerKind, List<byte[]>> CORPUS = new TreeMap<>();

    @Property(tries = 1000, shrinking = ShrinkingMode.OFF)
    void forged_files_are_answered_within_bounds(@ForAll long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < ROUNDS; round++) {
            for (ContainerParser parser : KnownContainers.parsers()) {
                List<byte[]> own = corpus(parser.kind());
                Mutation mutation = new Mutation(random);
                byte[] file = mutation.of(pick(own, random), pick(own, random));
                if (random.nextInt(5) > 0) {
                    Repair.repair(parser.kind(), file);
                }
                answer(parser, file, mutation.told());
            }
        }
    }

    @Property(tries = 300)
    void any_bytes_are_answered_within_bounds(@ForAll @Size(max = 600) byte[] file) throws IOException {
        for (ContainerParser parser : KnownContainers.parsers()) {
            answer(parser, file, "any bytes");
        }
    }

    @Test
    void every_parser_answers_the_files_of_all_others() throws IOException {
        for (ContainerParser parser : KnownContainers.parsers()) {
            for (byte[] file : corpus(ContainerKind.RAW)) {
                answer(parser, file, "the file of another");
            }
        }
    }

    /** Forging is worth little if all of it fails at the first check. */
    @Test
    void forged_packages_get_past_their_checksums() throws IOException {
        TreeMap<String, Integer> rules = new TreeMap<>();
        SplittableRandom random = new SplittableRandom(20_260_301);
        for (ContainerParser parser : KnownContainers.parsers()) {
            if (parser.kind() == ContainerKind.PLDM) {
                List<byte[]> own = corpus(ContainerKind.PLDM);
                for (int i = 0; i < 1200; i++) {
                    byte[] file = new Mutation(random).of(pick(own, random), pick(own, random));
                    Repair.repair(ContainerKind.PLDM, file);
                    Inspection found = parser.inspect(new CountedImage(file), Profile.LENIENT);
                    rules.merge(found.reason().split(":", 2)[0], 1, Integer::sum);
                }
            }
        }
        TreeSet<String> wanted = new TreeSet<>(List.of(
                "",
                "applicable-component-index",
                "bitmap-length",
                "component-inside-header",
                "component-out-of-bounds",
                "component-overlap",
                "descriptor-count",
                "descriptor-length",
                "header-structure",
                "initial-descriptor-type",
                "string-encoding",
                "string-type"));
        wanted.removeAll(rules.keySet());
        assertEquals(new TreeSet<>(), wanted, "never reached; reached were " + rules);
    }

    private static void answer(ContainerParser parser, byte[] file, String told) throws IOException {
        parser.recognises(Arrays.copyOf(file, Math.min(file.length, Containers.HEAD_BYTES)));
        for (Profile profile : Profile.values()) {
            CountedImage image = new CountedImage(file);
            long before = Allocation.bytes();
            Inspection found;
            try {
                found = parser.inspect(image, profile);
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError thrown) {
                throw new AssertionError(parser.kind() + " threw for a file of " + file.length + ": " + told, thrown);
            }
            String what = parser.kind() + ", " + found.verdict() + " " + found.reason() + ", " + told;
            assertBounded(image, Allocation.bytes() - before, what);
            assertSound(parser, found, file, what);
        }
    }

    private static void assertBounded(CountedImage image, long allocated, String what) {
        assertTrue(
                image.bytes() <= TIMES_READ_MAX * image.size() + BYTES_READ_MORE,
                () -> image.bytes() + " bytes read of " + image.size() + ": " + what);
        assertTrue(
                image.reads() <= READS_MORE + image.size() / 16,
                () -> image.reads() + " reads of " + image.size() + " bytes: " + what);
        assertTrue(
                allocated <= ALLOCATED_PER_BYTE_MAX * image.size() + ALLOCATED_MORE,
                () -> allocated + " bytes allocated for " + image.size() + ": " + what);
        assertTrue(image.longest() <= ARRAY_BYTES_MAX, () -> "an array of " + image.longest() + ": " + what);
    }

    private static void assertSound(ContainerParser parser, Inspection found, byte[] file, String what)
            throws IOException {
        assertEquals(parser.kind(), found.kind(), what);
        JSON.writeValueAsBytes(found.parse());
        assertTrue(found.reason().length() <= REASON_CHARS_MAX, what);
        assertFalse(found.reason().chars().anyMatch(Character::isISOControl), what);
        if (!found.verdict().accepts()) {
            assertTrue(found.parts().isEmpty(), "firmware is given out of a refused file: " + what);
        }
        for (Part part : found.parts()) {
            assertTrue(part.size() > 0 && part.offset() >= 0 && part.size() <= file.length - part.offset(), what);
        }
    }

    private static byte[] pick(List<byte[]> files, SplittableRandom random) {
        return files.get(random.nextInt(files.size()));
    }

    /** The published files that mean to be of a kind; all of them for {@link ContainerKind#RAW} and for kinds without. */
    private static synchronized List<byte[]> corpus(ContainerKind kind) throws IOException {
        if (CORPUS.isEmpty()) {
            CORPUS.put(ContainerKind.RAW, published());
        }
        List<byte[]> all = CORPUS.getOrDefault(ContainerKind.RAW, List.of());
        List<byte[]> own = CORPUS.get(kind);
        if (own == null) {
            List<byte[]> meant = new ArrayList<>();
            for (ContainerParser parser : KnownContainers.parsers()) {
                if (parser.kind() == kind) {
                    for (byte[] file : all) {
                        if (parser.recognises(Arrays.copyOf(file, Math.min(file.length, Containers.HEAD_BYTES)))) {
                            meant.add(file);
                            // What the libraries below it load once, a provider of cryptography above all, is not the
                            // file's.
                            parser.inspect(new CountedImage(file), Profile.LENIENT);
                        }
                    }
                }
            }
            own = meant.isEmpty() ? all : meant;
            CORPUS.put(kind, own);
        }
        return own;
    }

    private static List<byte[]> published() throws IOException {
        List<byte[]> files = new ArrayList<>();
        try (Stream<Path> folders = Files.list(SharedFacts.path("testdata/images"))) {
            for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
                try (Stream<Path> listed = Files.list(folder)) {
                    for (Path file :
                            listed.filter(Files::isRegularFile).sorted().toList()) {
                        if (Files.size(file) <= SEED_BYTES_MAX
                                && !file.toString().endsWith(".json")) {
                            files.add(Files.readAllBytes(file));
                        }
                    }
                }
            }
        }
        assertTrue(files.size() > 100, "only " + files.size() + " files to begin with");
        return files;
    }
}
