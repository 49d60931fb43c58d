package org.firmwarerecovery.update.io.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.firmwarerecovery.update.io.journal.RecordTooLargeException;
import org.firmwarerecovery.update.journal.JournalRecord;
import org.firmwarerecovery.update.node.Answer;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.NodeState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the loop tells about itself: every state it passes through, and why it ended when nobody closed it. */
@Timeout(30)
class LoopBreakdownTest {
    private final BlockingQueue<NodeState> states = new LinkedBlockingQueue<>();
    private final BlockingQueue<Throwable> breakdowns = new LinkedBlockingQueue<>();
    private final EventInbox inbox = new EventInbox(LoopLimits.defaults());
    private @Nullable NodeLoop started;

    @AfterEach
    void stop() {
        NodeLoop loop = started;
        if (loop != null) {
            loop.close();
        }
    }

    @Test
    void every_state_is_told_in_order_from_the_first_one_on() throws Exception {
        NodeLoop loop = start(ScriptedMachine.answering(List.of(), event -> List.of()), record -> {});
        inbox.accept(new NodeEvent.SearchEnded(1));
        inbox.accept(new NodeEvent.SearchEnded(2));
        assertTrue(next(states).counters().isEmpty());
        NodeState second = next(states);
        NodeState third = next(states);
        assertFalse(second.counters().equals(third.counters()));
        // Told before anybody can see it, so the loop may still be about to show it.
        while (!loop.state().equals(third)) {
            Thread.onSpinWait();
        }
        assertSame(third, loop.state());
    }

    @Test
    void an_error_on_the_loop_thread_is_told_once_and_fails_what_waits() throws Exception {
        Error broken = new OutOfMemoryError("for the test");
        NodeLoop loop = start(
                ScriptedMachine.stepping((state, event) -> {
                    throw broken;
                }),
                record -> {});
        CompletableFuture<Answer> answer =
                loop.command(NodeEvent.VerifyImages::new).toCompletableFuture();
        assertSame(broken, next(breakdowns));
        ExecutionException failure = assertThrows(ExecutionException.class, () -> answer.get(5, TimeUnit.SECONDS));
        assertInstanceOf(NodeStoppedException.class, failure.getCause());
        loop.close();
        assertFalse(loop.isRunning());
        assertTrue(breakdowns.isEmpty());
    }

    @Test
    void a_record_that_no_try_will_ever_store_breaks_the_loop_instead_of_being_tried_for_ever() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        NodeEffect persist = new NodeEffect.Persist(new JournalRecord(1, new TreeMap<>()));
        start(ScriptedMachine.answering(List.of(persist), event -> List.of()), record -> {
            tries.incrementAndGet();
            throw new RecordTooLargeException("banks/journal", "recordBytesMax", 9, 8);
        });
        Throwable cause = next(breakdowns);
        assertTrue(cause.toString().contains("recordBytesMax is 8"), cause::toString);
        assertEquals(1, tries.get());
        assertTrue(states.isEmpty());
    }

    @Test
    void a_loop_that_was_closed_never_broke_down() throws Exception {
        NodeLoop loop = start(ScriptedMachine.answering(List.of(), event -> List.of()), record -> {});
        loop.close();
        assertFalse(loop.isRunning());
        assertTrue(breakdowns.isEmpty());
    }

    private NodeLoop start(Machine machine, JournalWriter journal) {
        LoopLimits limits = LoopLimits.defaults().closingWithin(Duration.ofSeconds(2));
        NodeLoop loop = NodeLoop.start(machine, IdleShell.of(journal, inbox, limits, states::add, breakdowns::add));
        started = loop;
        return loop;
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(20, TimeUnit.SECONDS);
        assertTrue(next != null, "nothing came");
        return Objects.requireNonNull(next);
    }
}
