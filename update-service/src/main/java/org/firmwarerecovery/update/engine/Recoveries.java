package org.firmwarerecovery.update.engine;

import java.util.ArrayList;
import java.util.List;
import org.firmwarerecovery.update.bank.Bank;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.job.ImageSource;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.job.JobEnd;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.node.ComponentState;
import org.firmwarerecovery.update.policy.OnFinding;
import org.firmwarerecovery.update.policy.Policy;
import org.firmwarerecovery.update.policy.SourceKind;
import org.firmwarerecovery.update.recovery.Finding;
import org.firmwarerecovery.update.recovery.Recovery;
import org.firmwarerecovery.update.recovery.RecoveryPhase;
import org.firmwarerecovery.update.recovery.Story;

/** The life of a recovery: finding, local sources, back-off, held, healthy. DESIGN section 3 steps 1 and 2. */
final class Recoveries {
    private Recoveries() {}

    /** Starts a recovery because of a finding, as far as the policy lets it. */
    static void begin(Turn turn, ComponentId id, BankId bank, Finding finding) {
        Recovery recovery =
                turn.tell(fresh(turn, id, bank, finding), "FindingRaised", id.value(), bank.label(), finding.label());
        Records.forgetRecoveries(turn);
        if (turn.policy.onFinding() == OnFinding.REPAIR) {
            recovery = turn.tell(recovery, "RecoveryStarted", id.value(), finding.label());
            plan(turn, recovery);
        } else {
            hold(turn, recovery, "the policy says " + turn.policy.onFinding().label(), -1);
        }
    }

    /** A recovery that begins now. */
    static Recovery fresh(Turn turn, ComponentId id, BankId bank, Finding finding) {
        turn.count("RecoveriesStarted");
        return new Recovery(
                turn.freshId(),
                id,
                bank,
                finding,
                RecoveryPhase.FINDING,
                turn.now.wallClock(),
                turn.now.uptimeMillis(),
                0,
                -1,
                null,
                null,
                List.of(),
                Story.empty());
    }

    /**
     * A finding while a recovery exists: wakes a held one if it is a different finding. What an operator stopped is his: it goes
     * on when he says so, whatever else is found meanwhile.
     */
    static void onFinding(Turn turn, Recovery running, BankId bank, Finding finding) {
        boolean different =
                running.bank() != bank || !same(running.finding(), finding) || LostJournal.overtaken(turn, running);
        boolean waits = running.phase() == RecoveryPhase.HELD && !Holds.byOperator(running);
        if (!waits || !different || turn.policy.onFinding() != OnFinding.REPAIR) {
            return;
        }
        Recovery woken = running.about(bank, finding).trying(List.of());
        woken = turn.tell(woken, "FindingRaised", running.component().value(), bank.label(), finding.label());
        plan(turn, woken);
    }

    /** A bad content is the same finding whether the image runs or not. */
    private static boolean same(Finding one, Finding other) {
        return one == other || (badContent(one) && badContent(other));
    }

    private static boolean badContent(Finding finding) {
        return finding == Finding.BOOT_VERIFICATION_FAILED || finding == Finding.SCAN_FAILED;
    }

    /** Wakes a held or waiting recovery, with its budgets given back: the operator's action. */
    static void wake(Turn turn, Recovery recovery) {
        ComponentId id = recovery.component();
        LostJournal.settle(turn, id);
        turn.persist(id, turn.record(id).withFreshBudgets());
        Recovery woken = recovery.withFreshAttempts()
                .trying(List.of())
                .with(recovery.story().ended(null, "", ""));
        plan(turn, turn.tell(woken, "RecoveryStarted", id.value(), Finding.OPERATOR_REQUEST.label()));
    }

    /** Tries the sources of the policy in their order for what needs replacing now; done when nothing does. */
    static void plan(Turn turn, Recovery before) {
        ComponentId id = before.component();
        LostJournal.learnFloor(turn, id);
        if (putOff(turn, id, before)) {
            return;
        }
        Checks.Ailment worst = Checks.worst(turn, id);
        if (worst == null) {
            Recovered.finish(turn, before.withoutNegotiation());
            return;
        }
        boolean asBefore = before.bank() == worst.bank() && same(before.finding(), worst.finding());
        Recovery aimed = asBefore ? before : before.about(worst.bank(), worst.finding());
        Recovery recovery = aimed.in(RecoveryPhase.LOCAL_SOURCES).withoutNegotiation();
        turn.put(recovery);
        BankId active = turn.record(id).active();
        if (recovery.bank() == active && switchPossible(turn, recovery, active)) {
            goOver(turn, recovery, active);
            return;
        }
        write(turn, recovery, active);
    }

    /** Waits for what has to be known or done before anything else. */
    private static boolean putOff(Turn turn, ComponentId id, Recovery before) {
        if (Checks.someUnchecked(turn.component(id)) || Activations.underWay(turn, id) || turn.jobOf(id) != null) {
            // Nobody knows yet what is good; it goes on when the last bank was read, and the hook or the job has ended.
            turn.put(before.in(RecoveryPhase.FINDING).withoutNegotiation());
            return true;
        }
        String unknown = LostJournal.forbids(turn.record(id), id);
        if (unknown != null) {
            hold(turn, before, unknown, -1);
            return true;
        }
        if (Activations.open(turn, id) == null) {
            return false;
        }
        turn.put(before.in(RecoveryPhase.FINDING).withoutNegotiation());
        return Activations.repeat(turn, id, before);
    }

    private static void goOver(Turn turn, Recovery recovery, BankId active) {
        ComponentId id = recovery.component();
        BankId other = turn.spec(id).besides(active);
        SignedManifest there = turn.component(id).bank(other).manifest();
        if (there != null && turn.record(id).unproven().contains(other)) {
            // Written here and never confirmed: it may run at once, but on trial.
            Placement.LocalImage image = new Placement.LocalImage(there, new ImageSource.LocalBank(other));
            Jobs.startAsItIs(turn, recovery, image, new Job.Install(other, true, active));
        } else {
            Activations.check(turn, id, other, recovery.id());
        }
    }

    /** Tries the sources of the policy, as far as budgets and the last good bank let it. */
    private static void write(Turn turn, Recovery recovery, BankId active) {
        ComponentId id = recovery.component();
        long budgetBack = Budgets.back(
                turn.record(id).writes(), turn.policy.writesPerDay(), Policy.WRITES_WINDOW, turn.now.uptimeMillis());
        if (budgetBack >= 0) {
            hold(turn, recovery, "the write budget of " + turn.policy.writesPerDay() + " a day is spent", budgetBack);
            return;
        }
        boolean onlyQuarantined = recovery.finding() == Finding.BELOW_BASELINE
                && recovery.bank() == active
                && turn.component(id).bank(active).good()
                && Placement.baselineQuarantined(turn, turn.spec(id));
        if (onlyQuarantined) {
            hold(turn, recovery, "every image of the baseline is in quarantine here; the one that works stays", -1);
            return;
        }
        Job.Install install = Placement.forRecovery(turn, recovery);
        String forbidden = Placement.forbidden(turn, id, install.bank(), true);
        // A bank that nobody can read may be what is missing: it wakes the recovery, also where that was forgotten in
        // between.
        long again = Recovered.unread(turn, id) == null ? -1 : turn.now.in(Policy.ATTEMPTS_WINDOW);
        if (forbidden != null) {
            hold(turn, recovery, forbidden, again);
            return;
        }
        for (SourceKind source : turn.policy.sources()) {
            if (!recovery.tried().contains(source.label()) && use(turn, recovery, source, install)) {
                return;
            }
        }
        boolean network = turn.policy.allows(SourceKind.NETWORK) && turn.settings.peersTrusted();
        if (network) {
            fail(turn, recovery, "no source holds an eligible image");
        } else if (switchPossible(turn, recovery.trying(List.of()), active)) {
            // It is good, and could only not be read just now.
            String unread = "bank " + turn.spec(id).besides(active).label() + " could not be read";
            failActivation(turn, recovery.attempted(), unread);
        } else {
            hold(turn, recovery, "no local source holds an eligible image, and peers are off", again);
        }
    }

    /** Begins to repair the bank of the finding where budgets and sources let it at once; false when they do not. */
    static boolean writes(Turn turn, Recovery recovery) {
        ComponentRecord entry = turn.record(recovery.component());
        long now = turn.now.uptimeMillis();
        Job.Install install = Placement.forRecovery(turn, recovery);
        boolean may = Budgets.back(entry.writes(), turn.policy.writesPerDay(), Policy.WRITES_WINDOW, now) < 0
                && Placement.forbidden(turn, recovery.component(), install.bank(), true) == null;
        boolean asks = Budgets.back(entry.attempts(), turn.policy.attempts(), Policy.ATTEMPTS_WINDOW, now) < 0;
        return may
                && turn.policy.sources().stream()
                        .filter(source -> source != SourceKind.NETWORK || asks)
                        .anyMatch(source -> use(turn, recovery, source, install));
    }

    private static boolean switchPossible(Turn turn, Recovery recovery, BankId active) {
        ComponentState component = turn.component(recovery.component());
        Bank other = component.bank(component.spec().besides(active));
        return other.id() != active
                && other.good()
                && !component.bank(active).good()
                && turn.policy.allows(SourceKind.OTHER_BANK)
                && !recovery.tried().contains(SourceKind.OTHER_BANK.label());
    }

    private static boolean use(Turn turn, Recovery recovery, SourceKind source, Job.Install install) {
        if (source == SourceKind.NETWORK) {
            if (!turn.settings.peersTrusted()) {
                return false;
            }
            return searchWithinBudget(turn, recovery);
        }
        Bank target = turn.component(recovery.component()).bank(install.bank());
        SignedManifest there = target.manifest();
        boolean asItIs = source == SourceKind.OTHER_BANK
                && install.activate()
                && target.good()
                && there != null
                && !there.revoked()
                && turn.policy.inBaseline(turn.spec(recovery.component()).softwareId(), there.digest());
        if (asItIs && there != null) {
            Jobs.startAsItIs(
                    turn, recovery, new Placement.LocalImage(there, new ImageSource.LocalBank(target.id())), install);
            return true;
        }
        Placement.LocalImage image = Placement.local(turn, recovery, source, install.bank());
        if (image == null) {
            return false;
        }
        Recovery using = turn.advance(
                recovery,
                RecoveryPhase.LOCAL_SOURCES,
                "LocalSourceUsed",
                recovery.component().value(),
                source.label());
        Jobs.startLocal(turn, using, source, image, install);
        return true;
    }

    private static boolean searchWithinBudget(Turn turn, Recovery recovery) {
        ComponentId id = recovery.component();
        ComponentRecord entry = turn.record(id);
        long back =
                Budgets.back(entry.attempts(), turn.policy.attempts(), Policy.ATTEMPTS_WINDOW, turn.now.uptimeMillis());
        if (back >= 0) {
            String spent = turn.policy.attempts() + " attempts within an hour were spent";
            String last = lastFailure(recovery);
            hold(turn, recovery, last.isEmpty() ? spent : spent + "; the last: " + last, back);
            return true;
        }
        turn.persist(id, entry.attempted(turn.now.uptimeMillis()));
        Negotiations.begin(turn, recovery.attempted());
        return true;
    }

    private static String lastFailure(Recovery recovery) {
        String last = "";
        for (Story.Entry entry : recovery.story().timeline()) {
            last = entry.messageKey().equals("RecoveryBackoff") ? entry.args().get(2) : last;
        }
        return last;
    }

    /** A job of this recovery ended. */
    static void onJobEnded(Turn turn, Recovery recovery, Job job, String source) {
        JobEnd end = job.end();
        if (end == null || !recovery.active() || recovery.phase() == RecoveryPhase.HELD) {
            return;
        }
        if (end.outcome() == JobEnd.Outcome.SUCCEEDED) {
            ComponentId id = recovery.component();
            Job.Install install = job.install();
            String bank = install == null ? "" : install.bank().label();
            Recovery repaired =
                    turn.tell(recovery.withoutNegotiation().trying(List.of()), "RedundancyRestored", id.value(), bank);
            plan(turn, repaired);
            return;
        }
        if (Probation.nobodyToBlame(job)) {
            Trials.pause(turn, job, recovery);
        } else if (Activations.owed(turn, recovery.component())) {
            failActivation(turn, recovery.attempted(), end.reason());
        } else if (source.equals(SourceKind.NETWORK.label())) {
            fail(turn, recovery, end.reason());
        } else {
            boolean spent = job.source() instanceof ImageSource.LocalBank started
                    && job.install() != null
                    && started.bank() == job.install().bank()
                    && !turn.component(recovery.component())
                            .bank(started.bank())
                            .good();
            // A bank that was started as it is and failed is no source any more; the other one may still be.
            plan(turn, spent ? recovery : recovery.trying(added(recovery.tried(), source)));
        }
    }

    /** An attempt failed: pause, then try everything again. */
    static void fail(Turn turn, Recovery failed, String why) {
        // A lease is a slot of the donor's: kept over a pause, a few attempts would shut others out.
        Recovery recovery = Choices.abandon(turn, failed);
        long delay = Budgets.pause(turn, recovery);
        Recovery pausing = turn.advance(
                recovery.withoutNegotiation().trying(List.of()),
                RecoveryPhase.BACKOFF,
                "RecoveryBackoff",
                recovery.component().value(),
                Long.toString(Math.max(1, Math.round(delay / 1000.0))),
                why);
        turn.put(pausing.with(pausing.story().ended(null, "", why)).wakingAt(turn.now.uptimeMillis() + delay));
        turn.count("AttemptsFailed");
    }

    /** The hook of a switch failed: it is tried again after a pause, as often as donors would be asked. */
    static void failActivation(Turn turn, Recovery recovery, String why) {
        if (recovery.attempt() % Math.max(1, turn.policy.attempts()) == 0) {
            hold(turn, recovery, why, turn.now.in(Policy.ATTEMPTS_WINDOW));
        } else {
            fail(turn, recovery, why);
        }
    }

    /** Nothing more happens until an operator, another finding, or {@code until} (an uptime; -1 for never). */
    static void hold(Turn turn, Recovery recovery, String why, long until) {
        Recovery held = turn.advance(
                recovery.withoutNegotiation(),
                RecoveryPhase.HELD,
                "RecoveryHeld",
                recovery.component().value(),
                why);
        turn.put(held.with(held.story().ended(null, "Held", why)).wakingAt(until));
        turn.count("RecoveriesHeld");
    }

    /** Its time has come. */
    static void onWake(Turn turn, Recovery recovery) {
        if (recovery.negotiation() != null) {
            Negotiations.onWindowOver(turn, recovery);
        } else if (recovery.phase() == RecoveryPhase.BACKOFF || recovery.phase() == RecoveryPhase.HELD) {
            plan(turn, recovery.trying(List.of()).with(recovery.story().ended(null, "", "")));
        } else {
            turn.put(recovery.wakingAt(-1));
        }
    }

    /** An operator's update takes the component over. */
    static void supersede(Turn turn, Recovery recovery) {
        Choices.abandon(turn, recovery);
        Recovery over = turn.advance(
                recovery,
                RecoveryPhase.CANCELLED,
                "SupersededByOperator",
                recovery.component().value());
        turn.put(over.withoutNegotiation()
                .with(over.story().ended(turn.now.wallClock(), "Cancelled", "SupersededByOperator")));
    }

    /** An operator stopped it: the component stays held. */
    static void cancel(Turn turn, Recovery recovery, String principal) {
        Choices.abandon(turn, recovery);
        Recovery cancelled =
                turn.tell(recovery, "RecoveryCancelled", recovery.component().value());
        hold(turn, cancelled, Holds.CANCELLED_BY + principal, -1);
    }

    static List<String> added(List<String> list, String more) {
        List<String> all = new ArrayList<>(list);
        all.add(more);
        return all;
    }
}
