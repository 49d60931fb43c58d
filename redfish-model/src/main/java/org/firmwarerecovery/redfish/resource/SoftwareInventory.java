package org.firmwarerecovery.redfish.resource;

import java.time.Instant;
import java.util.List;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.odata.Status;
import org.firmwarerecovery.redfish.oem.Oem;
import org.firmwarerecovery.redfish.oem.SoftwareInventoryExtension;
import org.jspecify.annotations.Nullable;

/**
 * One image: the active one of a component (the Target of updates), one of its banks, or one in the image store.
 *
 * @param status {@code Critical} when damaged or missing
 * @param version version; absent when nothing is there
 * @param versionScheme {@code SemVer}, {@code DotIntegerNotation} or {@code OEM}
 * @param softwareId what it runs on
 * @param updateable can be a Target
 * @param active it runs
 * @param staged it waits for activation
 * @param manufacturer who made it
 * @param releaseDate when it was released
 * @param releaseType {@code Production}, {@code Prototype} or {@code Other}
 * @param lowestSupportedVersion lowest version that may follow it
 * @param writeProtected it is never written
 * @param resetRequiredOnUpdate an update needs a reset
 * @param relatedItem what it is the firmware of
 * @param imageDataURI where its bytes are read
 * @param sizeBytes size of the image in bytes
 * @param oem our extension
 */
public record SoftwareInventory(
        @Nullable Status status,
        @Nullable String version,
        @Nullable String versionScheme,
        @Nullable String softwareId,
        @Nullable Boolean updateable,
        @Nullable Boolean active,
        @Nullable Boolean staged,
        @Nullable String manufacturer,
        @Nullable Instant releaseDate,
        @Nullable String releaseType,
        @Nullable String lowestSupportedVersion,
        @Nullable Boolean writeProtected,
        @Nullable Boolean resetRequiredOnUpdate,
        @Nullable List<Link> relatedItem,
        @Nullable String imageDataURI,
        @Nullable Long sizeBytes,
        @Nullable Oem<SoftwareInventoryExtension> oem) {
    /** The schema version that these members follow. */
    public static final String ODATA_TYPE = "#SoftwareInventory.v1_13_0.SoftwareInventory";

    /** Copies the lists. */
    public SoftwareInventory {
        relatedItem = relatedItem == null ? null : List.copyOf(relatedItem);
    }

    /** Starts without any member. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
    public static final class Builder {
        private @Nullable Status status;
        private @Nullable String version;
        private @Nullable String versionScheme;
        private @Nullable String softwareId;
        private @Nullable Boolean updateable;
        private @Nullable Boolean active;
        private @Nullable Boolean staged;
        private @Nullable String manufacturer;
        private @Nullable Instant releaseDate;
        private @Nullable String releaseType;
        private @Nullable String lowestSupportedVersion;
        private @Nullable Boolean writeProtected;
        private @Nullable Boolean resetRequiredOnUpdate;
        private @Nullable List<Link> relatedItem;
        private @Nullable String imageDataURI;
        private @Nullable Long sizeBytes;
        private @Nullable Oem<SoftwareInventoryExtension> oem;

        private Builder() {}

        public Builder status(@Nullable Status value) {
            status = value;
            return this;
        }

        public Builder version(@Nullable String value) {
            version = value;
            return this;
        }

        public Builder versionScheme(@Nullable String value) {
            versionScheme = value;
            return this;
        }

        public Builder softwareId(@Nullable String value) {
            softwareId = value;
            return this;
        }

        public Builder updateable(@Nullable Boolean value) {
            updateable = value;
            return this;
        }

        public Builder active(@Nullable Boolean value) {
            active = value;
            return this;
        }

        public Builder staged(@Nullable Boolean value) {
            staged = value;
            return this;
        }

        public Builder manufacturer(@Nullable String value) {
            manufacturer = value;
            return this;
        }

        public Builder releaseDate(@Nullable Instant value) {
            releaseDate = value;
            return this;
        }

        public Builder releaseType(@Nullable String value) {
            releaseType = value;
            return this;
        }

        public Builder lowestSupportedVersion(@Nullable String value) {
            lowestSupportedVersion = value;
            return this;
        }

        public Builder writeProtected(@Nullable Boolean value) {
            writeProtected = value;
            return this;
        }

        public Builder resetRequiredOnUpdate(@Nullable Boolean value) {
            resetRequiredOnUpdate = value;
            return this;
        }

        public Builder relatedItem(@Nullable List<Link> value) {
            relatedItem = value;
            return this;
        }

        public Builder imageDataURI(@Nullable String value) {
            imageDataURI = value;
            return this;
        }

        public Builder sizeBytes(@Nullable Long value) {
            sizeBytes = value;
            return this;
        }

        public Builder oem(@Nullable Oem<SoftwareInventoryExtension> value) {
            oem = value;
            return this;
        }

        public SoftwareInventory build() {
            return new SoftwareInventory(
                    status,
                    version,
                    versionScheme,
                    softwareId,
                    updateable,
                    active,
                    staged,
                    manufacturer,
                    releaseDate,
                    releaseType,
                    lowestSupportedVersion,
                    writeProtected,
                    resetRequiredOnUpdate,
                    relatedItem,
                    imageDataURI,
                    sizeBytes,
                    oem);
        }
    }
}
