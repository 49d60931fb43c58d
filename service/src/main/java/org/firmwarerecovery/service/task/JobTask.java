package org.firmwarerecovery.service.task;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.Message;
import org.firmwarerecovery.redfish.message.TaskMessages;
import org.firmwarerecovery.redfish.odata.Health;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.oem.Oem;
import org.firmwarerecovery.redfish.oem.TaskExtension;
import org.firmwarerecovery.redfish.resource.Task;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.job.JobEnd;
import org.firmwarerecovery.update.job.JobMessage;
import org.firmwarerecovery.update.job.JobPhase;
import org.jspecify.annotations.Nullable;

/** The Task of a job: state, status, percent and messages always agree (clients.md, complaint 2). */
public final class JobTask {
    private static final String SIMPLE_UPDATE = "/redfish/v1/UpdateService/Actions/UpdateService.SimpleUpdate";
    private static final String RECOVERIES = "/redfish/v1/UpdateService/Oem/FirmwareRecovery/Recoveries";
    // How much of the whole each step is, in percent; the transfer takes the time.
    private static final int TRANSFER_SHARE = 80;

    private JobTask() {}

    /**
     * The view of a job whose task stands at {@code path}.
     *
     * @param severity whether its messages carry the deprecated {@code Severity} as well; those of an error always do
     */
    public static TaskView of(Job job, String path, boolean severity) {
        JobEnd end = job.end();
        Instant ended = job.report().endedAt();
        String request = job.origin().request();
        String recovery = job.origin().recoveryId();
        Task task = Task.builder()
                .taskState(state(job.phase(), end))
                .taskStatus(status(end))
                .percentComplete(percent(job))
                .startTime(whole(job.report().startedAt()))
                .endTime(ended == null ? null : whole(ended))
                .taskMonitor(path + "/Monitor")
                .hidePayload(request.isEmpty())
                .payload(
                        request.isEmpty()
                                ? null
                                : new Task.Payload(
                                        SIMPLE_UPDATE, "POST", List.of("Content-Type: application/json"), request))
                .messages(
                        severity
                                ? messages(job)
                                : messages(job).stream()
                                        .map(Message::withoutDeprecated)
                                        .toList())
                .oem(recovery == null ? null : new Oem<>(new TaskExtension(Link.to(RECOVERIES + "/" + recovery))))
                .build();
        return new TaskView(task, ending(end), failure(job));
    }

    private static List<Message> messages(Job job) {
        List<Message> messages = new ArrayList<>();
        messages.add(TaskMessages.taskStarted(job.id()));
        for (JobMessage message : job.report().messages()) {
            messages.add(StoryMessages.of(message.key(), message.args()));
        }
        JobEnd end = job.end();
        if (end != null) {
            Message last = switch (end.outcome()) {
                case SUCCEEDED -> TaskMessages.taskCompletedOK(job.id());
                case FAILED -> TaskMessages.taskAborted(job.id());
                case CANCELLED -> TaskMessages.taskCancelled(job.id());
            };
            messages.add(end.reason().isEmpty() ? last : last.because(end.reason()));
        }
        return messages;
    }

    private static List<Message> failure(Job job) {
        JobEnd end = job.end();
        if (end == null || end.outcome() != JobEnd.Outcome.FAILED) {
            return List.of();
        }
        List<Message> bad = new ArrayList<>();
        for (JobMessage message : job.report().messages()) {
            Message text = StoryMessages.of(message.key(), message.args());
            if (text.health() != Health.OK) {
                bad.add(0, text);
            }
        }
        if (bad.isEmpty()) {
            bad.add(BaseMessages.operationFailed().because(end.reason()));
        }
        return bad;
    }

    private static String state(JobPhase phase, @Nullable JobEnd end) {
        if (end == null) {
            return phase == JobPhase.WAITING ? "Pending" : "Running";
        }
        return switch (end.outcome()) {
            case SUCCEEDED -> "Completed";
            case FAILED -> "Exception";
            case CANCELLED -> "Cancelled";
        };
    }

    private static Health status(@Nullable JobEnd end) {
        if (end == null) {
            return Health.OK;
        }
        return switch (end.outcome()) {
            case SUCCEEDED -> Health.OK;
            case FAILED -> Health.CRITICAL;
            case CANCELLED -> Health.WARNING;
        };
    }

    private static TaskView.Ending ending(@Nullable JobEnd end) {
        if (end == null) {
            return TaskView.Ending.NONE;
        }
        return switch (end.outcome()) {
            case SUCCEEDED -> TaskView.Ending.COMPLETED;
            case FAILED -> TaskView.Ending.FAILED;
            case CANCELLED -> TaskView.Ending.CANCELLED;
        };
    }

    private static long percent(Job job) {
        JobEnd end = job.end();
        int transferred = job.report().percent() * TRANSFER_SHARE / 100;
        if (end != null) {
            return end.outcome() == JobEnd.Outcome.SUCCEEDED ? 100 : transferred;
        }
        return switch (job.phase()) {
            case FETCHING, TRANSFERRING -> transferred;
            case VERIFYING, WAITING -> TRANSFER_SHARE;
            case WRITING -> 85;
            case READING_BACK -> 92;
            case ACTIVATING, REVERTING -> 96;
            case PROBATION -> 98;
            case ENDED -> 100;
        };
    }

    private static Instant whole(Instant instant) {
        return Instant.ofEpochSecond(instant.getEpochSecond());
    }
}
