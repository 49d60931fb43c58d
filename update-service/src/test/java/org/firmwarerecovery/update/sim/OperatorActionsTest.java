package org.firmwarerecovery.update.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.job.IngestSource;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.node.Answer;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.recovery.Recovery;
import org.firmwarerecovery.update.recovery.RecoveryPhase;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What operators may do in every state of a running recovery: DESIGN section 3, one owner per component. */
class OperatorActionsTest {
    private static final long SETTLE_MILLIS = 400_000;

    /** A state of a recovery, the story that leads to it, and whether a bank is being touched in it. */
    private enum State {
        SEARCHING("until recovery SEARCHING", false),
        NEGOTIATING("until recovery NEGOTIATING", false),
        TRANSFERRING("until TRANSFERRING", false),
        VERIFYING("until VERIFYING", false),
        WRITING("until WRITING", true),
        READING_BACK("until READING_BACK", true),
        ACTIVATING("until ACTIVATING", true),
        PROBATION("until PROBATION", true),
        BACKOFF("until recovery BACKOFF", false),
        HELD("until recovery HELD", false),
        SWITCHING("until recovery ACTIVATING", true),
        REVERTING("until REVERTING", true);

        private final String until;
        private final boolean touchesBank;

        State(String until, boolean touchesBank) {
            this.until = until;
            this.touchesBank = touchesBank;
        }

        private List<String> story() {
            List<String> lines = new ArrayList<>(
                    switch (this) {
                        case SWITCHING ->
                            List.of("node banks=A:1.0.0,B:1.0.0", "donor 1.0.0", "start", "run 5s", "flip A", "verify");
                        case REVERTING ->
                            List.of(
                                    "node banks=A:1.0.0,B:1.0.0 baseline=2.0.0",
                                    "donor 2.0.0",
                                    "dislike 2.0.0",
                                    "start");
                        case HELD ->
                            List.of(
                                    "node banks=A:1.0.0,B:1.0.0 onFinding=ASK",
                                    "donor 1.0.0",
                                    "flip A",
                                    "flip B",
                                    "start");
                        case BACKOFF -> List.of("node banks=A:1.0.0,B:1.0.0", "flip A", "flip B", "start");
                        default -> List.of("node banks=A:1.0.0,B:1.0.0", "donor 1.0.0", "flip A", "flip B", "start");
                    });
            lines.add(until);
            return lines;
        }
    }

    /** Something an operator does. */
    private enum Action {
        UPDATE_SAME_IMAGE,
        UPDATE_OTHER_IMAGE,
        UPDATE_WITHOUT_TARGET,
        CANCEL_JOB,
        CANCEL_RECOVERY,
        START_RECOVERY,
        VERIFY_IMAGES,
        ADOPT,
        CHANGE_POLICY
    }

    @TestFactory
    Stream<DynamicTest> every_action_in_every_state_is_answered_and_leaves_a_node_that_is_healthy_or_held() {
        return Stream.of(State.values())
                .flatMap(state -> Stream.of(Action.values())
                        .map(action -> DynamicTest.dynamicTest(state + " x " + action, () -> visit(state, action))));
    }

    private static void visit(State state, Action action) {
        Scenario scenario = new Scenario();
        state.story().forEach(scenario::tell);
        SimNode node = scenario.node();
        Recovery recovery = node.state.recoveryOf(SimFleet.BMC).orElseThrow();
        List<Answer> answers = new ArrayList<>();
        Optional<LongFunction<NodeEvent.Command>> command = command(action, scenario, node, recovery);
        if (command.isEmpty()) {
            return;
        }
        node.command(command.get(), answers::add);
        scenario.run(2_000);
        assertEquals(1, answers.size(), "one answer");
        judge(state, action, answers.get(0), node, recovery);
        scenario.run(SETTLE_MILLIS);
        healthyOrHeld(node);
        // Whatever he did: the operator can always go on from there.
        node.command(id -> new NodeEvent.StartRecovery(id, null, "operator"), answer -> {});
        scenario.run(SETTLE_MILLIS);
        healthyOrHeld(node);
    }

    private static Optional<LongFunction<NodeEvent.Command>> command(
            Action action, Scenario scenario, SimNode node, Recovery recovery) {
        return switch (action) {
            case UPDATE_SAME_IMAGE -> Optional.of(update(scenario, "1.0.0", true));
            case UPDATE_OTHER_IMAGE -> Optional.of(update(scenario, "2.1.0", true));
            case UPDATE_WITHOUT_TARGET -> Optional.of(update(scenario, "2.1.0", false));
            case CANCEL_JOB ->
                node.state.jobOf(SimFleet.BMC).map(job -> id -> new NodeEvent.CancelJob(id, job.id(), "operator"));
            case CANCEL_RECOVERY -> Optional.of(id -> new NodeEvent.CancelRecovery(id, recovery.id(), "operator"));
            case START_RECOVERY -> Optional.of(id -> new NodeEvent.StartRecovery(id, SimFleet.BMC, "operator"));
            case VERIFY_IMAGES -> Optional.of(NodeEvent.VerifyImages::new);
            case ADOPT -> Optional.of(id -> new NodeEvent.Adopt(id, SimFleet.BMC, BankId.A, "{}", "", "operator"));
            case CHANGE_POLICY -> Optional.of(id -> new NodeEvent.ChangePolicy(id, node.policy));
        };
    }

    private static LongFunction<NodeEvent.Command> update(Scenario scenario, String version, boolean targeted) {
        String name = scenario.image(version).digest().hex();
        return id -> new NodeEvent.StartUpdate(
                id,
                new IngestSource.Remote(name, null, null),
                targeted ? List.of(SimFleet.BMC) : List.of(),
                Job.Options.NONE,
                "operator",
                "update " + version);
    }

    private static void judge(State state, Action action, Answer answer, SimNode node, Recovery before) {
        Recovery after = Objects.requireNonNull(node.state.recoveries().get(before.id()));
        switch (action) {
            case UPDATE_SAME_IMAGE, UPDATE_OTHER_IMAGE, UPDATE_WITHOUT_TARGET -> {
                if (state.touchesBank) {
                    assertInstanceOf(Answer.InUse.class, answer);
                } else {
                    assertInstanceOf(Answer.JobStarted.class, answer);
                    assertEquals(RecoveryPhase.CANCELLED, after.phase());
                    assertEquals("SupersededByOperator", after.story().reason());
                }
            }
            case CANCEL_JOB, CANCEL_RECOVERY -> {
                if (state.touchesBank) {
                    assertInstanceOf(Answer.InUse.class, answer);
                } else {
                    assertInstanceOf(Answer.Done.class, answer);
                    assertEquals(RecoveryPhase.HELD, after.phase());
                    assertEquals("cancelled by operator", after.story().reason());
                }
            }
            case START_RECOVERY ->
                assertEquals(new Answer.RecoveriesStarted(List.of(before.id())), answer, "no second recovery");
            case VERIFY_IMAGES, CHANGE_POLICY -> assertInstanceOf(Answer.Done.class, answer);
            case ADOPT ->
                assertTrue(
                        answer instanceof Answer.Conflict
                                || answer instanceof Answer.Done
                                || answer instanceof Answer.ImageRefused,
                        answer.toString());
        }
    }

    private static void healthyOrHeld(SimNode node) {
        assertTrue(node.state.jobOf(SimFleet.BMC).isEmpty(), "a task runs for ever");
        boolean waits = node.state
                .recoveryOf(SimFleet.BMC)
                .filter(recovery -> recovery.phase() == RecoveryPhase.HELD || recovery.phase() == RecoveryPhase.BACKOFF)
                .isPresent();
        boolean healthy = node.state.recoveryOf(SimFleet.BMC).isEmpty()
                && node.component(SimFleet.BMC).running() != null;
        assertTrue(waits || healthy, () -> String.valueOf(node.state.recoveryOf(SimFleet.BMC)));
    }
}
