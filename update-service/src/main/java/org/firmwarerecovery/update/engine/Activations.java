package org.firmwarerecovery.update.engine;

import org.firmwarerecovery.update.bank.Bank;
import org.firmwarerecovery.update.bank.BankCondition;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.Pending;
import org.firmwarerecovery.update.policy.SourceKind;
import org.firmwarerecovery.update.recovery.Recovery;
import org.firmwarerecovery.update.recovery.RecoveryPhase;
import org.jspecify.annotations.Nullable;

/**
 * Going over to a bank that was confirmed before: a switch, or a revert that has to be repeated. The flip is forced with the
 * note that its hook has yet to end well, so that neither a crash nor a failing hook leaves the hardware with another image
 * than the journal: it is tried again until it works.
 */
final class Activations {
    /** A bank read longer ago than this, in milliseconds, is read once more before it is started. */
    private static final long READ_FRESH_MILLIS = 60_000;

    private Activations() {}

    /** True while the hook starts the bank to which the node goes over. */
    static boolean underWay(Turn turn, ComponentId id) {
        return turn.pending.values().stream()
                .anyMatch(asked -> asked.kind() == Pending.Kind.SWITCH && id.equals(asked.component()));
    }

    /** True when the image of the active bank is good and only its hook has yet to end well. */
    static boolean owed(Turn turn, ComponentId id) {
        BankId bank = open(turn, id);
        return bank != null
                && bank == turn.record(id).active()
                && turn.component(id).bank(bank).good();
    }

    /**
     * The bank that still has to be started before it counts as running, null when there is none: one to which the node went
     * over, or the active one when it was written anew and never put on trial; or the one to which it goes back from an active
     * one that did not prove itself, as soon as that can be read.
     */
    static @Nullable BankId open(Turn turn, ComponentId id) {
        ComponentRecord entry = turn.record(id);
        BankId active = entry.active();
        boolean wayBack = entry.activating() != null && entry.activating() != active;
        if (wayBack && !turn.component(id).bank(active).good()) {
            return entry.activating();
        }
        boolean untried = entry.trial() == null
                && entry.unproven().contains(active)
                && turn.component(id).bank(active).good()
                && turn.component(id).running() != active;
        if (entry.activating() == null || wayBack) {
            return untried ? active : null;
        }
        return active;
    }

    /**
     * Tries again to start the bank to which the node went over; false when its hook ended well, or when something else has
     * to be done about the bank first.
     */
    static boolean repeat(Turn turn, ComponentId id, @Nullable Recovery recovery) {
        ComponentRecord entry = turn.record(id);
        BankId bank = open(turn, id);
        Job job = turn.jobOf(id);
        Recovery asking = turn.recoveryOf(id);
        // An operator's image that is still on its way waits for the hook; what a recovery fetches or asks for may
        // replace this very bank.
        boolean busy = job != null && (job.phase().touchesBank() || job.origin().byRecovery())
                || asking != null && asking.negotiation() != null;
        if (bank == null || busy) {
            return false;
        }
        if (bank != entry.active()) {
            return goBack(turn, id, bank, recovery);
        }
        Bank state = turn.component(id).bank(bank);
        // Where the node died in this hook often enough, it has to be known first whether anything else may run.
        boolean othersFirst = Starts.oftenCutOff(turn, id) && Checks.someUnchecked(turn.component(id));
        if (state.condition() == BankCondition.UNCHECKED || checking(turn, id) || othersFirst) {
            return true;
        }
        boolean unmanaged = state.condition() == BankCondition.UNMANAGED
                && !entry.unproven().contains(bank);
        if (!state.good() && !unmanaged) {
            return false;
        }
        boolean toProve = state.good() && entry.unproven().contains(bank);
        if (toProve && job != null) {
            // A trial is a job of its own.
            return true;
        }
        if (!toProve && Starts.cutOffTooOften(turn, id, bank)) {
            // The node died in this very hook, again and again, and something else may run.
            return false;
        }
        if (turn.now.uptimeMillis() - state.verifiedAt() < READ_FRESH_MILLIS) {
            start(turn, id, bank, recovery);
        } else {
            check(turn, id, bank, recovery == null ? "" : recovery.id());
        }
        return true;
    }

    /**
     * An image did not prove itself, and the bank before it could not be read. That is no finding, which a policy could forbid to
     * repair: as soon as a read says what is in that bank it is read once more and started.
     */
    private static boolean goBack(Turn turn, ComponentId id, BankId bank, @Nullable Recovery recovery) {
        BankCondition there = turn.component(id).bank(bank).condition();
        if (there == BankCondition.UNCHECKED || checking(turn, id)) {
            return true;
        }
        boolean usable = there == BankCondition.GOOD || there == BankCondition.UNMANAGED;
        if (!usable || Rereads.waits(turn, id, bank)) {
            return false;
        }
        check(turn, id, bank, recovery == null ? "" : recovery.id());
        return true;
    }

    private static boolean checking(Turn turn, ComponentId id) {
        return turn.pending.values().stream()
                .anyMatch(asked -> asked.kind() == Pending.Kind.CHECK_BEFORE_SWITCH && id.equals(asked.component()));
    }

    /** Reads a bank once more before the node goes over to it; {@code owner} is the recovery's id, empty without one. */
    static void check(Turn turn, ComponentId id, BankId bank, String owner) {
        turn.forgetChecks(id, bank);
        turn.start(
                new Pending(Pending.Kind.CHECK_BEFORE_SWITCH, owner, id, bank, "", -1, 0),
                turn.limits.checkTimeout(),
                effectId -> new NodeEffect.CheckBank(effectId, id, bank));
    }

    /** The bank was read before the node goes over to it. */
    static void onRead(Turn turn, Pending check, NodeEvent.Outcome outcome) {
        Recovery owner = turn.recoveries.get(check.owner());
        Recovery recovery = owner != null && owner.active() ? owner : null;
        ComponentId id = check.component();
        BankId bank = check.bank();
        // Superseded or stopped by an operator meanwhile: then nobody goes anywhere.
        boolean unknown = !check.owner().isEmpty() && (recovery == null || recovery.phase() == RecoveryPhase.HELD);
        if (id == null || bank == null) {
            return;
        }
        Rereads.unlessKnown(turn, id, bank);
        if (unknown || Rereads.atOnce(turn, check, outcome)) {
            return;
        }
        Job job = turn.jobOf(id);
        if (job != null && job.phase().touchesBank()) {
            // Somebody owns the component by now; the bank may be the one that is being written.
            turn.count("LateResults");
            return;
        }
        ComponentRecord before = turn.record(id);
        boolean repeated = before.activating() == bank;
        if (Rereads.unread(outcome)) {
            // One on the way back is a source like any other: while it cannot be read the others have their turn.
            onNotRead(turn, id, bank, recovery, repeated && before.active() == bank);
            return;
        }
        Bank read = Checks.take(turn, id, bank, Rereads.reading(outcome));
        boolean usable = read.good() || (repeated && read.condition() == BankCondition.UNMANAGED);
        Recovery there = turn.recoveryOf(id);
        boolean stopped = there != null && Holds.byOperator(there);
        if (usable && !stopped) {
            if (before.active() != bank) {
                Starts.leave(turn, id);
                turn.persist(id, turn.record(id).switchedTo(bank));
            }
            start(turn, id, bank, recovery);
        } else if (recovery != null) {
            Recoveries.plan(turn, recovery);
        } else {
            Checks.evaluate(turn, id);
        }
    }

    /** Not read is not damaged: the bank keeps what is known of it, but nothing unread is started. */
    private static void onNotRead(
            Turn turn, ComponentId id, BankId bank, @Nullable Recovery recovery, boolean repeated) {
        Rereads.notRead(turn, id, bank);
        if (recovery == null) {
            return;
        }
        if (repeated) {
            Recoveries.failActivation(turn, recovery.attempted(), "bank " + bank.label() + " could not be read");
        } else {
            Recoveries.plan(turn, recovery.trying(Recoveries.added(recovery.tried(), SourceKind.OTHER_BANK.label())));
        }
    }

    private static void start(Turn turn, ComponentId id, BankId bank, @Nullable Recovery recovery) {
        ComponentRecord entry = turn.record(id);
        Bank state = turn.component(id).bank(bank);
        SignedManifest manifest = state.manifest();
        if (manifest != null && state.good() && entry.unproven().contains(bank)) {
            // It never proved itself since it was written, or since the journal was lost: it may run, but on trial.
            if (turn.jobOf(id) == null) {
                Restarts.putOnTrial(turn, id, bank, manifest);
            }
            return;
        }
        turn.put(turn.component(id).running(null));
        turn.persist(id, entry.with(entry.boots().begun()));
        if (recovery != null) {
            turn.put(recovery.in(RecoveryPhase.ACTIVATING));
        }
        String owner = recovery == null ? "" : recovery.id();
        turn.start(
                new Pending(Pending.Kind.SWITCH, owner, id, bank, "", -1, 0),
                turn.limits.hookTimeout(),
                effectId -> new NodeEffect.Activate(effectId, id, bank));
    }

    /** The hook that starts the bank ended. */
    static void onSwitched(Turn turn, Pending activation, NodeEvent.Outcome outcome) {
        ComponentId id = activation.component();
        BankId bank = activation.bank();
        if (id == null || bank == null) {
            return;
        }
        Recovery owner = turn.recoveries.get(activation.owner());
        Recovery recovery = owner != null && owner.active() ? owner : null;
        if (outcome instanceof NodeEvent.Done) {
            ComponentRecord entry = turn.record(id);
            turn.persist(id, entry.with(entry.boots().counted()).withActivating(null));
            BankCondition now = turn.component(id).bank(bank).condition();
            // What was reported while the hook ran may have put its image into quarantine.
            boolean barred = now == BankCondition.QUARANTINED || now == BankCondition.BELOW_FLOOR;
            turn.put(turn.component(id).running(barred ? null : bank));
            if (recovery != null) {
                Recoveries.plan(turn, turn.tell(recovery, "SwitchedToBank", id.value(), bank.label()));
            } else {
                turn.note("SwitchedToBank", id, "", id.value(), bank.label());
            }
        } else {
            ComponentRecord entry = turn.record(id);
            turn.persist(id, entry.with(entry.boots().outlived()));
            String why = Outcomes.reason(outcome);
            // Before every bank was read a restart lets no recovery go on, but the one that is there hears of it.
            Recovery hears = recovery != null ? recovery : Restarts.goingOn(turn, id);
            if (hears != null) {
                onFailure(turn, turn.tell(hears, "ActivationFailed", id.value(), why), why);
            } else {
                turn.note("ActivationFailed", id, "", id.value(), why);
                turn.put(turn.component(id).scanAt(turn.now.in(turn.limits.backoffMax())));
            }
        }
        Updates.banksRead(turn, id);
        if (recovery == null) {
            afterwards(turn, id, outcome);
        }
    }

    /**
     * The hook of a switch failed. Before it is tried again, what is damaged beside the bank is repaired from the sources there
     * are: for that the bank only has to be good, it need not run.
     */
    private static void onFailure(Turn turn, Recovery failed, String why) {
        ComponentId id = failed.component();
        BankId active = turn.record(id).active();
        Checks.Ailment worst = Checks.someUnchecked(turn.component(id)) ? null : Checks.worst(turn, id);
        Bank bad = worst == null ? null : turn.component(id).bank(worst.bank());
        boolean damaged = bad != null
                && bad.id() != active
                && (bad.condition() == BankCondition.DAMAGED || bad.condition() == BankCondition.MISSING);
        Recovery attempted = failed.attempted();
        boolean repairing = worst != null
                && damaged
                && Recoveries.writes(
                        turn, attempted.about(worst.bank(), worst.finding()).in(RecoveryPhase.LOCAL_SOURCES));
        if (!repairing) {
            Recoveries.failActivation(turn, attempted, "its activation failed: " + why);
        }
    }

    /** What was put off while the hook ran. */
    private static void afterwards(Turn turn, ComponentId id, NodeEvent.Outcome outcome) {
        if (outcome instanceof NodeEvent.Done) {
            Checks.evaluate(turn, id);
        }
    }
}
