package org.firmwarerecovery.service.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Request bodies that drip. */
class PacedBodyTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int BODY = 1_048_576;

    private final AtomicLong nanos = new AtomicLong();

    /** Reads 300 bytes in each second; gives the seconds until the end. */
    private long drip(InputStream body) throws IOException {
        byte[] piece = new byte[300];
        long seconds = 0;
        while (body.read(piece) >= 0) {
            nanos.addAndGet(SECOND);
            seconds++;
        }
        return seconds;
    }

    private static InputStream bytes() {
        return new ByteArrayInputStream(new byte[BODY]);
    }

    @Test
    void a_json_body_that_keeps_the_pace_but_takes_for_ever_is_ended() {
        IOException ended = assertThrows(
                IOException.class, () -> drip(PacedBody.ofJson(bytes(), nanos::get, StrangersBodies.Place.NOT_NEEDED)));
        assertTrue(String.valueOf(ended.getMessage()).contains("longer than 60 s"), ended.toString());
        assertEquals(PacedBody.JSON_TOTAL_NANOS / SECOND + 1, nanos.get() / SECOND);
    }

    @Test
    void an_image_may_take_as_long_as_it_keeps_the_pace() throws IOException {
        assertEquals(BODY / 300 + 1, drip(PacedBody.ofAnyLength(bytes(), nanos::get)));
    }
}
