package org.firmwarerecovery.redfish.oem;

import org.jspecify.annotations.Nullable;

/**
 * An image that the peer says it holds. Part of {@link FirmwarePeer}.
 *
 * @param softwareId what the image runs on
 * @param version version of the image
 * @param versionScheme rule by which the versions are ordered
 * @param securityVersion security version of the image
 * @param manifestDigest SHA-256 of the manifest in hexadecimal digits
 * @param sizeBytes size of the image in bytes
 * @param donates whether the peer gives this image to peers
 */
public record PeerImage(
        @Nullable String softwareId,
        @Nullable String version,
        @Nullable String versionScheme,
        @Nullable Long securityVersion,
        @Nullable String manifestDigest,
        @Nullable Long sizeBytes,
        @Nullable Boolean donates) {
    /** Starts without any member. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
    public static final class Builder {
        private @Nullable String softwareId;
        private @Nullable String version;
        private @Nullable String versionScheme;
        private @Nullable Long securityVersion;
        private @Nullable String manifestDigest;
        private @Nullable Long sizeBytes;
        private @Nullable Boolean donates;

        private Builder() {}

        public Builder softwareId(@Nullable String value) {
            softwareId = value;
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

        public Builder securityVersion(@Nullable Long value) {
            securityVersion = value;
            return this;
        }

        public Builder manifestDigest(@Nullable String value) {
            manifestDigest = value;
            return this;
        }

        public Builder sizeBytes(@Nullable Long value) {
            sizeBytes = value;
            return this;
        }

        public Builder donates(@Nullable Boolean value) {
            donates = value;
            return this;
        }

        public PeerImage build() {
            return new PeerImage(
                    softwareId, version, versionScheme, securityVersion, manifestDigest, sizeBytes, donates);
        }
    }
}
