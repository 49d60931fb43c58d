package org.firmwarerecovery.redfish.resource;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.odata.Status;
import org.firmwarerecovery.redfish.oem.ManagerExtension;
import org.firmwarerecovery.redfish.oem.Oem;
import org.jspecify.annotations.Nullable;

/**
 * The BMC, or the computer beside it, that runs this node.
 *
 * @param managerType {@code BMC}, {@code Service} or another of the schema
 * @param uuid UUID of the manager
 * @param serviceEntryPointUUID UUID of the service root
 * @param manufacturer maker
 * @param model model
 * @param serialNumber serial number
 * @param partNumber part number
 * @param firmwareVersion version of the active image; ironic takes a change of it as the end of an update
 * @param version hardware version
 * @param dateTime the clock
 * @param dateTimeLocalOffset offset from UTC, {@code +00:00}
 * @param dateTimeSource where the clock comes from
 * @param lastResetTime last start
 * @param powerState {@code On}
 * @param serviceIdentification how the service introduces itself
 * @param status of the manager
 * @param networkProtocol its network settings
 * @param ethernetInterfaces its interfaces
 * @param logServices its logs
 * @param links what it manages, and its images
 * @param oem our extension
 */
public record Manager(
        @Nullable String managerType,
        @JsonProperty("UUID") @Nullable String uuid,
        @Nullable String serviceEntryPointUUID,
        @Nullable String manufacturer,
        @Nullable String model,
        @Nullable String serialNumber,
        @Nullable String partNumber,
        @Nullable String firmwareVersion,
        @Nullable String version,
        @Nullable Instant dateTime,
        @Nullable String dateTimeLocalOffset,
        @Nullable String dateTimeSource,
        @Nullable Instant lastResetTime,
        @Nullable String powerState,
        @Nullable String serviceIdentification,
        @Nullable Status status,
        @Nullable Link networkProtocol,
        @Nullable Link ethernetInterfaces,
        @Nullable Link logServices,
        @Nullable Links links,
        @Nullable Oem<ManagerExtension> oem) {
    /** The schema version that these members follow. */
    public static final String ODATA_TYPE = "#Manager.v1_24_0.Manager";

    /**
     * Links of a manager; the images are its banks.
     *
     * @param managerForServers the systems
     * @param managerForChassis the chassis
     * @param managerInChassis where it is
     * @param activeSoftwareImage the image that runs
     * @param softwareImages all its images
     */
    public record Links(
            @Nullable List<Link> managerForServers,
            @Nullable List<Link> managerForChassis,
            @Nullable Link managerInChassis,
            @Nullable Link activeSoftwareImage,
            @Nullable List<Link> softwareImages) {
        /** Copies the lists. */
        public Links {
            managerForServers = managerForServers == null ? null : List.copyOf(managerForServers);
            managerForChassis = managerForChassis == null ? null : List.copyOf(managerForChassis);
            softwareImages = softwareImages == null ? null : List.copyOf(softwareImages);
        }

        /** Starts without any member. */
        public static Builder builder() {
            return new Builder();
        }

        /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
        public static final class Builder {
            private @Nullable List<Link> managerForServers;
            private @Nullable List<Link> managerForChassis;
            private @Nullable Link managerInChassis;
            private @Nullable Link activeSoftwareImage;
            private @Nullable List<Link> softwareImages;

            private Builder() {}

            public Builder managerForServers(@Nullable List<Link> value) {
                managerForServers = value;
                return this;
            }

            public Builder managerForChassis(@Nullable List<Link> value) {
                managerForChassis = value;
                return this;
            }

            public Builder managerInChassis(@Nullable Link value) {
                managerInChassis = value;
                return this;
            }

            public Builder activeSoftwareImage(@Nullable Link value) {
                activeSoftwareImage = value;
                return this;
            }

            public Builder softwareImages(@Nullable List<Link> value) {
                softwareImages = value;
                return this;
            }

            public Links build() {
                return new Links(
                        managerForServers, managerForChassis, managerInChassis, activeSoftwareImage, softwareImages);
            }
        }
    }

    /** Starts without any member. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
    public static final class Builder {
        private @Nullable String managerType;
        private @Nullable String uuid;
        private @Nullable String serviceEntryPointUUID;
        private @Nullable String manufacturer;
        private @Nullable String model;
        private @Nullable String serialNumber;
        private @Nullable String partNumber;
        private @Nullable String firmwareVersion;
        private @Nullable String version;
        private @Nullable Instant dateTime;
        private @Nullable String dateTimeLocalOffset;
        private @Nullable String dateTimeSource;
        private @Nullable Instant lastResetTime;
        private @Nullable String powerState;
        private @Nullable String serviceIdentification;
        private @Nullable Status status;
        private @Nullable Link networkProtocol;
        private @Nullable Link ethernetInterfaces;
        private @Nullable Link logServices;
        private @Nullable Links links;
        private @Nullable Oem<ManagerExtension> oem;

        private Builder() {}

        public Builder managerType(@Nullable String value) {
            managerType = value;
            return this;
        }

        public Builder uuid(@Nullable String value) {
            uuid = value;
            return this;
        }

        public Builder serviceEntryPointUUID(@Nullable String value) {
            serviceEntryPointUUID = value;
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

        public Builder firmwareVersion(@Nullable String value) {
            firmwareVersion = value;
            return this;
        }

        public Builder version(@Nullable String value) {
            version = value;
            return this;
        }

        public Builder dateTime(@Nullable Instant value) {
            dateTime = value;
            return this;
        }

        public Builder dateTimeLocalOffset(@Nullable String value) {
            dateTimeLocalOffset = value;
            return this;
        }

        public Builder dateTimeSource(@Nullable String value) {
            dateTimeSource = value;
            return this;
        }

        public Builder lastResetTime(@Nullable Instant value) {
            lastResetTime = value;
            return this;
        }

        public Builder powerState(@Nullable String value) {
            powerState = value;
            return this;
        }

        public Builder serviceIdentification(@Nullable String value) {
            serviceIdentification = value;
            return this;
        }

        public Builder status(@Nullable Status value) {
            status = value;
            return this;
        }

        public Builder networkProtocol(@Nullable Link value) {
            networkProtocol = value;
            return this;
        }

        public Builder ethernetInterfaces(@Nullable Link value) {
            ethernetInterfaces = value;
            return this;
        }

        public Builder logServices(@Nullable Link value) {
            logServices = value;
            return this;
        }

        public Builder links(@Nullable Links value) {
            links = value;
            return this;
        }

        public Builder oem(@Nullable Oem<ManagerExtension> value) {
            oem = value;
            return this;
        }

        public Manager build() {
            return new Manager(
                    managerType,
                    uuid,
                    serviceEntryPointUUID,
                    manufacturer,
                    model,
                    serialNumber,
                    partNumber,
                    firmwareVersion,
                    version,
                    dateTime,
                    dateTimeLocalOffset,
                    dateTimeSource,
                    lastResetTime,
                    powerState,
                    serviceIdentification,
                    status,
                    networkProtocol,
                    ethernetInterfaces,
                    logServices,
                    links,
                    oem);
        }
    }
}
