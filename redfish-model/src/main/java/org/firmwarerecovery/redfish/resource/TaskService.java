package org.firmwarerecovery.redfish.resource;

import java.time.Instant;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.odata.Status;
import org.jspecify.annotations.Nullable;

/**
 * Settings of tasks.
 *
 * @param serviceEnabled tasks can be made
 * @param status of the service
 * @param dateTime the clock
 * @param completedTaskOverWritePolicy {@code Oldest}: the oldest finished task makes room
 * @param lifeCycleEventOnTaskStateChange events tell state changes
 * @param taskAutoDeleteTimeoutMinutes minutes that a finished task is kept at most
 * @param tasks the tasks
 */
public record TaskService(
        @Nullable Boolean serviceEnabled,
        @Nullable Status status,
        @Nullable Instant dateTime,
        @Nullable String completedTaskOverWritePolicy,
        @Nullable Boolean lifeCycleEventOnTaskStateChange,
        @Nullable Long taskAutoDeleteTimeoutMinutes,
        @Nullable Link tasks) {
    /** The schema version that these members follow. */
    public static final String ODATA_TYPE = "#TaskService.v1_3_0.TaskService";

    /** Starts without any member. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
    public static final class Builder {
        private @Nullable Boolean serviceEnabled;
        private @Nullable Status status;
        private @Nullable Instant dateTime;
        private @Nullable String completedTaskOverWritePolicy;
        private @Nullable Boolean lifeCycleEventOnTaskStateChange;
        private @Nullable Long taskAutoDeleteTimeoutMinutes;
        private @Nullable Link tasks;

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

        public Builder completedTaskOverWritePolicy(@Nullable String value) {
            completedTaskOverWritePolicy = value;
            return this;
        }

        public Builder lifeCycleEventOnTaskStateChange(@Nullable Boolean value) {
            lifeCycleEventOnTaskStateChange = value;
            return this;
        }

        public Builder taskAutoDeleteTimeoutMinutes(@Nullable Long value) {
            taskAutoDeleteTimeoutMinutes = value;
            return this;
        }

        public Builder tasks(@Nullable Link value) {
            tasks = value;
            return this;
        }

        public TaskService build() {
            return new TaskService(
                    serviceEnabled,
                    status,
                    dateTime,
                    completedTaskOverWritePolicy,
                    lifeCycleEventOnTaskStateChange,
                    taskAutoDeleteTimeoutMinutes,
                    tasks);
        }
    }
}
