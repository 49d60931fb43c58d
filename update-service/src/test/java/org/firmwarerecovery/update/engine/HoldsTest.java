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
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.policy.Policy;
import org.firmwarerecovery.update.policy.SourceKind;
import org.firmwarerecovery.update.recovery.Finding;
import org.firmwarerecovery.update.recovery.Recovery;
import org.firmwarerecovery.update.recovery.RecoveryPhase;
import org.junit.jupiter.api.Test;

/** What ends a hold: what an operator stopped goes on only when he says so. */
class HoldsTest {
    private static final SignedManifest IMAGE = Firmware.image(1, 1, 4);

    private static Turn bothDamaged() {
        return KnownBanks.turn(
                List.of(
                        new Bank(BankId.A, BankCondition.DAMAGED, IMAGE, 0, ""),
                        new Bank(BankId.B, BankCondition.DAMAGED, IMAGE, 0, "")),
                ComponentRecord.fresh(BankId.A, 0));
    }

    private static Policy onlyTheOtherBank() {
        Policy all = Policy.defaults();
        return new Policy(
                all.onFinding(),
                List.of(SourceKind.OTHER_BANK),
                all.mirror(),
                all.preferences(),
                all.allowDowngrade(),
                all.baseline(),
                all.donateAfter(),
                all.offersMax(),
                all.slots(),
                all.collect(),
                all.attempts(),
                all.writesPerDay());
    }

    private static Recovery of(Turn turn) {
        Recovery recovery = turn.recoveryOf(Firmware.BMC);
        assertNotNull(recovery);
        return recovery;
    }

    @Test
    void another_finding_wakes_what_the_node_held_by_itself() {
        Turn turn = bothDamaged();
        Recoveries.hold(turn, Recoveries.fresh(turn, Firmware.BMC, BankId.A, Finding.SCAN_FAILED), "nothing", -1);
        Recoveries.onFinding(turn, of(turn), BankId.B, Finding.SCAN_FAILED);
        assertEquals(
                1,
                of(turn).story().timeline().stream()
                        .filter(entry -> entry.messageKey().equals("FindingRaised"))
                        .count());
    }

    @Test
    void an_activation_that_is_owed_waits_for_the_operator_who_stopped_the_recovery() {
        Turn turn = KnownBanks.turn(
                List.of(
                        new Bank(BankId.A, BankCondition.GOOD, IMAGE, 0, ""),
                        new Bank(BankId.B, BankCondition.GOOD, IMAGE, 0, "")),
                ComponentRecord.fresh(BankId.A, 0).switchedTo(BankId.A));
        Recoveries.cancel(turn, Recoveries.fresh(turn, Firmware.BMC, BankId.B, Finding.SCAN_FAILED), "admin");
        Checks.evaluate(turn, Firmware.BMC);
        assertEquals(RecoveryPhase.HELD, of(turn).phase());
        assertFalse(turn.finish().effects().stream().anyMatch(NodeEffect.Activate.class::isInstance));
    }

    @Test
    void a_good_bank_that_could_not_be_read_just_now_is_tried_again_where_there_is_no_other_source() {
        Turn turn = KnownBanks.turn(
                List.of(
                        new Bank(BankId.A, BankCondition.DAMAGED, IMAGE, 0, ""),
                        new Bank(BankId.B, BankCondition.GOOD, IMAGE, 0, "")),
                ComponentRecord.fresh(BankId.A, 0));
        turn.policy = onlyTheOtherBank();
        Recovery recovery = Recoveries.fresh(turn, Firmware.BMC, BankId.A, Finding.SCAN_FAILED);
        Recoveries.plan(turn, recovery.trying(List.of("OtherBank")));
        assertEquals(RecoveryPhase.BACKOFF, of(turn).phase(), of(turn).story().reason());
        assertTrue(of(turn).wakeAt() > 0);
    }

    @Test
    void another_finding_does_not_wake_what_an_operator_stopped() {
        Turn turn = bothDamaged();
        Recoveries.cancel(turn, Recoveries.fresh(turn, Firmware.BMC, BankId.A, Finding.SCAN_FAILED), "admin");
        Recoveries.onFinding(turn, of(turn), BankId.B, Finding.SCAN_FAILED);
        assertEquals(RecoveryPhase.HELD, of(turn).phase());
        assertEquals("cancelled by admin", of(turn).story().reason());
        assertEquals(BankId.A, of(turn).bank());
    }
}
