package org.firmwarerecovery.update.io.runtime;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.firmwarerecovery.machine.Moment;
import org.firmwarerecovery.machine.Step;
import org.firmwarerecovery.update.io.journal.RecordTooLargeException;
import org.firmwarerecovery.update.node.Answer;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.NodeState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running node: one thread takes events, runs the machine and executes the effects of each step in order.
 *
 * <ul>
 *   <li>A persist effect is a barrier: nothing after it starts before the record is durable. While the medium refuses, the
 *       loop tries again every {@link LoopLimits#persistRetry()} and nothing else of the machine runs; readers still see the
 *       last state.
 *   <li>Every asynchronous effect runs on a lane of {@link Lanes} and posts exactly one outcome.
 *   <li>The state after a step is published before the first effect that is no persist, so whoever gets an answer finds what
 *       the answer talks about.
 *   <li>An answer goes out when what it changed in recoveries and tasks, and those it names, are durable: what an operator was
 *       told, a restart keeps.
 *   <li>An exception of the machine is our bug: it is logged, the event is dropped, the state stays, the loop goes on.
 *   <li>What the loop can not get over (an {@link Error}, a record that no journal will ever take) ends it: it is logged and
 *       {@link Shell#breakdown()} hears of it once, so that the process ends and its supervisor starts it anew. A node that
 *       only seems to run is worse than one that restarts.
 * </ul>
 *
 * <p>Threads: see {@link Node}; {@link #close()} blocks for at most {@link LoopLimits#closeWithin()}.
 */
public final class NodeLoop implements Node, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeLoop.class);
    private static final long IDLE_MILLIS_MAX = 3_600_000;
    private static final int TRIES_PER_LOG_LINE = 60;

    private final Machine machine;
    private final Shell shell;
    private final EffectRuns effects;
    private final Thread thread = new Thread(this::run, "node-loop");
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicLong commandIds = new AtomicLong();
    private final ConcurrentHashMap<Long, CompletableFuture<Answer>> waiting = new ConcurrentHashMap<>();
    private final Deliveries deliveries = new Deliveries();
    private final Replies replies = new Replies();
    private final Step<NodeState, NodeEffect> firstStep;
    private final Moment firstMoment;
    private volatile NodeState state;

    /**
     * What the loop works with.
     *
     * @param journal makes records durable
     * @param work carries out asynchronous effects
     * @param images forgets images; its calls must not block
     * @param search finds donors; closed with the loop
     * @param notes hears what is told to people
     * @param inbox where all events arrive
     * @param clock time and chance
     * @param limits bounds
     * @param states hears of every state, and says when what an answer is about is durable
     * @param breakdown hears, on the loop thread and at most once, why the loop ended without being closed; must not block
     */
    public record Shell(
            JournalWriter journal,
            EffectWork work,
            ImageDrop images,
            DonorSearch search,
            NoteListener notes,
            EventInbox inbox,
            UptimeClock clock,
            LoopLimits limits,
            StateWatch states,
            Consumer<Throwable> breakdown) {}

    private NodeLoop(Machine machine, Shell shell) {
        this.machine = machine;
        this.shell = shell;
        this.effects = new EffectRuns(shell.work(), shell.limits(), shell.inbox());
        this.firstMoment = shell.clock().now();
        this.firstStep = machine.start(firstMoment);
        this.state = firstStep.state();
    }

    /** Starts a node; its first state is there on return. */
    public static NodeLoop start(Machine machine, Shell shell) {
        NodeLoop loop = new NodeLoop(machine, shell);
        loop.thread.setDaemon(true);
        loop.thread.start();
        return loop;
    }

    @Override
    public NodeState state() {
        return state;
    }

    @Override
    public long uptimeMillis() {
        return shell.clock().uptimeMillis();
    }

    @Override
    public CompletionStage<Answer> command(LongFunction<? extends NodeEvent.Command> command) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        if (isClosing()) {
            answer.completeExceptionally(new NodeStoppedException());
            return answer;
        }
        if (waiting.size() >= shell.limits().commandsMax()) {
            // Those who gave up must not keep others from asking.
            waiting.values().removeIf(CompletableFuture::isDone);
        }
        if (waiting.size() >= shell.limits().commandsMax()) {
            answer.completeExceptionally(new NodeBusyException("commandsMax"));
            return answer;
        }
        long id = commandIds.incrementAndGet();
        waiting.put(id, answer);
        if (!shell.inbox().offer(command.apply(id))) {
            waiting.remove(id);
            answer.completeExceptionally(new NodeBusyException("eventsMax"));
        } else if (isClosing()) {
            // The loop may have drained its commands just before this one came.
            failWaiting();
        }
        return answer;
    }

    @Override
    public void post(NodeEvent event) {
        shell.inbox().accept(event);
    }

    /**
     * Posts an event whose sender keeps it until the node has it: the stage completes with true when the event was dealt with
     * and everything the machine remembers of it is durable, with false when the node turned it away or stops before that. An
     * event that the machine cannot take, which is our bug, counts as dealt with: it would not go better a second time.
     */
    public CompletionStage<Boolean> deliver(NodeEvent event) {
        CompletionStage<Boolean> taken = deliveries.expect(event);
        if (isClosing() || !shell.inbox().offer(event)) {
            deliveries.end(event, false);
        } else if (isClosing()) {
            deliveries.endAll();
        }
        return taken;
    }

    /** True until {@link #close()}; false also when the loop thread broke down, which is our bug. */
    public boolean isRunning() {
        return thread.isAlive() && !isClosing();
    }

    /** Stops: ends transfers and waits for work to end, but never longer than {@link LoopLimits#closeWithin()}. */
    @Override
    public void close() {
        closing.countDown();
        shell.inbox().accept(new NodeEvent.Wake());
        long until = System.nanoTime() + shell.limits().closeWithin().toNanos();
        try {
            effects.stop();
            shell.search().close();
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())));
            long left = Math.max(0, until - System.nanoTime());
            if (!effects.close(Duration.ofNanos(left)) || thread.isAlive()) {
                LOG.warn("the node stopped while some work had not ended; its threads die with the process");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            failWaiting();
            replies.close();
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void run() {
        try {
            if (!execute(firstStep, firstMoment)) {
                return;
            }
            boolean lastWasWake = false;
            while (!isClosing()) {
                NodeEvent event = next(lastWasWake);
                if (event != null && !isClosing()) {
                    lastWasWake = event instanceof NodeEvent.Wake;
                    handle(event);
                }
            }
        } catch (Throwable e) {
            // Whatever it is: nobody else would hear of it.
            breakDown(e);
        } finally {
            failWaiting();
        }
    }

    private void breakDown(Throwable cause) {
        if (isClosing()) {
            LOG.warn("the loop ended with an error while it was closed", cause);
            return;
        }
        try {
            LOG.error("the node broke down, it must be started anew", cause);
        } finally {
            shell.breakdown().accept(cause);
        }
    }

    /** The next event; a wake as soon as one is due, but between two wakes whatever waits has its turn. */
    private @Nullable NodeEvent next(boolean lastWasWake) throws InterruptedException {
        OptionalLong due = machine.nextWake(state);
        long wait = due.isEmpty() ? IDLE_MILLIS_MAX : Math.max(0, due.getAsLong() - uptimeMillis());
        long gap = lastWasWake ? shell.limits().wakeGap().toMillis() : 0;
        if (wait == 0 && gap == 0) {
            return new NodeEvent.Wake();
        }
        NodeEvent event = shell.inbox().poll(Math.min(IDLE_MILLIS_MAX, Math.max(wait, gap)));
        return event == null && due.isPresent() ? new NodeEvent.Wake() : event;
    }

    private void handle(NodeEvent event) throws InterruptedException {
        Moment now = shell.clock().now();
        Step<NodeState, NodeEffect> step;
        try {
            step = machine.apply(state, now, event);
        } catch (RuntimeException e) {
            LOG.error("the machine could not take {}", event.getClass().getSimpleName(), e);
            if (event instanceof NodeEvent.Command command) {
                fail(command.commandId(), e);
            }
            deliveries.end(event, true);
            return;
        }
        deliveries.end(event, execute(step, now));
    }

    /** Executes a step; false when the node stops before its barrier was passed. */
    private boolean execute(Step<NodeState, NodeEffect> step, Moment now) throws InterruptedException {
        boolean published = false;
        for (NodeEffect effect : step.effects()) {
            if (effect instanceof NodeEffect.Persist persist) {
                if (!persist(persist)) {
                    return false;
                }
                continue;
            }
            if (!published) {
                publish(step.state());
                published = true;
            }
            try {
                execute(effect, step.state(), now);
            } catch (RuntimeException e) {
                LOG.error("effect {} could not be executed", effect.getClass().getSimpleName(), e);
            }
        }
        if (!published) {
            publish(step.state());
        }
        return true;
    }

    private void publish(NodeState next) {
        shell.states().accept(next);
        state = next;
        effects.keep(next.pending());
    }

    private void execute(NodeEffect effect, NodeState now, Moment moment) {
        if (effect instanceof NodeEffect.Async async) {
            effects.start(async, now.pending());
        } else if (effect instanceof NodeEffect.Reply reply) {
            long id = reply.commandId();
            shell.states().whenDurable(new Telling(reply.answer().records(), () -> isWanted(id), () -> answer(reply)));
        } else if (effect instanceof NodeEffect.Note note) {
            shell.notes().note(note, moment);
        } else if (effect instanceof NodeEffect.StartSearch search) {
            shell.search().search(search.searchId(), search.softwareId(), search.jitter());
        } else if (effect instanceof NodeEffect.Donates donates) {
            shell.search().donates(donates.softwareIds());
        } else if (effect instanceof NodeEffect.DropImage drop) {
            shell.images().drop(drop.image());
        } else {
            throw new IllegalStateException("an effect that the loop does not know");
        }
    }

    private boolean isWanted(long commandId) {
        CompletableFuture<Answer> answer = waiting.get(commandId);
        return answer != null && !answer.isDone();
    }

    private void answer(NodeEffect.Reply reply) {
        CompletableFuture<Answer> answer = waiting.remove(reply.commandId());
        if (answer != null) {
            replies.complete(answer, reply.answer());
        }
    }

    private boolean persist(NodeEffect.Persist persist) throws InterruptedException {
        int failures = 0;
        while (true) {
            try {
                shell.journal().write(persist.record());
                if (failures > 0) {
                    LOG.info("the journal of the banks can be written again, recovery and updates go on");
                }
                return true;
            } catch (RecordTooLargeException e) {
                throw new IllegalStateException("a limit of the machines is wrong: " + e.getMessage(), e);
            } catch (IOException e) {
                if (failures++ % TRIES_PER_LOG_LINE == 0) {
                    LOG.error(
                            "the journal of the banks can not be written, recovery and updates stand still until it can",
                            e);
                }
            }
            if (closing.await(shell.limits().persistRetry().toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
    }

    private void fail(long commandId, Throwable cause) {
        CompletableFuture<Answer> answer = waiting.remove(commandId);
        if (answer != null) {
            replies.fail(answer, cause);
        }
    }

    private void failWaiting() {
        deliveries.endAll();
        for (Map.Entry<Long, CompletableFuture<Answer>> entry : waiting.entrySet()) {
            fail(entry.getKey(), new NodeStoppedException());
        }
    }
}
