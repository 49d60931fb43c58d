package org.firmwarerecovery.update.node;

import java.util.List;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.job.JobMessage;
import org.firmwarerecovery.update.journal.JournalRecord;
import org.firmwarerecovery.update.recovery.Recovery;
import org.firmwarerecovery.update.recovery.Story;

/**
 * What a node remembers when it starts.
 *
 * @param journal what was forced to the banks journal last; floors are at least those of {@code boot/floor}
 * @param journalLost true when there was a journal and no copy of it can be read; false on the very first start
 * @param floorsLost with a lost journal, the components whose floor stood in no copy of {@code boot/floor} either
 * @param recoveries recoveries as last remembered, running ones and finished ones
 * @param jobs jobs (Tasks) as last remembered, running ones and finished ones
 */
public record Restored(
        JournalRecord journal,
        boolean journalLost,
        List<ComponentId> floorsLost,
        List<Recovery> recoveries,
        List<Job> jobs) {
    /** Copies the lists. */
    public Restored {
        floorsLost = List.copyOf(floorsLost);
        recoveries = List.copyOf(recoveries);
        jobs = List.copyOf(jobs);
    }

    /** A node that remembers its journal only. */
    public static Restored of(JournalRecord journal) {
        return new Restored(journal, false, List.of(), List.of(), List.of());
    }

    /**
     * Uptime in milliseconds from which the node counts on: that of the journal, and never less than the newest moment of a
     * record, so that the loss of the journal does not make what happens now older than what happened before.
     */
    public long uptimeMillis() {
        long newest = journal.uptimeMillis();
        for (Recovery recovery : recoveries) {
            newest = Math.max(newest, recovery.startedUptime());
            for (Story.Entry entry : recovery.story().timeline()) {
                newest = Math.max(newest, entry.uptimeMillis());
            }
        }
        for (Job job : jobs) {
            newest = Math.max(newest, job.report().startedUptime());
            for (JobMessage message : job.report().messages()) {
                newest = Math.max(newest, message.uptimeMillis());
            }
        }
        return newest;
    }
}
