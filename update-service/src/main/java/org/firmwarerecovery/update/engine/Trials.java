package org.firmwarerecovery.update.engine;

import java.util.Optional;
import org.firmwarerecovery.update.bank.Bank;
import org.firmwarerecovery.update.bank.BankCondition;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.job.ImageSource;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.job.JobEnd;
import org.firmwarerecovery.update.job.JobOrigin;
import org.firmwarerecovery.update.job.JobPhase;
import org.firmwarerecovery.update.job.JobReport;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.journal.Quarantine;
import org.firmwarerecovery.update.journal.Trial;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.node.ComponentState;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.Pending;

/** What becomes of a new image that has yet to prove itself: taken back and quarantined, or started again after a restart. */
final class Trials {
    private Trials() {}

    /** The image did not prove itself: quarantine, and back to the bank before where there is one that may run. */
    static void takeBack(Turn turn, Job job, Installs.Site site, String why) {
        ComponentId id = site.id();
        BankId bank = site.install().bank();
        BankId back = site.install().revertTo();
        ComponentRecord entry =
                turn.record(id).withQuarantine(new Quarantine(site.manifest().digest(), why, turn.now.uptimeMillis()));
        turn.persist(id, entry);
        ComponentState component = turn.component(id);
        turn.put(component
                .with(component.bank(bank).with(BankCondition.QUARANTINED, why))
                .running(null));
        String digest = site.manifest().digest().brief();
        Job told = turn.tell(job.in(JobPhase.REVERTING), null, "QuarantineStarted", id.value(), digest, why);
        Bank before = component.bank(back);
        if (back != bank && before.condition() == BankCondition.UNMANAGED) {
            goBack(turn, told, site);
        } else if (back != bank && (before.good() || before.condition() == BankCondition.UNCHECKED)) {
            // It was read long ago, or not yet, and it is to run at once.
            turn.forgetChecks(id, back);
            turn.start(
                    new Pending(Pending.Kind.CHECK_BEFORE_REVERT, told.id(), id, back, "", -1, 0),
                    turn.limits.flashTimeout(),
                    effectId -> new NodeEffect.CheckBank(effectId, id, back));
        } else {
            stay(turn, told, site, why);
        }
    }

    /** The bank before was read: back to it if it is whole. */
    static void onBackRead(Turn turn, Job job, Installs.Site site, Pending asked, NodeEvent.Outcome outcome) {
        if (Checks.readAgain(turn, asked, outcome)) {
            return;
        }
        BankId back = site.install().revertTo();
        if (Checks.take(turn, site.id(), back, Checks.reading(outcome)).good()) {
            goBack(turn, job, site);
        } else {
            stay(turn, job, site, reason(turn, site) + "; bank " + back.label() + " is not good either");
        }
    }

    private static void goBack(Turn turn, Job job, Installs.Site site) {
        BankId back = site.install().revertTo();
        turn.persist(site.id(), turn.record(site.id()).switchedTo(back));
        turn.start(
                Jobs.pending(Pending.Kind.REVERT, job, "", -1),
                turn.limits.hookTimeout(),
                effectId -> new NodeEffect.Activate(effectId, site.id(), back));
    }

    /** There is nothing to go back to. */
    private static void stay(Turn turn, Job job, Installs.Site site, String why) {
        turn.persist(site.id(), turn.record(site.id()).withTrial(null));
        Jobs.end(turn, job, JobEnd.Outcome.FAILED, why);
    }

    private static String reason(Turn turn, Installs.Site site) {
        return turn.record(site.id()).quarantine().stream()
                .filter(entry -> entry.manifestDigest().equals(site.manifest().digest()))
                .map(Quarantine::reason)
                .findFirst()
                .orElse("it did not prove itself");
    }

    static void onReverted(Turn turn, Job job, Installs.Site site, NodeEvent.Outcome outcome) {
        BankId back = site.install().revertTo();
        String why = reason(turn, site);
        if (outcome instanceof NodeEvent.Done) {
            turn.put(turn.component(site.id()).running(back));
            Job told = turn.tell(job, null, "RevertedToBank", site.id().value(), back.label(), why);
            Jobs.end(turn, told, JobEnd.Outcome.FAILED, why);
        } else {
            String failure = outcome instanceof NodeEvent.Failed failed ? failed.reason() : "no result";
            Job told = turn.tell(job, null, "ActivationFailed", site.id().value(), failure);
            Jobs.end(turn, told, JobEnd.Outcome.FAILED, why + "; going back failed as well: " + failure);
        }
    }

    /**
     * After a restart in the middle of a probation: the image gets another start, unless it had enough of them. False when
     * nobody knows any more what is on trial.
     */
    static boolean resumeTrial(Turn turn, ComponentId id) {
        ComponentRecord entry = turn.record(id);
        Trial trial = entry.trial();
        Optional<SignedManifest> manifest = trial == null
                ? Optional.empty()
                : Optional.ofNullable(turn.component(id).bank(trial.bank()).manifest());
        if (trial == null || manifest.isEmpty()) {
            turn.persist(id, entry.withTrial(null));
            return false;
        }
        Job.Install install = new Job.Install(trial.bank(), true, trial.revertTo());
        Job job = new Job(
                turn.freshId(),
                new JobOrigin(JobOrigin.RECOVERY, null, ""),
                id,
                JobPhase.ACTIVATING,
                new ImageSource.LocalBank(trial.bank()),
                manifest.get(),
                null,
                install,
                Job.Options.NONE,
                JobReport.started(turn.now.wallClock(), turn.now.uptimeMillis()),
                null);
        turn.put(job);
        if (trial.starts() >= turn.spec(id).bootFailuresMax()) {
            String why = "it was started " + trial.starts() + " times without being confirmed";
            takeBack(turn, job, new Installs.Site(id, install, manifest.get()), why);
            return true;
        }
        turn.persist(id, entry.withTrial(trial.startedAgain()));
        Installs.activate(turn, job, id, trial.bank());
        return true;
    }
}
