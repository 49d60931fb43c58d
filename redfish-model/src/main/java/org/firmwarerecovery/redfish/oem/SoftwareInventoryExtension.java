package org.firmwarerecovery.redfish.oem;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The extension of an active image, bank or stored image, {@code Oem.FirmwareRecovery} of {@code SoftwareInventory}.
 *
 * @param component id of the component
 * @param bank name of the bank. Absent for a stored image
 * @param state state of the bank or stored image; {@code Unchecked}, {@code Good}, {@code Damaged}, {@code Missing},
 *     {@code Unmanaged}, {@code BelowFloor}, {@code Quarantined}
 * @param stateDetail A sentence about the state
 * @param manifestDigest SHA-256 of the manifest in hexadecimal digits
 * @param imageDigest SHA-256 of the image in hexadecimal digits
 * @param payloadDigest SHA-256 of the bytes in the bank in hexadecimal digits
 * @param versionScheme rule by which the versions are ordered
 * @param securityVersion security version of the image
 * @param securityVersionFloor lowest security version that the component accepts
 * @param lastVerified end of the last full comparison with the manifest
 * @param donates whether the node gives this image to peers
 * @param machines machines that the image is made for
 * @param storedIn where a stored image lies; {@code ImageStore}, {@code Library}. Absent for a bank
 * @param approved whether the library entry of a stored image is approved. Absent for an image outside of the library
 * @param manifestDataURI URI at which the manifest is read
 * @param signatureDataURI URI at which the signature of the manifest is read
 */
@JsonIgnoreProperties(value = "@odata.type", allowGetters = true)
public record SoftwareInventoryExtension(
        @Nullable String component,
        @Nullable String bank,
        @Nullable String state,
        @Nullable String stateDetail,
        @Nullable String manifestDigest,
        @Nullable String imageDigest,
        @Nullable String payloadDigest,
        @Nullable String versionScheme,
        @Nullable Long securityVersion,
        @Nullable Long securityVersionFloor,
        @Nullable Instant lastVerified,
        @Nullable Boolean donates,
        @Nullable List<String> machines,
        @Nullable String storedIn,
        @Nullable Boolean approved,
        @Nullable String manifestDataURI,
        @Nullable String signatureDataURI) {
    /** The type that the object carries. */
    public static final String ODATA_TYPE = "#FirmwareRecovery.v1_0_0.SoftwareInventory";

    /** Copies the lists. */
    public SoftwareInventoryExtension {
        machines = machines == null ? null : List.copyOf(machines);
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
        private @Nullable String component;
        private @Nullable String bank;
        private @Nullable String state;
        private @Nullable String stateDetail;
        private @Nullable String manifestDigest;
        private @Nullable String imageDigest;
        private @Nullable String payloadDigest;
        private @Nullable String versionScheme;
        private @Nullable Long securityVersion;
        private @Nullable Long securityVersionFloor;
        private @Nullable Instant lastVerified;
        private @Nullable Boolean donates;
        private @Nullable List<String> machines;
        private @Nullable String storedIn;
        private @Nullable Boolean approved;
        private @Nullable String manifestDataURI;
        private @Nullable String signatureDataURI;

        private Builder() {}

        public Builder component(@Nullable String value) {
            component = value;
            return this;
        }

        public Builder bank(@Nullable String value) {
            bank = value;
            return this;
        }

        public Builder state(@Nullable String value) {
            state = value;
            return this;
        }

        public Builder stateDetail(@Nullable String value) {
            stateDetail = value;
            return this;
        }

        public Builder manifestDigest(@Nullable String value) {
            manifestDigest = value;
            return this;
        }

        public Builder imageDigest(@Nullable String value) {
            imageDigest = value;
            return this;
        }

        public Builder payloadDigest(@Nullable String value) {
            payloadDigest = value;
            return this;
        }

        public Builder versionScheme(@Nullable String value) {
            versionScheme = value;
            return this;
        }

        public Builder securityVersion(@Nullable Long value) {
            securityVersion = value;
            return this;
        }

        public Builder securityVersionFloor(@Nullable Long value) {
            securityVersionFloor = value;
            return this;
        }

        public Builder lastVerified(@Nullable Instant value) {
            lastVerified = value;
            return this;
        }

        public Builder donates(@Nullable Boolean value) {
            donates = value;
            return this;
        }

        public Builder machines(@Nullable List<String> value) {
            machines = value;
            return this;
        }

        public Builder storedIn(@Nullable String value) {
            storedIn = value;
            return this;
        }

        public Builder approved(@Nullable Boolean value) {
            approved = value;
            return this;
        }

        public Builder manifestDataURI(@Nullable String value) {
            manifestDataURI = value;
            return this;
        }

        public Builder signatureDataURI(@Nullable String value) {
            signatureDataURI = value;
            return this;
        }

        public SoftwareInventoryExtension build() {
            return new SoftwareInventoryExtension(
                    component,
                    bank,
                    state,
                    stateDetail,
                    manifestDigest,
                    imageDigest,
                    payloadDigest,
                    versionScheme,
                    securityVersion,
                    securityVersionFloor,
                    lastVerified,
                    donates,
                    machines,
                    storedIn,
                    approved,
                    manifestDataURI,
                    signatureDataURI);
        }
    }
}
