package org.firmwarerecovery.update.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.firmwarerecovery.update.bank.Bank;
import org.firmwarerecovery.update.bank.BankCondition;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.job.JobEnd;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.journal.JournalRecord;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.node.NodeLimits;
import org.firmwarerecovery.update.node.NodeState;
import org.firmwarerecovery.update.node.Restored;
import org.firmwarerecovery.update.policy.Policy;
import org.firmwarerecovery.update.recovery.Finding;
import org.firmwarerecovery.update.recovery.Recovery;
import org.firmwarerecovery.update.recovery.RecoveryPhase;
import org.firmwarerecovery.update.recovery.Story;
import org.junit.jupiter.api.Test;

/** Moments that a node remembers over a restart, with and without the journal that counted the uptime. */
class RestartsTest {
    private static final SignedManifest IMAGE = Firmware.image(1, 1, 4);
    private static final long WEEK = Duration.ofDays(7).toMillis();
    private static final long DAY = Policy.WRITES_WINDOW.toMillis();

    private static Recovery recovery(String id, RecoveryPhase phase, long started, long wakeAt) {
        return new Recovery(
                id,
                Firmware.BMC,
                BankId.A,
                Finding.SCAN_FAILED,
                phase,
                Instant.EPOCH,
                started,
                1,
                wakeAt,
                null,
                null,
                List.of(),
                Story.empty());
    }

    private static NodeState start(Restored restored, long now) {
        return NodeMachine.start(Fleet.recipient(BankId.A, BankId.B), Policy.defaults(), restored, Firmware.at(now, 1))
                .state();
    }

    private static Recovery held(NodeState state) {
        return Objects.requireNonNull(state.recoveries().get("held"));
    }

    private static Restored restored(boolean lost, List<Recovery> recoveries) {
        return new Restored(JournalRecord.empty(), lost, List.of(), recoveries, List.of());
    }

    /** One bank, whose image was written and has never proven itself. */
    private static Turn withUnprovenImage() {
        return KnownBanks.turn(
                List.of(new Bank(BankId.A, BankCondition.GOOD, IMAGE, 0, "")),
                ComponentRecord.fresh(BankId.A, 0).withUnproven(BankId.A, true));
    }

    @Test
    void a_hold_until_a_moment_ends_when_it_said() {
        List<Recovery> held = List.of(recovery("held", RecoveryPhase.HELD, WEEK, WEEK + 1_000));
        assertEquals(WEEK + 1_000, held(start(restored(false, held), WEEK)).wakeAt());
    }

    @Test
    void a_hold_does_not_outlast_the_longest_window_when_the_uptime_began_anew() {
        List<Recovery> held = List.of(recovery("held", RecoveryPhase.HELD, WEEK, WEEK + 1_000));
        assertEquals(10 + DAY, held(start(restored(false, held), 10)).wakeAt());
    }

    @Test
    void a_lost_journal_forgets_the_budgets_and_so_ends_every_hold_that_waits_for_one() {
        List<Recovery> held = List.of(recovery("held", RecoveryPhase.HELD, WEEK, WEEK + 1_000));
        assertEquals(WEEK, held(start(restored(true, held), WEEK)).wakeAt());
    }

    @Test
    void what_waits_for_an_operator_goes_on_waiting() {
        List<Recovery> held = List.of(recovery("held", RecoveryPhase.HELD, WEEK, -1));
        assertEquals(-1, held(start(restored(true, held), WEEK)).wakeAt());
    }

    @Test
    void the_uptime_goes_on_from_the_newest_record_and_the_oldest_makes_room() {
        int most = NodeLimits.defaults().recordsMax();
        List<Recovery> over = new ArrayList<>();
        for (int i = 0; i <= most; i++) {
            over.add(recovery("over" + i, RecoveryPhase.HEALTHY, WEEK + i, -1));
        }
        Restored restored = restored(true, over);
        assertEquals(WEEK + most, restored.uptimeMillis());
        Turn turn = new Turn(start(restored, restored.uptimeMillis()), Firmware.at(restored.uptimeMillis() + 1, 2));
        turn.put(recovery("new", RecoveryPhase.HEALTHY, turn.now.uptimeMillis(), -1));
        Records.forgetRecoveries(turn);
        NodeState after = turn.finish().state();
        assertTrue(after.recoveries().containsKey("new"), "the newest record made room for older ones");
        assertFalse(after.recoveries().containsKey("over0"));
        assertEquals(most, after.recoveries().size());
    }

    @Test
    void lines_of_a_record_count_as_well_as_its_beginning() {
        Story.Entry line = new Story.Entry("Held", Instant.EPOCH, WEEK + DAY, "RecoveryHeld", List.of("BMC", "why"));
        Recovery told = recovery("told", RecoveryPhase.HEALTHY, WEEK, -1)
                .with(Story.empty().telling(line));
        assertEquals(WEEK + DAY, restored(true, List.of(told)).uptimeMillis());
        JournalRecord later = new JournalRecord(2 * WEEK, JournalRecord.empty().components());
        assertEquals(2 * WEEK, new Restored(later, false, List.of(), List.of(told), List.of()).uptimeMillis());
    }

    @Test
    void an_image_that_is_started_on_trial_again_and_again_leaves_a_bounded_number_of_jobs() {
        Turn turn = withUnprovenImage();
        int most = turn.limits.recordsMax();
        for (int i = 0; i < most + 5; i++) {
            Restarts.putOnTrial(turn, Firmware.BMC, BankId.A, IMAGE);
            Job job = Objects.requireNonNull(turn.jobOf(Firmware.BMC));
            turn.put(job.over(new JobEnd(JobEnd.Outcome.FAILED, "no such program"), job.report()));
        }
        assertTrue(turn.jobs.size() <= most, turn.jobs.size() + " jobs");
    }

    @Test
    void the_time_of_an_image_is_over_when_nobody_knows_any_more_when_it_began() {
        Turn turn = withUnprovenImage();
        Restarts.putOnTrial(turn, Firmware.BMC, BankId.A, IMAGE);
        Job job = Objects.requireNonNull(turn.jobOf(Firmware.BMC));
        long left = Probation.end(turn, job, Firmware.BMC) - turn.now.uptimeMillis();
        assertTrue(left <= 0, left + " ms are left");
    }
}
