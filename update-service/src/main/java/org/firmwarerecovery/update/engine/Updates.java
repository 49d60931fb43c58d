package org.firmwarerecovery.update.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.job.ApplyTime;
import org.firmwarerecovery.update.job.ImageSource;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.job.JobEnd;
import org.firmwarerecovery.update.job.JobOrigin;
import org.firmwarerecovery.update.job.JobPhase;
import org.firmwarerecovery.update.job.JobReport;
import org.firmwarerecovery.update.manifest.ManifestCheck;
import org.firmwarerecovery.update.manifest.Rejection;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.node.Answer;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.Pending;
import org.firmwarerecovery.update.recovery.Recovery;
import org.firmwarerecovery.update.recovery.RecoveryPhase;
import org.jspecify.annotations.Nullable;

/** Updates an operator asks for, and what operators may do to running jobs. DESIGN section 3, one owner per component. */
final class Updates {
    private Updates() {}

    /** SimpleUpdate or an upload. */
    static void onStart(Turn turn, NodeEvent.StartUpdate command) {
        for (Job job : turn.jobs.values()) {
            boolean same = !job.ended()
                    && !command.request().isEmpty()
                    && job.origin().request().equals(command.request());
            if (same) {
                turn.reply(command.commandId(), new Answer.JobRunsAlready(job.id()));
                return;
            }
        }
        for (ComponentId target : targets(turn, command)) {
            String waiting = Deferred.waitingFor(turn, target);
            String owner = waiting != null ? waiting : owner(turn, target);
            if (owner != null) {
                turn.reply(command.commandId(), new Answer.InUse(target.value(), owner));
                return;
            }
        }
        List<ComponentId> targets = targets(turn, command);
        ComponentId only = targets.isEmpty() ? null : targets.get(0);
        if (only != null) {
            takeOver(turn, only);
        }
        Records.forgetJobs(turn);
        Job job = new Job(
                turn.freshId(),
                new JobOrigin(command.principal(), null, command.request()),
                only,
                JobPhase.FETCHING,
                new ImageSource.Operator(command.source().describe()),
                null,
                null,
                null,
                command.options(),
                JobReport.started(turn.now.wallClock(), turn.now.uptimeMillis()),
                null);
        turn.put(job);
        turn.start(
                Jobs.pending(Pending.Kind.INGEST, job, "", -1),
                turn.limits.ingestTimeout(),
                effectId -> new NodeEffect.Ingest(effectId, job.id(), command.source()));
        turn.reply(command.commandId(), new Answer.JobStarted(job.id()));
    }

    /** What a command is for; where there is only one component, nothing else can be meant. */
    private static List<ComponentId> targets(Turn turn, NodeEvent.StartUpdate command) {
        List<Component> all = turn.settings.components();
        return command.targets().isEmpty() && all.size() == 1
                ? List.of(all.get(0).id())
                : command.targets();
    }

    /**
     * Id of the job an operator has to wait for: one that writes, or another operator's. Empty while the node goes over to
     * another bank, which has no job; null when nobody owns the component.
     */
    static @Nullable String owner(Turn turn, ComponentId id) {
        Job job = turn.jobOf(id);
        if (job != null && (!job.origin().byRecovery() || job.phase().touchesBank())) {
            return job.id();
        }
        return Activations.underWay(turn, id) ? "" : null;
    }

    /**
     * A recovery that has not begun to write gives way. One that an operator stopped stays stopped until the update writes: an
     * update that comes to nothing is no word of his that it should go on.
     */
    static void takeOver(Turn turn, ComponentId id) {
        Recovery recovery = turn.recoveryOf(id);
        if (recovery != null && !Holds.byOperator(recovery)) {
            Recoveries.supersede(turn, recovery);
        }
        Job job = turn.jobOf(id);
        if (job != null) {
            turn.forget(job.id());
            turn.put(job.over(
                    new JobEnd(JobEnd.Outcome.CANCELLED, "SupersededByOperator"),
                    job.report().ended(turn.now.wallClock())));
        }
    }

    /** The operator's image is in the store and verified, or was refused. */
    static void onIngested(Turn turn, Pending asked, NodeEvent.Outcome outcome) {
        Job job = turn.jobs.get(asked.owner());
        if (job == null || job.ended()) {
            return;
        }
        if (outcome instanceof NodeEvent.Rejected rejected) {
            Jobs.reject(turn, job, rejected.rejection());
        } else if (outcome instanceof NodeEvent.Ingested ingested) {
            install(turn, job, ingested.manifest());
        } else {
            String why = Outcomes.reason(outcome);
            Jobs.end(turn, turn.tell(job, null, "ImageNotRead", why), JobEnd.Outcome.FAILED, why);
        }
    }

    private static void install(Turn turn, Job job, SignedManifest manifest) {
        ComponentId id = job.component() == null ? suits(turn, manifest) : job.component();
        ImageSource stored = new ImageSource.Stored(manifest.manifest().image().digest());
        Job known = Jobs.judged(turn, job.with(manifest).from(stored), manifest);
        if (id == null) {
            Jobs.reject(
                    turn, known, new Rejection.NotCompatible(manifest.manifest().softwareId(), ours(turn)));
            return;
        }
        String waiting = Deferred.waitingFor(turn, id);
        String owner = waiting != null ? waiting : job.component() == null ? owner(turn, id) : null;
        if (owner != null) {
            String by = owner.isEmpty() ? " goes over to another bank" : " is being updated by task " + owner;
            Jobs.end(turn, known, JobEnd.Outcome.FAILED, "component " + id + by);
            return;
        }
        if (job.component() == null) {
            takeOver(turn, id);
        }
        Job aimed = known.forComponent(id).in(JobPhase.VERIFYING);
        Optional<Rejection> refused = ManifestCheck.check(manifest, Placement.forUpdate(turn, id, job.options()));
        if (refused.isPresent()) {
            Jobs.reject(turn, aimed, refused.get());
            return;
        }
        Job verified = turn.tell(
                aimed, null, "ImageVerified", id.value(), manifest.digest().hex());
        if (verified.options().apply() != ApplyTime.IMMEDIATE) {
            Deferred.wait(turn, verified);
            return;
        }
        liftForced(turn, verified, id, manifest);
        banksRead(turn, id);
    }

    /** Whoever insists on an image gives it another chance, at the moment at which it is to be written. */
    static void liftForced(Turn turn, Job job, ComponentId id, SignedManifest manifest) {
        if (job.options().force() && Quarantines.lift(turn, id, manifest.digest())) {
            String digest = manifest.digest().brief();
            turn.tell(
                    job,
                    null,
                    Quarantines.LIFTED,
                    id.value(),
                    digest,
                    job.origin().principal());
        }
    }

    /** Writes an operator's verified image as soon as every bank was read once: before that nobody knows the last good one. */
    static void banksRead(Turn turn, ComponentId id) {
        Job job = turn.jobOf(id);
        boolean waits = job != null
                && job.phase() == JobPhase.VERIFYING
                && job.install() == null
                && !Checks.someUnchecked(turn.component(id))
                && !Activations.underWay(turn, id);
        if (job == null || !waits) {
            return;
        }
        LostJournal.settle(turn, id);
        // What the banks say of a lost floor decides which of them may be written.
        LostJournal.learnFloor(turn, id);
        SignedManifest manifest = job.manifest();
        Optional<Rejection> refused = manifest == null
                ? Optional.empty()
                : ManifestCheck.check(manifest, Placement.forUpdate(turn, id, job.options()));
        if (refused.isPresent()) {
            Jobs.reject(turn, job, refused.get());
        } else {
            Installs.write(turn, job.with(Placement.forOperator(turn, turn.component(id))));
        }
    }

    private static @Nullable ComponentId suits(Turn turn, SignedManifest manifest) {
        for (Component spec : turn.settings.components()) {
            if (manifest.manifest().isCompatibleWith(spec.softwareId(), spec.machine())) {
                return spec.id();
            }
        }
        return null;
    }

    private static String ours(Turn turn) {
        List<String> all = new ArrayList<>();
        turn.settings.components().forEach(spec -> all.add(spec.softwareId()));
        return all.isEmpty() ? "no component" : String.join(", ", all);
    }

    /** Stops a job before it touches a bank, or forgets one that is over. */
    static void onCancel(Turn turn, NodeEvent.CancelJob command) {
        Job job = turn.jobs.get(command.jobId());
        if (job == null) {
            turn.reply(command.commandId(), new Answer.NotFound("task " + command.jobId()));
        } else if (job.ended()) {
            turn.jobs.remove(job.id());
            turn.reply(command.commandId(), new Answer.Done());
        } else if (job.phase().touchesBank()) {
            turn.reply(command.commandId(), new Answer.InUse(String.valueOf(job.component()), job.id()));
        } else {
            stop(turn, job, command.principal());
            turn.reply(command.commandId(), new Answer.Done());
        }
    }

    private static void stop(Turn turn, Job job, String principal) {
        Recovery recovery = turn.recoveryOf(job);
        if (recovery != null) {
            // Held first, so that the end of its job does not make it try the next source.
            Recoveries.cancel(turn, recovery, principal);
        }
        Jobs.end(turn, turn.current(job), JobEnd.Outcome.CANCELLED, "cancelled by " + principal);
    }

    /** Stops a running recovery, or forgets the record of one that is over. */
    static void onCancelRecovery(Turn turn, NodeEvent.CancelRecovery command) {
        Recovery recovery = turn.recoveries.get(command.recoveryId());
        if (recovery == null) {
            turn.reply(command.commandId(), new Answer.NotFound("recovery " + command.recoveryId()));
            return;
        }
        if (!recovery.active()) {
            turn.recoveries.remove(recovery.id());
            turn.reply(command.commandId(), new Answer.Done());
            return;
        }
        Job job = recovery.jobId() == null ? null : turn.jobs.get(recovery.jobId());
        if (Activations.underWay(turn, recovery.component())) {
            turn.reply(
                    command.commandId(), new Answer.InUse(recovery.component().value(), ""));
            return;
        }
        if (job != null && !job.ended() && job.phase().touchesBank()) {
            turn.reply(
                    command.commandId(), new Answer.InUse(recovery.component().value(), job.id()));
            return;
        }
        if (job != null && !job.ended()) {
            stop(turn, job, command.principal());
        } else {
            Recoveries.cancel(turn, recovery, command.principal());
        }
        turn.reply(command.commandId(), new Answer.Done());
    }

    /** Starts or wakes recoveries, from all donors; a component that needs nothing is read again. */
    static void onStartRecovery(Turn turn, NodeEvent.StartRecovery command) {
        BarredDonors.forgive(turn);
        List<String> started = new ArrayList<>();
        for (Component spec : turn.settings.components()) {
            if (command.component() != null && !command.component().equals(spec.id())) {
                continue;
            }
            if (command.liftQuarantine()) {
                Quarantines.liftAll(turn, spec.id(), command.principal());
            }
            Recovery recovery = turn.recoveryOf(spec.id());
            if (recovery == null) {
                Checks.checkAll(turn, spec.id());
            } else {
                started.add(recovery.id());
                if (recovery.phase() == RecoveryPhase.HELD || recovery.phase() == RecoveryPhase.BACKOFF) {
                    Recoveries.wake(turn, recovery);
                }
            }
        }
        turn.reply(command.commandId(), new Answer.RecoveriesStarted(started));
    }
}
