package org.firmwarerecovery.update.io.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.firmwarerecovery.machine.Moment;
import org.firmwarerecovery.machine.Step;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.io.file.SpaceReserve;
import org.firmwarerecovery.update.io.journal.KeyedJournal;
import org.firmwarerecovery.update.node.Answer;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.NodeState;
import org.firmwarerecovery.update.recovery.Finding;
import org.firmwarerecovery.update.recovery.Recovery;
import org.firmwarerecovery.update.recovery.RecoveryPhase;
import org.firmwarerecovery.update.recovery.Story;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an operator was told survives a kill in the very moment after he was told: files are copied then, and read anew. */
@Timeout(60)
class DurableAnswerTest {
    private static final LoopLimits LIMITS = LoopLimits.defaults().closingWithin(Duration.ofSeconds(2));

    @TempDir
    private Path folder;

    private final CountDownLatch writable = new CountDownLatch(1);
    private final CountDownLatch blocked = new CountDownLatch(1);

    @Test
    void an_acknowledged_cancel_is_still_a_cancel_after_a_kill() throws Exception {
        assertEquals(RecoveryPhase.HELD, afterKill(RecoveryPhase.TRANSFERRING).orElseThrow());
    }

    @Test
    void a_record_whose_removal_was_acknowledged_does_not_come_back_after_a_kill() throws Exception {
        assertEquals(Optional.empty(), afterKill(RecoveryPhase.HEALTHY));
    }

    /** Phase of the recovery as a node finds it that starts on the files as they were when the answer came. */
    private Optional<RecoveryPhase> afterKill(RecoveryPhase before) throws Exception {
        Recovery recovery = new Recovery(
                "r1",
                new ComponentId("BMC"),
                BankId.A,
                Finding.SCAN_FAILED,
                before,
                Instant.EPOCH,
                1,
                0,
                -1,
                null,
                null,
                List.of(),
                Story.empty());
        try (KeyedJournal recoveries = journal("recoveries");
                KeyedJournal tasks = journal("tasks")) {
            try (History first = History.open(recoveries, tasks)) {
                first.accept(with(recovery));
            }
            try (History history = History.open(slow(recoveries), HistoryTable.in(tasks), Duration.ofMillis(1))) {
                EventInbox inbox = new EventInbox(LIMITS);
                NodeLoop loop = NodeLoop.start(
                        machine(history.recoveries().get(0)),
                        IdleShell.of(record -> {}, inbox, LIMITS, history, cause -> {}));
                CompletableFuture<Void> copied = loop.command(id -> new NodeEvent.CancelRecovery(id, "r1", "operator"))
                        .toCompletableFuture()
                        .thenAccept(answer -> copy());
                assertTrue(blocked.await(20, TimeUnit.SECONDS));
                assertFalse(copied.isDone(), "answered before it was written down");
                writable.countDown();
                copied.get(20, TimeUnit.SECONDS);
                loop.close();
            }
        }
        try (KeyedJournal recoveries = journal("killed-recoveries");
                KeyedJournal tasks = journal("killed-tasks");
                History history = History.open(recoveries, tasks)) {
            return history.recoveries().stream().map(Recovery::phase).findFirst();
        }
    }

    private void copy() {
        try {
            for (String name : List.of("recoveries", "tasks")) {
                Files.copy(folder.resolve(name), folder.resolve("killed-" + name));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private KeyedJournal journal(String name) throws IOException {
        return KeyedJournal.open(folder.resolve(name), History.TABLE_LIMITS, SpaceReserve.NONE);
    }

    /** A machine that holds a recovery that runs, and forgets one that is over. */
    private static Machine machine(Recovery first) {
        return new Machine() {
            @Override
            public Step<NodeState, NodeEffect> start(Moment now) {
                return new Step<>(with(first), List.of());
            }

            @Override
            public Step<NodeState, NodeEffect> apply(NodeState state, Moment now, NodeEvent event) {
                if (!(event instanceof NodeEvent.CancelRecovery cancel)) {
                    return new Step<>(state, List.of());
                }
                NodeState next = first.active()
                        ? with(first.in(RecoveryPhase.HELD))
                        : ScriptedMachine.with(state, new TreeMap<>(), new TreeMap<>());
                return new Step<>(next, List.of(new NodeEffect.Reply(cancel.commandId(), new Answer.Done())));
            }

            @Override
            public OptionalLong nextWake(NodeState state) {
                return OptionalLong.empty();
            }
        };
    }

    private static NodeState with(Recovery recovery) {
        return ScriptedMachine.with(
                ScriptedMachine.state(), new TreeMap<>(Map.of(recovery.id(), recovery)), new TreeMap<>());
    }

    private HistoryTable slow(KeyedJournal journal) {
        HistoryTable table = HistoryTable.in(journal);
        return new HistoryTable() {
            @Override
            public Map<String, byte[]> values() {
                return table.values();
            }

            @Override
            public Optional<String> put(String key, byte[] value) throws IOException {
                hang();
                return table.put(key, value);
            }

            @Override
            public void remove(String key) throws IOException {
                hang();
                table.remove(key);
            }
        };
    }

    private void hang() {
        blocked.countDown();
        try {
            assertTrue(writable.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
