package org.firmwarerecovery.update.io.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.firmwarerecovery.machine.Moment;
import org.firmwarerecovery.machine.Step;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.journal.JournalRecord;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.NodeLimits;
import org.firmwarerecovery.update.node.NodeSettings;
import org.firmwarerecovery.update.node.NodeState;
import org.firmwarerecovery.update.node.Pending;
import org.firmwarerecovery.update.policy.Policy;
import org.firmwarerecovery.update.recovery.Recovery;

/** A machine that does what a test says, counts its events in the state's counters and remembers them. */
final class ScriptedMachine implements Machine {
    private final List<NodeEffect> first;
    private final BiFunction<NodeState, NodeEvent, Step<NodeState, NodeEffect>> rule;
    private final List<NodeEvent> seen = new ArrayList<>();
    private final List<Moment> moments = new ArrayList<>();
    private volatile OptionalLong wake = OptionalLong.empty();

    private ScriptedMachine(
            List<NodeEffect> first, BiFunction<NodeState, NodeEvent, Step<NodeState, NodeEffect>> rule) {
        this.first = first;
        this.rule = rule;
    }

    /** A machine that answers every event with the effects that {@code rule} names. */
    static ScriptedMachine answering(List<NodeEffect> first, Function<NodeEvent, List<NodeEffect>> rule) {
        return new ScriptedMachine(first, (state, event) -> new Step<>(counted(state), rule.apply(event)));
    }

    /** A machine that also decides about the state. */
    static ScriptedMachine stepping(BiFunction<NodeState, NodeEvent, Step<NodeState, NodeEffect>> rule) {
        return new ScriptedMachine(List.of(), rule);
    }

    void wakeAt(long uptimeMillis) {
        wake = OptionalLong.of(uptimeMillis);
    }

    @Override
    public Step<NodeState, NodeEffect> start(Moment now) {
        return new Step<>(state(), first);
    }

    @Override
    public Step<NodeState, NodeEffect> apply(NodeState state, Moment now, NodeEvent event) {
        synchronized (seen) {
            seen.add(event);
            moments.add(now);
            if (event instanceof NodeEvent.Wake) {
                wake = OptionalLong.empty();
            }
            seen.notifyAll();
        }
        return rule.apply(state, event);
    }

    @Override
    public OptionalLong nextWake(NodeState state) {
        return wake;
    }

    List<NodeEvent> seen() {
        synchronized (seen) {
            return List.copyOf(seen);
        }
    }

    List<Moment> moments() {
        synchronized (seen) {
            return List.copyOf(moments);
        }
    }

    /** Waits until {@code count} events arrived. */
    List<NodeEvent> await(int count) throws InterruptedException {
        long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        synchronized (seen) {
            while (seen.size() < count && System.nanoTime() < until) {
                seen.wait(100);
            }
            return List.copyOf(seen);
        }
    }

    static NodeState counted(NodeState state) {
        TreeMap<String, Long> counters = new TreeMap<>(state.counters());
        counters.merge("events", 1L, Long::sum);
        return waitingFor(state, state.pending(), counters);
    }

    static NodeState awaiting(NodeState state, long... ids) {
        TreeMap<Long, Pending> pending = new TreeMap<>();
        for (long id : ids) {
            pending.put(id, new Pending(Pending.Kind.CHECK, "", null, null, "", -1, Long.MAX_VALUE));
        }
        return waitingFor(state, pending, state.counters());
    }

    private static NodeState waitingFor(
            NodeState state, SortedMap<Long, Pending> pending, SortedMap<String, Long> counters) {
        return new NodeState(
                state.settings(),
                state.policy(),
                state.journal(),
                state.components(),
                state.recoveries(),
                state.jobs(),
                state.offers(),
                state.waiting(),
                state.peers(),
                state.store(),
                state.library(),
                new TreeMap<>(pending),
                state.nextId(),
                state.donates(),
                new TreeMap<>(counters));
    }

    static NodeState with(NodeState state, SortedMap<String, Recovery> recoveries, SortedMap<String, Job> jobs) {
        return new NodeState(
                state.settings(),
                state.policy(),
                state.journal(),
                state.components(),
                recoveries,
                jobs,
                state.offers(),
                state.waiting(),
                state.peers(),
                state.store(),
                state.library(),
                state.pending(),
                state.nextId(),
                state.donates(),
                state.counters());
    }

    static NodeState state() {
        NodeSettings settings = new NodeSettings(
                "00000000-0000-0000-0000-000000000001",
                List.of(),
                List.of(),
                List.of(),
                false,
                false,
                false,
                Duration.ZERO,
                NodeLimits.defaults());
        return NodeState.initial(settings, Policy.defaults(), JournalRecord.empty());
    }
}
