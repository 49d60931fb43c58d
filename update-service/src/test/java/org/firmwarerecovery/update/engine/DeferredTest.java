package org.firmwarerecovery.update.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import org.firmwarerecovery.update.bank.Bank;
import org.firmwarerecovery.update.bank.BankCondition;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.job.ApplyTime;
import org.firmwarerecovery.update.job.IngestSource;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.job.JobEnd;
import org.firmwarerecovery.update.job.JobPhase;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.journal.JournalRecord;
import org.firmwarerecovery.update.journal.Quarantine;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.node.Answer;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.NodeState;
import org.firmwarerecovery.update.node.Pending;
import org.firmwarerecovery.update.node.Restored;
import org.firmwarerecovery.update.policy.ChangedPolicy;
import org.firmwarerecovery.update.policy.Policy;
import org.firmwarerecovery.update.policy.SourceKind;
import org.firmwarerecovery.update.recovery.RecoveryPhase;
import org.junit.jupiter.api.Test;

/** Updates that are to be written at a reset, or when an operator says so. */
class DeferredTest {
    private static final SignedManifest OLD = Firmware.image(1, 1, 4);
    private static final SignedManifest NEW = Firmware.image(2, 1, 4);
    private static final Job.Options ON_RESET = new Job.Options(false, false, ApplyTime.ON_RESET);

    @Test
    void a_verified_image_waits_until_its_reset_and_no_bank_is_touched_before() {
        Turn turn = healthy();
        Job waiting = waiting(turn);
        assertEquals(JobPhase.WAITING, waiting.phase());
        Deferred.proceed(turn);
        Deferred.onApply(turn, apply(ApplyTime.ON_START_UPDATE_REQUEST));
        Deferred.proceed(turn);
        assertTrue(writes(turn).isEmpty());

        Deferred.onApply(turn, apply(ApplyTime.ON_RESET));
        Deferred.proceed(turn);
        NodeEffect.WriteBank write = writes(turn).get(0);
        assertEquals(BankId.B, write.bank());
        assertEquals(NEW.digest(), write.manifest().digest());
        assertEquals(List.of(waiting.id()), begun(turn).get(1).jobIds());
    }

    @Test
    void one_whose_floor_rose_meanwhile_is_refused_when_its_time_comes() {
        Turn turn = healthy();
        Job waiting = waiting(turn);
        turn.persist(Firmware.BMC, ComponentRecord.fresh(BankId.A, 2));
        Deferred.onApply(turn, apply(ApplyTime.ON_RESET));
        Deferred.proceed(turn);
        assertTrue(writes(turn).isEmpty());
        assertEquals(JobEnd.Outcome.FAILED, outcome(turn, waiting));
    }

    @Test
    void a_recovery_goes_on_beside_one_that_waits_and_gives_way_to_it_before_it_writes() {
        Turn turn = healthy();
        Job waiting = waiting(turn);
        turn.put(turn.component(Firmware.BMC).with(new Bank(BankId.B, BankCondition.DAMAGED, OLD, 1, "")));
        turn.store = List.of(NEW);
        turn.policy = ChangedPolicy.of(Policy.defaults())
                .sources(List.of(SourceKind.NETWORK))
                .policy();
        Checks.evaluate(turn, Firmware.BMC);
        assertTrue(
                Objects.requireNonNull(turn.recoveryOf(Firmware.BMC)).phase() != RecoveryPhase.HELD,
                "the recovery is not held up");

        Deferred.onApply(turn, apply(ApplyTime.ON_RESET));
        Deferred.proceed(turn);
        assertEquals(NEW.digest(), writes(turn).get(0).manifest().digest());
        assertEquals(JobPhase.WRITING, turn.current(waiting).phase());
    }

    @Test
    void one_whose_component_is_being_written_begins_when_that_is_over() {
        Turn turn = healthy();
        Job waiting = waiting(turn);
        Job other = new Job(
                "other",
                waiting.origin(),
                Firmware.BMC,
                JobPhase.WRITING,
                waiting.source(),
                OLD,
                null,
                new Job.Install(BankId.B, false, BankId.A),
                Job.Options.NONE,
                waiting.report(),
                null);
        turn.put(other);
        Deferred.onApply(turn, apply(ApplyTime.ON_RESET));
        Deferred.proceed(turn);
        assertEquals(JobPhase.WAITING, turn.current(waiting).phase());
        Jobs.end(turn, other, JobEnd.Outcome.SUCCEEDED, "");
        Deferred.proceed(turn);
        assertEquals(JobPhase.WRITING, turn.current(waiting).phase());
    }

    @Test
    void one_that_is_due_begins_only_when_every_bank_was_read() {
        Turn turn = healthy();
        Job waiting = waiting(turn);
        turn.put(turn.component(Firmware.BMC).with(new Bank(BankId.B, BankCondition.UNCHECKED, null, -1, "")));
        Deferred.onApply(turn, apply(ApplyTime.ON_RESET));
        Deferred.proceed(turn);
        assertEquals(JobPhase.WAITING, turn.current(waiting).phase(), "a restart would find it waiting");
        Deferred.onApply(turn, apply(ApplyTime.ON_RESET));
        assertEquals(List.of(waiting.id()), begun(turn).get(1).jobIds(), "who asks again hears the same");
        turn.put(turn.component(Firmware.BMC).with(new Bank(BankId.B, BankCondition.GOOD, OLD, 1, "")));
        Deferred.proceed(turn);
        assertEquals(JobPhase.WRITING, turn.current(waiting).phase());
    }

    @Test
    void an_image_that_another_update_waits_for_stays_in_the_store_when_this_one_is_done() {
        Turn turn = healthy();
        Job waiting = waiting(turn);
        Job other = new Job(
                "other",
                waiting.origin(),
                Firmware.BMC,
                JobPhase.PROBATION,
                waiting.source(),
                NEW,
                null,
                new Job.Install(BankId.B, true, BankId.A),
                Job.Options.NONE,
                waiting.report(),
                null);
        turn.put(other);
        Installs.succeed(turn, other);
        assertEquals(List.of(NEW), turn.store);
        Updates.onCancel(turn, new NodeEvent.CancelJob(9, waiting.id(), "admin"));
        Installs.succeed(turn, other);
        assertEquals(turn.settings.keepInstalled() ? List.of(NEW) : List.of(), turn.store);
    }

    @Test
    void a_quarantined_image_that_an_operator_insists_on_gets_its_chance_when_it_is_written_and_not_before() {
        Turn turn = healthy();
        turn.persist(
                Firmware.BMC,
                turn.record(Firmware.BMC).withQuarantine(new Quarantine(NEW.digest(), "it was not confirmed", 0)));
        waiting(turn, new Job.Options(true, false, ApplyTime.ON_RESET));
        assertTrue(turn.record(Firmware.BMC).quarantined(NEW.digest()));
        Deferred.onApply(turn, apply(ApplyTime.ON_RESET));
        Deferred.proceed(turn);
        assertEquals(NEW.digest(), writes(turn).get(0).manifest().digest());
        assertTrue(!turn.record(Firmware.BMC).quarantined(NEW.digest()));
    }

    @Test
    void a_second_update_of_the_component_is_told_which_one_waits() {
        Turn turn = healthy();
        Job waiting = waiting(turn);
        Updates.onStart(turn, update(7, Job.Options.NONE, "another request"));
        assertEquals(new Answer.InUse(Firmware.BMC.value(), waiting.id()), answer(turn, 7));
        Updates.onStart(turn, update(8, ON_RESET, "request"));
        assertEquals(new Answer.JobRunsAlready(waiting.id()), answer(turn, 8));
    }

    @Test
    void one_that_waits_can_be_cancelled() {
        Turn turn = healthy();
        Job waiting = waiting(turn);
        Updates.onCancel(turn, new NodeEvent.CancelJob(9, waiting.id(), "admin"));
        assertEquals(JobEnd.Outcome.CANCELLED, outcome(turn, waiting));
    }

    @Test
    void a_restart_does_not_end_the_wait_and_the_image_comes_from_the_store() {
        Turn before = healthy();
        Job waiting = waiting(before);
        NodeState started = NodeMachine.start(
                        Fleet.recipient(BankId.A, BankId.B),
                        Policy.defaults(),
                        new Restored(JournalRecord.empty(), false, List.of(), List.of(), List.of(waiting)),
                        Firmware.at(0, 1))
                .state();
        Job again = Objects.requireNonNull(started.jobs().get(waiting.id()));
        assertEquals(JobPhase.WAITING, again.phase());
        assertEquals(null, again.manifest());

        Turn turn = healthy();
        turn.put(again);
        turn.store = List.of(OLD, NEW);
        Deferred.onApply(turn, apply(ApplyTime.ON_RESET));
        Deferred.proceed(turn);
        assertEquals(NEW.digest(), writes(turn).get(0).manifest().digest());
    }

    @Test
    void one_whose_image_is_gone_says_so() {
        Turn turn = healthy();
        Job waiting = waiting(turn);
        turn.store = List.of(OLD);
        Deferred.onApply(turn, apply(ApplyTime.ON_RESET));
        Deferred.proceed(turn);
        assertEquals(JobEnd.Outcome.FAILED, outcome(turn, waiting));
        assertTrue(
                Objects.requireNonNull(turn.current(waiting).end()).reason().contains("not in the image store"),
                turn.current(waiting).toString());
    }

    private static Turn healthy() {
        return KnownBanks.turn(
                List.of(
                        new Bank(BankId.A, BankCondition.GOOD, OLD, 0, ""),
                        new Bank(BankId.B, BankCondition.GOOD, OLD, 0, "")),
                ComponentRecord.fresh(BankId.A, 0));
    }

    /** An update whose image came in and was verified. */
    private static Job waiting(Turn turn) {
        return waiting(turn, ON_RESET);
    }

    private static Job waiting(Turn turn, Job.Options options) {
        Updates.onStart(turn, update(1, options, "request"));
        Pending asked = turn.pending.values().stream()
                .filter(one -> one.kind() == Pending.Kind.INGEST)
                .findFirst()
                .orElseThrow();
        turn.store = List.of(NEW);
        Updates.onIngested(turn, asked, new NodeEvent.Ingested(1, NEW));
        return Objects.requireNonNull(turn.jobs.get(asked.owner()));
    }

    private static NodeEvent.StartUpdate update(long command, Job.Options options, String request) {
        IngestSource source = new IngestSource.Upload("staging", "file");
        return new NodeEvent.StartUpdate(command, source, List.of(Firmware.BMC), options, "admin", request);
    }

    private static NodeEvent.ApplyUpdates apply(ApplyTime when) {
        return new NodeEvent.ApplyUpdates(2, when, List.of(), "admin");
    }

    private static JobEnd.Outcome outcome(Turn turn, Job job) {
        return Objects.requireNonNull(turn.current(job).end()).outcome();
    }

    private static List<NodeEffect.WriteBank> writes(Turn turn) {
        return turn.finish().effects().stream()
                .filter(NodeEffect.WriteBank.class::isInstance)
                .map(NodeEffect.WriteBank.class::cast)
                .toList();
    }

    private static List<Answer.UpdatesApplied> begun(Turn turn) {
        return turn.finish().effects().stream()
                .filter(effect ->
                        effect instanceof NodeEffect.Reply reply && reply.answer() instanceof Answer.UpdatesApplied)
                .map(effect -> assertInstanceOf(Answer.UpdatesApplied.class, ((NodeEffect.Reply) effect).answer()))
                .toList();
    }

    private static Answer answer(Turn turn, long command) {
        return turn.finish().effects().stream()
                .filter(effect -> effect instanceof NodeEffect.Reply reply && reply.commandId() == command)
                .map(effect -> ((NodeEffect.Reply) effect).answer())
                .findFirst()
                .orElseThrow();
    }
}
