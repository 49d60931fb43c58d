package org.firmwarerecovery.update.engine;

import java.util.List;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.job.JobEnd;
import org.firmwarerecovery.update.manifest.Rejection;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.Pending;
import org.firmwarerecovery.update.policy.Candidate;
import org.firmwarerecovery.update.recovery.Negotiation;
import org.firmwarerecovery.update.recovery.Recovery;
import org.firmwarerecovery.update.transfer.TransferPlan;
import org.jspecify.annotations.Nullable;

/**
 * Donors that are left in the middle of a transfer, each with its reason: failed, slower than the minimum rate, without our
 * lease, or sending something else than was signed. What they sent and was verified stays. DESIGN section 3 steps 7 and 8.
 */
final class LeftDonors {
    private LeftDonors() {}

    static void onTrouble(Turn turn, Job job, Pending asked, NodeEvent.Outcome outcome) {
        boolean ours = asked.kind() == Pending.Kind.STAGING || asked.kind() == Pending.Kind.VERIFY;
        if (outcome instanceof NodeEvent.LeaseGone) {
            interrupt(turn, job);
            Recovery recovery = turn.recoveryOf(job);
            Candidate donor = recovery == null ? null : sender(recovery);
            if (recovery != null && donor != null) {
                Choices.renew(turn, recovery, donor);
            } else {
                Jobs.end(turn, job, JobEnd.Outcome.FAILED, "the donor no longer knows the lease");
            }
        } else if (outcome instanceof NodeEvent.Rejected rejected
                && asked.kind() == Pending.Kind.VERIFY
                && framed(job)) {
            // Chunks and frame of such an image are what this donor's manifest said, and nobody signed that.
            refuse(turn, job, rejected.rejection(), isLie(rejected.rejection()));
        } else if (outcome instanceof NodeEvent.Rejected rejected && ours) {
            // Each chunk was right when it arrived; what rotted since did so here.
            Jobs.reject(turn, job, rejected.rejection());
        } else if (outcome instanceof NodeEvent.Rejected rejected) {
            refuse(turn, job, rejected.rejection(), isLie(rejected.rejection()));
        } else if (outcome instanceof NodeEvent.TooSlow slow) {
            tooSlow(turn, job, asked, slow);
        } else if (ours) {
            Jobs.end(turn, job, JobEnd.Outcome.FAILED, Outcomes.reason(outcome));
        } else {
            interrupt(turn, job);
            leave(turn, turn.current(job), "Abandoned", Outcomes.reason(outcome));
        }
    }

    private static boolean framed(Job job) {
        SignedManifest manifest = job.manifest();
        return manifest != null && manifest.vouchedByVendor();
    }

    /** It may be honest, but with it the repair takes too long: the next one goes on. */
    private static void tooSlow(Turn turn, Job before, Pending asked, NodeEvent.TooSlow slow) {
        interrupt(turn, before);
        turn.count("DonorsTooSlow");
        String component = before.component() == null ? "" : before.component().value();
        String bytes = Long.toString(slow.bytes());
        String millis = Long.toString(slow.millis());
        Job told = turn.tell(
                turn.current(before),
                null,
                "DonorTooSlow",
                component,
                asked.peer(),
                bytes,
                millis,
                Long.toString(turn.limits.minimumRate().bytesPerSecond()));
        leave(turn, told, "Abandoned", "slower than the minimum rate: " + bytes + " bytes in " + millis + " ms");
    }

    /**
     * Only digests prove that other bytes came than were promised. A verdict on signature, trust or format may be wrong here, by
     * a signer that is missing or a revocation list that is old, and would bar every honest donor.
     */
    private static boolean isLie(Rejection why) {
        return why instanceof Rejection.DigestMismatch || why instanceof Rejection.ChunkDigestMismatch;
    }

    /** This donor's image is refused. One that sent something else than was promised is left alone for a while. */
    static void refuse(Turn turn, Job before, Rejection why, boolean bar) {
        interrupt(turn, before);
        Job told = turn.tell(
                turn.current(before), null, why.messageKey(), why.messageArgs().toArray(new String[0]));
        turn.count("ImagesRejected");
        Recovery recovery = turn.recoveryOf(told);
        Candidate donor = recovery == null ? null : sender(recovery);
        if (bar && recovery != null && donor != null) {
            BarredDonors.bar(turn, recovery, donor.peer().uuid(), why.text());
        }
        leave(turn, told, "Rejected", why.text());
    }

    private static void leave(Turn turn, Job job, String verdict, String why) {
        Recovery recovery = turn.recoveryOf(job);
        Candidate donor = recovery == null ? null : sender(recovery);
        if (recovery == null || donor == null) {
            Jobs.end(turn, job, JobEnd.Outcome.FAILED, why);
            return;
        }
        Choices.putAside(turn, donor, true);
        Choices.close(turn, donor, verdict);
        Negotiations.drop(turn, recovery, donor, why);
    }

    private static void interrupt(Turn turn, Job job) {
        turn.forget(job.id());
        TransferPlan plan = job.plan();
        if (plan != null) {
            turn.put(job.with(plan.interrupted()));
        }
    }

    private static @Nullable Candidate sender(Recovery recovery) {
        Negotiation round = recovery.negotiation();
        if (round == null) {
            return null;
        }
        List<Candidate> sending = round.in(Candidate.Phase.SENDING);
        return sending.isEmpty() ? null : sending.get(0);
    }
}
