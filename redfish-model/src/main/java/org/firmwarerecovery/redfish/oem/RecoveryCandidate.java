package org.firmwarerecovery.redfish.oem;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A peer that was asked, with the reasons of its rank. Part of {@link FirmwareRecoveryRecord}.
 *
 * @param peerUUID UUID of the candidate
 * @param role role of the candidate; {@code Recipient}, {@code Donor}, {@code Console}
 * @param address address of the candidate
 * @param version version of its image
 * @param manifestDigest SHA-256 of the manifest in hexadecimal digits
 * @param rank rank, 1 for the first
 * @param chosen whether the candidate was chosen
 * @param eligible whether the candidate passed all filters
 * @param reasons why it has its rank or was dropped
 */
public record RecoveryCandidate(
        @Nullable String peerUUID,
        @Nullable String role,
        @Nullable String address,
        @Nullable String version,
        @Nullable String manifestDigest,
        @Nullable Long rank,
        @Nullable Boolean chosen,
        @Nullable Boolean eligible,
        @Nullable List<String> reasons) {
    /** Copies the lists. */
    public RecoveryCandidate {
        reasons = reasons == null ? null : List.copyOf(reasons);
    }

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
        private @Nullable Long rank;
        private @Nullable Boolean chosen;
        private @Nullable Boolean eligible;
        private @Nullable List<String> reasons;

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

        public Builder rank(@Nullable Long value) {
            rank = value;
            return this;
        }

        public Builder chosen(@Nullable Boolean value) {
            chosen = value;
            return this;
        }

        public Builder eligible(@Nullable Boolean value) {
            eligible = value;
            return this;
        }

        public Builder reasons(@Nullable List<String> value) {
            reasons = value;
            return this;
        }

        public RecoveryCandidate build() {
            return new RecoveryCandidate(
                    peerUUID, role, address, version, manifestDigest, rank, chosen, eligible, reasons);
        }
    }
}
