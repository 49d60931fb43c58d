package org.firmwarerecovery.redfish.resource;

import java.time.Instant;
import java.util.List;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.odata.Status;
import org.jspecify.annotations.Nullable;

/**
 * A log of the manager: what kind, how long, and where its entries are.
 *
 * @param serviceEnabled whether entries are made
 * @param status its state
 * @param dateTime the clock of its entries
 * @param dateTimeLocalOffset offset of that clock
 * @param maxNumberOfRecords most entries
 * @param overWritePolicy {@code WrapsWhenFull}
 * @param logEntryType {@code Event}
 * @param logPurposes what it is for
 * @param persistency whether entries survive a restart
 * @param entries the entries
 */
public record LogService(
        @Nullable Boolean serviceEnabled,
        @Nullable Status status,
        @Nullable Instant dateTime,
        @Nullable String dateTimeLocalOffset,
        @Nullable Long maxNumberOfRecords,
        @Nullable String overWritePolicy,
        @Nullable String logEntryType,
        @Nullable List<String> logPurposes,
        @Nullable Boolean persistency,
        @Nullable Link entries) {
    /** The schema version that these members follow. */
    public static final String ODATA_TYPE = "#LogService.v1_9_0.LogService";

    /** Copies the lists. */
    public LogService {
        logPurposes = logPurposes == null ? null : List.copyOf(logPurposes);
    }

    /** Starts without any member. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
    public static final class Builder {
        private @Nullable Boolean serviceEnabled;
        private @Nullable Status status;
        private @Nullable Instant dateTime;
        private @Nullable String dateTimeLocalOffset;
        private @Nullable Long maxNumberOfRecords;
        private @Nullable String overWritePolicy;
        private @Nullable String logEntryType;
        private @Nullable List<String> logPurposes;
        private @Nullable Boolean persistency;
        private @Nullable Link entries;

        private Builder() {}

        public Builder serviceEnabled(@Nullable Boolean value) {
            serviceEnabled = value;
            return this;
        }

        public Builder status(@Nullable Status value) {
            status = value;
            return this;
        }

        public Builder dateTime(@Nullable Instant value) {
            dateTime = value;
            return this;
        }

        public Builder dateTimeLocalOffset(@Nullable String value) {
            dateTimeLocalOffset = value;
            return this;
        }

        public Builder maxNumberOfRecords(@Nullable Long value) {
            maxNumberOfRecords = value;
            return this;
        }

        public Builder overWritePolicy(@Nullable String value) {
            overWritePolicy = value;
            return this;
        }

        public Builder logEntryType(@Nullable String value) {
            logEntryType = value;
            return this;
        }

        public Builder logPurposes(@Nullable List<String> value) {
            logPurposes = value;
            return this;
        }

        public Builder persistency(@Nullable Boolean value) {
            persistency = value;
            return this;
        }

        public Builder entries(@Nullable Link value) {
            entries = value;
            return this;
        }

        public LogService build() {
            return new LogService(
                    serviceEnabled,
                    status,
                    dateTime,
                    dateTimeLocalOffset,
                    maxNumberOfRecords,
                    overWritePolicy,
                    logEntryType,
                    logPurposes,
                    persistency,
                    entries);
        }
    }
}
