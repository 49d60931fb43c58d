package org.firmwarerecovery.update.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkPlanTest {
    private static final long MIB = 1024 * 1024;

    @ParameterizedTest
    @CsvSource({
        "1, 64",
        "4, 64",
        "8, 128",
        "10, 128",
        "16, 256",
        "32, 256",
        "64, 256",
        "256, 256",
        "257, 512",
        "1024, 1024",
        "4096, 4096",
        "8192, 4096"
    })
    void the_size_follows_the_measured_rule(long mebibytes, int kibibytes) {
        assertEquals(kibibytes * 1024, ChunkPlan.chunkSizeFor(mebibytes * MIB));
    }

    @Property
    void every_image_gets_an_allowed_size_and_few_enough_chunks(
            @ForAll @LongRange(min = 1, max = ChunkList.SIZE_MAX) long size) {
        int chunkSize = ChunkPlan.chunkSizeFor(size);
        assertTrue(ChunkList.isChunkSize(chunkSize));
        assertTrue(ChunkList.count(size, chunkSize) <= ChunkList.CHUNKS_MAX);
    }

    @Test
    void a_chunk_with_another_digest_is_refused_by_its_index() {
        ChunkList chunks = Manifests.chunks(200_000);
        assertEquals(Optional.empty(), chunks.check(2, Manifests.digest(102)));
        assertEquals(Optional.of(new Rejection.ChunkDigestMismatch(2)), chunks.check(2, Manifests.digest(103)));
    }

    @Test
    void the_last_chunk_is_short_and_there_is_none_after_it() {
        ChunkList chunks = Manifests.chunks(200_000);
        assertEquals(4, chunks.count());
        assertEquals(3 * 65536, chunks.offset(3));
        assertEquals(200_000 - 3 * 65536, chunks.length(3));
        assertThrows(IndexOutOfBoundsException.class, () -> chunks.length(4));
    }

    @Test
    void a_list_of_the_wrong_length_is_never_made() {
        assertThrows(IllegalArgumentException.class, () -> new ChunkList(65537, 65536, List.of(Manifests.digest(1))));
    }
}
