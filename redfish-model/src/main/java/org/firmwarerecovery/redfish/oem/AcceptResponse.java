package org.firmwarerecovery.redfish.oem;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@code #FirmwareOffer.Accept}: where the image is, and the ticket for it. A password is a secret, so
 * {@link #toString()} leaves it out.
 *
 * @param imageUri URI of the image
 * @param manifestUri URI of the manifest
 * @param signatureUri URI of the signature of the manifest
 * @param username user name of the ticket
 * @param password ticket
 * @param leaseExpires time until which the lease holds
 * @param leaseSeconds seconds for which the lease holds after each use
 */
public record AcceptResponse(
        @Nullable String imageUri,
        @Nullable String manifestUri,
        @Nullable String signatureUri,
        @Nullable String username,
        @Nullable String password,
        @Nullable Instant leaseExpires,
        @Nullable Long leaseSeconds) {
    @Override
    public String toString() {
        return "AcceptResponse[imageUri=" + imageUri + ", leaseExpires=" + leaseExpires + "]";
    }

    /** Starts without any member. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
    public static final class Builder {
        private @Nullable String imageUri;
        private @Nullable String manifestUri;
        private @Nullable String signatureUri;
        private @Nullable String username;
        private @Nullable String password;
        private @Nullable Instant leaseExpires;
        private @Nullable Long leaseSeconds;

        private Builder() {}

        public Builder imageUri(@Nullable String value) {
            imageUri = value;
            return this;
        }

        public Builder manifestUri(@Nullable String value) {
            manifestUri = value;
            return this;
        }

        public Builder signatureUri(@Nullable String value) {
            signatureUri = value;
            return this;
        }

        public Builder username(@Nullable String value) {
            username = value;
            return this;
        }

        public Builder password(@Nullable String value) {
            password = value;
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

        public AcceptResponse build() {
            return new AcceptResponse(
                    imageUri, manifestUri, signatureUri, username, password, leaseExpires, leaseSeconds);
        }
    }
}
