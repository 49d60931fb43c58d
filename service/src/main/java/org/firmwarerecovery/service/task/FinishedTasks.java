package org.firmwarerecovery.service.task;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.firmwarerecovery.update.job.Job;

/**
 * Which finished tasks have been kept long enough ({@code TaskService.TaskAutoDeleteTimeoutMinutes}). Ages are uptime, as
 * the clock of a controller may be set at any time; the duration of a job by that clock only serves to know after a
 * restart when it ended, and never makes a task older than it was seen to be finished. Not thread-safe.
 */
public final class FinishedTasks {
    private final TreeMap<String, Long> seen = new TreeMap<>();

    /**
     * Ids of the tasks to forget.
     *
     * @param jobs all jobs there are
     * @param uptime now, in milliseconds
     * @param kept how long a finished task is kept
     */
    public List<String> due(Collection<Job> jobs, long uptime, Duration kept) {
        List<String> due = new ArrayList<>();
        TreeMap<String, Long> present = new TreeMap<>();
        for (Job job : jobs) {
            if (job.ended()) {
                long ended = seen.getOrDefault(job.id(), Math.min(uptime, estimate(job)));
                present.put(job.id(), ended);
                if (uptime - ended >= kept.toMillis()) {
                    due.add(job.id());
                }
            }
        }
        seen.clear();
        seen.putAll(present);
        return due;
    }

    private static long estimate(Job job) {
        Instant ended = job.report().endedAt();
        long began = job.report().startedUptime();
        if (ended == null) {
            return began;
        }
        long took = Duration.between(job.report().startedAt(), ended).toMillis();
        // A clock that was set while the job ran says nothing: it is then taken to have ended when it is first seen.
        return took < 0 ? Long.MAX_VALUE : began + took;
    }
}
