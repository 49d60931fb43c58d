package org.firmwarerecovery.update.io.runtime;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.firmwarerecovery.update.node.NodeEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events on their way to the loop. What comes from outside (commands, hints about peers, use of leases) is turned away when
 * {@link LoopLimits#eventsMax()} wait; results of effects and changes of the store never are, since losing one would cost more
 * than its memory and their number is bounded by the machines. Any thread may post; never blocks.
 */
public final class EventInbox implements Consumer<NodeEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(EventInbox.class);

    private final LinkedBlockingQueue<NodeEvent> events = new LinkedBlockingQueue<>();
    private final AtomicLong turnedAway = new AtomicLong();
    private final int eventsMax;

    /** An empty inbox with these limits. */
    public EventInbox(LoopLimits limits) {
        this.eventsMax = limits.eventsMax();
    }

    /** Posts {@code event}; see {@link #offer} for what happens when the inbox is full. */
    @Override
    public void accept(NodeEvent event) {
        if (!offer(event) && turnedAway.getAndIncrement() == 0) {
            LOG.warn("events are turned away: {} wait, the limit eventsMax", eventsMax);
        }
    }

    /** Posts {@code event}; false when the inbox is full and the event is one that may be turned away. */
    boolean offer(NodeEvent event) {
        if (mayBeTurnedAway(event) && events.size() >= eventsMax) {
            return false;
        }
        return events.add(event);
    }

    /** The next event; null when none came in time. */
    @Nullable
    NodeEvent poll(long millis) throws InterruptedException {
        return events.poll(millis, TimeUnit.MILLISECONDS);
    }

    /** Number of events turned away so far. */
    public long turnedAway() {
        return turnedAway.get();
    }

    private static boolean mayBeTurnedAway(NodeEvent event) {
        return event instanceof NodeEvent.Command
                || event instanceof NodeEvent.PeerSeen
                || event instanceof NodeEvent.DonorHeard
                || event instanceof NodeEvent.LeaseUsed;
    }
}
