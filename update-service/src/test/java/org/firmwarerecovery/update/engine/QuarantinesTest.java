package org.firmwarerecovery.update.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.update.bank.Bank;
import org.firmwarerecovery.update.bank.BankCondition;
import org.firmwarerecovery.update.bank.BankReading;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.job.ImageSource;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.job.JobOrigin;
import org.firmwarerecovery.update.job.JobPhase;
import org.firmwarerecovery.update.job.JobReport;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.journal.Quarantine;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.Pending;
import org.junit.jupiter.api.Test;

/** What an operator's word about a quarantine does to an image that is in a bank. */
class QuarantinesTest {
    private static final SignedManifest IMAGE = Firmware.image(1, 1, 4);

    private final Turn turn = turn(BankCondition.QUARANTINED);

    private static Turn turn(BankCondition active) {
        Quarantine entry = new Quarantine(IMAGE.digest(), "it failed to boot", 0);
        Turn turn = KnownBanks.turn(
                List.of(
                        new Bank(BankId.A, active, IMAGE, 0, ""),
                        new Bank(BankId.B, BankCondition.MISSING, null, 0, "erased")),
                ComponentRecord.fresh(BankId.A, 0).confirmed(1, 0).withQuarantine(entry));
        turn.put(turn.component(Firmware.BMC).running(BankId.A));
        return turn;
    }

    private void lift() {
        Quarantines.liftAll(turn, Firmware.BMC, "operator");
    }

    private static Optional<String> refusal(Turn turn) {
        return Holdings.notEligible(
                turn, turn.component(Firmware.BMC), turn.component(Firmware.BMC).bank(BankId.A));
    }

    @Test
    void the_image_that_failed_and_still_runs_proves_itself_before_anything_counts_as_recovered() {
        lift();
        Pending read = turn.pending.values().iterator().next();
        turn.forgetChecks(Firmware.BMC, BankId.A);
        Checks.onChecked(
                turn, read, new NodeEvent.BankChecked(1, new BankReading.Content(IMAGE, Firmware.payload(IMAGE))));
        assertTrue(turn.component(Firmware.BMC).bank(BankId.A).good());
        assertNotNull(turn.record(Firmware.BMC).trial());
        assertNotEquals(BankId.A, turn.component(Firmware.BMC).running());
    }

    @Test
    void an_image_that_has_yet_to_prove_itself_is_not_donated() {
        Turn proven = turn(BankCondition.GOOD);
        ComponentRecord entry = proven.record(Firmware.BMC).withoutQuarantine(IMAGE.digest());
        proven.persist(Firmware.BMC, entry);
        Optional<String> young = refusal(proven);
        proven.persist(Firmware.BMC, entry.withUnproven(BankId.A, true));
        assertEquals(Optional.of("it has not proven itself here"), refusal(proven));
        assertNotEquals(refusal(proven), young);
    }

    @Test
    void a_bank_that_is_being_taken_back_when_its_quarantine_is_lifted_is_read_as_soon_as_that_is_over() {
        Job job = new Job(
                        "job",
                        new JobOrigin(JobOrigin.RECOVERY, null, ""),
                        Firmware.BMC,
                        JobPhase.REVERTING,
                        new ImageSource.LocalBank(BankId.A),
                        IMAGE,
                        null,
                        new Job.Install(BankId.A, true, BankId.B),
                        Job.Options.NONE,
                        JobReport.started(turn.now.wallClock(), 0),
                        null)
                .with(IMAGE);
        turn.put(job);
        turn.start(
                Jobs.pending(Pending.Kind.REVERT, job, "", -1),
                turn.limits.hookTimeout(),
                id -> new NodeEffect.Activate(id, Firmware.BMC, BankId.B));
        lift();
        assertFalse(turn.checking(Firmware.BMC, BankId.A));
        assertTrue(turn.component(Firmware.BMC).rereadDue(BankId.A) >= 0, "nobody reads it");
        Checks.checkAll(turn, Firmware.BMC);
        assertFalse(turn.checking(Firmware.BMC, BankId.A));
        assertTrue(turn.component(Firmware.BMC).rereadDue(BankId.A) >= 0, "nobody reads it after the next look");
        turn.forget(job.id());
        Checks.checkAll(turn, Firmware.BMC);
        assertTrue(turn.checking(Firmware.BMC, BankId.A));
    }
}
