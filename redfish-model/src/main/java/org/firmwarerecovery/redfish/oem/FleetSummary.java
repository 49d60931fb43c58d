package org.firmwarerecovery.redfish.oem;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The fleet that this node belongs to. Part of {@link FirmwareRecoveryService}.
 *
 * @param enabled whether peers are served and asked
 * @param multicastSearchEnabled whether donors are searched by multicast
 * @param authorityFingerprint SHA-256 of the certificate of the fleet authority in hexadecimal digits
 * @param certificateValidNotAfter end of the validity of the certificate of this node
 */
public record FleetSummary(
        @Nullable Boolean enabled,
        @Nullable Boolean multicastSearchEnabled,
        @Nullable String authorityFingerprint,
        @Nullable Instant certificateValidNotAfter) {
    /** The same while multicast is on or off; who cannot search by multicast at all does not either way. */
    public FleetSummary searching(boolean multicast) {
        return new FleetSummary(
                enabled,
                multicastSearchEnabled == null ? null : multicastSearchEnabled && multicast,
                authorityFingerprint,
                certificateValidNotAfter);
    }

    /** Starts without any member. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
    public static final class Builder {
        private @Nullable Boolean enabled;
        private @Nullable Boolean multicastSearchEnabled;
        private @Nullable String authorityFingerprint;
        private @Nullable Instant certificateValidNotAfter;

        private Builder() {}

        public Builder enabled(@Nullable Boolean value) {
            enabled = value;
            return this;
        }

        public Builder multicastSearchEnabled(@Nullable Boolean value) {
            multicastSearchEnabled = value;
            return this;
        }

        public Builder authorityFingerprint(@Nullable String value) {
            authorityFingerprint = value;
            return this;
        }

        public Builder certificateValidNotAfter(@Nullable Instant value) {
            certificateValidNotAfter = value;
            return this;
        }

        public FleetSummary build() {
            return new FleetSummary(enabled, multicastSearchEnabled, authorityFingerprint, certificateValidNotAfter);
        }
    }
}
