package org.firmwarerecovery.update.io.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.firmwarerecovery.update.io.work.StopSignal;
import org.firmwarerecovery.update.negotiation.Refusal;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEffect.Async;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.NodeEvent.Outcome;
import org.firmwarerecovery.update.node.Pending;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The effects under way. Each posts exactly one outcome, also when its work throws or finds no thread. What the machine no
 * longer waits for is told to stop; its outcome comes late and the machine ignores it.
 */
final class EffectRuns {
    private static final Logger LOG = LoggerFactory.getLogger(EffectRuns.class);

    private final EffectWork work;
    private final Lanes lanes;
    private final Consumer<NodeEvent> results;
    private final TreeMap<Long, Running> running = new TreeMap<>();

    /** An effect under way; {@code awaited} once the machine was seen to wait for it. */
    private record Running(StopSignal stop, boolean awaited) {}

    EffectRuns(EffectWork work, LoopLimits limits, Consumer<NodeEvent> results) {
        this.work = work;
        this.lanes = new Lanes(limits);
        this.results = results;
    }

    /** Starts {@code effect}; {@code pending} tells whether the machine waits for it. */
    void start(Async effect, SortedMap<Long, Pending> pending) {
        StopSignal stop = new StopSignal();
        synchronized (running) {
            running.put(effect.id(), new Running(stop, pending.containsKey(effect.id())));
        }
        try {
            lanes.execute(effect, () -> finish(effect, outcome(effect, stop)));
        } catch (RejectedExecutionException e) {
            LOG.warn("effect {} finds no thread", name(effect), e);
            finish(effect, failed(effect, "too many effects wait, or the node stops"));
        }
    }

    /** Tells everything to stop that the machine waited for and no longer does. */
    void keep(SortedMap<Long, Pending> pending) {
        List<StopSignal> dropped = new ArrayList<>();
        synchronized (running) {
            for (Map.Entry<Long, Running> entry : running.entrySet()) {
                if (entry.getValue().awaited() && !pending.containsKey(entry.getKey())) {
                    dropped.add(entry.getValue().stop());
                }
            }
        }
        dropped.forEach(StopSignal::request);
    }

    /** Tells everything to stop. */
    void stop() {
        List<StopSignal> all = new ArrayList<>();
        synchronized (running) {
            running.values().forEach(one -> all.add(one.stop()));
        }
        all.forEach(StopSignal::request);
    }

    /** Stops everything and waits for it; false when something was still at work after {@code within}. */
    boolean close(Duration within) throws InterruptedException {
        stop();
        return lanes.close(within);
    }

    private Outcome outcome(Async effect, StopSignal stop) {
        if (stop.requested()) {
            return failed(effect, "stopped before it began");
        }
        try {
            Outcome outcome = work.run(effect, stop);
            if (outcome.id() == effect.id()) {
                return outcome;
            }
            LOG.error("effect {} answered with the id of another one", name(effect));
            return failed(effect, "internal error");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(effect, "interrupted");
        } catch (Exception e) {
            if (stop.requested()) {
                LOG.debug("effect {} was stopped", name(effect), e);
                return failed(effect, "stopped");
            }
            LOG.warn("effect {} failed", name(effect), e);
            return failed(effect, reason(e));
        } catch (Error e) {
            // The machine must hear of it in any case; what is wrong with the process shows in the log.
            LOG.error("effect {} broke down", name(effect), e);
            return failed(effect, e.toString());
        }
    }

    private void finish(Async effect, Outcome outcome) {
        synchronized (running) {
            running.remove(effect.id());
        }
        results.accept(outcome);
    }

    /** The outcome by which the machine hears that {@code effect} did not work. */
    private static Outcome failed(Async effect, String reason) {
        if (effect instanceof NodeEffect.QueryDonor
                || effect instanceof NodeEffect.RequestImage
                || effect instanceof NodeEffect.AcceptOffer) {
            return new NodeEvent.Refused(effect.id(), new Refusal.Unusable(reason));
        }
        // That we broke down says nothing about an image that was to be started or asked.
        boolean trial = effect instanceof NodeEffect.Activate || effect instanceof NodeEffect.AwaitConfirmation;
        return trial ? new NodeEvent.NotStarted(effect.id(), reason) : new NodeEvent.Failed(effect.id(), reason);
    }

    private static String reason(Exception e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    }

    /** Kind and id only: effects carry tickets and passwords. */
    private static String name(Async effect) {
        return effect.getClass().getSimpleName() + " " + effect.id();
    }
}
