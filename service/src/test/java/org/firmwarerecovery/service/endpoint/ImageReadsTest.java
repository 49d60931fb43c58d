package org.firmwarerecovery.service.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.junit.jupiter.api.Test;

/** Image bytes that are sent at once are bounded in number and in memory. */
class ImageReadsTest {
    private static final int SMALL = 65_536;
    private static final int LARGE = 4 * 1024 * 1024;

    private final ImageReads reads = new ImageReads();
    private final List<ImageReads.Turn> turns = new ArrayList<>();

    private void begin(int chunkBytes, int times) {
        for (int i = 0; i < times; i++) {
            turns.add(reads.begin(chunkBytes));
        }
    }

    private void assertBusy(int chunkBytes) {
        RedfishException busy = assertThrows(RedfishException.class, () -> reads.begin(chunkBytes));
        assertEquals(503, busy.status());
        assertEquals("1", busy.headers().get("Retry-After"));
    }

    @Test
    void reads_above_the_number_are_refused_until_one_ends() {
        begin(SMALL, ImageReads.READS_MAX);
        assertBusy(SMALL);
        turns.remove(0).close();
        begin(SMALL, 1);
        assertBusy(SMALL);
    }

    @Test
    void reads_of_large_chunks_are_refused_above_the_memory_and_small_ones_still_go() {
        begin(LARGE, ImageReads.BUFFER_BYTES_MAX / LARGE);
        assertBusy(LARGE);
        turns.remove(0).close();
        begin(SMALL, 2);
        assertBusy(LARGE);
    }

    @Test
    void a_refused_read_takes_nothing_away() {
        begin(LARGE, ImageReads.BUFFER_BYTES_MAX / LARGE);
        for (int i = 0; i < 2 * ImageReads.READS_MAX; i++) {
            assertBusy(LARGE);
        }
        turns.forEach(ImageReads.Turn::close);
        begin(SMALL, ImageReads.READS_MAX);
    }

    @Test
    void a_chunk_larger_than_the_memory_is_read_alone() {
        begin(2 * ImageReads.BUFFER_BYTES_MAX, 1);
        assertBusy(SMALL);
    }
}
