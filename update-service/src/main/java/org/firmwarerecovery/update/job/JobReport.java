package org.firmwarerecovery.update.job;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a job tells its Task.
 *
 * @param startedAt wall clock of the start
 * @param startedUptime uptime of the start in milliseconds
 * @param endedAt wall clock of the end, null while it runs
 * @param bytesTotal bytes to transfer, 0 while unknown
 * @param bytesDone verified bytes so far
 * @param bytesPerDonor verified bytes by the donor that sent them
 * @param messages messages so far, at most {@link #MESSAGES_MAX}; the oldest make room
 */
public record JobReport(
        Instant startedAt,
        long startedUptime,
        @Nullable Instant endedAt,
        long bytesTotal,
        long bytesDone,
        SortedMap<String, Long> bytesPerDonor,
        List<JobMessage> messages) {
    /** Most messages kept per job. */
    public static final int MESSAGES_MAX = 100;

    /** Copies the collections. */
    public JobReport {
        bytesPerDonor = Collections.unmodifiableSortedMap(new TreeMap<>(bytesPerDonor));
        messages = List.copyOf(messages);
    }

    /** The report of a job that starts now. */
    public static JobReport started(Instant at, long uptime) {
        return new JobReport(at, uptime, null, 0, 0, new TreeMap<>(), List.of());
    }

    /** The same report with one more message. */
    public JobReport saying(JobMessage message) {
        List<JobMessage> all = new ArrayList<>(messages);
        all.add(message);
        if (all.size() > MESSAGES_MAX) {
            all.remove(0);
        }
        return new JobReport(startedAt, startedUptime, endedAt, bytesTotal, bytesDone, bytesPerDonor, all);
    }

    /** The same report with other totals. */
    public JobReport counting(long total, long done) {
        return new JobReport(startedAt, startedUptime, endedAt, total, done, bytesPerDonor, messages);
    }

    /** The same report with {@code bytes} more from a donor. */
    public JobReport received(String donor, long bytes) {
        TreeMap<String, Long> sums = new TreeMap<>(bytesPerDonor);
        sums.merge(donor, bytes, Long::sum);
        return new JobReport(startedAt, startedUptime, endedAt, bytesTotal, bytesDone + bytes, sums, messages);
    }

    /** The same report without the older half of its messages, at least one of them. */
    public JobReport withoutOlderHalf() {
        List<JobMessage> newer = messages.subList((messages.size() + 1) / 2, messages.size());
        return new JobReport(startedAt, startedUptime, endedAt, bytesTotal, bytesDone, bytesPerDonor, newer);
    }

    /** The same report, closed. */
    public JobReport ended(Instant at) {
        return new JobReport(startedAt, startedUptime, at, bytesTotal, bytesDone, bytesPerDonor, messages);
    }

    /** Transferred share in percent; 0 while the total is unknown. */
    public int percent() {
        return bytesTotal <= 0 ? 0 : (int) Math.min(100, 100 * bytesDone / bytesTotal);
    }
}
