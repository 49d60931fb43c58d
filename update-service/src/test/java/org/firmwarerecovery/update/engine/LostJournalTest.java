package org.firmwarerecovery.update.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.firmwarerecovery.update.bank.Bank;
import org.firmwarerecovery.update.bank.BankCondition;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.journal.Trial;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.recovery.Recovery;
import org.junit.jupiter.api.Test;

/** Which bank counts as active after both slots of the journal were lost. */
class LostJournalTest {
    private static final SignedManifest IMAGE = Firmware.image(1, 1, 4);
    private static final Bank TORN =
            new Bank(BankId.B, BankCondition.UNMANAGED, null, 0, "no manifest stands beside it");

    private static Turn lost(Bank a, Bank b) {
        Turn turn = KnownBanks.turn(
                List.of(a, b), ComponentRecord.fresh(BankId.A, 0).lost(List.of()));
        Checks.evaluate(turn, Firmware.BMC);
        return turn;
    }

    private static boolean starts(Turn turn, BankId bank) {
        return turn.finish().effects().stream()
                .anyMatch(effect -> effect instanceof NodeEffect.Activate start && start.bank() == bank
                        || effect instanceof NodeEffect.CheckBank read && read.bank() == bank);
    }

    @Test
    void the_half_of_a_write_that_nobody_remembers_is_not_started_but_the_damaged_bank_beside_it_repaired() {
        Turn turn = lost(new Bank(BankId.A, BankCondition.DAMAGED, IMAGE, 0, ""), TORN);
        assertFalse(turn.record(Firmware.BMC).undecided());
        assertEquals(BankId.A, turn.record(Firmware.BMC).active());
        Recovery recovery = turn.recoveryOf(Firmware.BMC);
        assertNotNull(recovery);
        assertEquals(BankId.A, recovery.bank());
        assertEquals(BankId.A, Placement.forRecovery(turn, recovery).bank());
        assertFalse(starts(turn, BankId.B));
    }

    @Test
    void what_is_intact_but_may_not_run_did_not_run_so_the_bank_without_a_manifest_did() {
        for (BankCondition sunk : List.of(BankCondition.QUARANTINED, BankCondition.BELOW_FLOOR)) {
            Turn turn = lost(new Bank(BankId.A, sunk, IMAGE, 0, ""), TORN);
            assertEquals(BankId.B, turn.record(Firmware.BMC).active(), sunk.label());
        }
    }

    @Test
    void a_whole_image_is_not_left_for_what_may_be_the_half_of_a_write() {
        Turn turn = lost(new Bank(BankId.A, BankCondition.GOOD, IMAGE, 0, ""), TORN);
        Restarts.putOnTrial(turn, Firmware.BMC, BankId.A, IMAGE);
        Trial trial = turn.record(Firmware.BMC).trial();
        assertNotNull(trial);
        assertEquals(BankId.A, trial.revertTo(), "there is nothing to go back to");
    }

    @Test
    void while_a_manifest_cannot_be_read_nobody_but_an_operator_chooses() {
        Bank unread = new Bank(BankId.B, BankCondition.UNREAD, null, 0, "input/output error");
        Turn turn = lost(new Bank(BankId.A, BankCondition.GOOD, IMAGE, 0, ""), unread);
        assertTrue(turn.record(Firmware.BMC).undecided());
        Recovery held = turn.recoveryOf(Firmware.BMC);
        assertNotNull(held);
        assertTrue(
                held.story().reason().contains("B (its manifest cannot be read)"),
                held.story().reason());
        LostJournal.settle(turn, Firmware.BMC);
        assertEquals(BankId.A, turn.record(Firmware.BMC).active());
        assertTrue(turn.record(Firmware.BMC).unproven().contains(BankId.B), "nobody knows whether it ever worked");
    }

    @Test
    void with_no_manifest_anywhere_the_bank_that_holds_something_is_what_ran() {
        Turn turn = lost(new Bank(BankId.A, BankCondition.MISSING, null, 0, "erased"), TORN);
        assertEquals(BankId.B, turn.record(Firmware.BMC).active());
        assertTrue(starts(turn, BankId.B));
    }
}
