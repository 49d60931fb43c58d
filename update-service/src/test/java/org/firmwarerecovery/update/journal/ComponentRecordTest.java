package org.firmwarerecovery.update.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Digest;
import org.junit.jupiter.api.Test;

class ComponentRecordTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Digest ONE = Digest.sha256("1".repeat(64));
    private static final Digest TWO = Digest.sha256("2".repeat(64));

    private static ComponentRecord fresh() {
        return ComponentRecord.fresh(BankId.A, 3);
    }

    private static ComponentRecord writing(ComponentRecord record, BankId bank) {
        return record.aboutToWrite(new WriteIntent(bank, ONE), 10);
    }

    @Test
    void an_image_that_proved_itself_did_so_in_every_bank_that_holds_it() {
        ComponentRecord same = ComponentRecord.fresh(BankId.A, 0)
                .written(BankId.A, ONE)
                .written(BankId.B, ONE)
                .withUnproven(BankId.A, true)
                .withUnproven(BankId.B, true);
        assertEquals(List.of(), same.confirmed(1, 0).unproven());
        assertEquals(
                List.of(BankId.B), same.written(BankId.B, TWO).confirmed(1, 0).unproven());
    }

    @Test
    void only_what_lies_within_the_window_counts_against_a_budget() {
        List<Long> times = List.of(0L, 1_000L, 3_600_000L);
        assertEquals(3, ComponentRecord.within(times, HOUR, 3_599_999));
        assertEquals(2, ComponentRecord.within(times, HOUR, 3_600_000));
        assertEquals(1, ComponentRecord.within(times, HOUR, 3_601_000));
        assertEquals(0, ComponentRecord.within(times, HOUR, 7_200_000));
    }

    @Test
    void writes_and_attempts_are_counted_apart_and_bounded() {
        ComponentRecord record = fresh();
        for (int i = 0; i < ComponentRecord.BUDGET_MAX + 50; i++) {
            record = writing(record, BankId.B).attempted(i);
        }
        assertEquals(ComponentRecord.BUDGET_MAX, record.writes().size());
        assertEquals(ComponentRecord.BUDGET_MAX, record.attempts().size());
        assertEquals(50, record.attempts().get(0), "the oldest made room");
    }

    @Test
    void a_good_write_gives_the_attempts_back_and_an_operator_gives_everything_back() {
        ComponentRecord spent = writing(fresh().attempted(1), BankId.B);
        assertEquals(List.of(), spent.withFreshAttempts().attempts());
        assertEquals(1, spent.withFreshAttempts().writes().size());
        assertEquals(List.of(), spent.withFreshBudgets().writes());
    }

    @Test
    void a_bank_loses_its_binding_before_it_is_erased_and_gets_another_after_it_was_read_back() {
        ComponentRecord writing = writing(fresh().written(BankId.B, TWO), BankId.B);
        assertTrue(writing.halfWritten(BankId.B));
        assertNull(writing.boundTo(BankId.B));
        ComponentRecord written = writing.written(BankId.B, ONE);
        assertFalse(written.halfWritten(BankId.B));
        assertEquals(ONE, written.boundTo(BankId.B));
    }

    @Test
    void a_bank_whose_write_never_finished_stays_torn_while_another_one_is_written() {
        ComponentRecord both = writing(writing(fresh(), BankId.A), BankId.B);
        assertTrue(both.halfWritten(BankId.A) && both.halfWritten(BankId.B));
        ComponentRecord one = both.written(BankId.B, ONE);
        assertTrue(one.halfWritten(BankId.A));
        assertFalse(one.halfWritten(BankId.B));
        assertFalse(writing(one, BankId.A).written(BankId.A, ONE).halfWritten(BankId.A));
        assertEquals(
                List.of(),
                writing(both, BankId.A).written(BankId.A, ONE).torn().stream()
                        .filter(bank -> bank == BankId.A)
                        .toList());
    }

    @Test
    void the_floor_rises_with_the_confirmation_and_never_sinks() {
        ComponentRecord trial = fresh().flippedOnTrial(new Trial(BankId.B, BankId.A, ONE, 1));
        assertEquals(3, trial.floor());
        assertEquals(BankId.B, trial.active());
        assertEquals(5, trial.confirmed(5, 9).floor());
        assertEquals(3, trial.confirmed(1, 9).floor());
        assertEquals(3, fresh().withFloorAtLeast(2).floor());
        assertEquals(4, fresh().withFloorAtLeast(4).floor());
    }

    @Test
    void an_image_is_unproven_until_it_was_confirmed_or_its_bank_is_written_again() {
        ComponentRecord unproven = fresh().written(BankId.B, ONE).withUnproven(BankId.B, true);
        assertEquals(List.of(BankId.B), unproven.unproven());
        assertEquals(List.of(), writing(unproven, BankId.B).unproven());
        ComponentRecord trial = unproven.flippedOnTrial(new Trial(BankId.B, BankId.A, ONE, 1));
        assertEquals(List.of(BankId.B), trial.unproven());
        assertEquals(List.of(), trial.confirmed(3, 9).unproven());
        assertEquals(List.of(), unproven.withUnproven(BankId.B, false).unproven());
    }

    @Test
    void the_quarantine_holds_each_manifest_once_and_forgets_the_oldest() {
        ComponentRecord record = fresh();
        for (int i = 0; i < ComponentRecord.QUARANTINE_MAX + 1; i++) {
            record = record.withQuarantine(new Quarantine(digest(i), "why", i));
        }
        assertFalse(record.quarantined(digest(0)));
        assertTrue(record.quarantined(digest(1)));
        record = record.withQuarantine(new Quarantine(digest(1), "again", 99));
        assertEquals(ComponentRecord.QUARANTINE_MAX, record.quarantine().size());
    }

    private static Digest digest(int number) {
        return Digest.sha256(String.format("%064x", number));
    }

    @Test
    void an_activation_is_open_from_the_switch_until_its_hook_ended_well_or_another_flip_came() {
        ComponentRecord switched = fresh().switchedTo(BankId.B);
        assertEquals(BankId.B, switched.activating());
        assertNull(switched.withActivating(null).activating());
        assertNull(
                switched.flippedOnTrial(new Trial(BankId.A, BankId.B, ONE, 1)).activating());
        assertEquals(BankId.B, switched.attempted(5).confirmed(4, 6).activating());
    }

    @Test
    void a_lost_record_is_open_until_it_is_decided() {
        ComponentRecord lost = fresh().lost(List.of());
        assertTrue(lost.undecided());
        assertTrue(lost.withFloorAtLeast(9).written(BankId.B, ONE).undecided());
        ComponentRecord decided = lost.decided(BankId.B);
        assertFalse(decided.undecided());
        assertEquals(BankId.B, decided.active());
    }
}
