package org.firmwarerecovery.update.engine;

import java.util.List;
import org.firmwarerecovery.update.bank.BankCondition;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.job.ImageSource;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.job.JobEnd;
import org.firmwarerecovery.update.job.JobMessage;
import org.firmwarerecovery.update.job.JobOrigin;
import org.firmwarerecovery.update.job.JobPhase;
import org.firmwarerecovery.update.job.JobReport;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.journal.Trial;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.node.Restored;
import org.firmwarerecovery.update.policy.OnFinding;
import org.firmwarerecovery.update.policy.Policy;
import org.firmwarerecovery.update.recovery.Finding;
import org.firmwarerecovery.update.recovery.Recovery;
import org.firmwarerecovery.update.recovery.RecoveryPhase;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of jobs and recoveries that a restart interrupted.
 *
 * <p>A recovery goes on under its id as soon as every bank was read. A job goes on only where its image is on trial, so that
 * whoever polls its Task learns how the reboot ended, or where it only waited for its time; any other is over, and a recovery starts a new one, which finds the
 * chunks that are in staging.
 */
final class Restarts {
    /** Why a job that was under way is over. */
    static final String INTERRUPTED = "interrupted by a restart";

    private Restarts() {}

    /** Takes in what is remembered; from here on each component has at most one running job and one active recovery. */
    static void remember(Turn turn, Restored restored) {
        restored.jobs().forEach(job -> turn.put(job.remembered()));
        restored.recoveries().forEach(recovery -> turn.put(awake(turn, recovery.remembered(), restored.journalLost())));
        for (Recovery recovery : turn.recoveries.values()) {
            if (recovery.active() && !recovery.id().equals(newest(turn, recovery.component()))) {
                turn.put(recovery.in(RecoveryPhase.CANCELLED)
                        .with(recovery.story().ended(turn.now.wallClock(), "Cancelled", forgone(turn, recovery))));
            }
        }
        for (Job job : turn.jobs.values()) {
            if (!job.ended() && !Deferred.survives(turn, job) && !job.id().equals(onTrial(turn, job.component()))) {
                interrupt(turn, job);
            }
        }
        for (Component spec : turn.settings.components()) {
            Trial trial = turn.record(spec.id()).trial();
            if (trial != null) {
                tryOn(turn, spec.id(), trial);
            }
        }
    }

    /**
     * A hold until a moment ends when it says, and no later than the longest of the windows from now: the uptime may have begun
     * anew. A lost journal ends it at once, since the budget that was spent is forgotten as well.
     */
    private static Recovery awake(Turn turn, Recovery recovery, boolean journalLost) {
        if (recovery.wakeAt() < 0) {
            return recovery;
        }
        long latest = journalLost ? turn.now.uptimeMillis() : turn.now.in(Policy.WRITES_WINDOW);
        return recovery.wakingAt(Math.min(recovery.wakeAt(), latest));
    }

    private static String forgone(Turn turn, Recovery recovery) {
        return turn.settings.component(recovery.component()) == null
                ? "component " + recovery.component() + " is not configured any more"
                : "another recovery of the component was under way";
    }

    /** Id of the active recovery of a component that began last, null when there is none or the component is gone. */
    private static @Nullable String newest(Turn turn, ComponentId id) {
        Recovery newest = null;
        for (Recovery recovery : turn.recoveries.values()) {
            boolean later = newest == null || recovery.startedUptime() > newest.startedUptime();
            if (recovery.active() && recovery.component().equals(id) && later) {
                newest = recovery;
            }
        }
        return newest == null || turn.settings.component(id) == null ? null : newest.id();
    }

    /** Id of the running job whose image is on trial, null when there is none. */
    private static @Nullable String onTrial(Turn turn, @Nullable ComponentId id) {
        if (id == null || turn.settings.component(id) == null || turn.record(id).trial() == null) {
            return null;
        }
        Job newest = null;
        for (Job job : turn.jobs.values()) {
            boolean later = newest == null
                    || job.report().startedUptime() > newest.report().startedUptime();
            if (!job.ended() && job.phase() != JobPhase.WAITING && id.equals(job.component()) && later) {
                newest = job;
            }
        }
        return newest == null ? null : newest.id();
    }

    private static void interrupt(Turn turn, Job job) {
        ComponentId id = job.component();
        String name = id == null ? "" : id.value();
        JobReport report = job.report();
        boolean done = finished(turn, job);
        if (!done) {
            report = report.saying(
                    new JobMessage("TaskInterrupted", List.of(name), turn.now.wallClock(), turn.now.uptimeMillis()));
            turn.note("TaskInterrupted", id, job.id(), name);
        }
        JobEnd end = done ? new JobEnd(JobEnd.Outcome.SUCCEEDED, "") : new JobEnd(JobEnd.Outcome.FAILED, INTERRUPTED);
        turn.put(job.over(end, report.ended(turn.now.wallClock())));
    }

    /** True when the journal knows that a job was done: only the news of it had not been written down. */
    private static boolean finished(Turn turn, Job job) {
        ComponentId id = job.component();
        Job.Install install = job.install();
        if (id == null || install == null || turn.settings.component(id) == null) {
            return false;
        }
        ComponentRecord entry = turn.record(id);
        boolean written = entry.boundTo(install.bank()) != null && !entry.halfWritten(install.bank());
        if (!install.activate()) {
            return written && job.phase().touchesBank();
        }
        boolean flipped = job.phase() == JobPhase.PROBATION && entry.active() == install.bank();
        return written && flipped && entry.trial() == null && !entry.unproven().contains(install.bank());
    }

    /** The image on trial has a job again: the one that put it there, where it is remembered. */
    static void tryOn(Turn turn, ComponentId id, Trial trial) {
        Job.Install install = new Job.Install(trial.bank(), true, trial.revertTo());
        Recovery recovery = turn.recoveryOf(id);
        Job known = turn.jobOf(id);
        if (known == null) {
            Records.forgetJobs(turn);
        }
        Job job = known != null
                ? known
                : new Job(
                        turn.freshId(),
                        new JobOrigin(JobOrigin.RECOVERY, recovery == null ? null : recovery.id(), ""),
                        id,
                        JobPhase.ACTIVATING,
                        new ImageSource.LocalBank(trial.bank()),
                        null,
                        null,
                        install,
                        Job.Options.NONE,
                        JobReport.started(turn.now.wallClock(), turn.now.uptimeMillis()),
                        null);
        turn.put(job.with(install).in(JobPhase.ACTIVATING));
        if (recovery != null && job.origin().byRecovery()) {
            turn.put(recovery.running(job.id()));
        }
    }

    /** Starts the image of the active bank on trial, with a job of its own. */
    static void putOnTrial(Turn turn, ComponentId id, BankId bank, SignedManifest manifest) {
        BankId other = turn.spec(id).besides(bank);
        BankCondition there = turn.component(id).bank(other).condition();
        // What has no manifest may have run before the journal was lost; it may as well be the half of a write. That is
        // not
        // started by anybody's guess: an image that is at least whole stays.
        BankId back = there == BankCondition.GOOD ? other : bank;
        Trial trial = new Trial(bank, back, manifest.digest(), 1);
        tryOn(turn, id, trial);
        turn.persist(id, turn.record(id).flippedOnTrial(trial));
        Job job = turn.jobOf(id);
        if (job != null) {
            Job ready = job.with(manifest);
            turn.put(ready);
            Installs.activate(turn, ready, id, bank);
        }
    }

    /** Lets the recovery that a restart interrupted go on, now that every bank was read; false when there is none. */
    static boolean resume(Turn turn, ComponentId id) {
        Recovery recovery = stopped(turn, id);
        if (recovery == null) {
            return false;
        }
        Recovery told = tellResumed(turn, recovery);
        if (!wanted(turn, recovery) && Checks.worst(turn, id) != null) {
            Recoveries.hold(
                    turn, told, "the policy says " + turn.policy.onFinding().label(), -1);
        } else {
            Recoveries.plan(turn, told.trying(List.of()).with(told.story().ended(null, "", "")));
        }
        return true;
    }

    /** The recovery that a restart interrupted, where it goes on with what has just failed; null when there is none. */
    static @Nullable Recovery goingOn(Turn turn, ComponentId id) {
        Recovery recovery = stopped(turn, id);
        return recovery == null || !wanted(turn, recovery) ? null : tellResumed(turn, recovery);
    }

    /** The recovery that nothing drives, null when there is none. */
    private static @Nullable Recovery stopped(Turn turn, ComponentId id) {
        Recovery recovery = turn.recoveryOf(id);
        boolean stopped = recovery != null
                && recovery.phase() != RecoveryPhase.HELD
                && recovery.wakeAt() < 0
                && recovery.negotiation() == null
                && !turn.waitsFor(recovery.id())
                && !turn.jobRunning(recovery);
        return stopped ? recovery : null;
    }

    private static Recovery tellResumed(Turn turn, Recovery recovery) {
        // In the phase Finding no restart can meet it: there it only waited until every bank was read.
        return recovery.phase() == RecoveryPhase.FINDING
                ? recovery
                : turn.tell(
                        recovery,
                        "RecoveryResumed",
                        recovery.component().value(),
                        recovery.phase().label());
    }

    /** True when a recovery goes on by itself: the policy lets it, or an operator started it. */
    static boolean wanted(Turn turn, Recovery recovery) {
        return turn.policy.onFinding() == OnFinding.REPAIR || byOperator(recovery);
    }

    /** True when an operator started it, whatever the policy says. */
    private static boolean byOperator(Recovery recovery) {
        return recovery.story().timeline().stream()
                .anyMatch(entry -> entry.messageKey().equals("RecoveryStarted")
                        && entry.args().contains(Finding.OPERATOR_REQUEST.label()));
    }
}
