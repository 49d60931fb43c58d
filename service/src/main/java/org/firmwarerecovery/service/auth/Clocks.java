package org.firmwarerecovery.service.auth;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The two clocks of a server: wall time for what people read, elapsed time for every time-out. A BMC may start in 1970
 * and jump years when it learns the time, so nothing may expire by the wall.
 *
 * @param wall the time of day
 * @param nanos elapsed nanoseconds from an arbitrary origin, as {@link System#nanoTime()}
 */
public record Clocks(InstantSource wall, LongSupplier nanos) {
    /** The clocks of this machine. */
    public static Clocks system() {
        return new Clocks(InstantSource.system(), System::nanoTime);
    }

    /** The time of day, to the second: what Redfish date-times carry. */
    public Instant now() {
        return Instant.ofEpochSecond(wall.instant().getEpochSecond());
    }

    /** Elapsed nanoseconds; compare by subtraction only. */
    public long elapsed() {
        return nanos.getAsLong();
    }
}
