package org.firmwarerecovery.redfish.resource;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.odata.Status;
import org.jspecify.annotations.Nullable;

/**
 * Settings of accounts and passwords.
 *
 * @param serviceEnabled accounts can be used
 * @param status of the service
 * @param localAccountAuth {@code Enabled}: the accounts of this service
 * @param httpBasicAuth {@code Enabled}: HTTP Basic is allowed
 * @param authFailureLoggingThreshold failures after which one is logged
 * @param minPasswordLength characters
 * @param maxPasswordLength characters
 * @param accountLockoutThreshold failures after which an account is locked, 0 for never
 * @param accountLockoutDuration seconds of a lock
 * @param accountLockoutCounterResetAfter seconds after which failures are forgotten
 * @param accountLockoutCounterResetEnabled whether failures are forgotten
 * @param supportedAccountTypes {@code Redfish}
 * @param accounts the accounts
 * @param roles the roles
 * @param privilegeMap the privilege registry
 */
public record AccountService(
        @Nullable Boolean serviceEnabled,
        @Nullable Status status,
        @Nullable String localAccountAuth,
        @JsonProperty("HTTPBasicAuth") @Nullable String httpBasicAuth,
        @Nullable Long authFailureLoggingThreshold,
        @Nullable Long minPasswordLength,
        @Nullable Long maxPasswordLength,
        @Nullable Long accountLockoutThreshold,
        @Nullable Long accountLockoutDuration,
        @Nullable Long accountLockoutCounterResetAfter,
        @Nullable Boolean accountLockoutCounterResetEnabled,
        @Nullable List<String> supportedAccountTypes,
        @Nullable Link accounts,
        @Nullable Link roles,
        @Nullable Link privilegeMap) {
    /** The schema version that these members follow. */
    public static final String ODATA_TYPE = "#AccountService.v1_18_1.AccountService";

    /** Copies the lists. */
    public AccountService {
        supportedAccountTypes = supportedAccountTypes == null ? null : List.copyOf(supportedAccountTypes);
    }

    /** Starts without any member. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
    public static final class Builder {
        private @Nullable Boolean serviceEnabled;
        private @Nullable Status status;
        private @Nullable String localAccountAuth;
        private @Nullable String httpBasicAuth;
        private @Nullable Long authFailureLoggingThreshold;
        private @Nullable Long minPasswordLength;
        private @Nullable Long maxPasswordLength;
        private @Nullable Long accountLockoutThreshold;
        private @Nullable Long accountLockoutDuration;
        private @Nullable Long accountLockoutCounterResetAfter;
        private @Nullable Boolean accountLockoutCounterResetEnabled;
        private @Nullable List<String> supportedAccountTypes;
        private @Nullable Link accounts;
        private @Nullable Link roles;
        private @Nullable Link privilegeMap;

        private Builder() {}

        public Builder serviceEnabled(@Nullable Boolean value) {
            serviceEnabled = value;
            return this;
        }

        public Builder status(@Nullable Status value) {
            status = value;
            return this;
        }

        public Builder localAccountAuth(@Nullable String value) {
            localAccountAuth = value;
            return this;
        }

        public Builder httpBasicAuth(@Nullable String value) {
            httpBasicAuth = value;
            return this;
        }

        public Builder authFailureLoggingThreshold(@Nullable Long value) {
            authFailureLoggingThreshold = value;
            return this;
        }

        public Builder minPasswordLength(@Nullable Long value) {
            minPasswordLength = value;
            return this;
        }

        public Builder maxPasswordLength(@Nullable Long value) {
            maxPasswordLength = value;
            return this;
        }

        public Builder accountLockoutThreshold(@Nullable Long value) {
            accountLockoutThreshold = value;
            return this;
        }

        public Builder accountLockoutDuration(@Nullable Long value) {
            accountLockoutDuration = value;
            return this;
        }

        public Builder accountLockoutCounterResetAfter(@Nullable Long value) {
            accountLockoutCounterResetAfter = value;
            return this;
        }

        public Builder accountLockoutCounterResetEnabled(@Nullable Boolean value) {
            accountLockoutCounterResetEnabled = value;
            return this;
        }

        public Builder supportedAccountTypes(@Nullable List<String> value) {
            supportedAccountTypes = value;
            return this;
        }

        public Builder accounts(@Nullable Link value) {
            accounts = value;
            return this;
        }

        public Builder roles(@Nullable Link value) {
            roles = value;
            return this;
        }

        public Builder privilegeMap(@Nullable Link value) {
            privilegeMap = value;
            return this;
        }

        public AccountService build() {
            return new AccountService(
                    serviceEnabled,
                    status,
                    localAccountAuth,
                    httpBasicAuth,
                    authFailureLoggingThreshold,
                    minPasswordLength,
                    maxPasswordLength,
                    accountLockoutThreshold,
                    accountLockoutDuration,
                    accountLockoutCounterResetAfter,
                    accountLockoutCounterResetEnabled,
                    supportedAccountTypes,
                    accounts,
                    roles,
                    privilegeMap);
        }
    }
}
