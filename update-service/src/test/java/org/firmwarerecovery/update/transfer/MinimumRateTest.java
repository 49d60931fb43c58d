package org.firmwarerecovery.update.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The slowest donor that is put up with. */
class MinimumRateTest {
    private static final MinimumRate RATE = new MinimumRate(1_000, Duration.ofSeconds(10));

    @Test
    void less_than_the_rate_over_a_whole_window_is_too_slow() {
        assertTrue(RATE.missedBy(9_999, Duration.ofSeconds(10)));
        assertTrue(RATE.missedBy(0, Duration.ofHours(1)));
        assertFalse(RATE.missedBy(10_000, Duration.ofSeconds(10)));
        assertFalse(RATE.missedBy(Long.MAX_VALUE, Duration.ofDays(1)));
    }

    @Test
    void a_pause_shorter_than_the_window_says_nothing() {
        assertFalse(RATE.missedBy(0, Duration.ofMillis(9_999)));
    }

    @Test
    void the_time_limit_grows_with_the_bytes_and_is_never_shorter_than_the_fixed_one() {
        assertEquals(Duration.ofSeconds(12), RATE.within(2_000));
        assertEquals(Duration.ofSeconds(60), RATE.atLeast(Duration.ofSeconds(60), 2_000));
        assertEquals(Duration.ofSeconds(110), RATE.atLeast(Duration.ofSeconds(60), 100_000));
    }

    @Test
    void a_rate_or_window_of_nothing_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> new MinimumRate(0, Duration.ofSeconds(1)));
        assertThrows(IllegalArgumentException.class, () -> new MinimumRate(1, Duration.ZERO));
    }
}
