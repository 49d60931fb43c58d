package org.firmwarerecovery.redfish.oem;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A peer that this node knows: where it is, what it may do and what it holds.
 *
 * @param uuid UUID of the peer
 * @param addresses addresses of the Redfish service of the peer
 * @param networkInterface network interface on which the peer was heard
 * @param origin how the peer became known
 * @param roles roles in the certificate of the peer; {@code Recipient}, {@code Donor}, {@code Console}
 * @param trusted whether the peer proved its fleet certificate
 * @param reachable whether the peer answered the last request
 * @param lastSeen time of the last sign of the peer
 * @param lastFailure reason of the last failure
 * @param score measure of how well the peer served, from 0 to 100
 * @param inventoryRead time at which the inventory was read
 * @param images images that the peer holds
 */
public record FirmwarePeer(
        @JsonProperty("UUID") @Nullable String uuid,
        @Nullable List<String> addresses,
        @JsonProperty("Interface") @Nullable String networkInterface,
        @Nullable String origin,
        @Nullable List<String> roles,
        @Nullable Boolean trusted,
        @Nullable Boolean reachable,
        @Nullable Instant lastSeen,
        @Nullable String lastFailure,
        @Nullable Long score,
        @Nullable Instant inventoryRead,
        @Nullable List<PeerImage> images) {
    /** The schema version that these members follow. */
    public static final String ODATA_TYPE = "#FirmwarePeer.v1_0_0.FirmwarePeer";

    /** Copies the lists. */
    public FirmwarePeer {
        addresses = addresses == null ? null : List.copyOf(addresses);
        roles = roles == null ? null : List.copyOf(roles);
        images = images == null ? null : List.copyOf(images);
    }

    /** Starts without any member. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
    public static final class Builder {
        private @Nullable String uuid;
        private @Nullable List<String> addresses;
        private @Nullable String networkInterface;
        private @Nullable String origin;
        private @Nullable List<String> roles;
        private @Nullable Boolean trusted;
        private @Nullable Boolean reachable;
        private @Nullable Instant lastSeen;
        private @Nullable String lastFailure;
        private @Nullable Long score;
        private @Nullable Instant inventoryRead;
        private @Nullable List<PeerImage> images;

        private Builder() {}

        public Builder uuid(@Nullable String value) {
            uuid = value;
            return this;
        }

        public Builder addresses(@Nullable List<String> value) {
            addresses = value;
            return this;
        }

        public Builder networkInterface(@Nullable String value) {
            networkInterface = value;
            return this;
        }

        public Builder origin(@Nullable String value) {
            origin = value;
            return this;
        }

        public Builder roles(@Nullable List<String> value) {
            roles = value;
            return this;
        }

        public Builder trusted(@Nullable Boolean value) {
            trusted = value;
            return this;
        }

        public Builder reachable(@Nullable Boolean value) {
            reachable = value;
            return this;
        }

        public Builder lastSeen(@Nullable Instant value) {
            lastSeen = value;
            return this;
        }

        public Builder lastFailure(@Nullable String value) {
            lastFailure = value;
            return this;
        }

        public Builder score(@Nullable Long value) {
            score = value;
            return this;
        }

        public Builder inventoryRead(@Nullable Instant value) {
            inventoryRead = value;
            return this;
        }

        public Builder images(@Nullable List<PeerImage> value) {
            images = value;
            return this;
        }

        public FirmwarePeer build() {
            return new FirmwarePeer(
                    uuid,
                    addresses,
                    networkInterface,
                    origin,
                    roles,
                    trusted,
                    reachable,
                    lastSeen,
                    lastFailure,
                    score,
                    inventoryRead,
                    images);
        }
    }
}
