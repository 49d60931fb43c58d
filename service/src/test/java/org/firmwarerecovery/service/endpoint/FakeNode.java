package org.firmwarerecovery.service.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.firmwarerecovery.update.donor.DonorOffer;
import org.firmwarerecovery.update.io.runtime.Node;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.node.Answer;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.NodeState;
import org.firmwarerecovery.update.policy.Policy;
import org.firmwarerecovery.update.recovery.Recovery;

/** A node whose state and answers a test sets. */
final class FakeNode implements Node {
    volatile NodeState state;
    volatile long uptime = 100_000;
    volatile Function<NodeEvent.Command, Answer> answers = command -> new Answer.Done();
    final List<NodeEvent> events = new ArrayList<>();

    FakeNode(NodeState state) {
        this.state = state;
    }

    /** Its state with other contents. */
    NodeState with(
            Policy policy,
            SortedMap<String, Job> jobs,
            SortedMap<String, DonorOffer> offers,
            SortedMap<String, Recovery> recoveries) {
        NodeState old = state;
        return new NodeState(
                old.settings(),
                policy,
                old.journal(),
                old.components(),
                recoveries,
                jobs,
                offers,
                old.waiting(),
                old.peers(),
                old.store(),
                old.library(),
                old.pending(),
                old.nextId(),
                old.donates(),
                old.counters());
    }

    @Override
    public NodeState state() {
        return state;
    }

    @Override
    public long uptimeMillis() {
        return uptime;
    }

    @Override
    public synchronized CompletionStage<Answer> command(LongFunction<? extends NodeEvent.Command> command) {
        NodeEvent.Command made = command.apply(events.size());
        events.add(made);
        return CompletableFuture.completedFuture(answers.apply(made));
    }

    @Override
    public synchronized void post(NodeEvent event) {
        events.add(event);
    }

    /** How many events of a kind came so far. */
    synchronized long count(Class<? extends NodeEvent> kind) {
        return events.stream().filter(kind::isInstance).count();
    }

    /** The latest event of a kind. */
    synchronized <T extends NodeEvent> T last(Class<T> kind) {
        for (int i = events.size() - 1; i >= 0; i--) {
            if (kind.isInstance(events.get(i))) {
                return kind.cast(events.get(i));
            }
        }
        throw new AssertionError("no " + kind.getSimpleName() + " among " + events);
    }
}
