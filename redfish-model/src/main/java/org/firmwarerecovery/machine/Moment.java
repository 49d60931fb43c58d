package org.firmwarerecovery.machine;

import java.time.Duration;
import java.time.Instant;

/**
 * Time and chance as data: a shell takes both from the outside world and hands them to a machine with every event.
 *
 * @param uptimeMillis persisted uptime of the node in milliseconds: never runs backwards, goes on after a restart where
 *     it was last stored. All deadlines, ages, windows and budgets count it, because a BMC's wall clock may be unset or jump
 * @param wallClock what the wall clock shows; for records and people only, never for a decision
 * @param entropy 64 hexadecimal digits, fresh for every event; from a cryptographic source in the node, from the seed in the
 *     simulator. Request ids, tickets and jitter are derived from it
 */
public record Moment(long uptimeMillis, Instant wallClock, String entropy) {
    /** Number of hexadecimal digits of {@link #entropy()}. */
    public static final int ENTROPY_DIGITS = 64;

    /** Checks the shape, since a short entropy would silently make tickets guessable. */
    public Moment {
        if (uptimeMillis < 0) {
            throw new IllegalArgumentException("uptimeMillis is negative: " + uptimeMillis);
        }
        if (entropy.length() != ENTROPY_DIGITS) {
            throw new IllegalArgumentException("entropy has " + entropy.length() + " digits, not " + ENTROPY_DIGITS);
        }
    }

    /** The uptime {@code after} from now, in milliseconds: how deadlines are written down. */
    public long in(Duration after) {
        return uptimeMillis + after.toMillis();
    }

    /** True when the deadline {@code uptimeMillisDue} is now or past. */
    public boolean reached(long uptimeMillisDue) {
        return uptimeMillis >= uptimeMillisDue;
    }

    /** A number in {@code [0, bound)} drawn from this moment's entropy; the same {@code salt} gives the same number. */
    public long draw(int salt, long bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound must be positive: " + bound);
        }
        long mixed = Long.parseUnsignedLong(entropy.substring(0, 16), 16) + 0x9E3779B97F4A7C15L * (salt + 1L);
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return Long.remainderUnsigned(mixed ^ (mixed >>> 31), bound);
    }

    /** A 128-bit nonce as 32 hexadecimal digits; unpredictable, one per moment. */
    public String nonce() {
        return entropy.substring(32);
    }
}
