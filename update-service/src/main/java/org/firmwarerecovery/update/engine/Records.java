package org.firmwarerecovery.update.engine;

import java.util.ArrayList;
import java.util.List;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.recovery.Recovery;
import org.jspecify.annotations.Nullable;

/** How much of what is over is remembered: the record that began first makes room. */
final class Records {
    private Records() {}

    /** Makes room in the table of remembered jobs. */
    static void forgetJobs(Turn turn) {
        while (true) {
            Job oldest = null;
            int ended = 0;
            for (Job job : turn.jobs.values()) {
                if (job.ended()) {
                    ended++;
                    boolean older = oldest == null
                            || job.report().startedUptime() < oldest.report().startedUptime();
                    oldest = older ? job : oldest;
                }
            }
            if (oldest == null || ended < turn.limits.recordsMax()) {
                return;
            }
            turn.jobs.remove(oldest.id());
        }
    }

    /** Makes room in the table of remembered recoveries. */
    static void forgetRecoveries(Turn turn) {
        List<Recovery> over = new ArrayList<>();
        for (Recovery recovery : turn.recoveries.values()) {
            if (!recovery.active()) {
                over.add(recovery);
            }
        }
        while (over.size() > turn.limits.recordsMax()) {
            Recovery oldest = oldest(over);
            if (oldest == null) {
                return;
            }
            over.remove(oldest);
            turn.recoveries.remove(oldest.id());
        }
    }

    private static @Nullable Recovery oldest(List<Recovery> records) {
        Recovery oldest = null;
        for (Recovery record : records) {
            if (oldest == null || record.startedUptime() < oldest.startedUptime()) {
                oldest = record;
            }
        }
        return oldest;
    }
}
