package org.firmwarerecovery.update.transfer;

import java.time.Duration;

/**
 * The slowest donor that is put up with. A donor may pause and may be slow; one that sends less than this over a whole window
 * is replaced. It also makes time limits relative: what comes at this rate or faster is never late, however large it is, so a
 * recipient behind a slow link does not cancel everything for ever.
 *
 * @param bytesPerSecond the rate, above zero
 * @param window time over which it is measured, above zero
 */
public record MinimumRate(long bytesPerSecond, Duration window) {
    private static final long MILLIS = 1_000;

    /** Refuses a rate or a window that nothing could miss. */
    public MinimumRate {
        if (bytesPerSecond <= 0 || window.toMillis() <= 0) {
            throw new IllegalArgumentException("rate and window must be above zero: " + bytesPerSecond + ", " + window);
        }
    }

    /** Figures for servers and controllers of usual speed. */
    public static MinimumRate defaults() {
        return new MinimumRate(4 * 1024, Duration.ofSeconds(10));
    }

    /** Longest time for {@code bytes} that come at this rate after a window without any. */
    public Duration within(long bytes) {
        return window.plusMillis(bytes * MILLIS / bytesPerSecond);
    }

    /** The longer one of a fixed limit and the time that {@code bytes} may take at this rate. */
    public Duration atLeast(Duration fixed, long bytes) {
        Duration relative = within(bytes);
        return fixed.compareTo(relative) < 0 ? relative : fixed;
    }

    /** True when {@code bytes} during {@code time} are too few; a time shorter than the window says nothing yet. */
    public boolean missedBy(long bytes, Duration time) {
        return time.compareTo(window) >= 0 && (double) bytes * MILLIS < (double) bytesPerSecond * time.toMillis();
    }
}
