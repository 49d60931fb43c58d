package org.firmwarerecovery.update.node;

import java.util.List;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.journal.JournalRecord;
import org.firmwarerecovery.update.recovery.Recovery;

/**
 * What a node remembers when it starts.
 *
 * @param journal what was forced to the banks journal last; floors are at least those of {@code boot/floor}
 * @param journalLost true when there was a journal and no copy of it can be read; false on the very first start
 * @param recoveries recoveries as last remembered, running ones and finished ones
 * @param jobs jobs (Tasks) as last remembered, running ones and finished ones
 */
public record Restored(JournalRecord journal, boolean journalLost, List<Recovery> recoveries, List<Job> jobs) {
    /** Copies the lists. */
    public Restored {
        recoveries = List.copyOf(recoveries);
        jobs = List.copyOf(jobs);
    }

    /** A node that remembers its journal only. */
    public static Restored of(JournalRecord journal) {
        return new Restored(journal, false, List.of(), List.of());
    }
}
