package org.firmwarerecovery.redfish.oem;

import java.util.List;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.odata.Status;
import org.jspecify.annotations.Nullable;

/**
 * The firmware recovery service of a node: its policy, its counters and the actions that start its work.
 *
 * @param serviceEnabled whether this node recovers and donates
 * @param status status of the service
 * @param roles roles of this node; {@code Recipient}, {@code Donor}, {@code Console}
 * @param policy predetermined rules of this node
 * @param scan background scan of banks and stored images
 * @param fleet fleet that this node belongs to
 * @param library watched folder of images that this node gives away; absent without one
 * @param counters counters since the first start
 * @param peers link to the known peers
 * @param offers link to the offers that this node made
 * @param recoveries link to the recoveries of this node
 */
public record FirmwareRecoveryService(
        @Nullable Boolean serviceEnabled,
        @Nullable Status status,
        @Nullable List<String> roles,
        @Nullable RecoveryPolicy policy,
        @Nullable ScanSettings scan,
        @Nullable FleetSummary fleet,
        @Nullable LibrarySummary library,
        @Nullable RecoveryCounters counters,
        @Nullable Link peers,
        @Nullable Link offers,
        @Nullable Link recoveries) {
    /** The schema version that these members follow. */
    public static final String ODATA_TYPE = "#FirmwareRecoveryService.v1_0_0.FirmwareRecoveryService";

    /** Copies the lists. */
    public FirmwareRecoveryService {
        roles = roles == null ? null : List.copyOf(roles);
    }

    /** Starts without any member. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
    public static final class Builder {
        private @Nullable Boolean serviceEnabled;
        private @Nullable Status status;
        private @Nullable List<String> roles;
        private @Nullable RecoveryPolicy policy;
        private @Nullable ScanSettings scan;
        private @Nullable FleetSummary fleet;
        private @Nullable LibrarySummary library;
        private @Nullable RecoveryCounters counters;
        private @Nullable Link peers;
        private @Nullable Link offers;
        private @Nullable Link recoveries;

        private Builder() {}

        public Builder serviceEnabled(@Nullable Boolean value) {
            serviceEnabled = value;
            return this;
        }

        public Builder status(@Nullable Status value) {
            status = value;
            return this;
        }

        public Builder roles(@Nullable List<String> value) {
            roles = value;
            return this;
        }

        public Builder policy(@Nullable RecoveryPolicy value) {
            policy = value;
            return this;
        }

        public Builder scan(@Nullable ScanSettings value) {
            scan = value;
            return this;
        }

        public Builder fleet(@Nullable FleetSummary value) {
            fleet = value;
            return this;
        }

        public Builder library(@Nullable LibrarySummary value) {
            library = value;
            return this;
        }

        public Builder counters(@Nullable RecoveryCounters value) {
            counters = value;
            return this;
        }

        public Builder peers(@Nullable Link value) {
            peers = value;
            return this;
        }

        public Builder offers(@Nullable Link value) {
            offers = value;
            return this;
        }

        public Builder recoveries(@Nullable Link value) {
            recoveries = value;
            return this;
        }

        public FirmwareRecoveryService build() {
            return new FirmwareRecoveryService(
                    serviceEnabled, status, roles, policy, scan, fleet, library, counters, peers, offers, recoveries);
        }
    }
}
