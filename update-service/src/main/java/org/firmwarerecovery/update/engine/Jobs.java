package org.firmwarerecovery.update.engine;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.job.ImageSource;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.job.JobEnd;
import org.firmwarerecovery.update.job.JobOrigin;
import org.firmwarerecovery.update.job.JobPhase;
import org.firmwarerecovery.update.job.JobReport;
import org.firmwarerecovery.update.manifest.ChunkList;
import org.firmwarerecovery.update.manifest.ManifestCheck;
import org.firmwarerecovery.update.manifest.Rejection;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.negotiation.Grant;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.Pending;
import org.firmwarerecovery.update.policy.Candidate;
import org.firmwarerecovery.update.policy.SourceKind;
import org.firmwarerecovery.update.recovery.Negotiation;
import org.firmwarerecovery.update.recovery.Recovery;
import org.firmwarerecovery.update.recovery.RecoveryPhase;
import org.firmwarerecovery.update.transfer.TransferPlan;

/** Transfer of an image for a recovery: manifest first, then chunks, then the whole digest. DESIGN section 3 steps 8 and 9. */
final class Jobs {
    private Jobs() {}

    /** A recovery uses an image that is on this node already. */
    static void startLocal(
            Turn turn, Recovery recovery, SourceKind source, Placement.LocalImage image, Job.Install install) {
        Job job = create(turn, recovery, image.source(), install).with(image.manifest());
        turn.put(job);
        turn.put(recovery.running(job.id()));
        Optional<Rejection> refused =
                ManifestCheck.check(image.manifest(), Placement.forRecovery(turn, recovery.component()));
        if (refused.isPresent()) {
            reject(turn, job, refused.get());
        } else {
            Installs.write(turn, job);
        }
    }

    /** The other bank holds what is wanted already: it is read once more and activated. */
    static void startAsItIs(Turn turn, Recovery recovery, Placement.LocalImage image, Job.Install install) {
        Job job = create(turn, recovery, image.source(), install).with(image.manifest());
        turn.put(job);
        turn.put(recovery.running(job.id()));
        Optional<Rejection> refused =
                ManifestCheck.check(image.manifest(), Placement.forRecovery(turn, recovery.component()));
        if (refused.isPresent()) {
            reject(turn, job, refused.get());
        } else {
            Installs.readBack(turn, job);
        }
    }

    static Job create(Turn turn, Recovery recovery, ImageSource source, Job.Install install) {
        Records.forgetJobs(turn);
        return new Job(
                turn.freshId(),
                new JobOrigin(JobOrigin.RECOVERY, recovery.id(), ""),
                recovery.component(),
                JobPhase.FETCHING,
                source,
                null,
                null,
                install,
                Job.Options.NONE,
                JobReport.started(turn.now.wallClock(), turn.now.uptimeMillis()),
                null);
    }

    /** A donor granted its offer: a new job starts, or the running one goes on from this donor. */
    static void onGranted(Turn turn, Recovery recovery, Candidate donor, Grant grant) {
        Negotiation round = recovery.negotiation();
        if (round == null || donor.image() == null) {
            return;
        }
        ImageSource.Peer source =
                new ImageSource.Peer(donor.peer(), grant, donor.image().manifestDigest());
        Job running = recovery.jobId() == null ? null : turn.jobs.get(recovery.jobId());
        if (running == null || running.ended()) {
            Job.Install install = Placement.forRecovery(turn, recovery);
            Job job = create(turn, recovery, source, install);
            turn.put(job);
            turn.put(recovery.running(job.id()));
            fetchManifest(turn, tellAccepted(turn, job, donor), source);
            return;
        }
        turn.put(recovery);
        Job job = tellAccepted(turn, running.from(source), donor);
        SignedManifest manifest = job.manifest();
        TransferPlan plan = job.plan();
        if (manifest != null && plan != null && manifest.digest().equals(source.manifestDigest())) {
            Job going = turn.tell(
                    job.in(JobPhase.TRANSFERRING),
                    RecoveryPhase.TRANSFERRING,
                    "TransferStarted",
                    recovery.component().value(),
                    donor.peer().uuid(),
                    Long.toString(manifest.manifest().image().size()));
            pump(turn, going);
        } else {
            fetchManifest(turn, job.with((TransferPlan) null), source);
        }
    }

    private static Job tellAccepted(Turn turn, Job job, Candidate donor) {
        ComponentId id = job.component();
        String name = id == null ? "" : id.value();
        return turn.tell(
                job,
                RecoveryPhase.NEGOTIATING,
                "OfferAccepted",
                name,
                donor.peer().uuid());
    }

    private static void fetchManifest(Turn turn, Job job, ImageSource.Peer source) {
        turn.put(job.in(JobPhase.FETCHING));
        turn.start(
                pending(Pending.Kind.MANIFEST, job, source.peer().uuid(), -1),
                turn.limits.chunkTimeout(),
                effectId -> new NodeEffect.FetchManifest(effectId, source));
    }

    static Pending pending(Pending.Kind kind, Job job, String peer, int index) {
        Job.Install install = job.install();
        return new Pending(kind, job.id(), job.component(), install == null ? null : install.bank(), peer, index, 0);
    }

    /** Result of an effect of the transfer. */
    static void onOutcome(Turn turn, Pending asked, NodeEvent.Outcome outcome) {
        Job job = turn.jobs.get(asked.owner());
        if (job == null || job.ended()) {
            return;
        }
        Pending.Kind kind = asked.kind();
        if (outcome instanceof NodeEvent.ManifestVerified verified && kind == Pending.Kind.MANIFEST) {
            onManifest(turn, job, verified.manifest());
        } else if (outcome instanceof NodeEvent.StagingOpened opened && kind == Pending.Kind.STAGING) {
            onStaging(turn, job, opened);
        } else if (outcome instanceof NodeEvent.Done && kind == Pending.Kind.CHUNK) {
            onChunk(turn, job, asked);
        } else if (outcome instanceof NodeEvent.Done && kind == Pending.Kind.VERIFY) {
            onVerified(turn, job);
        } else {
            LeftDonors.onTrouble(turn, job, asked, outcome);
        }
    }

    private static void onManifest(Turn turn, Job job, SignedManifest manifest) {
        ComponentId id = job.component();
        if (id == null || !(job.source() instanceof ImageSource.Peer source)) {
            return;
        }
        if (!manifest.digest().equals(source.manifestDigest())) {
            Rejection other = new Rejection.DigestMismatch("manifest", source.manifestDigest(), manifest.digest());
            LeftDonors.refuse(turn, job, other, true);
            return;
        }
        Optional<Rejection> refused = ManifestCheck.check(manifest, Placement.forRecovery(turn, id));
        if (refused.isPresent()) {
            LeftDonors.refuse(turn, job, refused.get(), false);
            return;
        }
        Job known = judged(turn, job.with(manifest), manifest);
        turn.put(known);
        turn.start(
                pending(Pending.Kind.STAGING, known, source.peer().uuid(), -1),
                turn.limits.flashTimeout(),
                effectId -> new NodeEffect.OpenStaging(effectId, manifest));
    }

    /** Says in Task and record when the end of a signer's validity could not be judged. */
    static Job judged(Turn turn, Job job, SignedManifest manifest) {
        return manifest.clockUnset() ? turn.tell(job, null, "ClockUnset") : job;
    }

    private static void onStaging(Turn turn, Job job, NodeEvent.StagingOpened opened) {
        SignedManifest manifest = job.manifest();
        ComponentId id = job.component();
        if (manifest == null || id == null || !(job.source() instanceof ImageSource.Peer source)) {
            return;
        }
        ChunkList chunks = manifest.manifest().image().chunks();
        TransferPlan plan = TransferPlan.of(chunks.count(), new TreeSet<>(opened.verified()));
        long here = opened.verified().stream()
                .filter(index -> index >= 0 && index < chunks.count())
                .mapToLong(chunks::length)
                .sum();
        DonorBytes.settled(turn, job, manifest.digest(), here);
        Job ready = job.with(plan).in(JobPhase.TRANSFERRING).with(job.report().counting(chunks.size(), here));
        Job told = turn.tell(
                ready,
                RecoveryPhase.TRANSFERRING,
                "TransferStarted",
                id.value(),
                source.peer().uuid(),
                Long.toString(chunks.size() - here));
        pump(turn, told);
    }

    /** Asks for the next chunks, or for the check of the whole image when all are here. */
    private static void pump(Turn turn, Job before) {
        Job job = before;
        TransferPlan plan = job.plan();
        SignedManifest manifest = job.manifest();
        ComponentId id = job.component();
        if (plan == null || manifest == null || id == null || !(job.source() instanceof ImageSource.Peer source)) {
            return;
        }
        if (plan.complete()) {
            Job verifying = turn.tell(
                    job.in(JobPhase.VERIFYING),
                    RecoveryPhase.VERIFYING,
                    "TransferCompleted",
                    id.value(),
                    Long.toString(manifest.manifest().image().size()));
            turn.start(
                    pending(Pending.Kind.VERIFY, verifying, source.peer().uuid(), -1),
                    turn.limits.flashTimeout(),
                    effectId -> new NodeEffect.VerifyImage(effectId, manifest));
            return;
        }
        OptionalInt next = plan.next(turn.limits.chunksParallel());
        while (next.isPresent()) {
            int index = next.getAsInt();
            int length = manifest.manifest().image().chunks().length(index);
            plan = plan.asked(index);
            turn.start(
                    pending(Pending.Kind.CHUNK, job, source.peer().uuid(), index),
                    turn.limits.minimumRate().atLeast(turn.limits.chunkTimeout(), length),
                    effectId -> new NodeEffect.FetchChunk(effectId, source, manifest, index));
            next = plan.next(turn.limits.chunksParallel());
        }
        turn.put(job.with(plan));
    }

    private static void onChunk(Turn turn, Job job, Pending asked) {
        TransferPlan plan = job.plan();
        SignedManifest manifest = job.manifest();
        if (plan == null || manifest == null) {
            return;
        }
        long bytes = manifest.manifest().image().chunks().length(asked.index());
        Recovery recovery = turn.recoveryOf(job);
        if (recovery != null) {
            turn.put(recovery.with(recovery.story().received(asked.peer(), bytes)));
        }
        pump(turn, job.with(plan.stored(asked.index())).with(job.report().received(asked.peer(), bytes)));
    }

    private static void onVerified(Turn turn, Job job) {
        SignedManifest manifest = job.manifest();
        ComponentId id = job.component();
        if (manifest == null || id == null) {
            return;
        }
        Job verified = turn.tell(
                job,
                RecoveryPhase.VERIFYING,
                "ImageVerified",
                id.value(),
                manifest.digest().hex());
        Recovery recovery = turn.recoveryOf(verified);
        if (recovery != null) {
            Choices.conclude(turn, recovery, "Verified");
        }
        Installs.write(
                turn,
                verified.from(new ImageSource.Stored(manifest.manifest().image().digest())));
    }

    /** Nobody is left who offered: the job, if there is one, is over, and the recovery pauses. */
    static void onNoDonorLeft(Turn turn, Recovery recovery) {
        String last = FailedAttempts.lastReason(recovery);
        Job job = recovery.jobId() == null ? null : turn.jobs.get(recovery.jobId());
        if (job != null && !job.ended()) {
            end(turn, job, JobEnd.Outcome.FAILED, last);
        } else {
            Recoveries.fail(turn, FailedAttempts.attempted(turn, recovery, last), last);
        }
    }

    /** Refuses the image of a job for good. */
    static void reject(Turn turn, Job job, Rejection why) {
        turn.count("ImagesRejected");
        Job told = turn.tell(job, null, why.messageKey(), why.messageArgs().toArray(new String[0]));
        end(turn, told, JobEnd.Outcome.FAILED, why.text());
    }

    /** Ends a job and tells whoever waited for it. */
    static void end(Turn turn, Job job, JobEnd.Outcome outcome, String reason) {
        turn.forget(job.id());
        Job over = job.over(new JobEnd(outcome, reason), job.report().ended(turn.now.wallClock()));
        turn.put(over);
        turn.count("Jobs" + outcome);
        Recovery recovery = turn.recoveryOf(over);
        if (recovery != null) {
            Recoveries.onJobEnded(turn, recovery, over, sourceOf(job));
        }
        ComponentId id = over.component();
        if (id != null) {
            Checks.evaluate(turn, id);
        }
    }

    private static String sourceOf(Job job) {
        ImageSource source = job.source();
        if (source instanceof ImageSource.LocalBank bank) {
            return bank.bank() == BankId.GOLDEN ? SourceKind.GOLDEN.label() : SourceKind.OTHER_BANK.label();
        }
        boolean fetched = source instanceof ImageSource.Peer || job.plan() != null;
        return fetched ? SourceKind.NETWORK.label() : SourceKind.IMAGE_STORE.label();
    }
}
