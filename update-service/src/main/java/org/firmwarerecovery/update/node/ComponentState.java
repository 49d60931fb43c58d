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
 * @param donateAt uptime in milliseconds at which its image becomes old enough to be donated, -1 when it is or never will
 */
public record ComponentState(
        Component spec, Map<BankId, Bank> banks, @Nullable BankId running, long scanDue, long donateAt) {
    /** Copies the map. */
    public ComponentState {
        EnumMap<BankId, Bank> copy = new EnumMap<>(BankId.class);
        copy.putAll(banks);
        banks = Collections.unmodifiableMap(copy);
    }

    /** A component whose banks nobody has read yet. */
    public static ComponentState unchecked(Component spec) {
        EnumMap<BankId, Bank> banks = new EnumMap<>(BankId.class);
        spec.banks().forEach(bank -> banks.put(bank, Bank.unchecked(bank)));
        return new ComponentState(spec, banks, null, -1, -1);
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
        return new ComponentState(spec, all, running, scanDue, donateAt);
    }

    /** The same component with another running bank. */
    public ComponentState running(@Nullable BankId bank) {
        return new ComponentState(spec, banks, bank, scanDue, donateAt);
    }

    /** The same component with another scan time. */
    public ComponentState scanAt(long uptime) {
        return new ComponentState(spec, banks, running, uptime, donateAt);
    }

    /** The same component with another time from which its image is donated. */
    public ComponentState donatingAt(long uptime) {
        return new ComponentState(spec, banks, running, scanDue, uptime);
    }
}
