package org.firmwarerecovery.redfish.resource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.firmwarerecovery.redfish.message.Message;
import org.firmwarerecovery.redfish.odata.Health;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.oem.Oem;
import org.firmwarerecovery.redfish.oem.TaskExtension;
import org.jspecify.annotations.Nullable;

/**
 * One long operation, and how it ended.
 *
 * @param taskState {@code New}, {@code Starting}, {@code Running}, {@code Suspended}, {@code Completed}, {@code
 *     Exception}, {@code Cancelling}, {@code Cancelled} or another of the schema
 * @param taskStatus worst so far; {@code Critical} after a failure
 * @param percentComplete 0 to 100, absent when unknown
 * @param startTime when it started
 * @param endTime when it ended; absent before
 * @param estimatedDuration expected time
 * @param taskMonitor path of the monitor
 * @param hidePayload the request is not shown, since it held credentials
 * @param payload the request
 * @param messages what happened, oldest first; always an array, since ironic iterates it
 * @param links what it made
 * @param oem link to the recovery that runs it
 */
public record Task(
        @Nullable String taskState,
        @Nullable Health taskStatus,
        @Nullable Long percentComplete,
        @Nullable Instant startTime,
        @Nullable Instant endTime,
        @Nullable Duration estimatedDuration,
        @Nullable String taskMonitor,
        @Nullable Boolean hidePayload,
        @Nullable Payload payload,
        List<Message> messages,
        @Nullable Links links,
        @Nullable Oem<TaskExtension> oem) {
    /** The schema version that these members follow. */
    public static final String ODATA_TYPE = "#Task.v1_7_4.Task";

    /** Copies the lists. */
    public Task {
        messages = List.copyOf(messages);
    }

    /**
     * The request that started a task.
     *
     * @param targetUri path of the request
     * @param httpOperation method
     * @param httpHeaders header lines without credentials
     * @param jsonBody body as text
     */
    public record Payload(
            @Nullable String targetUri,
            @Nullable String httpOperation,
            @Nullable List<String> httpHeaders,
            @Nullable String jsonBody) {
        /** Copies the lists. */
        public Payload {
            httpHeaders = httpHeaders == null ? null : List.copyOf(httpHeaders);
        }

        /** Starts without any member. */
        public static Builder builder() {
            return new Builder();
        }

        /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
        public static final class Builder {
            private @Nullable String targetUri;
            private @Nullable String httpOperation;
            private @Nullable List<String> httpHeaders;
            private @Nullable String jsonBody;

            private Builder() {}

            public Builder targetUri(@Nullable String value) {
                targetUri = value;
                return this;
            }

            public Builder httpOperation(@Nullable String value) {
                httpOperation = value;
                return this;
            }

            public Builder httpHeaders(@Nullable List<String> value) {
                httpHeaders = value;
                return this;
            }

            public Builder jsonBody(@Nullable String value) {
                jsonBody = value;
                return this;
            }

            public Payload build() {
                return new Payload(targetUri, httpOperation, httpHeaders, jsonBody);
            }
        }
    }

    /**
     * Links of a task.
     *
     * @param createdResources what it made; set before the final state
     */
    public record Links(@Nullable List<Link> createdResources) {
        /** Copies the lists. */
        public Links {
            createdResources = createdResources == null ? null : List.copyOf(createdResources);
        }
    }

    /** Starts without any member. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
    public static final class Builder {
        private @Nullable String taskState;
        private @Nullable Health taskStatus;
        private @Nullable Long percentComplete;
        private @Nullable Instant startTime;
        private @Nullable Instant endTime;
        private @Nullable Duration estimatedDuration;
        private @Nullable String taskMonitor;
        private @Nullable Boolean hidePayload;
        private @Nullable Payload payload;
        private @Nullable List<Message> messages;
        private @Nullable Links links;
        private @Nullable Oem<TaskExtension> oem;

        private Builder() {}

        public Builder taskState(@Nullable String value) {
            taskState = value;
            return this;
        }

        public Builder taskStatus(@Nullable Health value) {
            taskStatus = value;
            return this;
        }

        public Builder percentComplete(@Nullable Long value) {
            percentComplete = value;
            return this;
        }

        public Builder startTime(@Nullable Instant value) {
            startTime = value;
            return this;
        }

        public Builder endTime(@Nullable Instant value) {
            endTime = value;
            return this;
        }

        public Builder estimatedDuration(@Nullable Duration value) {
            estimatedDuration = value;
            return this;
        }

        public Builder taskMonitor(@Nullable String value) {
            taskMonitor = value;
            return this;
        }

        public Builder hidePayload(@Nullable Boolean value) {
            hidePayload = value;
            return this;
        }

        public Builder payload(@Nullable Payload value) {
            payload = value;
            return this;
        }

        public Builder messages(@Nullable List<Message> value) {
            messages = value;
            return this;
        }

        public Builder links(@Nullable Links value) {
            links = value;
            return this;
        }

        public Builder oem(@Nullable Oem<TaskExtension> value) {
            oem = value;
            return this;
        }

        public Task build() {
            return new Task(
                    taskState,
                    taskStatus,
                    percentComplete,
                    startTime,
                    endTime,
                    estimatedDuration,
                    taskMonitor,
                    hidePayload,
                    payload,
                    Objects.requireNonNull(messages, "Messages"),
                    links,
                    oem);
        }
    }
}
