package org.firmwarerecovery.update.io.runtime;

import java.time.Duration;

/**
 * Bounds of the loop by name.
 *
 * @param eventsMax most events that wait; above it commands and hints are turned away, results never are, since the machines
 *     bound their number
 * @param commandsMax most commands that wait for an answer
 * @param networkThreads most threads that talk to peers
 * @param ingestThreads most operators' images fetched at once
 * @param queueMax most effects that wait for one lane
 * @param persistRetry pause between two tries to write the journal
 * @param wakeGap shortest time between two wakes in a row
 * @param closeWithin longest time to stop
 */
public record LoopLimits(
        int eventsMax,
        int commandsMax,
        int networkThreads,
        int ingestThreads,
        int queueMax,
        Duration persistRetry,
        Duration wakeGap,
        Duration closeWithin) {
    /** The design's figures. */
    public static LoopLimits defaults() {
        return new LoopLimits(
                4096, 256, 12, 2, 512, Duration.ofSeconds(1), Duration.ofMillis(5), Duration.ofSeconds(5));
    }

    /** The same limits with another longest time to stop. */
    public LoopLimits closingWithin(Duration longest) {
        return new LoopLimits(
                eventsMax, commandsMax, networkThreads, ingestThreads, queueMax, persistRetry, wakeGap, longest);
    }

    /** The same limits with another pause between two tries to write the journal. */
    public LoopLimits retryingAfter(Duration pause) {
        return new LoopLimits(
                eventsMax, commandsMax, networkThreads, ingestThreads, queueMax, pause, wakeGap, closeWithin);
    }
}
