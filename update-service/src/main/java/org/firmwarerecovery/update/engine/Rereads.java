package org.firmwarerecovery.update.engine;

import java.time.Duration;
import org.firmwarerecovery.update.bank.Bank;
import org.firmwarerecovery.update.bank.BankCondition;
import org.firmwarerecovery.update.bank.BankReading;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.node.ComponentState;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.Pending;

/**
 * Banks that could not be read, or whose manifest could not: that says nothing about them. Each is read again by itself, a few
 * times at once and then with growing pauses, until a read says what is in it.
 */
final class Rereads {
    /** How often a bank is read before it counts as unreadable. */
    private static final int READS_MAX = 3;
    /** The pause after the first time that a bank could not be read; it doubles with each further time in a row. */
    static final Duration PAUSE_FIRST = Duration.ofSeconds(30);
    /** The longest pause: a bank is large, and to read it costs those that work. */
    static final Duration PAUSE_MAX = Duration.ofMinutes(10);

    private static final int DOUBLINGS_MAX = 8;

    private Rereads() {}

    /** One odd read is no finding: a bank that could not be read is read again, a few times, before that counts. */
    static boolean atOnce(Turn turn, Pending asked, NodeEvent.Outcome outcome) {
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

    /** It could not be read: what was known of it stays, and it is read again after a pause. */
    static void notRead(Turn turn, ComponentId id, BankId bank) {
        turn.count("UnknownReads");
        ComponentState component = turn.component(id);
        int times = component.unreadTimes(bank) + 1;
        turn.put(component.readingAgain(bank, turn.now.in(pause(times)), times));
    }

    /** The same, which is said once. */
    static void notRead(Turn turn, ComponentId id, BankId bank, String why) {
        notRead(turn, id, bank);
        Bank known = turn.component(id).bank(bank);
        String detail = "could not be read: " + why;
        if (!known.detail().equals(detail)) {
            turn.note("FlashFailed", id, "", id.value(), bank.label(), why);
            turn.put(turn.component(id).with(known.with(known.condition(), detail)));
        }
    }

    /**
     * What is known of the bank stays. Where nothing is known, it does not keep the others waiting: what is bad beside it can be
     * repaired, and an operator can update.
     */
    static void manifestUnread(Turn turn, ComponentId id, BankId bank, BankReading.ManifestUnread unread) {
        if (turn.component(id).bank(bank).condition() == BankCondition.UNCHECKED) {
            Checks.take(turn, id, bank, unread);
        }
        notRead(turn, id, bank, unread.detail());
    }

    /** Somebody else reads or writes it just now: if it is not known after that, it is read again before long. */
    static void unlessKnown(Turn turn, ComponentId id, BankId bank) {
        ComponentState component = turn.component(id);
        if (component.bank(bank).condition().unknown() && component.rereadDue(bank) < 0) {
            int times = component.unreadTimes(bank);
            turn.put(component.readingAgain(bank, turn.now.in(pause(times)), times));
        }
    }

    /** Has a bank that could not be read looked at no later than {@code uptime}. */
    static void by(Turn turn, ComponentId id, BankId bank, long uptime) {
        ComponentState component = turn.component(id);
        long due = component.rereadDue(bank);
        turn.put(component.readingAgain(bank, due < 0 ? uptime : Math.min(due, uptime), component.unreadTimes(bank)));
    }

    /** A read told what is in it. */
    static void known(Turn turn, ComponentId id, BankId bank) {
        turn.put(turn.component(id).readingAgain(bank, -1, 0));
    }

    /** True while a bank waits to be read again. */
    static boolean waits(Turn turn, ComponentId id, BankId bank) {
        return turn.component(id).rereadDue(bank) >= 0;
    }

    /** Reads the banks whose pause is over, and no other. */
    static void onTime(Turn turn, ComponentId id) {
        for (BankId bank : turn.component(id).rereads().keySet()) {
            ComponentState component = turn.component(id);
            long due = component.rereadDue(bank);
            if (due >= 0 && turn.now.reached(due)) {
                turn.put(component.readingAgain(bank, -1, component.unreadTimes(bank)));
                Checks.check(turn, id, bank);
            }
        }
    }

    private static Duration pause(int times) {
        Duration pause = PAUSE_FIRST.multipliedBy(1L << Math.min(DOUBLINGS_MAX, Math.max(0, times - 1)));
        return pause.compareTo(PAUSE_MAX) < 0 ? pause : PAUSE_MAX;
    }
}
