package org.firmwarerecovery.redfish.oem;

import org.jspecify.annotations.Nullable;

/**
 * The donor of the image. Part of {@link FirmwareRecoveryRecord}.
 *
 * @param peerUUID UUID of the donor
 * @param role role of the donor; {@code Recipient}, {@code Donor}, {@code Console}
 * @param address address of the donor
 * @param version version of its image
 * @param manifestDigest SHA-256 of the manifest in hexadecimal digits
 */
public record RecoveryDonor(
        @Nullable String peerUUID,
        @Nullable String role,
        @Nullable String address,
        @Nullable String version,
        @Nullable String manifestDigest) {
    /** Starts without any member. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
    public static final class Builder {
        private @Nullable String peerUUID;
        private @Nullable String role;
        private @Nullable String address;
        private @Nullable String version;
        private @Nullable String manifestDigest;

        private Builder() {}

        public Builder peerUUID(@Nullable String value) {
            peerUUID = value;
            return this;
        }

        public Builder role(@Nullable String value) {
            role = value;
            return this;
        }

        public Builder address(@Nullable String value) {
            address = value;
            return this;
        }

        public Builder version(@Nullable String value) {
            version = value;
            return this;
        }

        public Builder manifestDigest(@Nullable String value) {
            manifestDigest = value;
            return this;
        }

        public RecoveryDonor build() {
            return new RecoveryDonor(peerUUID, role, address, version, manifestDigest);
        }
    }
}
