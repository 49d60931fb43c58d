package org.firmwarerecovery.update.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.firmwarerecovery.update.bank.Bank;
import org.firmwarerecovery.update.bank.BankCondition;
import org.firmwarerecovery.update.bank.BankReading;
import org.firmwarerecovery.update.bank.BankRules;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.firmwarerecovery.update.negotiation.Refusal;
import org.firmwarerecovery.update.node.Answer;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.policy.SourceKind;
import org.firmwarerecovery.update.recovery.Finding;
import org.firmwarerecovery.update.recovery.Recovery;
import org.junit.jupiter.api.Test;

/** What runs here and has been revoked runs on, and goes nowhere else. */
class RevokedTest {
    private static final SignedManifest IMAGE = Firmware.image(2, 1, 3);
    private static final SignedManifest REVOKED = IMAGE.asRevoked();

    private static Turn turn(BankCondition a, BankCondition b, SignedManifest image) {
        return KnownBanks.turn(
                List.of(new Bank(BankId.A, a, image, 0, ""), new Bank(BankId.B, b, image, 0, "")),
                ComponentRecord.fresh(BankId.A, 0).confirmed(1, 1));
    }

    @Test
    void a_bank_whose_manifest_is_revoked_is_judged_by_its_bytes_as_before() {
        Bank bank = BankRules.judge(
                Firmware.component(BankId.A, BankId.B),
                ComponentRecord.fresh(BankId.A, 0),
                BankId.A,
                new BankReading.Content(REVOKED, Firmware.payload(REVOKED)),
                5);
        assertEquals(BankCondition.GOOD, bank.condition());
    }

    @Test
    void it_is_no_source_for_the_other_bank_and_no_donor_is_asked_for_it() {
        Turn good = turn(BankCondition.GOOD, BankCondition.DAMAGED, IMAGE);
        Recovery recovery = Recoveries.fresh(good, Firmware.BMC, BankId.B, Finding.SCAN_FAILED);
        assertNotNull(Placement.local(good, recovery, SourceKind.OTHER_BANK, BankId.B));
        assertEquals(List.of(IMAGE.digest()), Placement.need(good, recovery).wanted());
        Turn revoked = turn(BankCondition.GOOD, BankCondition.DAMAGED, REVOKED);
        assertNull(Placement.local(revoked, recovery, SourceKind.OTHER_BANK, BankId.B));
        assertEquals(List.of(), Placement.need(revoked, recovery).wanted());
    }

    @Test
    void it_is_no_finding_and_still_gone_over_to_when_the_other_bank_fails() {
        Turn healthy = turn(BankCondition.GOOD, BankCondition.GOOD, REVOKED);
        Checks.evaluate(healthy, Firmware.BMC);
        assertNull(healthy.recoveryOf(Firmware.BMC));
        for (SignedManifest image : List.of(IMAGE, REVOKED)) {
            Turn damaged = turn(BankCondition.DAMAGED, BankCondition.GOOD, image);
            Recoveries.plan(damaged, Recoveries.fresh(damaged, Firmware.BMC, BankId.A, Finding.SCAN_FAILED));
            assertTrue(
                    damaged.finish().effects().stream()
                            .anyMatch(
                                    effect -> effect instanceof NodeEffect.CheckBank check && check.bank() == BankId.B),
                    image.toString());
        }
    }

    @Test
    void it_is_given_to_nobody() {
        DonorBench node = DonorBench.running(REVOKED, PeerRole.DONOR);
        node.now += 2 * node.state().policy().donateAfter().toMillis();
        Answer answer = node.ask("p", "1");
        Refusal refusal = assertInstanceOf(Answer.OfferRefused.class, answer).refusal();
        assertTrue(
                assertInstanceOf(Refusal.NotEligible.class, refusal).toString().contains("it is revoked"));
    }
}
