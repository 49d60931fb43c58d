package org.firmwarerecovery.update.engine;

import java.util.List;
import org.firmwarerecovery.update.bank.Bank;
import org.firmwarerecovery.update.bank.BankCondition;
import org.firmwarerecovery.update.bank.BankReading;
import org.firmwarerecovery.update.bank.BankRules;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.job.JobPhase;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.node.Answer;
import org.firmwarerecovery.update.node.ComponentState;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.Pending;
import org.firmwarerecovery.update.recovery.Finding;
import org.firmwarerecovery.update.recovery.Recovery;
import org.firmwarerecovery.update.recovery.RecoveryPhase;
import org.jspecify.annotations.Nullable;

/** Detection: reads banks, decides what may run, and raises findings. DESIGN section 3 step 1. */
final class Checks {
    private Checks() {}

    /**
     * What is wrong with a component.
     *
     * @param bank the bank that needs replacing
     * @param finding why
     */
    record Ailment(BankId bank, Finding finding) {}

    /** First look at all banks after the start: nothing runs before its bank was read. */
    static void start(Turn turn) {
        for (Component spec : turn.settings.components()) {
            ComponentRecord entry = turn.record(spec.id()).withFloorAtLeast(spec.minSecurityVersion());
            turn.journal = turn.journal.with(spec.id(), entry, turn.now.uptimeMillis());
        }
        turn.persistNow();
        for (Component spec : turn.settings.components()) {
            checkAll(turn, spec.id());
        }
    }

    /** Reads every bank of a component that is not being written, the active one first. */
    static void checkAll(Turn turn, ComponentId id) {
        boolean scans = !turn.settings.scanInterval().isZero();
        turn.put(turn.component(id).scanAt(scans ? turn.now.in(turn.settings.scanInterval()) : -1));
        ComponentState component = turn.component(id);
        BankId active = turn.record(id).active();
        check(turn, id, active);
        for (BankId bank : component.spec().banks()) {
            if (bank != active) {
                check(turn, id, bank);
            }
        }
    }

    /** Reads one bank unless it is being read or written. One that nobody knows is read as soon as that is over. */
    static void check(Turn turn, ComponentId id, BankId bank) {
        if (turn.checking(id, bank) || beingWritten(turn, id, bank)) {
            Rereads.unlessKnown(turn, id, bank);
            return;
        }
        turn.start(
                new Pending(Pending.Kind.CHECK, "", id, bank, "", -1, 0),
                turn.limits.checkTimeout(),
                effectId -> new NodeEffect.CheckBank(effectId, id, bank));
    }

    private static boolean beingWritten(Turn turn, ComponentId id, BankId bank) {
        Job job = turn.jobOf(id);
        Job.Install install = job == null ? null : job.install();
        return job != null
                && install != null
                && job.phase().touchesBank()
                // Nothing is written any more, and what was written has to be there still when it is confirmed.
                && job.phase() != JobPhase.PROBATION
                && install.bank() == bank
                && turn.waitsFor(job.id());
    }

    /** Takes in what a read found and acts on it. */
    static void onChecked(Turn turn, Pending check, NodeEvent.Outcome outcome) {
        ComponentId id = check.component();
        BankId bank = check.bank();
        if (id == null || bank == null) {
            return;
        }
        if (Rereads.atOnce(turn, check, outcome)) {
            return;
        }
        Bank before = turn.component(id).bank(bank);
        boolean again = turn.component(id).unreadTimes(bank) > 0;
        if (outcome instanceof NodeEvent.BankChecked checked
                && checked.reading() instanceof BankReading.ManifestUnread unread) {
            Rereads.manifestUnread(turn, id, bank, unread);
        } else if (outcome instanceof NodeEvent.BankChecked checked) {
            take(turn, id, bank, checked.reading());
        } else {
            Rereads.notRead(turn, id, bank, Outcomes.reason(outcome));
        }
        Updates.banksRead(turn, id);
        evaluate(turn, id);
        Holds.bankRead(turn, id, before, again);
        Donors.answerWaiting(turn, false);
    }

    /** Stores what a read found, and binds a complete image that the journal did not know. */
    static Bank take(Turn turn, ComponentId id, BankId bank, BankReading reading) {
        ComponentRecord entry = turn.record(id);
        Bank before = turn.component(id).bank(bank);
        Bank judged = BankRules.judge(turn.spec(id), entry, bank, reading, turn.now.uptimeMillis());
        turn.put(turn.component(id).with(judged));
        if (!(reading instanceof BankReading.ManifestUnread)) {
            Rereads.known(turn, id, bank);
        }
        SignedManifest manifest = judged.manifest();
        if (judged.good()
                && manifest != null
                && (entry.halfWritten(bank) || !manifest.digest().equals(entry.boundTo(bank)))) {
            // Bound by an interrupted write: to be proven. Found beside a bank, or adopted: it was there before.
            ComponentRecord bound = entry.written(bank, manifest.digest());
            turn.persist(id, entry.halfWritten(bank) ? Installs.written(turn, id, bank, manifest) : bound);
        }
        if (judged.condition() == BankCondition.UNMANAGED && before.condition() != BankCondition.UNMANAGED) {
            turn.note("BankUnmanaged", id, "", id.value(), bank.label());
        }
        return judged;
    }

    /** Decides what runs and what needs replacing, once nothing else is going on with the component. */
    static void evaluate(Turn turn, ComponentId id) {
        LostJournal.learnFloor(turn, id);
        if (LostJournal.open(turn, id) || Activations.underWay(turn, id) || Trials.resume(turn, id)) {
            return;
        }
        Job job = turn.jobOf(id);
        if (job != null && job.phase().touchesBank()) {
            return;
        }
        if (!pausing(turn, id) && Activations.repeat(turn, id, null)) {
            return;
        }
        run(turn, id);
        if (job != null || someUnchecked(turn.component(id)) || Restarts.resume(turn, id)) {
            return;
        }
        Ailment worst = worst(turn, id);
        if (worst != null) {
            raise(turn, id, worst.bank(), worst.finding());
        } else {
            Recovered.nothingLeft(turn, id);
        }
    }

    /** True while a recovery pauses, which then goes on by itself, or by the word of the operator who stopped it. */
    private static boolean pausing(Turn turn, ComponentId id) {
        Recovery recovery = turn.recoveryOf(id);
        return recovery != null
                && (recovery.phase() == RecoveryPhase.BACKOFF || recovery.phase() == RecoveryPhase.HELD)
                && (recovery.wakeAt() >= 0 || Holds.byOperator(recovery));
    }

    private static Bank activeBank(Turn turn, ComponentId id) {
        return turn.component(id).bank(turn.record(id).active());
    }

    /**
     * What needs replacing first, the active bank before the others; null when nothing does. Beside an unmanaged active bank
     * nothing is a finding, not even damage: nobody knows which image would belong there.
     */
    static @Nullable Ailment worst(Turn turn, ComponentId id) {
        ComponentState component = turn.component(id);
        BankId activeId = turn.record(id).active();
        Bank active = component.bank(activeId);
        if (active.condition() == BankCondition.UNMANAGED || active.condition() == BankCondition.UNREAD) {
            return null;
        }
        Bank bad = firstBad(turn, component, activeId);
        if (bad != null) {
            return new Ailment(bad.id(), findingOf(component, activeId, bad, Starts.failing(turn, id)));
        }
        return belowBaseline(turn, component, active) ? new Ailment(activeId, Finding.BELOW_BASELINE) : null;
    }

    private static boolean mayRun(Bank bank) {
        return bank.good() || bank.condition() == BankCondition.UNMANAGED;
    }

    private static void run(Turn turn, ComponentId id) {
        Bank active = activeBank(turn, id);
        ComponentRecord entry = turn.record(id);
        // One that fails to boot is intact, and the hardware goes on with it until something better is there.
        boolean stays = mayRun(active) || active.condition() == BankCondition.FAILING;
        if (!stays || entry.trial() != null || Activations.open(turn, id) != null) {
            return;
        }
        if (turn.component(id).running() == null) {
            turn.put(turn.component(id).running(active.id()));
        }
        SignedManifest manifest = active.manifest();
        boolean runs = turn.component(id).running() == active.id();
        boolean proven = !entry.unproven().contains(active.id());
        if (runs && proven && active.good() && manifest != null && entry.confirmedAt() < 0) {
            // The first good image this node ever ran, or the one that was adopted: its age as a donor counts from
            // here,
            // and its security version is the floor, so that a lost journal never means floor 0.
            turn.persist(id, entry.confirmed(manifest.securityVersion(), turn.now.uptimeMillis()));
            // The bank beside it may have been read before, and hold what must not run any more.
            Installs.sinkBelowFloor(turn, id);
        }
    }

    /** True until every bank was read once. */
    static boolean someUnchecked(ComponentState component) {
        return component.spec().banks().stream()
                .anyMatch(bank -> component.bank(bank).condition() == BankCondition.UNCHECKED);
    }

    private static @Nullable Bank firstBad(Turn turn, ComponentState component, BankId active) {
        List<BankId> order = component.spec().writableBanks();
        if (needsReplacing(turn, component.bank(active), true)) {
            return component.bank(active);
        }
        for (BankId bank : order) {
            if (bank != active && needsReplacing(turn, component.bank(bank), false)) {
                return component.bank(bank);
            }
        }
        return null;
    }

    private static boolean needsReplacing(Turn turn, Bank bank, boolean active) {
        boolean oldButIntact =
                bank.condition() == BankCondition.BELOW_FLOOR || bank.condition() == BankCondition.QUARANTINED;
        return bank.condition().replaceable() && (active || !oldButIntact || turn.policy.mirror());
    }

    private static Finding findingOf(ComponentState component, BankId active, Bank bad, boolean failing) {
        return switch (bad.condition()) {
            case MISSING -> Finding.MISSING;
            case FAILING -> Finding.BOOT_FAILURES;
            case BELOW_FLOOR -> Finding.BELOW_BASELINE;
            case QUARANTINED -> bad.id() == active && failing ? Finding.BOOT_FAILURES : Finding.BELOW_BASELINE;
            default ->
                bad.id() == active && component.running() == null
                        ? Finding.BOOT_VERIFICATION_FAILED
                        : Finding.SCAN_FAILED;
        };
    }

    private static boolean belowBaseline(Turn turn, ComponentState component, Bank active) {
        SignedManifest manifest = active.manifest();
        return active.good()
                && manifest != null
                && !turn.policy.inBaseline(component.spec().softwareId(), manifest.digest());
    }

    private static void raise(Turn turn, ComponentId id, BankId bank, Finding finding) {
        Recovery running = turn.recoveryOf(id);
        if (running == null) {
            Recoveries.begin(turn, id, bank, finding);
        } else {
            Recoveries.onFinding(turn, running, bank, finding);
        }
    }

    /** Answers an operator's adopt command. */
    static void onAdopted(Turn turn, Pending adopt, NodeEvent.Outcome outcome) {
        long command = Long.parseLong(adopt.owner());
        ComponentId id = adopt.component();
        BankId bank = adopt.bank();
        if (id == null || bank == null) {
            return;
        }
        if (outcome instanceof NodeEvent.ManifestVerified adopted) {
            turn.note(
                    "BankAdopted",
                    id,
                    "",
                    id.value(),
                    bank.label(),
                    adopted.manifest().manifest().version());
            turn.reply(command, new Answer.Done());
            if (turn.spec(id).writableBanks().contains(bank)) {
                // The protected bank is what the others are restored from; it is never the active one.
                LostJournal.adopted(turn, id, bank);
            }
            turn.forgetChecks(id, bank);
            check(turn, id, bank);
        } else if (outcome instanceof NodeEvent.Rejected rejected) {
            turn.reply(command, new Answer.ImageRefused(rejected.rejection()));
        } else {
            String why = outcome instanceof NodeEvent.Failed failed ? failed.reason() : "an answer that makes no sense";
            turn.reply(command, new Answer.Conflict(why));
        }
    }
}
