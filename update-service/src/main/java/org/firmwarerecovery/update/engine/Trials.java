package org.firmwarerecovery.update.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.update.bank.Bank;
import org.firmwarerecovery.update.bank.BankCondition;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.job.JobEnd;
import org.firmwarerecovery.update.job.JobMessage;
import org.firmwarerecovery.update.job.JobPhase;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.journal.Quarantine;
import org.firmwarerecovery.update.journal.Trial;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.node.ComponentState;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.Pending;
import org.firmwarerecovery.update.policy.Policy;
import org.firmwarerecovery.update.recovery.Finding;
import org.firmwarerecovery.update.recovery.Recovery;
import org.firmwarerecovery.update.recovery.RecoveryPhase;
import org.jspecify.annotations.Nullable;

/** What becomes of a new image that has yet to prove itself: taken back and quarantined, or started again after a restart. */
final class Trials {
    /** Messages that end with why an image is taken back. */
    private static final List<String> REASONS =
            List.of("QuarantineStarted", "TrialBankLost", Trials.NOT_STARTED, Probation.NOT_ASKED);
    /** Says that the program that starts an image could not be started. */
    static final String NOT_STARTED = "HookNotStarted";

    private static final String NEVER_RAN = "its activation could not be started: ";

    private Trials() {}

    /** The image did not prove itself: quarantine, and back to the bank before where there is one that may run. */
    static void takeBack(Turn turn, Job job, Installs.Site site, String why) {
        ComponentId id = site.id();
        BankId bank = site.install().bank();
        ComponentRecord entry =
                turn.record(id).withQuarantine(new Quarantine(site.manifest().digest(), why, turn.now.uptimeMillis()));
        turn.persist(id, entry);
        ComponentState component = turn.component(id);
        Bank failed = component.bank(bank);
        // What is in the bank by now may be somebody else's: the image is condemned then, not what nobody knows.
        boolean foreign = failed.condition() == BankCondition.UNMANAGED;
        turn.put(component
                .with(foreign ? failed : failed.with(BankCondition.QUARANTINED, why))
                .running(null));
        Starts.sink(turn, id);
        String digest = site.manifest().digest().brief();
        Job told = turn.tell(job.in(JobPhase.REVERTING), null, "QuarantineStarted", id.value(), digest, why);
        considerBack(turn, told, id, site.install(), why);
    }

    /**
     * The program that starts the image could not be started itself. That says nothing about the image, which never ran. A
     * program that ran and failed does speak against the image, since where nothing else confirms an image its good end is
     * the proof. With nothing to go back to it is tried as often as starts are allowed, with growing pauses.
     */
    static void onHookNotStarted(Turn turn, Job job, ComponentId id, Job.Install install, String why) {
        Job told = turn.tell(job, null, NOT_STARTED, id.value(), why);
        Trial trial = turn.record(id).trial();
        if (trial != null
                && !mayGoBack(turn, id, install)
                && trial.starts() < turn.spec(id).bootFailuresMax()) {
            turn.persist(id, turn.record(id).withTrial(trial.startedAgain()));
            Installs.activate(turn, told, id, install.bank(), Duration.ofMillis(Budgets.pause(turn, trial.starts())));
        } else {
            withdraw(turn, told, id, install, NEVER_RAN + why);
        }
    }

    /** Nothing is known for or against the image: it is taken back, but not put into quarantine. */
    static void withdraw(Turn turn, Job job, ComponentId id, Job.Install install, String why) {
        Job told = job.in(JobPhase.REVERTING);
        turn.put(told);
        considerBack(turn, told, id, install, why);
    }

    /** Goes back to the bank before if it may run; an unmanaged one cannot be checked and ran before. */
    private static void considerBack(Turn turn, Job before, ComponentId id, Job.Install planned, String why) {
        Job.Install install = wayBack(turn, id, planned);
        Job job = before.with(install);
        turn.put(job);
        BankId back = install.revertTo();
        if (!mayGoBack(turn, id, install)) {
            stay(turn, job, id, why, null);
        } else if (turn.component(id).bank(back).condition() == BankCondition.UNMANAGED) {
            goBack(turn, job, id, install);
        } else {
            // It was read long ago, or not yet, and it is to run at once.
            turn.forgetChecks(id, back);
            turn.start(
                    new Pending(Pending.Kind.CHECK_BEFORE_REVERT, job.id(), id, back, "", -1, 0),
                    turn.limits.checkTimeout(),
                    effectId -> new NodeEffect.CheckBank(effectId, id, back));
        }
    }

    /**
     * Where there was nothing to go back to when the image was installed, the other bank may have turned out to be good since: one
     * that could not be read then and that proved itself before.
     */
    private static Job.Install wayBack(Turn turn, ComponentId id, Job.Install planned) {
        BankId other = turn.spec(id).besides(planned.bank());
        Bank there = turn.component(id).bank(other);
        boolean found = planned.revertTo() == planned.bank()
                && (there.good() || there.condition().unknown())
                && !turn.record(id).unproven().contains(other);
        return found ? new Job.Install(planned.bank(), planned.activate(), other) : planned;
    }

    /** An image that has never proven itself is nothing to go back to; a recovery may start it, on trial. */
    private static boolean mayGoBack(Turn turn, ComponentId id, Job.Install install) {
        BankId back = install.revertTo();
        Bank before = turn.component(id).bank(back);
        boolean usable = before.good() || before.condition().unknown() || before.condition() == BankCondition.UNMANAGED;
        return back != install.bank() && usable && !turn.record(id).unproven().contains(back);
    }

    /** The bank before was read: back to it if it is whole. */
    static void onBackRead(
            Turn turn, Job job, ComponentId id, Job.Install install, Pending asked, NodeEvent.Outcome outcome) {
        if (Rereads.atOnce(turn, asked, outcome)) {
            return;
        }
        BankId back = install.revertTo();
        if (Rereads.unread(outcome)) {
            // Not read is not damaged: it keeps what is known of it, but nothing unread is started before it was read.
            Rereads.notRead(turn, id, back);
            stay(turn, job, id, reason(job) + "; bank " + back.label() + " could not be read", back);
            return;
        }
        Bank before = Checks.take(turn, id, back, Rereads.reading(outcome));
        Trial trial = turn.record(id).trial();
        // One that ran before the image was installed may run again unnamed; one that was found beside it only if it
        // proved itself.
        boolean ran = trial != null && trial.revertTo() == back && before.condition() == BankCondition.UNMANAGED;
        boolean proved = before.good() && !turn.record(id).unproven().contains(back);
        if (ran || proved) {
            goBack(turn, job, id, install);
        } else if (before.good()) {
            stay(turn, job, id, reason(job) + "; the image in bank " + back.label() + " never proved itself", null);
        } else {
            stay(turn, job, id, reason(job) + "; bank " + back.label() + " is not good either", null);
        }
    }

    private static void goBack(Turn turn, Job job, ComponentId id, Job.Install install) {
        BankId back = install.revertTo();
        turn.persist(id, turn.record(id).switchedTo(back));
        turn.start(
                Jobs.pending(Pending.Kind.REVERT, job, "", -1),
                turn.limits.hookTimeout(),
                effectId -> new NodeEffect.Activate(effectId, id, back));
    }

    /**
     * There is nothing to go back to. An image that nothing speaks against is started again after a pause, by the recovery it
     * belongs to or by one for this purpose; any other is not taken for the one that runs.
     *
     * @param later the bank to which the node goes back as soon as it can be read, null when there is none
     */
    private static void stay(Turn turn, Job job, ComponentId id, String why, @Nullable BankId later) {
        ComponentRecord entry = turn.record(id);
        Job over = job.over(new JobEnd(JobEnd.Outcome.FAILED, why), job.report());
        if (Probation.nobodyToBlame(over)) {
            turn.persist(id, entry.withTrial(null).withActivating(entry.active()));
            Recovery told = turn.recoveryOf(job);
            if (told == null || told.phase() == RecoveryPhase.HELD) {
                // One that is held hears of no job that ends, and without a pause the next start would follow at once.
                pause(turn, over, startLater(turn, id));
            }
            Jobs.end(turn, job, JobEnd.Outcome.FAILED, why);
            return;
        }
        Bank active = turn.component(id).bank(entry.active());
        SignedManifest manifest = active.manifest();
        if (active.good() && manifest != null) {
            entry = entry.withQuarantine(new Quarantine(manifest.digest(), why, turn.now.uptimeMillis()));
            turn.put(turn.component(id).with(active.with(BankCondition.QUARANTINED, why)));
        }
        turn.persist(id, entry.withTrial(null).withActivating(later));
        Starts.sink(turn, id);
        Jobs.end(turn, job, JobEnd.Outcome.FAILED, why);
    }

    /** A recovery that will start the image of an operator's update, which nobody else would do with pauses between. */
    private static Recovery startLater(Turn turn, ComponentId id) {
        Recovery known = turn.recoveryOf(id);
        if (known != null) {
            return known;
        }
        Finding request = Finding.OPERATOR_REQUEST;
        Recovery recovery = Recoveries.fresh(turn, id, turn.record(id).active(), request);
        return turn.tell(recovery, "RecoveryStarted", id.value(), request.label());
    }

    /**
     * What the recovery does about an image that ended without blame. One that was never started is tried again after a pause.
     * One that ran and could not be asked is left alone for longer: each try costs the component two starts.
     */
    static void pause(Turn turn, Job over, Recovery recovery) {
        JobEnd end = over.end();
        String why = end == null ? "" : end.reason();
        if (Probation.notAsked(over)) {
            Recoveries.hold(turn, recovery.attempted(), why, turn.now.in(Policy.ATTEMPTS_WINDOW));
        } else {
            Recoveries.failActivation(turn, recovery.attempted(), why);
        }
    }

    /** The last message of a job that says why its image is taken back. */
    static Optional<JobMessage> lastReason(Job job) {
        return job.report().messages().stream()
                .filter(message -> REASONS.contains(message.key()))
                .reduce((first, second) -> second);
    }

    /** Why the image of a job is taken back, as its Task says. */
    private static String reason(Job job) {
        return lastReason(job).map(Trials::text).orElse("it did not prove itself");
    }

    private static String text(JobMessage message) {
        String last = message.args().get(message.args().size() - 1);
        return switch (message.key()) {
            case NOT_STARTED -> NEVER_RAN + last;
            case Probation.NOT_ASKED -> Probation.NEVER_ASKED + last;
            default -> last;
        };
    }

    static void onReverted(Turn turn, Job job, ComponentId id, Job.Install install, NodeEvent.Outcome outcome) {
        BankId back = install.revertTo();
        String why = reason(job);
        if (outcome instanceof NodeEvent.Done) {
            turn.persist(id, turn.record(id).withActivating(null));
            turn.put(turn.component(id).running(back));
            Job told = turn.tell(job, null, "RevertedToBank", id.value(), back.label(), why);
            Jobs.end(turn, told, JobEnd.Outcome.FAILED, why);
        } else {
            String failure = Outcomes.reason(outcome);
            Job told = turn.tell(job, null, "ActivationFailed", id.value(), failure);
            Jobs.end(turn, told, JobEnd.Outcome.FAILED, why + "; going back failed as well: " + failure);
        }
    }

    /**
     * After a restart in the middle of a probation: the image gets another start, unless it had enough of them. Where it
     * is not in its bank any more, or nothing proves that it is, the bank before is the one that was known to work. False
     * when nothing is on trial, or its start is under way.
     */
    static boolean resume(Turn turn, ComponentId id) {
        Trial trial = turn.record(id).trial();
        Job job = turn.jobOf(id);
        if (trial == null || job == null || !job.phase().touchesBank() || turn.waitsFor(job.id())) {
            return false;
        }
        Bank bank = turn.component(id).bank(trial.bank());
        // One that is condemned goes whatever its bank holds.
        boolean condemned = turn.record(id).quarantined(trial.manifestDigest());
        if (bank.condition() == BankCondition.UNCHECKED || (!condemned && toBeRead(turn, id, bank))) {
            return true;
        }
        Job.Install install = new Job.Install(trial.bank(), true, trial.revertTo());
        SignedManifest manifest = bank.manifest();
        if (bank.good() && manifest != null && manifest.digest().equals(trial.manifestDigest())) {
            startAgain(turn, job.with(manifest).with(install), id, trial, manifest);
        } else if (condemned) {
            condemn(turn, job.with(install), id, trial, install);
        } else {
            lose(turn, job.with(install), id, install, bank);
        }
        return true;
    }

    /** Not read is not lost: for as long as an image has to prove itself its bank is read again before it is judged. */
    private static boolean toBeRead(Turn turn, ComponentId id, Bank bank) {
        long until = bank.verifiedAt() + turn.spec(id).confirmWithin().toMillis();
        if (bank.condition() != BankCondition.UNREAD || turn.now.reached(until)) {
            return false;
        }
        Rereads.by(turn, id, bank.id(), until);
        return true;
    }

    private static void startAgain(Turn turn, Job job, ComponentId id, Trial trial, SignedManifest manifest) {
        turn.put(job.in(JobPhase.ACTIVATING));
        if (trial.starts() >= turn.spec(id).bootFailuresMax()) {
            String why = "it was started " + trial.starts() + " times without being confirmed";
            Job.Install install = new Job.Install(trial.bank(), true, trial.revertTo());
            boolean hookMissing = job.report().messages().stream()
                    .anyMatch(message -> message.key().equals(NOT_STARTED));
            if (hookMissing) {
                // Some of these starts never happened.
                withdraw(turn, turn.current(job), id, install, why);
            } else {
                takeBack(turn, job, new Installs.Site(id, install, manifest), why);
            }
            return;
        }
        turn.persist(id, turn.record(id).withTrial(trial.startedAgain()));
        Installs.activate(turn, job.in(JobPhase.ACTIVATING), id, trial.bank());
    }

    /** It was found not to work before the restart: only the way back is missing. */
    private static void condemn(Turn turn, Job job, ComponentId id, Trial trial, Job.Install install) {
        String why = turn.record(id).quarantine().stream()
                .filter(entry -> entry.manifestDigest().equals(trial.manifestDigest()))
                .map(Quarantine::reason)
                .findFirst()
                .orElse("");
        String digest = trial.manifestDigest().brief();
        Job told = turn.tell(job.in(JobPhase.REVERTING), null, "QuarantineStarted", id.value(), digest, why);
        considerBack(turn, told, id, install, why);
    }

    /** The image is not blamed: it is not quarantined for what became of its bank. */
    static void lose(Turn turn, Job job, ComponentId id, Job.Install install, Bank bank) {
        String why = bank.detail().isEmpty() ? "it holds another image" : bank.detail();
        Job told = turn.tell(
                job.in(JobPhase.REVERTING),
                null,
                "TrialBankLost",
                id.value(),
                bank.id().label(),
                why);
        considerBack(turn, told, id, install, "the image on trial is lost: " + why);
    }
}
