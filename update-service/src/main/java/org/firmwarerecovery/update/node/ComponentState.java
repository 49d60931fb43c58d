package org.firmwarerecovery.update.node;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.firmwarerecovery.update.bank.Bank;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.jspecify.annotations.Nullable;

/**
 * A component as it is known since the node started; what must survive stands in the journal.
 *
 * @param spec its configuration
 * @param banks its banks as last read
 * @param running the bank whose image runs, null while none may
 * @param scanDue uptime in milliseconds of the next background scan, -1 when none is planned
 * @param rereads banks that could not be read, and when they are read again
 * @param donateAt uptime in milliseconds at which its image becomes old enough to be donated, -1 when it is or never will
 */
public record ComponentState(
        Component spec,
        Map<BankId, Bank> banks,
        @Nullable BankId running,
        long scanDue,
        Map<BankId, Reread> rereads,
        long donateAt) {
    /**
     * A bank that could not be read.
     *
     * @param due uptime in milliseconds at which it is read again, -1 while it is being read
     * @param times how often in a row it could not be read
     */
    public record Reread(long due, int times) {}

    /** Copies the maps. */
    public ComponentState {
        EnumMap<BankId, Reread> again = new EnumMap<>(BankId.class);
        again.putAll(rereads);
        rereads = Collections.unmodifiableMap(again);
        EnumMap<BankId, Bank> copy = new EnumMap<>(BankId.class);
        copy.putAll(banks);
        banks = Collections.unmodifiableMap(copy);
    }

    /** A component whose banks nobody has read yet. */
    public static ComponentState unchecked(Component spec) {
        EnumMap<BankId, Bank> banks = new EnumMap<>(BankId.class);
        spec.banks().forEach(bank -> banks.put(bank, Bank.unchecked(bank)));
        return new ComponentState(spec, banks, null, -1, Map.of(), -1);
    }

    /** A bank of it; one that the configuration does not name reads as unchecked. */
    public Bank bank(BankId id) {
        return banks.getOrDefault(id, Bank.unchecked(id));
    }

    /** The same component with one bank replaced. */
    public ComponentState with(Bank bank) {
        EnumMap<BankId, Bank> all = new EnumMap<>(BankId.class);
        all.putAll(banks);
        all.put(bank.id(), bank);
        return new ComponentState(spec, all, running, scanDue, rereads, donateAt);
    }

    /** The same component with another running bank. */
    public ComponentState running(@Nullable BankId bank) {
        return new ComponentState(spec, banks, bank, scanDue, rereads, donateAt);
    }

    /** The same component with another scan time. */
    public ComponentState scanAt(long uptime) {
        return new ComponentState(spec, banks, running, uptime, rereads, donateAt);
    }

    /** The same component with another time from which its image is donated. */
    public ComponentState donatingAt(long uptime) {
        return new ComponentState(spec, banks, running, scanDue, rereads, uptime);
    }

    /** The same component with a bank to be read again at {@code due}, after {@code times} reads that said nothing. */
    public ComponentState readingAgain(BankId bank, long due, int times) {
        EnumMap<BankId, Reread> again = new EnumMap<>(BankId.class);
        again.putAll(rereads);
        if (due < 0 && times == 0) {
            again.remove(bank);
        } else {
            again.put(bank, new Reread(due, times));
        }
        return new ComponentState(spec, banks, running, scanDue, again, donateAt);
    }

    /** Uptime in milliseconds at which a bank that could not be read is read again, -1 when no time is planned. */
    public long rereadDue(BankId bank) {
        Reread planned = rereads.get(bank);
        return planned == null ? -1 : planned.due();
    }

    /** How often in a row a bank could not be read. */
    public int unreadTimes(BankId bank) {
        Reread planned = rereads.get(bank);
        return planned == null ? 0 : planned.times();
    }
}
