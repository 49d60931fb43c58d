package org.firmwarerecovery.redfish.resource;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.odata.Status;
import org.jspecify.annotations.Nullable;

/**
 * The host beside the manager; a thin one, since its own side is pluggable.
 *
 * @param systemType {@code Physical}
 * @param uuid UUID of the system
 * @param manufacturer maker
 * @param model model
 * @param serialNumber serial number
 * @param partNumber part number
 * @param assetTag what the operator wrote on it
 * @param hostName name of the host
 * @param biosVersion version of the active host firmware; ironic takes a change of it as the end of an update
 * @param powerState {@code On} or {@code Off}
 * @param boot what it boots from
 * @param status of the system
 * @param links where it is, and who manages it
 */
public record ComputerSystem(
        @Nullable String systemType,
        @JsonProperty("UUID") @Nullable String uuid,
        @Nullable String manufacturer,
        @Nullable String model,
        @Nullable String serialNumber,
        @Nullable String partNumber,
        @Nullable String assetTag,
        @Nullable String hostName,
        @Nullable String biosVersion,
        @Nullable String powerState,
        @Nullable Boot boot,
        @Nullable Status status,
        @Nullable Links links) {
    /** The schema version that these members follow. */
    public static final String ODATA_TYPE = "#ComputerSystem.v1_27_0.ComputerSystem";

    /**
     * What a system boots from instead of its own order.
     *
     * @param enabled {@code Disabled}, {@code Once} or {@code Continuous}
     * @param enabledValues what {@code enabled} takes
     * @param target where from; {@code None} for its own order
     * @param targets what {@code target} takes
     * @param mode {@code UEFI} or {@code Legacy}
     * @param modes what {@code mode} takes
     */
    public record Boot(
            @JsonProperty("BootSourceOverrideEnabled") @Nullable
            String enabled,

            @JsonProperty("BootSourceOverrideEnabled@Redfish.AllowableValues") @Nullable
            List<String> enabledValues,

            @JsonProperty("BootSourceOverrideTarget") @Nullable
            String target,

            @JsonProperty("BootSourceOverrideTarget@Redfish.AllowableValues") @Nullable
            List<String> targets,

            @JsonProperty("BootSourceOverrideMode") @Nullable
            String mode,

            @JsonProperty("BootSourceOverrideMode@Redfish.AllowableValues") @Nullable
            List<String> modes) {
        /** Copies the lists. */
        public Boot {
            enabledValues = enabledValues == null ? null : List.copyOf(enabledValues);
            targets = targets == null ? null : List.copyOf(targets);
            modes = modes == null ? null : List.copyOf(modes);
        }
    }

    /**
     * Links of a system.
     *
     * @param chassis where it is
     * @param managedBy its managers
     */
    public record Links(
            @Nullable List<Link> chassis, @Nullable List<Link> managedBy) {
        /** Copies the lists. */
        public Links {
            chassis = chassis == null ? null : List.copyOf(chassis);
            managedBy = managedBy == null ? null : List.copyOf(managedBy);
        }
    }

    /** Starts without any member. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
    public static final class Builder {
        private @Nullable String systemType;
        private @Nullable String uuid;
        private @Nullable String manufacturer;
        private @Nullable String model;
        private @Nullable String serialNumber;
        private @Nullable String partNumber;
        private @Nullable String assetTag;
        private @Nullable String hostName;
        private @Nullable String biosVersion;
        private @Nullable String powerState;
        private @Nullable Boot boot;
        private @Nullable Status status;
        private @Nullable Links links;

        private Builder() {}

        public Builder systemType(@Nullable String value) {
            systemType = value;
            return this;
        }

        public Builder uuid(@Nullable String value) {
            uuid = value;
            return this;
        }

        public Builder manufacturer(@Nullable String value) {
            manufacturer = value;
            return this;
        }

        public Builder model(@Nullable String value) {
            model = value;
            return this;
        }

        public Builder serialNumber(@Nullable String value) {
            serialNumber = value;
            return this;
        }

        public Builder partNumber(@Nullable String value) {
            partNumber = value;
            return this;
        }

        public Builder assetTag(@Nullable String value) {
            assetTag = value;
            return this;
        }

        public Builder hostName(@Nullable String value) {
            hostName = value;
            return this;
        }

        public Builder biosVersion(@Nullable String value) {
            biosVersion = value;
            return this;
        }

        public Builder powerState(@Nullable String value) {
            powerState = value;
            return this;
        }

        public Builder boot(@Nullable Boot value) {
            boot = value;
            return this;
        }

        public Builder status(@Nullable Status value) {
            status = value;
            return this;
        }

        public Builder links(@Nullable Links value) {
            links = value;
            return this;
        }

        public ComputerSystem build() {
            return new ComputerSystem(
                    systemType,
                    uuid,
                    manufacturer,
                    model,
                    serialNumber,
                    partNumber,
                    assetTag,
                    hostName,
                    biosVersion,
                    powerState,
                    boot,
                    status,
                    links);
        }
    }
}
