package org.firmwarerecovery.redfish.resource;

import java.time.Instant;
import java.util.List;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.odata.Status;
import org.firmwarerecovery.redfish.oem.ComponentIntegrityExtension;
import org.firmwarerecovery.redfish.oem.Oem;
import org.jspecify.annotations.Nullable;

/**
 * What is measured of a component. The measurements are ours and stand in the extension: no protocol of DMTF carries them.
 *
 * @param componentIntegrityType {@code OEM}
 * @param componentIntegrityTypeVersion version of the way it is measured
 * @param targetComponentURI what is measured
 * @param lastUpdated when it was measured
 * @param status of what is measured
 * @param links what depends on it
 * @param oem our extension
 */
public record ComponentIntegrity(
        @Nullable String componentIntegrityType,
        @Nullable String componentIntegrityTypeVersion,
        @Nullable String targetComponentURI,
        @Nullable Instant lastUpdated,
        @Nullable Status status,
        @Nullable Links links,
        @Nullable Oem<ComponentIntegrityExtension> oem) {
    /** The schema version that these members follow. */
    public static final String ODATA_TYPE = "#ComponentIntegrity.v1_3_2.ComponentIntegrity";

    /**
     * Links of a measured component.
     *
     * @param componentsProtected what runs it
     */
    public record Links(@Nullable List<Link> componentsProtected) {
        /** Copies the list. */
        public Links {
            componentsProtected = componentsProtected == null ? null : List.copyOf(componentsProtected);
        }
    }

    /** Starts without any member. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
    public static final class Builder {
        private @Nullable String componentIntegrityType;
        private @Nullable String componentIntegrityTypeVersion;
        private @Nullable String targetComponentURI;
        private @Nullable Instant lastUpdated;
        private @Nullable Status status;
        private @Nullable Links links;
        private @Nullable Oem<ComponentIntegrityExtension> oem;

        private Builder() {}

        public Builder componentIntegrityType(@Nullable String value) {
            componentIntegrityType = value;
            return this;
        }

        public Builder componentIntegrityTypeVersion(@Nullable String value) {
            componentIntegrityTypeVersion = value;
            return this;
        }

        public Builder targetComponentURI(@Nullable String value) {
            targetComponentURI = value;
            return this;
        }

        public Builder lastUpdated(@Nullable Instant value) {
            lastUpdated = value;
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

        public Builder oem(@Nullable Oem<ComponentIntegrityExtension> value) {
            oem = value;
            return this;
        }

        public ComponentIntegrity build() {
            return new ComponentIntegrity(
                    componentIntegrityType,
                    componentIntegrityTypeVersion,
                    targetComponentURI,
                    lastUpdated,
                    status,
                    links,
                    oem);
        }
    }
}
