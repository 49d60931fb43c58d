package org.firmwarerecovery.update.engine;

import java.time.Duration;
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
    /** How often a bank is read before it counts as unreadable. */
    private static final int READS_MAX = 3;
    /** How many times sooner than any other a bank is read again that was never read. */
    private static final int UNREAD_SOONER = 10;

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
        // First, since a bank that cannot be read now asks for an earlier time.
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
            unlessKnown(turn, id, bank);
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
        if (readAgain(turn, check, outcome)) {
            return;
        }
        boolean wasUnread = turn.component(id).bank(bank).condition() == BankCondition.UNREAD;
        if (outcome instanceof NodeEvent.BankChecked checked
                && checked.reading() instanceof BankReading.ManifestUnread unread) {
            manifestUnread(turn, id, bank, unread);
        } else if (outcome instanceof NodeEvent.BankChecked checked) {
            take(turn, id, bank, checked.reading());
        } else {
            notRead(turn, id, bank, Outcomes.reason(outcome));
        }
        Updates.banksRead(turn, id);
        evaluate(turn, id);
        if (wasUnread) {
            Holds.bankKnown(turn, id, bank);
        }
        Donors.answerWaiting(turn, false);
    }

    /** No answer in time says nothing about the bank, only about the reading: what was known stays, and it is read again. */
    static void notRead(Turn turn, ComponentId id) {
        turn.count("UnknownReads");
        soon(turn, id);
    }

    /** Has the component looked at again after the longest pause, if it is not anyway. */
    static void soon(Turn turn, ComponentId id) {
        within(turn, id, turn.limits.backoffMax());
    }

    /** The same about a bank that nobody knows yet: it keeps everything waiting. */
    private static void sooner(Turn turn, ComponentId id) {
        within(turn, id, turn.limits.backoffMax().dividedBy(UNREAD_SOONER));
    }

    /** Nothing has come out about the bank: if it is not known yet, it is read again before long. */
    static void unlessKnown(Turn turn, ComponentId id, BankId bank) {
        if (turn.component(id).bank(bank).condition().unknown()) {
            sooner(turn, id);
        }
    }

    private static void within(Turn turn, ComponentId id, Duration pause) {
        long soon = turn.now.in(pause);
        long due = turn.component(id).scanDue();
        turn.put(turn.component(id).scanAt(due < 0 ? soon : Math.min(due, soon)));
    }

    /** The same about one bank, which is said once. What nobody knows yet keeps everything waiting, so it is tried sooner. */
    private static void notRead(Turn turn, ComponentId id, BankId bank, String why) {
        notRead(turn, id);
        Bank known = turn.component(id).bank(bank);
        String detail = "could not be read: " + why;
        if (!known.detail().equals(detail)) {
            turn.note("FlashFailed", id, "", id.value(), bank.label(), why);
            turn.put(turn.component(id).with(known.with(known.condition(), detail)));
        }
        unlessKnown(turn, id, bank);
    }

    /**
     * What is known of the bank stays. Where nothing is known, it does not keep the others waiting: what is bad beside it can be
     * repaired, and an operator can update. It is looked at again before long.
     */
    private static void manifestUnread(Turn turn, ComponentId id, BankId bank, BankReading.ManifestUnread unread) {
        if (turn.component(id).bank(bank).condition() == BankCondition.UNCHECKED) {
            take(turn, id, bank, unread);
        }
        notRead(turn, id, bank, unread.detail());
    }

    /** One odd read is no finding: a bank that could not be read is read again, a few times, before that counts. */
    static boolean readAgain(Turn turn, Pending asked, NodeEvent.Outcome outcome) {
        ComponentId id = asked.component();
        BankId bank = asked.bank();
        int failed = Math.max(0, asked.index()) + 1;
        BankReading reading = reading(outcome);
        boolean odd = reading instanceof BankReading.Unreadable || reading instanceof BankReading.ManifestUnread;
        if (!odd || failed >= READS_MAX || id == null || bank == null) {
            return false;
        }
        turn.start(
                new Pending(asked.kind(), asked.owner(), id, bank, "", failed, 0),
                turn.limits.checkTimeout(),
                effectId -> new NodeEffect.CheckBank(effectId, id, bank));
        return true;
    }

    /** True when a read says neither what is in the bank nor that it cannot be known. */
    static boolean unread(NodeEvent.Outcome outcome) {
        return !(outcome instanceof NodeEvent.BankChecked checked)
                || checked.reading() instanceof BankReading.ManifestUnread;
    }

    /** What an outcome says about a bank. */
    static BankReading reading(NodeEvent.Outcome outcome) {
        if (outcome instanceof NodeEvent.BankChecked checked) {
            return checked.reading();
        }
        return new BankReading.Unreadable(
                outcome instanceof NodeEvent.Failed failed ? failed.reason() : "an answer that makes no sense");
    }

    /** Stores what a read found, and binds a complete image that the journal did not know. */
    static Bank take(Turn turn, ComponentId id, BankId bank, BankReading reading) {
        ComponentRecord entry = turn.record(id);
        Bank before = turn.component(id).bank(bank);
        Bank judged = BankRules.judge(turn.spec(id), entry, bank, reading, turn.now.uptimeMillis());
        turn.put(turn.component(id).with(judged));
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
