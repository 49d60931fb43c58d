package org.firmwarerecovery.redfish.oem;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened. Part of {@link FirmwareRecoveryRecord}.
 *
 * @param state state that it belongs to; {@code Finding}, {@code LocalSources}, {@code Searching}, {@code Negotiating},
 *     {@code Transferring}, {@code Verifying}, {@code Writing}, {@code Activating}, {@code Probation}, {@code Healthy},
 *     {@code Backoff}, {@code Held}, {@code Cancelled}
 * @param at time
 * @param durationMillis milliseconds since the entry before
 * @param messageId id of the message
 * @param message text of the message
 * @param messageArgs arguments of the message
 */
public record TimelineEntry(
        @Nullable String state,
        @Nullable Instant at,
        @Nullable Long durationMillis,
        @Nullable String messageId,
        @Nullable String message,
        @Nullable List<String> messageArgs) {
    /** Copies the lists. */
    public TimelineEntry {
        messageArgs = messageArgs == null ? null : List.copyOf(messageArgs);
    }

    /** Starts without any member. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
    public static final class Builder {
        private @Nullable String state;
        private @Nullable Instant at;
        private @Nullable Long durationMillis;
        private @Nullable String messageId;
        private @Nullable String message;
        private @Nullable List<String> messageArgs;

        private Builder() {}

        public Builder state(@Nullable String value) {
            state = value;
            return this;
        }

        public Builder at(@Nullable Instant value) {
            at = value;
            return this;
        }

        public Builder durationMillis(@Nullable Long value) {
            durationMillis = value;
            return this;
        }

        public Builder messageId(@Nullable String value) {
            messageId = value;
            return this;
        }

        public Builder message(@Nullable String value) {
            message = value;
            return this;
        }

        public Builder messageArgs(@Nullable List<String> value) {
            messageArgs = value;
            return this;
        }

        public TimelineEntry build() {
            return new TimelineEntry(state, at, durationMillis, messageId, message, messageArgs);
        }
    }
}
