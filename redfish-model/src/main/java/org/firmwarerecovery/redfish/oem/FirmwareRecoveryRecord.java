package org.firmwarerecovery.redfish.oem;

import java.time.Instant;
import java.util.List;
import org.firmwarerecovery.redfish.odata.Link;
import org.jspecify.annotations.Nullable;

/**
 * One run of a recovery from the finding to a healthy component or held, with its whole history.
 *
 * @param component id of the component
 * @param bank bank of the finding
 * @param softwareId what the component runs
 * @param finding reason why the bank needs replacing; {@code BootVerificationFailed}, {@code ScanFailed}, {@code
 *     BootFailures}, {@code HeartbeatLost}, {@code Missing}, {@code BelowBaseline}, {@code OperatorRequest}
 * @param state state of the recovery; {@code Finding}, {@code LocalSources}, {@code Searching}, {@code Negotiating},
 *     {@code Transferring}, {@code Verifying}, {@code Writing}, {@code Activating}, {@code Probation}, {@code Healthy},
 *     {@code Backoff}, {@code Held}, {@code Cancelled}
 * @param started time of the finding
 * @param ended time of the end
 * @param durationMillis milliseconds from the finding to the end, or until now
 * @param attempts number of attempts begun
 * @param nextAttempt time of the next attempt
 * @param result how the recovery ended; {@code Recovered}, {@code Held}, {@code Cancelled}
 * @param resultReason reason of the result
 * @param donor donor of the image
 * @param candidates peers that were asked, by rank, with the reasons
 * @param bytesPerDonor verified bytes per donor
 * @param task link to the task of the transfer
 * @param timeline what happened, oldest first
 */
public record FirmwareRecoveryRecord(
        @Nullable String component,
        @Nullable String bank,
        @Nullable String softwareId,
        @Nullable String finding,
        @Nullable String state,
        @Nullable Instant started,
        @Nullable Instant ended,
        @Nullable Long durationMillis,
        @Nullable Long attempts,
        @Nullable Instant nextAttempt,
        @Nullable String result,
        @Nullable String resultReason,
        @Nullable RecoveryDonor donor,
        @Nullable List<RecoveryCandidate> candidates,
        @Nullable List<DonorBytes> bytesPerDonor,
        @Nullable Link task,
        @Nullable List<TimelineEntry> timeline) {
    /** The schema version that these members follow. */
    public static final String ODATA_TYPE = "#FirmwareRecoveryRecord.v1_0_0.FirmwareRecoveryRecord";

    /** Copies the lists. */
    public FirmwareRecoveryRecord {
        candidates = candidates == null ? null : List.copyOf(candidates);
        bytesPerDonor = bytesPerDonor == null ? null : List.copyOf(bytesPerDonor);
        timeline = timeline == null ? null : List.copyOf(timeline);
    }

    /** Starts without any member. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
    public static final class Builder {
        private @Nullable String component;
        private @Nullable String bank;
        private @Nullable String softwareId;
        private @Nullable String finding;
        private @Nullable String state;
        private @Nullable Instant started;
        private @Nullable Instant ended;
        private @Nullable Long durationMillis;
        private @Nullable Long attempts;
        private @Nullable Instant nextAttempt;
        private @Nullable String result;
        private @Nullable String resultReason;
        private @Nullable RecoveryDonor donor;
        private @Nullable List<RecoveryCandidate> candidates;
        private @Nullable List<DonorBytes> bytesPerDonor;
        private @Nullable Link task;
        private @Nullable List<TimelineEntry> timeline;

        private Builder() {}

        public Builder component(@Nullable String value) {
            component = value;
            return this;
        }

        public Builder bank(@Nullable String value) {
            bank = value;
            return this;
        }

        public Builder softwareId(@Nullable String value) {
            softwareId = value;
            return this;
        }

        public Builder finding(@Nullable String value) {
            finding = value;
            return this;
        }

        public Builder state(@Nullable String value) {
            state = value;
            return this;
        }

        public Builder started(@Nullable Instant value) {
            started = value;
            return this;
        }

        public Builder ended(@Nullable Instant value) {
            ended = value;
            return this;
        }

        public Builder durationMillis(@Nullable Long value) {
            durationMillis = value;
            return this;
        }

        public Builder attempts(@Nullable Long value) {
            attempts = value;
            return this;
        }

        public Builder nextAttempt(@Nullable Instant value) {
            nextAttempt = value;
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

        public Builder donor(@Nullable RecoveryDonor value) {
            donor = value;
            return this;
        }

        public Builder candidates(@Nullable List<RecoveryCandidate> value) {
            candidates = value;
            return this;
        }

        public Builder bytesPerDonor(@Nullable List<DonorBytes> value) {
            bytesPerDonor = value;
            return this;
        }

        public Builder task(@Nullable Link value) {
            task = value;
            return this;
        }

        public Builder timeline(@Nullable List<TimelineEntry> value) {
            timeline = value;
            return this;
        }

        public FirmwareRecoveryRecord build() {
            return new FirmwareRecoveryRecord(
                    component,
                    bank,
                    softwareId,
                    finding,
                    state,
                    started,
                    ended,
                    durationMillis,
                    attempts,
                    nextAttempt,
                    result,
                    resultReason,
                    donor,
                    candidates,
                    bytesPerDonor,
                    task,
                    timeline);
        }
    }
}
