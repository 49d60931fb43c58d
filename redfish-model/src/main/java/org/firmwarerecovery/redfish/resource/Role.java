package org.firmwarerecovery.redfish.resource;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the accounts of a role may do.
 *
 * @param roleId the name
 * @param isPredefined one of the roles of DSP0266
 * @param assignedPrivileges standard privileges
 * @param oemPrivileges our privileges
 */
public record Role(
        String roleId,
        @Nullable Boolean isPredefined,
        @Nullable List<String> assignedPrivileges,
        @Nullable List<String> oemPrivileges) {
    /** The schema version that these members follow. */
    public static final String ODATA_TYPE = "#Role.v1_3_3.Role";

    /** Copies the lists. */
    public Role {
        assignedPrivileges = assignedPrivileges == null ? null : List.copyOf(assignedPrivileges);
        oemPrivileges = oemPrivileges == null ? null : List.copyOf(oemPrivileges);
    }

    /** Starts without any member. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
    public static final class Builder {
        private @Nullable String roleId;
        private @Nullable Boolean isPredefined;
        private @Nullable List<String> assignedPrivileges;
        private @Nullable List<String> oemPrivileges;

        private Builder() {}

        public Builder roleId(@Nullable String value) {
            roleId = value;
            return this;
        }

        public Builder isPredefined(@Nullable Boolean value) {
            isPredefined = value;
            return this;
        }

        public Builder assignedPrivileges(@Nullable List<String> value) {
            assignedPrivileges = value;
            return this;
        }

        public Builder oemPrivileges(@Nullable List<String> value) {
            oemPrivileges = value;
            return this;
        }

        public Role build() {
            return new Role(Objects.requireNonNull(roleId, "RoleId"), isPredefined, assignedPrivileges, oemPrivileges);
        }
    }
}
