package org.firmwarerecovery.update.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.job.JobCodec;
import org.firmwarerecovery.update.job.JobText;
import org.firmwarerecovery.update.journal.JournalRecord;
import org.firmwarerecovery.update.node.NodeState;
import org.firmwarerecovery.update.node.Restored;
import org.firmwarerecovery.update.recovery.Recovery;
import org.firmwarerecovery.update.recovery.RecoveryCodec;
import org.firmwarerecovery.update.recovery.RecoveryText;

/** Records of recoveries and Tasks of one node as they were when they were written down last: a step or so ago. */
public record SimMemory(SortedMap<String, Recovery> recoveries, SortedMap<String, Job> jobs) {
    /** Nothing was ever written down. */
    public static final SimMemory EMPTY = new SimMemory(new TreeMap<>(), new TreeMap<>());

    /** What is written down of a state. */
    public static SimMemory of(NodeState state) {
        return new SimMemory(state.recoveries(), state.jobs());
    }

    /** What the node finds when it starts: the records went through their codecs. */
    public Restored restored(JournalRecord journal, boolean journalLost, List<ComponentId> floorsLost) {
        List<Recovery> all = new ArrayList<>();
        for (Recovery recovery : recoveries.values()) {
            all.add(((RecoveryText.Ok) RecoveryCodec.read(RecoveryCodec.write(recovery))).recovery());
        }
        List<Job> tasks = new ArrayList<>();
        for (Job job : jobs.values()) {
            tasks.add(((JobText.Ok) JobCodec.read(JobCodec.write(job))).job());
        }
        return new Restored(journal, journalLost, floorsLost, all, tasks);
    }
}
