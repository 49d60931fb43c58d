package org.firmwarerecovery.update.io.store;

import static org.firmwarerecovery.update.io.store.Images.CHUNK;
import static org.firmwarerecovery.update.io.store.Images.chunk;
import static org.firmwarerecovery.update.io.store.Images.digest;
import static org.firmwarerecovery.update.io.store.Images.image;
import static org.firmwarerecovery.update.io.store.Images.shape;
import static org.firmwarerecovery.update.io.store.Images.sidecars;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.firmwarerecovery.update.io.flash.Pace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images on their way in: chunks, restarts, completion. */
class ImageStagingTest {
    private static final byte[] IMAGE = image(1, 10 * CHUNK + 77);
    private static final ImageShape SHAPE = shape(IMAGE);

    @TempDir
    private Path folder;

    private ImageStore store;

    @BeforeEach
    void open() throws IOException {
        store = ImageStore.open(folder, 1 << 20, List::of);
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    @Test
    void space_for_the_whole_image_is_taken_before_the_first_byte() throws IOException {
        try (ImageStaging staging = stage(SHAPE)) {
            Path file = stagingFile("image");
            assertEquals(IMAGE.length, Files.size(file));
            assertEquals(11, staging.chunksMissing());
            assertEquals(0, staging.bytesPresent());
        }
    }

    @Test
    void chunks_come_in_any_order_and_the_complete_image_is_served() throws IOException {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < SHAPE.chunkCount(); i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(5));
        try (ImageStaging staging = stage(SHAPE)) {
            for (int i = 0; i < order.size(); i++) {
                assertEquals(
                        new ChunkOutcome.Accepted(order.size() - i - 1),
                        staging.writeChunk(order.get(i), chunk(IMAGE, order.get(i))));
            }
            assertEquals(IMAGE.length, staging.bytesPresent());
            CompleteOutcome.Completed done = assertInstanceOf(
                    CompleteOutcome.Completed.class,
                    staging.complete(Keep.REQUESTED, ContentCheck.DIGEST_ONLY, Pace.free()));
            assertEquals(SHAPE.digest(), done.image().digest());
            assertEquals(IMAGE.length, done.image().size());
            assertEquals(Keep.REQUESTED, done.image().keep());
            assertTrue(done.image().isGood());
        }
        assertArrayEquals(
                IMAGE, Files.readAllBytes(folder.resolve(SHAPE.digest().hex() + "/image")));
        assertEquals(Optional.of(sidecars(IMAGE)), store.manifestOf(SHAPE.digest()));
        assertFalse(Files.exists(stagingFile("image")));
        assertInstanceOf(StageOutcome.AlreadyStored.class, store.stage(SHAPE, sidecars(IMAGE), Pace.free()));
    }

    @Test
    void a_wrong_chunk_is_refused_with_both_digests_and_writes_nothing() throws IOException {
        try (ImageStaging staging = stage(SHAPE)) {
            byte[] wrong = chunk(IMAGE, 3);
            wrong[17] ^= 4;
            assertEquals(
                    new ChunkOutcome.WrongDigest(digest(chunk(IMAGE, 3)), digest(wrong)), staging.writeChunk(3, wrong));
            assertEquals(new ChunkOutcome.WrongLength(CHUNK, CHUNK - 1), staging.writeChunk(3, new byte[CHUNK - 1]));
            assertEquals(new ChunkOutcome.WrongLength(77, CHUNK), staging.writeChunk(10, new byte[CHUNK]));
            assertThrows(IllegalArgumentException.class, () -> staging.writeChunk(11, new byte[77]));
            assertThrows(IllegalArgumentException.class, () -> staging.writeChunk(-1, new byte[77]));
            assertArrayEquals(new byte[IMAGE.length], Files.readAllBytes(stagingFile("image")));
            assertEquals(
                    new CompleteOutcome.Incomplete(11),
                    staging.complete(Keep.INSTALLED, ContentCheck.DIGEST_ONLY, Pace.free()));
        }
    }

    @Test
    void the_same_chunk_twice_is_told() throws IOException {
        try (ImageStaging staging = stage(SHAPE)) {
            staging.writeChunk(0, chunk(IMAGE, 0));
            assertEquals(new ChunkOutcome.AlreadyThere(), staging.writeChunk(0, chunk(IMAGE, 0)));
        }
    }

    @Test
    void only_one_transfer_fills_an_image_at_a_time() throws IOException {
        ImageStaging first = stage(SHAPE);
        assertEquals(new StageOutcome.InUse(SHAPE.digest()), store.stage(SHAPE, sidecars(IMAGE), Pace.free()));
        first.close();
        stage(SHAPE).close();
    }

    @Test
    void after_a_restart_right_chunks_count_and_claims_that_are_wrong_do_not() throws IOException {
        try (ImageStaging staging = stage(SHAPE)) {
            for (int index : new int[] {0, 1, 4, 10}) {
                staging.writeChunk(index, chunk(IMAGE, index));
            }
        }
        try (var image = Files.newByteChannel(stagingFile("image"), StandardOpenOption.WRITE)) {
            image.position(CHUNK).write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        }
        store.close();
        store = ImageStore.open(folder, 1 << 20, List::of);
        assertEquals(List.of(SHAPE.digest()), store.suspended());

        try (ImageStaging staging = stage(SHAPE)) {
            assertEquals("{0, 4, 10}", staging.present().toString());
            for (int i = 0; i < SHAPE.chunkCount(); i++) {
                staging.writeChunk(i, chunk(IMAGE, i));
            }
            assertInstanceOf(
                    CompleteOutcome.Completed.class,
                    staging.complete(Keep.INSTALLED, ContentCheck.DIGEST_ONLY, Pace.free()));
        }
    }

    @Test
    void a_bitmap_that_claims_everything_is_not_believed() throws IOException {
        stage(SHAPE).close();
        byte[] map = Files.readAllBytes(stagingFile("chunks"));
        Arrays.fill(map, ChunkMap.HEADER_BYTES, map.length, (byte) 0xFF);
        Files.write(stagingFile("chunks"), map);
        try (ImageStaging staging = stage(SHAPE)) {
            assertEquals(11, staging.chunksMissing());
        }
    }

    @Test
    void a_damaged_or_foreign_bitmap_starts_the_transfer_anew() throws IOException {
        for (int at = 0; at < ChunkMap.HEADER_BYTES; at++) {
            try (ImageStaging staging = stage(SHAPE)) {
                staging.writeChunk(0, chunk(IMAGE, 0));
            }
            byte[] map = Files.readAllBytes(stagingFile("chunks"));
            map[at] ^= 1;
            Files.write(stagingFile("chunks"), map);
            try (ImageStaging staging = stage(SHAPE)) {
                assertEquals(11, staging.chunksMissing(), "byte " + at);
            }
        }
    }

    @Test
    void without_chunk_digests_nothing_survives_a_restart_and_the_whole_digest_decides() throws IOException {
        ImageShape bare = new ImageShape(SHAPE.digest(), IMAGE.length, CHUNK, List.of());
        try (ImageStaging staging = stage(bare)) {
            staging.writeChunk(0, chunk(IMAGE, 0));
        }
        try (ImageStaging staging = stage(bare)) {
            assertEquals(11, staging.chunksMissing());
            assertEquals(new FillOutcome.Filled(), staging.fill(new ByteArrayInputStream(IMAGE), Pace.free()));
            assertInstanceOf(
                    CompleteOutcome.Completed.class,
                    staging.complete(Keep.INSTALLED, ContentCheck.DIGEST_ONLY, Pace.free()));
        }
    }

    @Test
    void a_whole_that_differs_is_refused_and_leaves_nothing() throws IOException {
        ImageShape bare = new ImageShape(SHAPE.digest(), IMAGE.length, CHUNK, List.of());
        byte[] other = IMAGE.clone();
        other[5000] ^= 1;
        try (ImageStaging staging = stage(bare)) {
            staging.fill(new ByteArrayInputStream(other), Pace.free());
            assertEquals(
                    new CompleteOutcome.OtherDigest(SHAPE.digest(), digest(other)),
                    staging.complete(Keep.INSTALLED, ContentCheck.DIGEST_ONLY, Pace.free()));
        }
        assertEquals(List.of(), store.list());
        assertEquals(0, store.space().usedBytes());
        assertEquals(List.of(), store.suspended());
    }

    @Test
    void bytes_that_rot_after_their_chunk_was_checked_are_found_by_the_whole_digest() throws IOException {
        try (ImageStaging staging = stage(SHAPE)) {
            staging.fill(new ByteArrayInputStream(IMAGE), Pace.free());
            try (var image = Files.newByteChannel(stagingFile("image"), StandardOpenOption.WRITE)) {
                image.position(9).write(ByteBuffer.wrap(new byte[] {9, 9, 9}));
            }
            assertInstanceOf(
                    CompleteOutcome.OtherDigest.class,
                    staging.complete(Keep.INSTALLED, ContentCheck.DIGEST_ONLY, Pace.free()));
        }
    }

    @Test
    void a_stream_fills_the_image_and_its_faults_are_told() throws IOException {
        byte[] wrong = IMAGE.clone();
        wrong[2 * CHUNK] ^= 1;
        try (ImageStaging staging = stage(SHAPE)) {
            assertEquals(
                    new FillOutcome.WrongChunk(2, digest(chunk(IMAGE, 2)), digest(chunk(wrong, 2))),
                    staging.fill(new ByteArrayInputStream(wrong), Pace.free()));
            assertEquals(
                    new FillOutcome.SourceEnded(100, IMAGE.length),
                    staging.fill(new ByteArrayInputStream(IMAGE, 0, 100), Pace.free()));
            assertEquals(
                    new FillOutcome.Cancelled(CHUNK),
                    staging.fill(new ByteArrayInputStream(IMAGE), Pace.free().cancelledBy(() -> true)));
            List<Long> progress = new ArrayList<>();
            assertEquals(
                    new FillOutcome.Filled(),
                    staging.fill(new ByteArrayInputStream(IMAGE), Pace.free().reportingTo(progress::add)));
            assertEquals(IMAGE.length, progress.get(progress.size() - 1));
            assertInstanceOf(
                    CompleteOutcome.Cancelled.class,
                    staging.complete(
                            Keep.INSTALLED,
                            ContentCheck.DIGEST_ONLY,
                            Pace.free().cancelledBy(() -> true)));
            assertInstanceOf(
                    CompleteOutcome.Completed.class,
                    staging.complete(Keep.INSTALLED, ContentCheck.DIGEST_ONLY, Pace.free()));
        }
    }

    @Test
    void a_cancelled_recheck_keeps_the_chunks_for_the_next_attempt() throws IOException {
        try (ImageStaging staging = stage(SHAPE)) {
            staging.fill(new ByteArrayInputStream(IMAGE), Pace.free());
        }
        assertEquals(
                new StageOutcome.Cancelled(SHAPE.digest()),
                store.stage(SHAPE, sidecars(IMAGE), Pace.free().cancelledBy(() -> true)));
        try (ImageStaging staging = stage(SHAPE)) {
            assertEquals(0, staging.chunksMissing());
        }
    }

    @Test
    void a_discarded_transfer_leaves_nothing() throws IOException {
        ImageStaging staging = stage(SHAPE);
        staging.writeChunk(0, chunk(IMAGE, 0));
        staging.discard();
        staging.close();
        assertEquals(0, store.space().usedBytes());
        try (var files = Files.list(folder.resolve("staging"))) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void several_threads_write_chunks_at_once() throws Exception {
        byte[] large = image(9, 64 * CHUNK);
        ImageShape shape = shape(large);
        ExecutorService donors = Executors.newFixedThreadPool(4);
        try (ImageStaging staging = assertInstanceOf(
                        StageOutcome.Staged.class, store.stage(shape, sidecars(large), Pace.free()))
                .staging()) {
            List<Callable<ChunkOutcome>> writes = new ArrayList<>();
            for (int i = 0; i < shape.chunkCount(); i++) {
                int index = i;
                writes.add(() -> staging.writeChunk(index, chunk(large, index)));
            }
            for (Future<ChunkOutcome> write : donors.invokeAll(writes)) {
                assertInstanceOf(ChunkOutcome.Accepted.class, write.get());
            }
            assertInstanceOf(
                    CompleteOutcome.Completed.class,
                    staging.complete(Keep.INSTALLED, ContentCheck.DIGEST_ONLY, Pace.free()));
        } finally {
            donors.shutdown();
        }
    }

    @Test
    void shapes_that_cannot_be_are_refused() {
        assertThrows(IllegalArgumentException.class, () -> new ImageShape(SHAPE.digest(), 0, CHUNK, List.of()));
        assertThrows(IllegalArgumentException.class, () -> new ImageShape(SHAPE.digest(), 1, 0, List.of()));
        assertThrows(
                IllegalArgumentException.class,
                () -> new ImageShape(SHAPE.digest(), CHUNK + 1, CHUNK, List.of(SHAPE.digest())));
        assertThrows(IllegalArgumentException.class, () -> new ImageShape(SHAPE.digest(), 65537, 1, List.of()));
        assertEquals(65536, new ImageShape(SHAPE.digest(), 65536, 1, List.of()).chunkCount());
    }

    private ImageStaging stage(ImageShape shape) throws IOException {
        return assertInstanceOf(StageOutcome.Staged.class, store.stage(shape, sidecars(IMAGE), Pace.free()))
                .staging();
    }

    private Path stagingFile(String name) {
        return folder.resolve("staging").resolve(SHAPE.digest().hex()).resolve(name);
    }
}
