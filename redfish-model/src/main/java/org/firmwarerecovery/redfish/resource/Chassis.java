package org.firmwarerecovery.redfish.resource;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.odata.Status;
import org.jspecify.annotations.Nullable;

/**
 * The box of the node, for inventory.
 *
 * @param chassisType {@code RackMount}, {@code Blade}, {@code Module} or another of the schema
 * @param manufacturer maker
 * @param model model
 * @param serialNumber serial number
 * @param partNumber part number
 * @param assetTag what the operator wrote on it
 * @param uuid UUID of the box
 * @param powerState {@code On}
 * @param status of the box
 * @param trustedComponents what vouches for firmware in it
 * @param links what is in it
 */
public record Chassis(
        String chassisType,
        @Nullable String manufacturer,
        @Nullable String model,
        @Nullable String serialNumber,
        @Nullable String partNumber,
        @Nullable String assetTag,
        @JsonProperty("UUID") @Nullable String uuid,
        @Nullable String powerState,
        @Nullable Status status,
        @Nullable Link trustedComponents,
        @Nullable Links links) {
    /** The schema version that these members follow. */
    public static final String ODATA_TYPE = "#Chassis.v1_28_0.Chassis";

    /**
     * Links of a chassis.
     *
     * @param computerSystems the systems in it
     * @param managedBy its managers
     * @param managersInChassis the managers in it
     */
    public record Links(
            @Nullable List<Link> computerSystems,
            @Nullable List<Link> managedBy,
            @Nullable List<Link> managersInChassis) {
        /** Copies the lists. */
        public Links {
            computerSystems = computerSystems == null ? null : List.copyOf(computerSystems);
            managedBy = managedBy == null ? null : List.copyOf(managedBy);
            managersInChassis = managersInChassis == null ? null : List.copyOf(managersInChassis);
        }
    }

    /** Starts without any member. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
    public static final class Builder {
        private @Nullable String chassisType;
        private @Nullable String manufacturer;
        private @Nullable String model;
        private @Nullable String serialNumber;
        private @Nullable String partNumber;
        private @Nullable String assetTag;
        private @Nullable String uuid;
        private @Nullable String powerState;
        private @Nullable Status status;
        private @Nullable Link trustedComponents;
        private @Nullable Links links;

        private Builder() {}

        public Builder chassisType(@Nullable String value) {
            chassisType = value;
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

        public Builder uuid(@Nullable String value) {
            uuid = value;
            return this;
        }

        public Builder powerState(@Nullable String value) {
            powerState = value;
            return this;
        }

        public Builder status(@Nullable Status value) {
            status = value;
            return this;
        }

        public Builder trustedComponents(@Nullable Link value) {
            trustedComponents = value;
            return this;
        }

        public Builder links(@Nullable Links value) {
            links = value;
            return this;
        }

        public Chassis build() {
            return new Chassis(
                    Objects.requireNonNull(chassisType, "ChassisType"),
                    manufacturer,
                    model,
                    serialNumber,
                    partNumber,
                    assetTag,
                    uuid,
                    powerState,
                    status,
                    trustedComponents,
                    links);
        }
    }
}
