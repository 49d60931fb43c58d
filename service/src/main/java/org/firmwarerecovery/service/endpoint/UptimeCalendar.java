package org.firmwarerecovery.service.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells when something was that happened at an uptime. The state counts uptime; people read dates. The difference between
 * the two clocks is kept until it moves by seconds, so that the same uptime reads the same twice and entity tags hold.
 * Thread-safe.
 */
public final class UptimeCalendar {
    private static final long DRIFT_MILLIS_MAX = 2_000;

    private final InstantSource wall;
    private final LongSupplier uptimeMillis;
    private Instant origin;

    /** A calendar over these clocks. */
    public UptimeCalendar(InstantSource wall, LongSupplier uptimeMillis) {
        this.wall = wall;
        this.uptimeMillis = uptimeMillis;
        this.origin = wall.instant().minusMillis(uptimeMillis.getAsLong());
    }

    /** The date of an uptime in milliseconds, to the second. */
    public synchronized Instant at(long uptime) {
        Instant fresh = wall.instant().minusMillis(uptimeMillis.getAsLong());
        if (Duration.between(origin, fresh).abs().toMillis() > DRIFT_MILLIS_MAX) {
            origin = fresh;
        }
        return whole(origin.plusMillis(uptime));
    }

    /** The date now, to the second. */
    public Instant now() {
        return whole(wall.instant());
    }

    /** A date to the second: what Redfish date-times carry here. */
    static Instant whole(Instant instant) {
        return Instant.ofEpochSecond(instant.getEpochSecond());
    }

    /** When firmware was made; null for the beginning of time, which a manifest gives where the vendor does not say. */
    static @Nullable Instant released(Instant created) {
        return created.isAfter(Instant.EPOCH) ? whole(created) : null;
    }
}
