package org.firmwarerecovery.update.engine;

import java.time.Duration;
import org.firmwarerecovery.update.bank.Bank;
import org.firmwarerecovery.update.bank.BankCondition;
import org.firmwarerecovery.update.bank.BankRules;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.job.ImageSource;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.job.JobEnd;
import org.firmwarerecovery.update.job.JobPhase;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.journal.Trial;
import org.firmwarerecovery.update.journal.WriteIntent;
import org.firmwarerecovery.update.manifest.Rejection;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.node.ComponentState;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.Pending;
import org.firmwarerecovery.update.recovery.Recovery;
import org.firmwarerecovery.update.recovery.RecoveryPhase;

/**
 * The bank machine: how a verified image becomes the running one, and how it is taken back. DESIGN section 3 steps 9 and 10,
 * order of the journal in section 6.
 *
 * <pre>
 * intent forced -> erase, write, force -> read back -> Written forced -> [hook -> flip forced -> activate -> confirmed, floor]
 *                                                                                      |-> not confirmed: revert, quarantine
 * </pre>
 */
final class Installs {
    private Installs() {}

    /** Writes the image of a job to its bank. From here on nobody else may take the component. */
    static void write(Turn turn, Job job) {
        ComponentId id = job.component();
        Job.Install install = job.install();
        SignedManifest manifest = job.manifest();
        if (id == null || install == null || manifest == null) {
            Jobs.end(turn, job, JobEnd.Outcome.FAILED, "nothing says what to write where");
            return;
        }
        // What the banks have to say of a floor that nobody knows is heard before one of them is erased.
        LostJournal.learnFloor(turn, id);
        Component spec = turn.spec(id);
        String forbidden =
                Placement.forbidden(turn, id, install.bank(), job.origin().byRecovery());
        if (forbidden != null) {
            Job told = turn.tell(job, null, "PolicyRefused", forbidden);
            Jobs.end(turn, told, JobEnd.Outcome.FAILED, forbidden);
            return;
        }
        long floor = turn.record(id).floor();
        if (manifest.securityVersion() < floor) {
            // A bank that told of it after the image was judged.
            Jobs.reject(turn, job, new Rejection.BelowFloor(manifest.securityVersion(), floor));
            return;
        }
        Holds.overtaken(turn, job, id);
        turn.forgetChecks(id, install.bank());
        Rereads.known(turn, id, install.bank());
        turn.persist(
                id,
                turn.record(id)
                        .aboutToWrite(new WriteIntent(install.bank(), manifest.digest()), turn.now.uptimeMillis()));
        ComponentState component = turn.component(id);
        turn.put(component.with(component.bank(install.bank()).with(BankCondition.DAMAGED, "being written")));
        Job writing = job.in(JobPhase.WRITING);
        turn.put(writing);
        Recovery recovery = turn.recoveryOf(writing);
        if (recovery != null) {
            turn.put(recovery.in(RecoveryPhase.WRITING));
        }
        turn.start(
                Jobs.pending(Pending.Kind.WRITE, writing, "", -1),
                turn.limits.flashTimeout(),
                effectId -> new NodeEffect.WriteBank(effectId, spec.id(), install.bank(), job.source(), manifest));
    }

    /** Result of an effect on a bank. */
    static void onOutcome(Turn turn, Pending asked, NodeEvent.Outcome outcome) {
        Job job = turn.jobs.get(asked.owner());
        ComponentId id = asked.component();
        if (job == null || job.ended() || id == null) {
            return;
        }
        Job.Install install = job.install();
        SignedManifest manifest = job.manifest();
        if (install != null && asked.kind() == Pending.Kind.CHECK_BEFORE_REVERT) {
            Trials.onBackRead(turn, job, id, install, asked, outcome);
            return;
        }
        if (install != null && asked.kind() == Pending.Kind.REVERT) {
            Trials.onReverted(turn, job, id, install, outcome);
            return;
        }
        if (install == null || manifest == null) {
            return;
        }
        Site site = new Site(id, install, manifest);
        switch (asked.kind()) {
            case WRITE -> onWritten(turn, job, site, outcome);
            case READ_BACK -> onReadBack(turn, job, site, outcome);
            case PREPARE -> onPrepared(turn, job, site, outcome);
            case ACTIVATE -> onActivated(turn, job, site, outcome);
            case CONFIRM -> Probation.onAnswer(turn, job, site, asked, outcome);
            default -> throw new IllegalStateException("not an effect on a bank: " + asked.kind());
        }
    }

    /** What a job works on, with nothing missing. */
    record Site(ComponentId id, Job.Install install, SignedManifest manifest) {}

    private static void onWritten(Turn turn, Job job, Site site, NodeEvent.Outcome outcome) {
        if (!(outcome instanceof NodeEvent.Done)) {
            failWrite(turn, job, site, outcome);
            return;
        }
        String bank = site.install().bank().label();
        readBack(
                turn,
                turn.tell(job, RecoveryPhase.WRITING, "BankWritten", site.id().value(), bank));
    }

    /** Proves what is in the bank of a job before it counts. */
    static void readBack(Turn turn, Job job) {
        ComponentId id = job.component();
        Job.Install install = job.install();
        SignedManifest manifest = job.manifest();
        if (id == null || install == null || manifest == null) {
            Jobs.end(turn, job, JobEnd.Outcome.FAILED, "nothing says what to read where");
            return;
        }
        turn.forgetChecks(id, install.bank());
        Job reading = job.in(JobPhase.READING_BACK);
        turn.put(reading);
        turn.start(
                Jobs.pending(Pending.Kind.READ_BACK, reading, "", -1),
                turn.limits.flashTimeout(),
                effectId -> new NodeEffect.ReadBankBack(effectId, id, install.bank(), manifest));
    }

    private static void failWrite(Turn turn, Job job, Site site, NodeEvent.Outcome outcome) {
        if (outcome instanceof NodeEvent.Rejected rejected) {
            Jobs.reject(turn, job, rejected.rejection());
            return;
        }
        String why = outcome instanceof NodeEvent.Failed failed ? failed.reason() : "no result";
        Job told = turn.tell(
                job,
                null,
                "FlashFailed",
                site.id().value(),
                site.install().bank().label(),
                why);
        Jobs.end(turn, told, JobEnd.Outcome.FAILED, why);
    }

    private static void onReadBack(Turn turn, Job job, Site site, NodeEvent.Outcome outcome) {
        if (!(outcome instanceof NodeEvent.ReadBack read)) {
            failWrite(turn, job, site, outcome);
            return;
        }
        ComponentId id = site.id();
        BankId bank = site.install().bank();
        Digest expected = BankRules.payloadDigest(turn.spec(id), site.manifest());
        if (expected == null || !expected.equals(read.payload())) {
            Digest wanted = expected == null ? read.payload() : expected;
            turn.put(turn.component(id)
                    .with(turn.component(id).bank(bank).with(BankCondition.DAMAGED, "reads back wrong")));
            Jobs.reject(turn, job, new Rejection.ReadBackMismatch(bank.label(), wanted, read.payload()));
            return;
        }
        turn.persist(id, written(turn, id, bank, site.manifest()).withFreshAttempts());
        turn.put(turn.component(id)
                .with(new Bank(bank, BankCondition.GOOD, site.manifest(), turn.now.uptimeMillis(), "")));
        Job written = turn.tell(
                job,
                RecoveryPhase.WRITING,
                "BankReadBack",
                id.value(),
                bank.label(),
                read.payload().hex());
        if (!site.install().activate()) {
            succeed(turn, written);
            return;
        }
        Job preparing = written.in(JobPhase.ACTIVATING);
        turn.put(preparing);
        turn.start(
                Jobs.pending(Pending.Kind.PREPARE, preparing, "", -1),
                turn.limits.hookTimeout(),
                effectId -> new NodeEffect.PrepareActivation(effectId, id, bank));
    }

    /** The record after a bank proved to hold an image; one that is not known to work here has yet to prove itself. */
    static ComponentRecord written(Turn turn, ComponentId id, BankId bank, SignedManifest manifest) {
        ComponentRecord entry = turn.record(id);
        BankId active = entry.active();
        boolean mirrors = bank != active
                && turn.component(id).bank(active).good()
                && manifest.digest().equals(entry.boundTo(active))
                && entry.trial() == null
                && !entry.unproven().contains(active);
        boolean asItWas = manifest.digest().equals(entry.boundTo(bank)) && !entry.halfWritten(bank);
        boolean proven = mirrors || (asItWas && !entry.unproven().contains(bank));
        return entry.written(bank, manifest.digest()).withUnproven(bank, !proven);
    }

    private static void onPrepared(Turn turn, Job job, Site site, NodeEvent.Outcome outcome) {
        if (!(outcome instanceof NodeEvent.Done)) {
            String why = Outcomes.reason(outcome);
            Job told = turn.tell(job, null, "ActivationFailed", site.id().value(), why);
            Jobs.end(turn, told, JobEnd.Outcome.FAILED, "the activation could not be prepared: " + why);
            return;
        }
        Trial trial = new Trial(
                site.install().bank(),
                site.install().revertTo(),
                site.manifest().digest(),
                1);
        turn.persist(site.id(), turn.record(site.id()).flippedOnTrial(trial));
        activate(turn, job, site.id(), site.install().bank());
    }

    static void activate(Turn turn, Job job, ComponentId id, BankId bank) {
        activate(turn, job, id, bank, Duration.ZERO);
    }

    /** Starts the image of a bank that is on trial, after a pause. */
    static void activate(Turn turn, Job job, ComponentId id, BankId bank, Duration after) {
        turn.put(turn.component(id).running(null));
        turn.start(
                Jobs.pending(Pending.Kind.ACTIVATE, job, "", -1),
                turn.limits.hookTimeout().plus(after),
                effectId -> new NodeEffect.Activate(effectId, id, bank, after));
    }

    private static void onActivated(Turn turn, Job job, Site site, NodeEvent.Outcome outcome) {
        ComponentId id = site.id();
        BankId bank = site.install().bank();
        if (outcome instanceof NodeEvent.NotStarted hook) {
            Trials.onHookNotStarted(turn, job, id, site.install(), hook.reason());
            return;
        }
        if (!(outcome instanceof NodeEvent.Done)) {
            String why = Outcomes.reason(outcome);
            Job told = turn.tell(job, null, "ActivationFailed", id.value(), why);
            Trials.takeBack(turn, told, site, "its activation failed: " + why);
            return;
        }
        if (turn.record(id).boots().failures() >= turn.spec(id).bootFailuresMax()) {
            Trials.takeBack(turn, job, site, Starts.why(turn, id));
            return;
        }
        turn.put(turn.component(id).running(bank));
        String version = site.manifest().manifest().version();
        Job activated = turn.tell(job, RecoveryPhase.ACTIVATING, "BankActivated", id.value(), bank.label(), version);
        Probation.begin(turn, activated, site);
    }

    /** The floor has risen: banks below it are never booted again. */
    static void sinkBelowFloor(Turn turn, ComponentId id) {
        long floor = turn.record(id).floor();
        for (BankId bank : turn.spec(id).banks()) {
            Bank now = turn.component(id).bank(bank);
            SignedManifest manifest = now.manifest();
            if (now.good() && manifest != null && manifest.securityVersion() < floor) {
                String why = "security version " + manifest.securityVersion() + " is under the floor " + floor;
                turn.put(turn.component(id).with(now.with(BankCondition.BELOW_FLOOR, why)));
            }
        }
    }

    /** The image is where it should be, and proven where it was activated. */
    static void succeed(Turn turn, Job job) {
        // A recovery that took the image from the store leaves it there: an operator may have asked to keep it.
        boolean brought = !job.origin().byRecovery() || job.plan() != null;
        if (brought
                && !turn.settings.keepInstalled()
                && !job.options().keepImage()
                && job.source() instanceof ImageSource.Stored stored
                && !neededBesides(turn, job, stored)) {
            turn.effect(new NodeEffect.DropImage(stored.image()));
            turn.store = turn.store.stream()
                    .filter(image -> !image.manifest().image().digest().equals(stored.image()))
                    .toList();
        }
        Jobs.end(turn, job, JobEnd.Outcome.SUCCEEDED, "");
    }

    /** One package may be for several components, and the update of another one may still wait for its time. */
    private static boolean neededBesides(Turn turn, Job job, ImageSource.Stored stored) {
        return turn.jobs.values().stream()
                .anyMatch(other -> !other.ended() && !other.id().equals(job.id()) && stored.equals(other.source()));
    }
}
