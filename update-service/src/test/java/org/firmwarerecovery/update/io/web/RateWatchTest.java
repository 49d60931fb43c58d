package org.firmwarerecovery.update.io.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import org.firmwarerecovery.update.transfer.MinimumRate;
import org.junit.jupiter.api.Test;

/** The count of one answer's bytes over a window that slides, on a clock of the test. */
class RateWatchTest {
    private static final int WINDOW_MILLIS = 1_000;
    private static final int PAUSE_MILLIS = WINDOW_MILLIS / RateWatch.LOOKS_PER_WINDOW;

    private long nanos;
    private final RateWatch watch =
            new RateWatch(new MinimumRate(1_000, Duration.ofMillis(WINDOW_MILLIS)), () -> nanos);
    private final InputStream body = watch.over(new ByteArrayInputStream(new byte[100_000]));

    /** The next look, {@code bytes} later; true when too slow. */
    private boolean after(int millis, int bytes) throws IOException {
        body.readNBytes(bytes);
        nanos += millis * 1_000_000L;
        return watch.look();
    }

    @Test
    void a_server_that_never_answers_is_too_slow_after_one_window() throws IOException {
        for (int look = 1; look < RateWatch.LOOKS_PER_WINDOW; look++) {
            assertFalse(after(PAUSE_MILLIS, 0), "look " + look);
        }
        assertTrue(after(PAUSE_MILLIS, 0));
        SlowAnswerException slow = Objects.requireNonNull(watch.slow());
        assertEquals(0, slow.bytes());
        assertEquals(WINDOW_MILLIS, slow.millis());
    }

    @Test
    void a_fast_beginning_does_not_pay_for_a_standstill() throws IOException {
        assertFalse(after(PAUSE_MILLIS, 50_000));
        int looks = 0;
        while (!after(PAUSE_MILLIS, 0)) {
            looks++;
        }
        assertEquals(RateWatch.LOOKS_PER_WINDOW - 1, looks, "one window after the last byte");
    }

    @Test
    void a_drip_is_too_slow_and_the_very_rate_is_not() throws IOException {
        for (int look = 0; look < 20; look++) {
            assertFalse(after(PAUSE_MILLIS, PAUSE_MILLIS), "look " + look);
        }
        boolean slow = false;
        for (int look = 0; look < RateWatch.LOOKS_PER_WINDOW; look++) {
            slow = after(PAUSE_MILLIS, PAUSE_MILLIS - 1);
        }
        assertTrue(slow);
    }

    @Test
    void a_node_that_slept_itself_blames_nobody() throws IOException {
        assertFalse(after(PAUSE_MILLIS, 1_000));
        assertFalse(after(60_000, 0), "nobody looked for a minute");
        assertFalse(after(PAUSE_MILLIS, 0));
        assertFalse(after(PAUSE_MILLIS, 0));
        assertFalse(after(PAUSE_MILLIS, 0));
        assertTrue(after(PAUSE_MILLIS, 0), "but then a whole window counts");
    }
}
