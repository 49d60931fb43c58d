package org.firmwarerecovery.update.engine;

import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.firmwarerecovery.update.bank.Bank;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.journal.JournalRecord;
import org.firmwarerecovery.update.node.ComponentState;
import org.firmwarerecovery.update.node.NodeSettings;
import org.firmwarerecovery.update.node.NodeState;
import org.firmwarerecovery.update.policy.Policy;

/** A recipient that knows what is in each bank of its component, as if it had read them just now. */
final class KnownBanks {
    private KnownBanks() {}

    /** Its next turn, with {@code entry} in the journal. */
    static Turn turn(List<Bank> banks, ComponentRecord entry) {
        NodeSettings settings = Fleet.recipient(banks.stream().map(Bank::id).toArray(BankId[]::new));
        JournalRecord journal = new JournalRecord(0, new TreeMap<>()).with(Firmware.BMC, entry, 0);
        Turn turn = new Turn(NodeState.initial(settings, Policy.defaults(), journal), Firmware.at(1, 1));
        ComponentState state = Objects.requireNonNull(turn.components.get(Firmware.BMC));
        for (Bank bank : banks) {
            state = state.with(bank);
        }
        turn.put(state);
        return turn;
    }
}
