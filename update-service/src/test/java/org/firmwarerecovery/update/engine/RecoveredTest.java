package org.firmwarerecovery.update.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.firmwarerecovery.update.bank.Bank;
import org.firmwarerecovery.update.bank.BankCondition;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.recovery.Finding;
import org.firmwarerecovery.update.recovery.Recovery;
import org.firmwarerecovery.update.recovery.RecoveryPhase;
import org.junit.jupiter.api.Test;

/** A recovery that cannot be over, because nobody knows what the active bank should hold. */
class RecoveredTest {
    @Test
    void while_a_bank_cannot_be_read_nobody_says_that_all_is_well() {
        Turn turn = KnownBanks.turn(
                List.of(
                        new Bank(BankId.A, BankCondition.GOOD, Firmware.image(1, 1, 2), 0, ""),
                        new Bank(BankId.B, BankCondition.UNREAD, null, 0, "")),
                ComponentRecord.fresh(BankId.A, 0));
        Recovered.finish(turn, Recoveries.fresh(turn, Firmware.BMC, BankId.A, Finding.SCAN_FAILED));
        Recovery held = turn.recoveryOf(Firmware.BMC);
        assertNotNull(held);
        assertEquals("the manifest of bank B cannot be read", held.story().reason());
    }

    @Test
    void a_recovery_beside_an_unmanaged_bank_stays_held_with_its_reason_when_it_was_looked_at_again() {
        Turn turn = KnownBanks.turn(
                List.of(new Bank(BankId.A, BankCondition.UNMANAGED, null, 0, "")), ComponentRecord.fresh(BankId.A, 0));
        Recovered.finish(turn, Recoveries.fresh(turn, Firmware.BMC, BankId.A, Finding.SCAN_FAILED));
        Recovery held = turn.recoveryOf(Firmware.BMC);
        assertNotNull(held);
        assertEquals("Held", held.story().result());
        int told = held.story().timeline().size();
        Recoveries.onWake(turn, held.wakingAt(-1));
        Recovery after = turn.recoveryOf(Firmware.BMC);
        assertNotNull(after);
        assertEquals(RecoveryPhase.HELD, after.phase());
        assertEquals("Held", after.story().result());
        assertEquals(held.story().reason(), after.story().reason());
        assertEquals(told, after.story().timeline().size());
        assertTrue(after.wakeAt() > 0);
        assertEquals(
                1,
                turn.finish().effects().stream()
                        .filter(effect -> effect instanceof NodeEffect.Note note
                                && note.key().equals("RecoveryHeld"))
                        .count());
    }
}
