package org.firmwarerecovery.redfish.oem;

import org.jspecify.annotations.Nullable;

/**
 * The counters since the first start. Part of {@link FirmwareRecoveryService}.
 *
 * @param findings number of findings
 * @param recoveriesStarted number of recoveries that started
 * @param recoveriesCompleted number of recoveries that completed
 * @param recoveriesHeld number of recoveries that were held
 * @param searchesStarted number of searches for donors
 * @param offersMade number of offers that this node made
 * @param requestsRefused number of requests that this node refused
 * @param leasesCompleted number of leases that recipients completed as verified
 * @param bytesReceived number of image bytes received
 * @param bytesSent number of image bytes sent
 * @param bankWrites number of writes of a bank
 * @param banksVerified number of full comparisons of a bank with its manifest
 * @param searchesAnswered number of searches of others that were answered
 * @param searchesIgnored number of searches of others that were not answered: without proof, repeated or above a limit
 * @param answersIgnored number of answers that were not believed: without proof, or to no search of this node
 * @param hintsIgnored number of announcements without proof that were not looked at because of a limit
 */
public record RecoveryCounters(
        @Nullable Long findings,
        @Nullable Long recoveriesStarted,
        @Nullable Long recoveriesCompleted,
        @Nullable Long recoveriesHeld,
        @Nullable Long searchesStarted,
        @Nullable Long offersMade,
        @Nullable Long requestsRefused,
        @Nullable Long leasesCompleted,
        @Nullable Long bytesReceived,
        @Nullable Long bytesSent,
        @Nullable Long bankWrites,
        @Nullable Long banksVerified,
        @Nullable Long searchesAnswered,
        @Nullable Long searchesIgnored,
        @Nullable Long answersIgnored,
        @Nullable Long hintsIgnored) {
    /** Starts without any member. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
    public static final class Builder {
        private @Nullable Long findings;
        private @Nullable Long recoveriesStarted;
        private @Nullable Long recoveriesCompleted;
        private @Nullable Long recoveriesHeld;
        private @Nullable Long searchesStarted;
        private @Nullable Long offersMade;
        private @Nullable Long requestsRefused;
        private @Nullable Long leasesCompleted;
        private @Nullable Long bytesReceived;
        private @Nullable Long bytesSent;
        private @Nullable Long bankWrites;
        private @Nullable Long banksVerified;
        private @Nullable Long searchesAnswered;
        private @Nullable Long searchesIgnored;
        private @Nullable Long answersIgnored;
        private @Nullable Long hintsIgnored;

        private Builder() {}

        public Builder findings(@Nullable Long value) {
            findings = value;
            return this;
        }

        public Builder recoveriesStarted(@Nullable Long value) {
            recoveriesStarted = value;
            return this;
        }

        public Builder recoveriesCompleted(@Nullable Long value) {
            recoveriesCompleted = value;
            return this;
        }

        public Builder recoveriesHeld(@Nullable Long value) {
            recoveriesHeld = value;
            return this;
        }

        public Builder searchesStarted(@Nullable Long value) {
            searchesStarted = value;
            return this;
        }

        public Builder offersMade(@Nullable Long value) {
            offersMade = value;
            return this;
        }

        public Builder requestsRefused(@Nullable Long value) {
            requestsRefused = value;
            return this;
        }

        public Builder leasesCompleted(@Nullable Long value) {
            leasesCompleted = value;
            return this;
        }

        public Builder bytesReceived(@Nullable Long value) {
            bytesReceived = value;
            return this;
        }

        public Builder bytesSent(@Nullable Long value) {
            bytesSent = value;
            return this;
        }

        public Builder bankWrites(@Nullable Long value) {
            bankWrites = value;
            return this;
        }

        public Builder banksVerified(@Nullable Long value) {
            banksVerified = value;
            return this;
        }

        public Builder searchesAnswered(@Nullable Long value) {
            searchesAnswered = value;
            return this;
        }

        public Builder searchesIgnored(@Nullable Long value) {
            searchesIgnored = value;
            return this;
        }

        public Builder answersIgnored(@Nullable Long value) {
            answersIgnored = value;
            return this;
        }

        public Builder hintsIgnored(@Nullable Long value) {
            hintsIgnored = value;
            return this;
        }

        public RecoveryCounters build() {
            return new RecoveryCounters(
                    findings,
                    recoveriesStarted,
                    recoveriesCompleted,
                    recoveriesHeld,
                    searchesStarted,
                    offersMade,
                    requestsRefused,
                    leasesCompleted,
                    bytesReceived,
                    bytesSent,
                    bankWrites,
                    banksVerified,
                    searchesAnswered,
                    searchesIgnored,
                    answersIgnored,
                    hintsIgnored);
        }
    }
}
