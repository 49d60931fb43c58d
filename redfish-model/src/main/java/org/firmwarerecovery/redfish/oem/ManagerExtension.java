package org.firmwarerecovery.redfish.oem;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.firmwarerecovery.redfish.odata.Link;
import org.jspecify.annotations.Nullable;

/**
 * The extension of a manager, {@code Oem.FirmwareRecovery} of {@code Manager}.
 *
 * @param recoveryService link to the firmware recovery service
 * @param roles roles of this node; {@code Recipient}, {@code Donor}, {@code Console}
 * @param clockUnset whether the clock is not set
 * @param uptimeSeconds uptime of the node over all starts in seconds
 */
@JsonIgnoreProperties(value = "@odata.type", allowGetters = true)
public record ManagerExtension(
        @Nullable Link recoveryService,
        @Nullable List<String> roles,
        @Nullable Boolean clockUnset,
        @Nullable Long uptimeSeconds) {
    /** The type that the object carries. */
    public static final String ODATA_TYPE = "#FirmwareRecovery.v1_0_0.Manager";

    /** Copies the lists. */
    public ManagerExtension {
        roles = roles == null ? null : List.copyOf(roles);
    }

    /** The constant {@code @odata.type}. */
    @JsonProperty("@odata.type")
    public String odataType() {
        return ODATA_TYPE;
    }

    /** Starts without any member. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
    public static final class Builder {
        private @Nullable Link recoveryService;
        private @Nullable List<String> roles;
        private @Nullable Boolean clockUnset;
        private @Nullable Long uptimeSeconds;

        private Builder() {}

        public Builder recoveryService(@Nullable Link value) {
            recoveryService = value;
            return this;
        }

        public Builder roles(@Nullable List<String> value) {
            roles = value;
            return this;
        }

        public Builder clockUnset(@Nullable Boolean value) {
            clockUnset = value;
            return this;
        }

        public Builder uptimeSeconds(@Nullable Long value) {
            uptimeSeconds = value;
            return this;
        }

        public ManagerExtension build() {
            return new ManagerExtension(recoveryService, roles, clockUnset, uptimeSeconds);
        }
    }
}
