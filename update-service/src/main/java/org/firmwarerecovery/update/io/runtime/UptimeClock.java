package org.firmwarerecovery.update.io.runtime;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.function.LongSupplier;
import org.firmwarerecovery.machine.Moment;

/**
 * Makes moments: persisted uptime goes on from the journal and counts monotonic time since the start, so a wall clock that is
 * unset or jumps moves no deadline. Thread-safe.
 */
public final class UptimeClock {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final long base;
    private final LongSupplier nanoClock;
    private final long startNanos;
    private final InstantSource wallClock;
    private final SecureRandom random;

    /**
     * A clock that starts now.
     *
     * @param storedUptimeMillis uptime in the journal
     * @param wallClock for records and people
     */
    public UptimeClock(long storedUptimeMillis, InstantSource wallClock) {
        this(storedUptimeMillis, wallClock, System::nanoTime, new SecureRandom());
    }

    UptimeClock(long storedUptimeMillis, InstantSource wallClock, LongSupplier nanoClock, SecureRandom random) {
        this.base = storedUptimeMillis;
        this.nanoClock = nanoClock;
        this.startNanos = nanoClock.getAsLong();
        this.wallClock = wallClock;
        this.random = random;
    }

    /** Uptime now, in milliseconds. */
    public long uptimeMillis() {
        return base + (nanoClock.getAsLong() - startNanos) / NANOS_PER_MILLI;
    }

    /** This moment, with fresh entropy from the operating system's generator. */
    public Moment now() {
        byte[] entropy = new byte[Moment.ENTROPY_DIGITS / 2];
        random.nextBytes(entropy);
        return new Moment(uptimeMillis(), wallClock.instant(), HexFormat.of().formatHex(entropy));
    }
}
