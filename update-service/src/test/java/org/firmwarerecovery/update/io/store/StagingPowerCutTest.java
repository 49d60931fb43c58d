package org.firmwarerecovery.update.io.store;

import static org.firmwarerecovery.update.io.store.Images.CHUNK;
import static org.firmwarerecovery.update.io.store.Images.chunk;
import static org.firmwarerecovery.update.io.store.Images.image;
import static org.firmwarerecovery.update.io.store.Images.shape;
import static org.firmwarerecovery.update.io.store.Images.sidecars;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.firmwarerecovery.update.io.flash.Pace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is left of a transfer when the power goes: sectors of chunks that never reached the medium although their bit did, bits
 * that were lost although their chunk is there, and bits that nobody ever set. What counts afterwards is right, and the
 * transfer can be finished. The one who transferred never closes anything, as after {@code kill -9}.
 */
class StagingPowerCutTest {
    private static final int SECTOR = 512;
    private static final byte[] IMAGE = image(3, 24 * CHUNK + 1234);
    private static final ImageShape SHAPE = shape(IMAGE);

    @TempDir
    private Path folder;

    @Test
    void no_torn_chunk_counts_and_no_whole_one_with_its_bit_is_lost() throws IOException {
        int kept = 0;
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            Path before = folder.resolve("before-" + seed);
            Path after = folder.resolve("after-" + seed);
            BitSet written = transferPart(before, random);
            copy(before, after);
            Path staged = after.resolve("staging").resolve(SHAPE.digest().hex());
            byte[] image = tear(staged.resolve("image"), random);
            BitSet claimed = tearClaims(staged.resolve("chunks"), written, random);

            try (ImageStore store = ImageStore.open(after, 1 << 22, List::of);
                    ImageStaging resumed = stage(store)) {
                BitSet present = resumed.present();
                for (int chunk = 0; chunk < SHAPE.chunkCount(); chunk++) {
                    boolean whole = Arrays.equals(
                            Arrays.copyOfRange(image, chunk * CHUNK, chunk * CHUNK + SHAPE.chunkLength(chunk)),
                            chunk(IMAGE, chunk));
                    assertEquals(whole && claimed.get(chunk), present.get(chunk), "seed " + seed + " chunk " + chunk);
                }
                kept += present.cardinality();
                for (int chunk = 0; chunk < SHAPE.chunkCount(); chunk++) {
                    resumed.writeChunk(chunk, chunk(IMAGE, chunk));
                }
                assertInstanceOf(
                        CompleteOutcome.Completed.class,
                        resumed.complete(Keep.INSTALLED, ContentCheck.DIGEST_ONLY, Pace.free()),
                        "seed " + seed);
            }
            assertArrayEquals(
                    IMAGE,
                    Files.readAllBytes(after.resolve(SHAPE.digest().hex()).resolve("image")));
        }
        assertTrue(kept > 60, "the test tears too much to tell anything");
    }

    @SuppressWarnings("MustBeClosedChecker") // nobody closes anything when the power goes
    private static BitSet transferPart(Path place, Random random) throws IOException {
        ImageStore store = ImageStore.open(place, 1 << 22, List::of);
        ImageStaging staging = stage(store);
        BitSet written = new BitSet();
        for (int chunk = 0; chunk < SHAPE.chunkCount(); chunk++) {
            if (random.nextInt(3) > 0) {
                staging.writeChunk(chunk, chunk(IMAGE, chunk));
                written.set(chunk);
            }
        }
        return written;
    }

    /** Some sectors still hold the zeros of the reservation. */
    private static byte[] tear(Path file, Random random) throws IOException {
        byte[] image = Files.readAllBytes(file);
        int oneIn = 5 + random.nextInt(500);
        for (int at = 0; at < image.length; at += SECTOR) {
            if (random.nextInt(oneIn) == 0) {
                Arrays.fill(image, at, Math.min(image.length, at + SECTOR), (byte) 0);
            }
        }
        Files.write(file, image);
        return image;
    }

    private static BitSet tearClaims(Path file, BitSet written, Random random) throws IOException {
        byte[] map = Files.readAllBytes(file);
        BitSet claimed = new BitSet();
        claimed.or(written);
        for (int chunk = 0; chunk < SHAPE.chunkCount(); chunk++) {
            if (random.nextInt(6) == 0) {
                claimed.flip(chunk);
                map[ChunkMap.HEADER_BYTES + chunk / 8] ^= (byte) (1 << (chunk % 8));
            }
        }
        Files.write(file, map);
        return claimed;
    }

    private static ImageStaging stage(ImageStore store) throws IOException {
        StageOutcome outcome = store.stage(SHAPE, sidecars(IMAGE), Pace.free());
        return assertInstanceOf(StageOutcome.Staged.class, outcome).staging();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(path, to.resolve(from.relativize(path)));
            }
        }
    }
}
