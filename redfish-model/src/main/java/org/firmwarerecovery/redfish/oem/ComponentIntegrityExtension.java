package org.firmwarerecovery.redfish.oem;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The extension of a measured component, {@code Oem.FirmwareRecovery} of {@code ComponentIntegrity}.
 *
 * @param component Id of the component
 * @param bank name of the bank
 * @param state state of the bank; {@code Good}, {@code Damaged}, {@code Missing}, {@code Unmanaged}, {@code BelowFloor}, {@code Quarantined}
 * @param hashAlgorithm algorithm of the digests; {@code sha-256}, {@code sha-384}
 * @param expectedDigest digest that the manifest demands, in hexadecimal digits
 * @param measuredDigest digest found at the last verification, in hexadecimal digits
 * @param manifestDigest SHA-256 of the manifest in hexadecimal digits
 * @param securityVersion security version of the image
 */
@JsonIgnoreProperties(value = "@odata.type", allowGetters = true)
public record ComponentIntegrityExtension(
        @Nullable String component,
        @Nullable String bank,
        @Nullable String state,
        @Nullable String hashAlgorithm,
        @Nullable String expectedDigest,
        @Nullable String measuredDigest,
        @Nullable String manifestDigest,
        @Nullable Long securityVersion) {
    /** The type that the object carries. */
    public static final String ODATA_TYPE = "#FirmwareRecovery.v1_0_0.ComponentIntegrity";

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
        private @Nullable String hashAlgorithm;
        private @Nullable String expectedDigest;
        private @Nullable String measuredDigest;
        private @Nullable String manifestDigest;
        private @Nullable Long securityVersion;

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

        public Builder hashAlgorithm(@Nullable String value) {
            hashAlgorithm = value;
            return this;
        }

        public Builder expectedDigest(@Nullable String value) {
            expectedDigest = value;
            return this;
        }

        public Builder measuredDigest(@Nullable String value) {
            measuredDigest = value;
            return this;
        }

        public Builder manifestDigest(@Nullable String value) {
            manifestDigest = value;
            return this;
        }

        public Builder securityVersion(@Nullable Long value) {
            securityVersion = value;
            return this;
        }

        public ComponentIntegrityExtension build() {
            return new ComponentIntegrityExtension(
                    component,
                    bank,
                    state,
                    hashAlgorithm,
                    expectedDigest,
                    measuredDigest,
                    manifestDigest,
                    securityVersion);
        }
    }
}
