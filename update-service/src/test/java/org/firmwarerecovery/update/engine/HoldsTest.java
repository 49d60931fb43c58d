package org.firmwarerecovery.update.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.firmwarerecovery.update.bank.Bank;
import org.firmwarerecovery.update.bank.BankCondition;
import org.firmwarerecovery.update.bank.BankReading;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.job.IngestSource;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.manifest.Rejection;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.NodeState;
import org.firmwarerecovery.update.node.Pending;
import org.firmwarerecovery.update.node.Restored;
import org.firmwarerecovery.update.policy.ChangedPolicy;
import org.firmwarerecovery.update.policy.OnFinding;
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
        return ChangedPolicy.of(Policy.defaults())
                .sources(List.of(SourceKind.OTHER_BANK))
                .policy();
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

    private static Turn stopped() {
        Turn turn = bothDamaged();
        Recoveries.cancel(turn, Recoveries.fresh(turn, Firmware.BMC, BankId.A, Finding.SCAN_FAILED), "admin");
        return turn;
    }

    /** An operator's update begins; what is waited for first. */
    private static Pending update(Turn turn) {
        IngestSource source = new IngestSource.Upload("staging", "file");
        Updates.onStart(
                turn,
                new NodeEvent.StartUpdate(1, source, List.of(Firmware.BMC), Job.Options.NONE, "admin", "request"));
        return turn.pending.values().stream()
                .filter(asked -> asked.kind() == Pending.Kind.INGEST)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void an_update_that_comes_to_nothing_leaves_a_recovery_stopped() {
        Turn turn = stopped();
        Updates.onIngested(turn, update(turn), new NodeEvent.Failed(1, "404"));
        assertEquals("cancelled by admin", of(turn).story().reason());
        assertEquals(RecoveryPhase.HELD, of(turn).phase());
        Pending refused = update(turn);
        Updates.onIngested(turn, refused, new NodeEvent.Rejected(1, new Rejection.SignatureInvalid("why")));
        assertEquals("cancelled by admin", of(turn).story().reason());
        assertNull(turn.jobOf(Firmware.BMC));
    }

    @Test
    void an_update_that_a_restart_interrupts_leaves_a_recovery_stopped() {
        Turn turn = stopped();
        update(turn);
        NodeState state = turn.finish().state();
        Restored left = new Restored(
                state.journal(),
                false,
                List.of(),
                List.copyOf(state.recoveries().values()),
                List.copyOf(state.jobs().values()));
        NodeState after = NodeMachine.start(state.settings(), Policy.defaults(), left, Firmware.at(2, 2))
                .state();
        assertTrue(after.jobs().values().stream().allMatch(Job::ended));
        assertTrue(Holds.byOperator(after.recoveryOf(Firmware.BMC).orElseThrow()));
    }

    @Test
    void an_update_that_writes_ends_the_stop_of_a_recovery() {
        Turn turn = stopped();
        Updates.onIngested(turn, update(turn), new NodeEvent.Ingested(1, IMAGE));
        assertTrue(turn.finish().effects().stream().anyMatch(NodeEffect.WriteBank.class::isInstance));
        assertNull(turn.recoveryOf(Firmware.BMC));
    }

    @Test
    void after_an_operator_started_it_anew_the_pauses_of_a_recovery_are_short_again() {
        Turn turn = bothDamaged();
        turn.policy = onlyTheOtherBank();
        Recovery often = Recoveries.fresh(turn, Firmware.BMC, BankId.A, Finding.SCAN_FAILED);
        for (int i = 0; i < 7; i++) {
            often = often.attempted();
        }
        Recoveries.fail(turn, often, "no donor");
        assertTrue(of(turn).wakeAt() > 60_000, "it waits for minutes");
        Recoveries.wake(turn, of(turn));
        Recoveries.fail(turn, of(turn).attempted(), "no donor");
        assertTrue(of(turn).wakeAt() <= 1 + turn.limits.backoffFirst().toMillis(), () -> of(turn).toString());
    }

    private static Policy ask() {
        return ChangedPolicy.of(Policy.defaults()).onFinding(OnFinding.ASK).policy();
    }

    /** The active image is in quarantine, and nobody knows what is in the other bank. */
    private static Turn besideQuarantined(BankCondition other) {
        return KnownBanks.turn(
                List.of(
                        new Bank(BankId.A, BankCondition.QUARANTINED, IMAGE, 0, ""),
                        new Bank(BankId.B, other, null, 0, "")),
                ComponentRecord.fresh(BankId.A, 0));
    }

    private static void readGood(Turn turn, BankId bank) {
        SignedManifest other = Firmware.image(2, 1, 4);
        Pending check = new Pending(Pending.Kind.CHECK, "", Firmware.BMC, bank, "", -1, 0);
        BankReading reading = new BankReading.Content(other, Firmware.payload(other));
        Checks.onChecked(turn, check, new NodeEvent.BankChecked(1, reading));
    }

    private static boolean reads(Turn turn, BankId bank) {
        return turn.finish().effects().stream()
                .anyMatch(effect -> effect instanceof NodeEffect.CheckBank read && read.bank() == bank);
    }

    @Test
    void a_bank_that_was_adopted_wakes_what_was_held_for_want_of_it() {
        Turn turn = besideQuarantined(BankCondition.UNMANAGED);
        Recovery held = Recoveries.fresh(turn, Firmware.BMC, BankId.A, Finding.BELOW_BASELINE);
        Recoveries.hold(turn, held, "bank B of component BMC is unmanaged", -1);
        readGood(turn, BankId.B);
        assertNotEquals(RecoveryPhase.HELD, of(turn).phase());
        assertTrue(reads(turn, BankId.B), "it is read once more before the node goes over to it");
    }

    @Test
    void what_an_operator_started_goes_on_when_a_bank_can_be_read_whatever_the_policy_says_of_findings() {
        for (boolean byOperator : List.of(true, false)) {
            Turn turn = besideQuarantined(BankCondition.UNREAD);
            turn.policy = ask();
            Recovery held = Recoveries.fresh(turn, Firmware.BMC, BankId.A, Finding.BELOW_BASELINE);
            Recoveries.hold(turn, held, "the policy says Ask", -1);
            if (byOperator) {
                Recoveries.wake(turn, of(turn));
                Recoveries.hold(turn, of(turn), "bank B is kept until its manifest can be read", -1);
            }
            readGood(turn, BankId.B);
            assertEquals(byOperator, of(turn).phase() != RecoveryPhase.HELD);
        }
    }

    @Test
    void what_was_held_for_a_bank_that_nobody_could_read_looks_again_also_where_the_news_was_lost() {
        Turn turn = besideQuarantined(BankCondition.UNREAD);
        turn.policy = onlyTheOtherBank();
        Recoveries.plan(turn, Recoveries.fresh(turn, Firmware.BMC, BankId.A, Finding.BELOW_BASELINE));
        assertEquals(RecoveryPhase.HELD, of(turn).phase());
        assertTrue(of(turn).wakeAt() > 0, of(turn).story().reason());
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
