package org.firmwarerecovery.redfish.resource;

import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.odata.Status;
import org.jspecify.annotations.Nullable;

/**
 * Settings of logins by session.
 *
 * @param serviceEnabled sessions can be made
 * @param sessionTimeout seconds without a request after which a session ends
 * @param status of the service
 * @param sessions the sessions
 */
public record SessionService(
        @Nullable Boolean serviceEnabled,
        @Nullable Long sessionTimeout,
        @Nullable Status status,
        @Nullable Link sessions) {
    /** The schema version that these members follow. */
    public static final String ODATA_TYPE = "#SessionService.v1_2_0.SessionService";

    /** Starts without any member. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
    public static final class Builder {
        private @Nullable Boolean serviceEnabled;
        private @Nullable Long sessionTimeout;
        private @Nullable Status status;
        private @Nullable Link sessions;

        private Builder() {}

        public Builder serviceEnabled(@Nullable Boolean value) {
            serviceEnabled = value;
            return this;
        }

        public Builder sessionTimeout(@Nullable Long value) {
            sessionTimeout = value;
            return this;
        }

        public Builder status(@Nullable Status value) {
            status = value;
            return this;
        }

        public Builder sessions(@Nullable Link value) {
            sessions = value;
            return this;
        }

        public SessionService build() {
            return new SessionService(serviceEnabled, sessionTimeout, status, sessions);
        }
    }
}
