package org.firmwarerecovery.redfish.resource;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One login. Password and token are never part of a document, so they are not members here.
 *
 * @param userName who logged in
 * @param sessionType {@code Redfish}
 * @param createdTime when
 * @param clientOriginIPAddress from where
 * @param roles the role of the account
 */
public record Session(
        @Nullable String userName,
        @Nullable String sessionType,
        @Nullable Instant createdTime,
        @Nullable String clientOriginIPAddress,
        @Nullable List<String> roles) {
    /** The schema version that these members follow. */
    public static final String ODATA_TYPE = "#Session.v1_8_0.Session";

    /** Copies the lists. */
    public Session {
        roles = roles == null ? null : List.copyOf(roles);
    }

    /** Starts without any member. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
    public static final class Builder {
        private @Nullable String userName;
        private @Nullable String sessionType;
        private @Nullable Instant createdTime;
        private @Nullable String clientOriginIPAddress;
        private @Nullable List<String> roles;

        private Builder() {}

        public Builder userName(@Nullable String value) {
            userName = value;
            return this;
        }

        public Builder sessionType(@Nullable String value) {
            sessionType = value;
            return this;
        }

        public Builder createdTime(@Nullable Instant value) {
            createdTime = value;
            return this;
        }

        public Builder clientOriginIPAddress(@Nullable String value) {
            clientOriginIPAddress = value;
            return this;
        }

        public Builder roles(@Nullable List<String> value) {
            roles = value;
            return this;
        }

        public Session build() {
            return new Session(userName, sessionType, createdTime, clientOriginIPAddress, roles);
        }
    }
}
