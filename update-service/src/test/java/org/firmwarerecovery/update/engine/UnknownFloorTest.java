package org.firmwarerecovery.update.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.firmwarerecovery.update.bank.Bank;
import org.firmwarerecovery.update.bank.BankCondition;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.job.ImageSource;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.job.JobEnd;
import org.firmwarerecovery.update.job.JobOrigin;
import org.firmwarerecovery.update.job.JobPhase;
import org.firmwarerecovery.update.job.JobReport;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.journal.WriteIntent;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.recovery.Finding;
import org.firmwarerecovery.update.recovery.Recovery;
import org.junit.jupiter.api.Test;

/** The journal and every copy of the floor are lost: however late a bank can be read, what it holds tells the floor. */
class UnknownFloorTest {
    private static final SignedManifest OLD = Firmware.image(1, 1, 4);
    private static final SignedManifest NEW = Firmware.image(2, 5, 4);

    private static Turn lost(Bank... banks) {
        List<BankId> ids = List.of(banks).stream().map(Bank::id).toList();
        Turn turn = KnownBanks.turn(
                List.of(banks), ComponentRecord.fresh(BankId.A, 0).lost(ids));
        Checks.evaluate(turn, Firmware.BMC);
        return turn;
    }

    private static Bank good(BankId id, SignedManifest image) {
        return new Bank(id, BankCondition.GOOD, image, 0, "");
    }

    private static Bank unread(BankId id) {
        return new Bank(id, BankCondition.UNREAD, null, 0, "input/output error");
    }

    private static void becomes(Turn turn, Bank bank) {
        turn.put(turn.component(Firmware.BMC).with(bank));
        Checks.evaluate(turn, Firmware.BMC);
    }

    private static void endJob(Turn turn) {
        Job job = turn.jobOf(Firmware.BMC);
        assertNotNull(job, "an image proves itself");
        turn.persist(Firmware.BMC, turn.record(Firmware.BMC).withTrial(null));
        Jobs.end(turn, job, JobEnd.Outcome.SUCCEEDED, "");
    }

    private static ComponentRecord entry(Turn turn) {
        return turn.record(Firmware.BMC);
    }

    private static BankCondition condition(Turn turn, BankId bank) {
        return turn.component(Firmware.BMC).bank(bank).condition();
    }

    @Test
    void a_bank_that_can_be_read_after_an_operator_chose_another_raises_the_floor() {
        Turn turn = lost(good(BankId.A, OLD), unread(BankId.B));
        LostJournal.settle(turn, Firmware.BMC);
        assertFalse(entry(turn).undecided(), "the operator chose");
        assertEquals(1, entry(turn).floor());
        assertEquals(List.of(BankId.B), entry(turn).floorUnread());
        becomes(turn, good(BankId.B, NEW));
        assertEquals(5, entry(turn).floor());
        assertFalse(entry(turn).floorUnknown());
        assertEquals(BankCondition.BELOW_FLOOR, condition(turn, BankId.A));
    }

    @Test
    void a_protected_bank_that_can_be_read_later_raises_the_floor_of_a_single_bank() {
        Turn turn = lost(good(BankId.A, OLD), unread(BankId.GOLDEN));
        assertFalse(entry(turn).undecided(), "there is only one bank to choose");
        assertTrue(entry(turn).floorUnknown());
        turn.put(turn.component(Firmware.BMC).with(good(BankId.GOLDEN, NEW)));
        endJob(turn);
        assertEquals(5, entry(turn).floor());
        assertEquals(
                NEW,
                turn.finish().effects().stream()
                        .filter(NodeEffect.WriteBank.class::isInstance)
                        .map(effect -> ((NodeEffect.WriteBank) effect).manifest())
                        .findFirst()
                        .orElse(null),
                "it is restored from the protected bank at once");
    }

    @Test
    void while_an_image_proves_itself_nothing_that_it_may_go_back_to_is_taken_away() {
        Turn turn = lost(good(BankId.A, OLD), unread(BankId.B));
        LostJournal.settle(turn, Firmware.BMC);
        Restarts.putOnTrial(turn, Firmware.BMC, BankId.A, OLD);
        becomes(turn, good(BankId.B, NEW));
        assertEquals(1, entry(turn).floor());
        assertEquals(BankCondition.GOOD, condition(turn, BankId.A));
        endJob(turn);
        assertEquals(5, entry(turn).floor());
    }

    @Test
    void what_was_written_since_the_loss_does_not_raise_it_before_it_was_confirmed() {
        Turn turn = lost(good(BankId.A, OLD), unread(BankId.B));
        LostJournal.settle(turn, Firmware.BMC);
        WriteIntent update = new WriteIntent(BankId.B, NEW.digest());
        turn.persist(Firmware.BMC, entry(turn).aboutToWrite(update, 1));
        becomes(turn, good(BankId.B, NEW));
        assertEquals(1, entry(turn).floor());
        assertFalse(entry(turn).floorUnknown(), "nothing is left that could tell");
    }

    @Test
    void a_bank_that_can_be_read_by_now_is_heard_before_it_is_written_over() {
        Turn turn = lost(good(BankId.A, OLD), unread(BankId.B));
        LostJournal.settle(turn, Firmware.BMC);
        turn.persist(Firmware.BMC, entry(turn).withTrial(null));
        turn.put(turn.component(Firmware.BMC).with(good(BankId.B, NEW)));
        Recovery recovery = Recoveries.fresh(turn, Firmware.BMC, BankId.B, Finding.OPERATOR_REQUEST);
        ImageSource stored = new ImageSource.Stored(OLD.manifest().image().digest());
        Job job = Jobs.create(turn, recovery, stored, new Job.Install(BankId.B, false, BankId.A));
        Installs.write(turn, job.with(OLD));
        assertEquals(5, entry(turn).floor());
        assertEquals(BankCondition.BELOW_FLOOR, condition(turn, BankId.A));
        assertFalse(turn.finish().effects().stream().anyMatch(NodeEffect.WriteBank.class::isInstance));
    }

    @Test
    void an_image_below_a_floor_that_became_known_after_it_was_judged_is_not_written() {
        Turn turn = lost(
                good(BankId.A, NEW),
                new Bank(BankId.B, BankCondition.MISSING, null, 0, "erased"),
                unread(BankId.GOLDEN));
        endJob(turn);
        Recovery recovery = Recoveries.fresh(turn, Firmware.BMC, BankId.B, Finding.MISSING);
        ImageSource stored = new ImageSource.Stored(OLD.manifest().image().digest());
        Job job = Jobs.create(turn, recovery, stored, new Job.Install(BankId.B, false, BankId.A));
        Installs.write(turn, job.with(OLD));
        assertEquals(
                "BelowFloor",
                turn.current(job).report().messages().get(0).key(),
                () -> turn.current(job).toString());
        assertFalse(turn.finish().effects().stream().anyMatch(NodeEffect.WriteBank.class::isInstance));
    }

    @Test
    void an_operators_update_goes_beside_the_bank_that_may_run_under_the_floor_that_became_known_meanwhile() {
        Turn turn = lost(good(BankId.A, OLD), unread(BankId.B));
        LostJournal.settle(turn, Firmware.BMC);
        turn.persist(Firmware.BMC, entry(turn).withTrial(null));
        Job waiting = new Job(
                turn.freshId(),
                new JobOrigin("admin", null, ""),
                Firmware.BMC,
                JobPhase.VERIFYING,
                new ImageSource.Operator("an upload"),
                Firmware.image(3, 5, 4),
                null,
                null,
                Job.Options.NONE,
                JobReport.started(turn.now.wallClock(), turn.now.uptimeMillis()),
                null);
        turn.put(waiting);
        turn.put(turn.component(Firmware.BMC).with(good(BankId.B, NEW)));
        Updates.banksRead(turn, Firmware.BMC);
        assertEquals(5, entry(turn).floor());
        assertEquals(
                new Job.Install(BankId.A, true, BankId.B), turn.current(waiting).install());
    }
}
