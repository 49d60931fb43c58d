package org.firmwarerecovery.update.engine;

import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.job.ImageSource;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.recovery.Recovery;
import org.jspecify.annotations.Nullable;

/**
 * Who sent the bytes that are in staging. What arrived just before a restart, or after its donor was given up, is found
 * there but was never counted: it came from the donor of the job before.
 */
final class DonorBytes {
    private DonorBytes() {}

    /** Counts for the recovery of {@code job} what {@code here} bytes in staging tell about the job before. */
    static void settled(Turn turn, Job job, Digest manifest, long here) {
        Recovery recovery = turn.recoveryOf(job);
        Job before = recovery == null ? null : before(turn, recovery, job, manifest);
        if (recovery == null || before == null || !(before.source() instanceof ImageSource.Peer sender)) {
            return;
        }
        long uncounted = here - before.report().bytesDone();
        if (uncounted <= 0) {
            return;
        }
        turn.put(before.with(before.report().received(sender.peer().uuid(), uncounted)));
        turn.put(recovery.with(recovery.story().received(sender.peer().uuid(), uncounted)));
    }

    /** The last job of the recovery before {@code job} that opened staging for the same image. */
    private static @Nullable Job before(Turn turn, Recovery recovery, Job job, Digest manifest) {
        Job last = null;
        for (Job other : turn.jobs.values()) {
            boolean same = !other.id().equals(job.id())
                    && recovery.id().equals(other.origin().recoveryId())
                    && other.report().bytesTotal() > 0
                    && other.source() instanceof ImageSource.Peer peer
                    && peer.manifestDigest().equals(manifest);
            boolean later = last == null
                    || other.report().startedUptime() > last.report().startedUptime();
            last = same && later ? other : last;
        }
        return last;
    }
}
