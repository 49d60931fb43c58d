package org.firmwarerecovery.update.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import org.firmwarerecovery.update.bank.Bank;
import org.firmwarerecovery.update.bank.BankCondition;
import org.firmwarerecovery.update.bank.BankReading;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.journal.Quarantine;
import org.firmwarerecovery.update.journal.Trial;
import org.firmwarerecovery.update.journal.WriteIntent;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.Pending;
import org.firmwarerecovery.update.policy.ChangedPolicy;
import org.firmwarerecovery.update.policy.OnFinding;
import org.firmwarerecovery.update.policy.Policy;
import org.firmwarerecovery.update.policy.SourceKind;
import org.firmwarerecovery.update.recovery.Recovery;
import org.firmwarerecovery.update.recovery.RecoveryPhase;
import org.junit.jupiter.api.Test;

/** An image on trial meets a bank that cannot be read: its own, or the one to go back to. */
class TrialsTest {
    private static final SignedManifest OLD = Firmware.image(1, 1, 4);
    private static final SignedManifest NEW = Firmware.image(2, 1, 4);

    private static Turn onTrial(Bank a, Bank b) {
        ComponentRecord entry = ComponentRecord.fresh(BankId.B, 0)
                .written(BankId.A, NEW.digest())
                .withUnproven(BankId.A, true)
                .flippedOnTrial(new Trial(BankId.A, BankId.B, NEW.digest(), 1));
        Turn turn = KnownBanks.turn(List.of(a, b), entry);
        turn.policy = policy(OnFinding.ASK, Policy.defaults().sources());
        Restarts.tryOn(turn, Firmware.BMC, new Trial(BankId.A, BankId.B, NEW.digest(), 1));
        turn.put(job(turn).with(NEW));
        return turn;
    }

    private static Policy policy(OnFinding onFinding, List<SourceKind> sources) {
        return ChangedPolicy.of(Policy.defaults())
                .onFinding(onFinding)
                .sources(sources)
                .policy();
    }

    private static Bank good(BankId id, SignedManifest image) {
        return new Bank(id, BankCondition.GOOD, image, 0, "");
    }

    private static Bank unread(BankId id) {
        return new Bank(id, BankCondition.UNREAD, null, 0, "input/output error");
    }

    private static Job job(Turn turn) {
        Job job = turn.jobOf(Firmware.BMC);
        assertNotNull(job);
        return job;
    }

    private static Turn later(Turn turn, long now) {
        return new Turn(turn.finish().state(), Firmware.at(now, 2));
    }

    private static Pending take(Turn turn, Pending.Kind kind) {
        for (Long id : turn.pending.keys()) {
            Pending asked = turn.pending.get(id);
            if (asked != null && asked.kind() == kind) {
                turn.pending.remove(id);
                return asked;
            }
        }
        throw new AssertionError("nothing of kind " + kind + " is waited for");
    }

    private static NodeEvent.BankChecked whole(SignedManifest image) {
        return new NodeEvent.BankChecked(1, new BankReading.Content(image, Firmware.payload(image)));
    }

    /** The image failed, and the bank before it cannot be read. */
    private static Turn failedBesideUnread() {
        return failed(onTrial(good(BankId.A, NEW), unread(BankId.B)));
    }

    private static final NodeEvent.BankChecked UNREAD =
            new NodeEvent.BankChecked(1, new BankReading.ManifestUnread("input/output error"));

    private static Turn failed(Turn turn) {
        takeBack(turn, BankId.B);
        for (int read = 0; read < 3; read++) {
            Installs.onOutcome(turn, take(turn, Pending.Kind.CHECK_BEFORE_REVERT), UNREAD);
        }
        assertNull(turn.jobOf(Firmware.BMC), "the task is over: an operator may update");
        assertEquals(BankId.A, turn.record(Firmware.BMC).active());
        return turn;
    }

    private static void takeBack(Turn turn, BankId revertTo) {
        Job.Install install = new Job.Install(BankId.A, true, revertTo);
        Trials.takeBack(turn, job(turn), new Installs.Site(Firmware.BMC, install, NEW), "it was not confirmed");
    }

    private static void check(Turn turn, NodeEvent.Outcome outcome) {
        Checks.onChecked(turn, new Pending(Pending.Kind.CHECK, "", Firmware.BMC, BankId.B, "", -1, 0), outcome);
    }

    /** Nothing can be read of the bank to go back to, of which good is known. */
    private static Turn failedBesideOneThatWasGood(SourceKind... sources) {
        Turn turn = onTrial(good(BankId.A, NEW), good(BankId.B, OLD));
        turn.policy = policy(OnFinding.REPAIR, List.of(sources));
        failed(turn);
        notReadAtAll(turn);
        return turn;
    }

    /** The bank to go over to is read as often as one odd read is forgiven, and never can be. */
    private static void notReadAtAll(Turn turn) {
        for (int read = 0; read < 3; read++) {
            Activations.onRead(turn, take(turn, Pending.Kind.CHECK_BEFORE_SWITCH), UNREAD);
        }
    }

    @Test
    void a_bank_on_trial_that_became_unmanaged_stays_so_when_the_trial_fails_and_no_recovery_writes_it() {
        Turn turn = onTrial(good(BankId.A, NEW), good(BankId.B, OLD));
        turn.put(
                turn.component(Firmware.BMC).with(new Bank(BankId.A, BankCondition.UNMANAGED, null, 0, "no manifest")));
        takeBack(turn, BankId.B);
        assertTrue(turn.record(Firmware.BMC).quarantined(NEW.digest()));
        assertEquals(
                BankCondition.UNMANAGED,
                turn.component(Firmware.BMC).bank(BankId.A).condition());
        assertNotNull(Placement.forbidden(turn, Firmware.BMC, BankId.A, true));
    }

    @Test
    void while_the_bank_to_go_back_to_cannot_be_read_the_recovery_turns_to_other_sources() {
        Turn turn = failedBesideOneThatWasGood(SourceKind.OTHER_BANK, SourceKind.NETWORK);
        Recovery recovery = Objects.requireNonNull(turn.recoveryOf(Firmware.BMC));
        assertEquals(List.of("OtherBank"), recovery.tried().subList(0, 1), recovery.toString());
        assertFalse(
                recovery.story().reason().contains("could not be read"),
                recovery.story().reason());
    }

    @Test
    void a_bank_that_was_known_as_good_all_the_time_is_gone_back_to_as_soon_as_it_can_be_read_again() {
        Turn turn = failedBesideOneThatWasGood(SourceKind.OTHER_BANK);
        Recoveries.hold(turn, Objects.requireNonNull(turn.recoveryOf(Firmware.BMC)), "nothing worked", -1);
        check(turn, whole(OLD));
        Activations.onRead(turn, take(turn, Pending.Kind.CHECK_BEFORE_SWITCH), whole(OLD));
        assertEquals(BankId.B, turn.record(Firmware.BMC).active());
    }

    @Test
    void a_way_back_that_can_never_be_read_is_left_for_an_hour_after_as_many_tries_as_donors_would_get() {
        Turn turn = failedBesideOneThatWasGood(SourceKind.OTHER_BANK);
        for (int tries = 1; tries < turn.policy.attempts(); tries++) {
            Recovery pausing = Objects.requireNonNull(turn.recoveryOf(Firmware.BMC));
            assertEquals(RecoveryPhase.BACKOFF, pausing.phase(), "after " + tries);
            assertEquals(tries, pausing.attempt());
            Recoveries.onWake(turn, pausing);
            notReadAtAll(turn);
        }
        Recovery held = Objects.requireNonNull(turn.recoveryOf(Firmware.BMC));
        assertEquals(RecoveryPhase.HELD, held.phase());
        assertEquals(turn.now.in(Policy.ATTEMPTS_WINDOW), held.wakeAt());
    }

    @Test
    void a_bank_that_turned_out_good_but_never_proved_itself_is_not_gone_back_to_without_a_trial() {
        Turn turn = onTrial(good(BankId.A, NEW), new Bank(BankId.B, BankCondition.UNCHECKED, null, -1, ""));
        WriteIntent cutOff = new WriteIntent(BankId.B, OLD.digest());
        turn.persist(Firmware.BMC, turn.record(Firmware.BMC).aboutToWrite(cutOff, 0));
        takeBack(turn, BankId.A);
        Installs.onOutcome(turn, take(turn, Pending.Kind.CHECK_BEFORE_REVERT), whole(OLD));
        assertTrue(turn.record(Firmware.BMC).unproven().contains(BankId.B));
        assertEquals(BankId.A, turn.record(Firmware.BMC).active(), "no flip that nothing would take back");
    }

    @Test
    void a_bank_found_beside_whose_image_nobody_can_name_is_not_started_as_the_way_back() {
        Turn turn = onTrial(good(BankId.A, NEW), unread(BankId.B));
        Trial alone = new Trial(BankId.A, BankId.A, NEW.digest(), 1);
        turn.persist(Firmware.BMC, turn.record(Firmware.BMC).withTrial(alone));
        takeBack(turn, BankId.A);
        Installs.onOutcome(
                turn,
                take(turn, Pending.Kind.CHECK_BEFORE_REVERT),
                new NodeEvent.BankChecked(1, new BankReading.WithoutManifest("nothing beside it")));
        assertEquals(BankId.A, turn.record(Firmware.BMC).active());
    }

    @Test
    void an_operator_who_stops_the_recovery_while_the_way_back_is_read_is_heeded() {
        Turn turn = failedBesideUnread();
        check(turn, whole(OLD));
        Recoveries.cancel(turn, Objects.requireNonNull(turn.recoveryOf(Firmware.BMC)), "admin");
        Activations.onRead(turn, take(turn, Pending.Kind.CHECK_BEFORE_SWITCH), whole(OLD));
        assertEquals(BankId.A, turn.record(Firmware.BMC).active());
        assertFalse(turn.finish().effects().stream().anyMatch(NodeEffect.Activate.class::isInstance));
    }

    @Test
    void the_bank_beside_is_gone_back_to_if_it_turned_out_to_be_good_since_the_image_was_installed() {
        Turn turn = onTrial(good(BankId.A, NEW), good(BankId.B, OLD));
        takeBack(turn, BankId.A);
        Installs.onOutcome(turn, take(turn, Pending.Kind.CHECK_BEFORE_REVERT), whole(OLD));
        assertEquals(BankId.B, turn.record(Firmware.BMC).active());
    }

    @Test
    void after_a_restart_a_condemned_image_is_left_at_once_whether_its_bank_can_be_read_or_not() {
        Turn turn = onTrial(unread(BankId.A), good(BankId.B, OLD));
        turn.persist(
                Firmware.BMC, turn.record(Firmware.BMC).withQuarantine(new Quarantine(NEW.digest(), "it crashed", 1)));
        Checks.evaluate(turn, Firmware.BMC);
        assertTrue(turn.checking(Firmware.BMC, BankId.B), "the bank before it is read, to go back to it");
    }

    @Test
    void a_failed_image_is_left_as_soon_as_the_bank_before_it_can_be_read_whatever_the_policy_says_of_findings() {
        Turn turn = failedBesideUnread();
        assertTrue(turn.component(Firmware.BMC).rereadDue(BankId.B) > 0, "it is read again");
        Checks.evaluate(turn, Firmware.BMC);
        assertFalse(
                turn.finish().effects().stream().anyMatch(NodeEffect.Activate.class::isInstance),
                "nothing unread is started");
        Pending check = new Pending(Pending.Kind.CHECK, "", Firmware.BMC, BankId.B, "", -1, 0);
        Checks.onChecked(turn, check, whole(OLD));
        Activations.onRead(turn, take(turn, Pending.Kind.CHECK_BEFORE_SWITCH), whole(OLD));
        assertEquals(BankId.B, turn.record(Firmware.BMC).active());
        Activations.onSwitched(turn, take(turn, Pending.Kind.SWITCH), new NodeEvent.Done(1));
        assertEquals(BankId.B, turn.component(Firmware.BMC).running());
        assertNull(turn.record(Firmware.BMC).activating());
    }

    @Test
    void after_an_operator_stopped_the_recovery_a_failed_image_is_not_left_by_itself() {
        Turn turn = failedBesideUnread();
        Recoveries.cancel(turn, Objects.requireNonNull(turn.recoveryOf(Firmware.BMC)), "admin");
        Checks.onChecked(turn, new Pending(Pending.Kind.CHECK, "", Firmware.BMC, BankId.B, "", -1, 0), whole(OLD));
        assertEquals(BankId.A, turn.record(Firmware.BMC).active());
        assertFalse(turn.checking(Firmware.BMC, BankId.B));
    }

    @Test
    void a_bank_before_it_that_turns_out_bad_is_nothing_to_go_back_to() {
        Turn turn = failedBesideUnread();
        Checks.onChecked(
                turn,
                new Pending(Pending.Kind.CHECK, "", Firmware.BMC, BankId.B, "", -1, 0),
                new NodeEvent.BankChecked(1, new BankReading.Erased()));
        assertEquals(BankId.A, turn.record(Firmware.BMC).active());
        assertFalse(turn.checking(Firmware.BMC, BankId.B));
    }

    @Test
    void after_a_restart_an_image_on_trial_that_cannot_be_read_is_read_again_before_it_counts_as_lost() {
        Turn turn = onTrial(unread(BankId.A), good(BankId.B, OLD));
        Checks.evaluate(turn, Firmware.BMC);
        assertNotNull(turn.record(Firmware.BMC).trial());
        assertFalse(turn.checking(Firmware.BMC, BankId.B), "nobody goes back yet");
        assertTrue(turn.component(Firmware.BMC).rereadDue(BankId.A) > 0);
        Checks.onChecked(turn, new Pending(Pending.Kind.CHECK, "", Firmware.BMC, BankId.A, "", -1, 0), whole(NEW));
        assertTrue(
                turn.finish().effects().stream()
                        .anyMatch(effect -> effect instanceof NodeEffect.Activate start && start.bank() == BankId.A),
                "it gets its start");
    }

    @Test
    void when_its_time_is_over_an_image_on_trial_that_cannot_be_read_is_left() {
        Turn before = onTrial(unread(BankId.A), good(BankId.B, OLD));
        long end = before.spec(Firmware.BMC).confirmWithin().toMillis();
        Turn turn = later(before, end - 1);
        Checks.evaluate(turn, Firmware.BMC);
        assertEquals(end, turn.component(Firmware.BMC).rereadDue(BankId.A));
        Turn over = later(turn, end);
        Checks.evaluate(over, Firmware.BMC);
        assertTrue(over.checking(Firmware.BMC, BankId.B), "the bank before it is read, to go back to it");
    }
}
