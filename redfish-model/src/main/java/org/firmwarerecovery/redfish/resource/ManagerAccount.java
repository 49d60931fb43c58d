package org.firmwarerecovery.redfish.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.firmwarerecovery.redfish.odata.Link;
import org.jspecify.annotations.Nullable;

/**
 * One account. The password is written only.
 *
 * @param userName the name
 * @param roleId one of the predefined roles
 * @param enabled may log in
 * @param locked locked after failures
 * @param accountTypes {@code Redfish}
 * @param passwordChangeRequired may only change its password
 * @param passwordExpiration when the password ends
 * @param links link to the role
 */
public record ManagerAccount(
        @Nullable String userName,
        @Nullable String roleId,
        @Nullable Boolean enabled,
        @Nullable Boolean locked,
        List<String> accountTypes,
        @Nullable Boolean passwordChangeRequired,
        @Nullable Instant passwordExpiration,
        @Nullable Links links) {
    /** The schema version that these members follow. */
    public static final String ODATA_TYPE = "#ManagerAccount.v1_14_1.ManagerAccount";

    /** Copies the lists. */
    public ManagerAccount {
        accountTypes = List.copyOf(accountTypes);
    }

    /** Always {@code null}: the schema wants the property to be there, and its value never to be shown. */
    @JsonProperty(value = "Password", access = JsonProperty.Access.READ_ONLY)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public @Nullable String password() {
        return null;
    }

    /**
     * Links of an account.
     *
     * @param role its role
     */
    public record Links(@Nullable Link role) {}

    /** Starts without any member. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
    public static final class Builder {
        private @Nullable String userName;
        private @Nullable String roleId;
        private @Nullable Boolean enabled;
        private @Nullable Boolean locked;
        private @Nullable List<String> accountTypes;
        private @Nullable Boolean passwordChangeRequired;
        private @Nullable Instant passwordExpiration;
        private @Nullable Links links;

        private Builder() {}

        public Builder userName(@Nullable String value) {
            userName = value;
            return this;
        }

        public Builder roleId(@Nullable String value) {
            roleId = value;
            return this;
        }

        public Builder enabled(@Nullable Boolean value) {
            enabled = value;
            return this;
        }

        public Builder locked(@Nullable Boolean value) {
            locked = value;
            return this;
        }

        public Builder accountTypes(@Nullable List<String> value) {
            accountTypes = value;
            return this;
        }

        public Builder passwordChangeRequired(@Nullable Boolean value) {
            passwordChangeRequired = value;
            return this;
        }

        public Builder passwordExpiration(@Nullable Instant value) {
            passwordExpiration = value;
            return this;
        }

        public Builder links(@Nullable Links value) {
            links = value;
            return this;
        }

        public ManagerAccount build() {
            return new ManagerAccount(
                    userName,
                    roleId,
                    enabled,
                    locked,
                    Objects.requireNonNull(accountTypes, "AccountTypes"),
                    passwordChangeRequired,
                    passwordExpiration,
                    links);
        }
    }
}
