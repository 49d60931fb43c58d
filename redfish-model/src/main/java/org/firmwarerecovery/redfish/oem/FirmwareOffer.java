package org.firmwarerecovery.redfish.oem;

import java.time.Instant;
import org.firmwarerecovery.redfish.odata.Link;
import org.jspecify.annotations.Nullable;

/**
 * An offer that this node made as a donor. An accepted offer is a lease.
 *
 * @param state state of the offer; {@code Offered}, {@code Accepted}, {@code Completed}, {@code Released}, {@code
 *     Expired}
 * @param requestId nonce of the request
 * @param recipientUUID UUID of the recipient
 * @param softwareId what the image runs on
 * @param version version of the image
 * @param versionScheme rule by which the versions are ordered
 * @param securityVersion security version of the image
 * @param manifestDigest SHA-256 of the manifest in hexadecimal digits
 * @param machine machine that the image is for
 * @param imageDigest SHA-256 of the image in hexadecimal digits
 * @param sizeBytes size of the image in bytes
 * @param image link to the image
 * @param transferMode direction of the transfer; {@code Pull}, {@code Push}
 * @param validUntil time until which the offer can be accepted
 * @param validSeconds seconds for which the offer can be accepted after it was made
 * @param leaseExpires time until which the lease holds
 * @param leaseSeconds seconds for which the lease holds after each use
 * @param load load of the donor
 * @param bytesSent number of image bytes sent under the lease
 * @param result how the recipient ended the transfer; {@code Verified}, {@code Rejected}, {@code Abandoned}
 * @param resultReason reason that the recipient gave
 */
public record FirmwareOffer(
        @Nullable String state,
        @Nullable String requestId,
        @Nullable String recipientUUID,
        @Nullable String softwareId,
        @Nullable String version,
        @Nullable String versionScheme,
        @Nullable Long securityVersion,
        @Nullable String manifestDigest,
        @Nullable String machine,
        @Nullable String imageDigest,
        @Nullable Long sizeBytes,
        @Nullable Link image,
        @Nullable String transferMode,
        @Nullable Instant validUntil,
        @Nullable Long validSeconds,
        @Nullable Instant leaseExpires,
        @Nullable Long leaseSeconds,
        @Nullable DonorLoad load,
        @Nullable Long bytesSent,
        @Nullable String result,
        @Nullable String resultReason) {
    /** The schema version that these members follow. */
    public static final String ODATA_TYPE = "#FirmwareOffer.v1_0_0.FirmwareOffer";

    /** Starts without any member. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
    public static final class Builder {
        private @Nullable String state;
        private @Nullable String requestId;
        private @Nullable String recipientUUID;
        private @Nullable String softwareId;
        private @Nullable String version;
        private @Nullable String versionScheme;
        private @Nullable Long securityVersion;
        private @Nullable String manifestDigest;
        private @Nullable String machine;
        private @Nullable String imageDigest;
        private @Nullable Long sizeBytes;
        private @Nullable Link image;
        private @Nullable String transferMode;
        private @Nullable Instant validUntil;
        private @Nullable Long validSeconds;
        private @Nullable Instant leaseExpires;
        private @Nullable Long leaseSeconds;
        private @Nullable DonorLoad load;
        private @Nullable Long bytesSent;
        private @Nullable String result;
        private @Nullable String resultReason;

        private Builder() {}

        public Builder state(@Nullable String value) {
            state = value;
            return this;
        }

        public Builder requestId(@Nullable String value) {
            requestId = value;
            return this;
        }

        public Builder recipientUUID(@Nullable String value) {
            recipientUUID = value;
            return this;
        }

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

        public Builder machine(@Nullable String value) {
            machine = value;
            return this;
        }

        public Builder imageDigest(@Nullable String value) {
            imageDigest = value;
            return this;
        }

        public Builder sizeBytes(@Nullable Long value) {
            sizeBytes = value;
            return this;
        }

        public Builder image(@Nullable Link value) {
            image = value;
            return this;
        }

        public Builder transferMode(@Nullable String value) {
            transferMode = value;
            return this;
        }

        public Builder validUntil(@Nullable Instant value) {
            validUntil = value;
            return this;
        }

        public Builder validSeconds(@Nullable Long value) {
            validSeconds = value;
            return this;
        }

        public Builder leaseExpires(@Nullable Instant value) {
            leaseExpires = value;
            return this;
        }

        public Builder leaseSeconds(@Nullable Long value) {
            leaseSeconds = value;
            return this;
        }

        public Builder load(@Nullable DonorLoad value) {
            load = value;
            return this;
        }

        public Builder bytesSent(@Nullable Long value) {
            bytesSent = value;
            return this;
        }

        public Builder result(@Nullable String value) {
            result = value;
            return this;
        }

        public Builder resultReason(@Nullable String value) {
            resultReason = value;
            return this;
        }

        public FirmwareOffer build() {
            return new FirmwareOffer(
                    state,
                    requestId,
                    recipientUUID,
                    softwareId,
                    version,
                    versionScheme,
                    securityVersion,
                    manifestDigest,
                    machine,
                    imageDigest,
                    sizeBytes,
                    image,
                    transferMode,
                    validUntil,
                    validSeconds,
                    leaseExpires,
                    leaseSeconds,
                    load,
                    bytesSent,
                    result,
                    resultReason);
        }
    }
}
