package org.firmwarerecovery.update.io.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.firmwarerecovery.machine.Moment;
import org.firmwarerecovery.machine.Step;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.journal.JournalRecord;
import org.firmwarerecovery.update.negotiation.PeerRef;
import org.firmwarerecovery.update.negotiation.Refusal;
import org.firmwarerecovery.update.node.Answer;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.NodeState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class NodeLoopTest {
    private static final ComponentId BMC = new ComponentId("BMC");

    private final List<String> trace = Collections.synchronizedList(new ArrayList<>());
    private final LoopLimits limits =
            LoopLimits.defaults().retryingAfter(Duration.ofMillis(10)).closingWithin(Duration.ofSeconds(2));
    private final EventInbox inbox = new EventInbox(limits);
    private JournalWriter journal = record -> trace.add("persist " + record.uptimeMillis());
    private EffectWork work = (effect, stop) -> {
        trace.add("work " + effect.id());
        return new NodeEvent.Done(effect.id());
    };

    @SuppressWarnings("NullAway.Init") // every test starts its own with its own machine
    private NodeLoop loop;

    @AfterEach
    void stop() {
        if (loop != null) {
            loop.close();
        }
    }

    @Test
    void effects_run_in_order_and_nothing_passes_a_persist() throws Exception {
        CountDownLatch mayPersist = new CountDownLatch(1);
        journal = record -> {
            await(mayPersist);
            trace.add("persist " + record.uptimeMillis());
        };
        ScriptedMachine machine = ScriptedMachine.answering(
                List.of(),
                event -> event instanceof NodeEvent.PeerSeen
                        ? List.of(note("before"), persist(1), note("between"), persist(2), note("after"))
                        : List.of());
        start(machine);
        loop.post(peerSeen());
        waitFor(() -> trace.contains("note before"));
        assertFalse(trace.contains("note between"));
        mayPersist.countDown();
        waitFor(() -> trace.contains("note after"));
        assertEquals(List.of("note before", "persist 1", "note between", "persist 2", "note after"), trace);
    }

    @Test
    void an_asynchronous_effect_starts_only_after_the_persist_before_it() throws Exception {
        ScriptedMachine machine = ScriptedMachine.answering(List.of(persist(1), check(7)), event -> List.of());
        start(machine);
        assertEquals(new NodeEvent.Done(7), machine.await(1).get(0));
        assertEquals(List.of("persist 1", "work 7"), trace);
    }

    @Test
    void every_effect_gives_exactly_one_outcome_even_when_its_work_throws_or_lies() throws Exception {
        work = (effect, stop) -> {
            if (effect.id() == 1) {
                throw new IOException("medium gone");
            }
            if (effect.id() == 2) {
                throw new AssertionError("broken");
            }
            return new NodeEvent.Done(effect.id() == 3 ? 99 : effect.id());
        };
        List<NodeEffect> first = List.of(check(1), check(2), check(3), query(4), check(5));
        ScriptedMachine machine = ScriptedMachine.answering(first, event -> List.of());
        start(machine);
        TreeMap<Long, NodeEvent> outcomes = new TreeMap<>();
        for (NodeEvent event : machine.await(5)) {
            outcomes.put(((NodeEvent.Outcome) event).id(), event);
        }
        assertEquals(new NodeEvent.Failed(1, "medium gone"), outcomes.get(1L));
        assertInstanceOf(NodeEvent.Failed.class, outcomes.get(2L));
        assertEquals(new NodeEvent.Failed(3, "internal error"), outcomes.get(3L));
        assertEquals(new NodeEvent.Done(4), outcomes.get(4L));
        assertEquals(new NodeEvent.Done(5), outcomes.get(5L));
        assertEquals(5, machine.seen().size());
    }

    @Test
    void a_question_to_a_peer_that_breaks_down_is_a_refusal() throws Exception {
        work = (effect, stop) -> {
            throw new IllegalStateException("bad peer");
        };
        ScriptedMachine machine = ScriptedMachine.answering(List.of(query(4)), event -> List.of());
        start(machine);
        assertEquals(
                new NodeEvent.Refused(4, new Refusal.Unusable("bad peer")),
                machine.await(1).get(0));
    }

    @Test
    void a_command_gets_its_answer_and_finds_the_new_state() throws Exception {
        ScriptedMachine machine = ScriptedMachine.answering(
                List.of(),
                event -> event instanceof NodeEvent.Command command
                        ? List.of(persist(1), new NodeEffect.Reply(command.commandId(), new Answer.Done()))
                        : List.of());
        start(machine);
        CompletableFuture<Long> counted = loop.command(NodeEvent.VerifyImages::new)
                .toCompletableFuture()
                .thenApply(answer -> loop.state().counters().get("events"));
        assertEquals(1L, counted.get(5, TimeUnit.SECONDS));
    }

    @Test
    void a_journal_that_refuses_holds_the_machine_but_not_the_readers_and_is_tried_again() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        AtomicBoolean full = new AtomicBoolean(true);
        journal = record -> {
            tries.incrementAndGet();
            if (full.get()) {
                throw new IOException("no space left on device");
            }
            trace.add("persist " + record.uptimeMillis());
        };
        ScriptedMachine machine = ScriptedMachine.answering(List.of(), event -> List.of(persist(5), note("durable")));
        start(machine);
        loop.post(peerSeen());
        loop.post(peerSeen());
        waitFor(() -> tries.get() >= 3);
        assertEquals(1, machine.seen().size());
        assertTrue(loop.state().counters().isEmpty());
        full.set(false);
        machine.await(2);
        waitFor(() -> trace.size() == 4);
        assertEquals(List.of("persist 5", "note durable", "persist 5", "note durable"), trace);
    }

    @Test
    void closing_ends_a_persist_that_never_succeeds_and_starts_nothing_behind_it() {
        CountDownLatch tried = new CountDownLatch(1);
        journal = record -> {
            tried.countDown();
            throw new IOException("dead medium");
        };
        start(ScriptedMachine.answering(List.of(persist(1), check(1)), event -> List.of()));
        await(tried);
        loop.close();
        assertEquals(List.of(), trace);
    }

    @Test
    void a_wake_comes_when_it_is_due() throws Exception {
        ScriptedMachine machine = ScriptedMachine.answering(List.of(), event -> List.of());
        machine.wakeAt(1_000_050);
        loop = NodeLoop.start(machine, shell(new UptimeClock(1_000_000, Instant::now)));
        assertInstanceOf(NodeEvent.Wake.class, machine.await(1).get(0));
        assertTrue(machine.moments().get(0).uptimeMillis() >= 1_000_050);
    }

    @Test
    void a_wake_that_is_always_due_does_not_keep_other_events_out() throws Exception {
        ScriptedMachine machine = ScriptedMachine.answering(List.of(), event -> List.of());
        Machine restless = new Machine() {
            @Override
            public Step<NodeState, NodeEffect> start(Moment now) {
                return machine.start(now);
            }

            @Override
            public Step<NodeState, NodeEffect> apply(NodeState state, Moment now, NodeEvent event) {
                return machine.apply(state, now, event);
            }

            @Override
            public OptionalLong nextWake(NodeState state) {
                return OptionalLong.of(0);
            }
        };
        loop = NodeLoop.start(restless, shell(new UptimeClock(10, Instant::now)));
        loop.post(peerSeen());
        waitFor(() -> machine.seen().stream().anyMatch(NodeEvent.PeerSeen.class::isInstance));
    }

    @Test
    void every_event_has_its_own_entropy_and_uptime_never_runs_backwards() throws Exception {
        ScriptedMachine machine = ScriptedMachine.answering(List.of(), event -> List.of());
        start(machine);
        loop.post(peerSeen());
        loop.post(peerSeen());
        machine.await(2);
        var moments = machine.moments();
        assertNotEquals(moments.get(0).entropy(), moments.get(1).entropy());
        assertTrue(moments.get(0).uptimeMillis() <= moments.get(1).uptimeMillis());
    }

    @Test
    void work_that_the_machine_no_longer_waits_for_is_told_to_stop() throws Exception {
        work = (effect, stop) -> {
            CountDownLatch stopped = new CountDownLatch(1);
            stop.onRequest(stopped::countDown);
            trace.add("begun " + effect.id());
            await(stopped);
            trace.add("stopped " + effect.id());
            return new NodeEvent.Done(effect.id());
        };
        ScriptedMachine machine = ScriptedMachine.stepping((state, event) -> {
            if (event instanceof NodeEvent.PeerSeen) {
                return new Step<>(ScriptedMachine.awaiting(state, 1, 2), List.of(check(1), query(2)));
            }
            return new Step<>(ScriptedMachine.awaiting(state, 2), List.of());
        });
        start(machine);
        loop.post(peerSeen());
        waitFor(() -> trace.contains("begun 1") && trace.contains("begun 2"));
        loop.post(new NodeEvent.SearchEnded(1));
        waitFor(() -> trace.contains("stopped 1"));
        assertFalse(trace.contains("stopped 2"));
        machine.await(3);
        assertEquals(new NodeEvent.Done(1), machine.seen().get(2));
    }

    @Test
    void an_exception_of_the_machine_fails_the_command_and_the_loop_goes_on() throws Exception {
        ScriptedMachine machine = ScriptedMachine.answering(List.of(), event -> {
            if (event instanceof NodeEvent.VerifyImages) {
                throw new IllegalStateException("bug");
            }
            return List.of(note("alive"));
        });
        start(machine);
        CompletableFuture<Answer> answer =
                loop.command(NodeEvent.VerifyImages::new).toCompletableFuture();
        ExecutionException failure = assertThrows(ExecutionException.class, () -> answer.get(5, TimeUnit.SECONDS));
        assertEquals("bug", Objects.requireNonNull(failure.getCause()).getMessage());
        loop.post(peerSeen());
        waitFor(() -> trace.contains("note alive"));
    }

    @Test
    void closing_fails_the_commands_that_wait_and_those_that_come_later() throws Exception {
        ScriptedMachine machine = ScriptedMachine.answering(List.of(), event -> List.of());
        start(machine);
        CompletableFuture<Answer> waiting =
                loop.command(NodeEvent.VerifyImages::new).toCompletableFuture();
        machine.await(1);
        loop.close();
        assertStopped(waiting);
        assertStopped(loop.command(NodeEvent.VerifyImages::new).toCompletableFuture());
        assertFalse(loop.isRunning());
    }

    @Test
    void closing_takes_no_longer_than_its_limit_even_when_work_hangs() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        work = (effect, stop) -> {
            begun.countDown();
            await(never);
            return new NodeEvent.Done(effect.id());
        };
        ScriptedMachine machine = ScriptedMachine.answering(List.of(check(1)), event -> List.of());
        start(machine);
        await(begun);
        long start = System.nanoTime();
        loop.close();
        assertTrue(Duration.ofNanos(System.nanoTime() - start).toMillis() < 4_000);
        never.countDown();
    }

    @Test
    void commands_beyond_the_limit_are_turned_away_at_once() throws Exception {
        ScriptedMachine machine = ScriptedMachine.answering(List.of(), event -> List.of());
        start(machine);
        CompletableFuture<Answer> first =
                loop.command(NodeEvent.VerifyImages::new).toCompletableFuture();
        for (int i = 1; i < limits.commandsMax(); i++) {
            loop.command(NodeEvent.VerifyImages::new);
        }
        CompletableFuture<Answer> over =
                loop.command(NodeEvent.VerifyImages::new).toCompletableFuture();
        ExecutionException failure = assertThrows(ExecutionException.class, () -> over.get(5, TimeUnit.SECONDS));
        assertInstanceOf(NodeBusyException.class, failure.getCause());
        first.cancel(false);
        assertFalse(
                loop.command(NodeEvent.VerifyImages::new).toCompletableFuture().isDone(),
                "who gave up holds no place any more");
    }

    @Test
    void searching_without_discovery_ends_at_once() throws Exception {
        ScriptedMachine machine = ScriptedMachine.answering(
                List.of(new NodeEffect.StartSearch(9, "S", Duration.ZERO), new NodeEffect.Donates(List.of())),
                event -> List.of());
        start(machine);
        assertEquals(new NodeEvent.SearchEnded(9), machine.await(1).get(0));
    }

    private void start(Machine machine) {
        loop = NodeLoop.start(machine, shell(new UptimeClock(0, Instant::now)));
    }

    private NodeLoop.Shell shell(UptimeClock clock) {
        return new NodeLoop.Shell(
                record -> journal.write(record),
                (effect, stop) -> work.run(effect, stop),
                image -> trace.add("drop " + image.brief()),
                new NoDonorSearch(inbox),
                (note, now) -> trace.add("note " + note.key()),
                inbox,
                clock,
                limits,
                state -> {},
                cause -> {});
    }

    private static void assertStopped(CompletableFuture<Answer> answer) {
        ExecutionException failure = assertThrows(ExecutionException.class, () -> answer.get(5, TimeUnit.SECONDS));
        assertInstanceOf(NodeStoppedException.class, failure.getCause());
    }

    private static NodeEffect persist(long uptime) {
        return new NodeEffect.Persist(new JournalRecord(uptime, new TreeMap<>()));
    }

    private static NodeEffect note(String key) {
        return new NodeEffect.Note(key, List.of(), null, "");
    }

    private static NodeEffect check(long id) {
        return new NodeEffect.CheckBank(id, BMC, BankId.A);
    }

    private static NodeEffect query(long id) {
        return new NodeEffect.QueryDonor(id, peer(), "S");
    }

    private static NodeEvent peerSeen() {
        return new NodeEvent.PeerSeen(peer());
    }

    private static PeerRef peer() {
        return new PeerRef("00000000-0000-0000-0000-000000000002", "https://127.0.0.1:1", null, PeerRef.Origin.KNOWN);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void waitFor(BooleanSupplier condition) {
        long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < until, "the condition never came true");
            Thread.onSpinWait();
        }
    }
}
