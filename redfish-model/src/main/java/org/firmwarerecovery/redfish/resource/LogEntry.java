package org.firmwarerecovery.redfish.resource;

import java.time.Instant;
import java.util.List;
import org.firmwarerecovery.redfish.odata.Health;
import org.firmwarerecovery.redfish.odata.Link;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a log.
 *
 * @param entryType {@code Event}
 * @param created when it was made
 * @param eventId id of the event of the same fact
 * @param eventTimestamp when it happened
 * @param severity how bad it is
 * @param message for people
 * @param messageId from a registry
 * @param messageArgs arguments of the message
 * @param resolution what to do about it
 * @param originatorType {@code Client} or {@code Internal}
 * @param originator who caused it
 * @param username whose request it was
 * @param persistency whether it survives a restart
 * @param links what it is about
 */
public record LogEntry(
        @Nullable String entryType,
        @Nullable Instant created,
        @Nullable String eventId,
        @Nullable Instant eventTimestamp,
        @Nullable Health severity,
        @Nullable String message,
        @Nullable String messageId,
        @Nullable List<String> messageArgs,
        @Nullable String resolution,
        @Nullable String originatorType,
        @Nullable String originator,
        @Nullable String username,
        @Nullable Boolean persistency,
        @Nullable Links links) {
    /** The schema version that these members follow. */
    public static final String ODATA_TYPE = "#LogEntry.v1_21_0.LogEntry";

    /** Copies the lists. */
    public LogEntry {
        messageArgs = messageArgs == null ? null : List.copyOf(messageArgs);
    }

    /** Starts without any member. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * What an entry is about.
     *
     * @param originOfCondition the resource
     */
    public record Links(@Nullable Link originOfCondition) {}

    /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
    public static final class Builder {
        private @Nullable String entryType;
        private @Nullable Instant created;
        private @Nullable String eventId;
        private @Nullable Instant eventTimestamp;
        private @Nullable Health severity;
        private @Nullable String message;
        private @Nullable String messageId;
        private @Nullable List<String> messageArgs;
        private @Nullable String resolution;
        private @Nullable String originatorType;
        private @Nullable String originator;
        private @Nullable String username;
        private @Nullable Boolean persistency;
        private @Nullable Links links;

        private Builder() {}

        public Builder entryType(@Nullable String value) {
            entryType = value;
            return this;
        }

        public Builder created(@Nullable Instant value) {
            created = value;
            return this;
        }

        public Builder eventId(@Nullable String value) {
            eventId = value;
            return this;
        }

        public Builder eventTimestamp(@Nullable Instant value) {
            eventTimestamp = value;
            return this;
        }

        public Builder severity(@Nullable Health value) {
            severity = value;
            return this;
        }

        public Builder message(@Nullable String value) {
            message = value;
            return this;
        }

        public Builder messageId(@Nullable String value) {
            messageId = value;
            return this;
        }

        public Builder messageArgs(@Nullable List<String> value) {
            messageArgs = value;
            return this;
        }

        public Builder resolution(@Nullable String value) {
            resolution = value;
            return this;
        }

        public Builder originatorType(@Nullable String value) {
            originatorType = value;
            return this;
        }

        public Builder originator(@Nullable String value) {
            originator = value;
            return this;
        }

        public Builder username(@Nullable String value) {
            username = value;
            return this;
        }

        public Builder persistency(@Nullable Boolean value) {
            persistency = value;
            return this;
        }

        public Builder links(@Nullable Links value) {
            links = value;
            return this;
        }

        public LogEntry build() {
            return new LogEntry(
                    entryType,
                    created,
                    eventId,
                    eventTimestamp,
                    severity,
                    message,
                    messageId,
                    messageArgs,
                    resolution,
                    originatorType,
                    originator,
                    username,
                    persistency,
                    links);
        }
    }
}
