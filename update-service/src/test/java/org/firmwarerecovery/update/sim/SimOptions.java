package org.firmwarerecovery.update.sim;

import java.time.Duration;
import java.util.SplittableRandom;
import org.firmwarerecovery.update.node.NodeLimits;

/**
 * How bad one simulated world is; drawn from its seed, with every kind of fault absent in some worlds.
 *
 * @param seed the seed
 * @param nodes number of nodes
 * @param faultMillis virtual time during which faults happen
 * @param loss share of lost datagrams and calls
 * @param duplication share of datagrams, outcomes and commands that arrive twice
 * @param slow share of calls that take longer than the caller waits
 * @param badChunks share of chunks that are not what they should be
 * @param writeFailures share of bank writes that fail
 * @param silentCorruption share of bank writes that only a read-back finds to be bad
 * @param powerCuts share of journal writes after or before which the power goes
 * @param hookFailures share of activation hooks that fail or do not even start, and of flash reads that do
 * @param lies share of offers that answer another request
 * @param damages banks damaged from outside during the faults
 * @param restarts restarts during the faults
 * @param commands commands of operators during the faults
 * @param journalLosses nodes that lose both slots of their journal during the faults
 * @param bootReports bursts of reports of boot loaders during the faults
 * @param attempts network attempts an hour
 * @param baseline whether operators ask for the newest image everywhere
 */
record SimOptions(
        long seed,
        int nodes,
        long faultMillis,
        double loss,
        double duplication,
        double slow,
        double badChunks,
        double writeFailures,
        double silentCorruption,
        double powerCuts,
        double hookFailures,
        double lies,
        int damages,
        int restarts,
        int commands,
        int journalLosses,
        int bootReports,
        int attempts,
        boolean baseline) {
    /** Nodes that hear each other's multicasts. */
    static final int SEGMENT = 20;
    /** Longest time for all chunks of an image over the simulated network without faults. */
    static final long TRANSFER_MILLIS = 60_000;

    static SimOptions of(long seed, int nodes) {
        SplittableRandom random = new SplittableRandom(seed ^ 0x5DEECE66DL);
        return new SimOptions(
                seed,
                nodes,
                120_000 + random.nextInt(180_000),
                share(random, 0.08),
                share(random, 0.03),
                share(random, 0.03),
                share(random, 0.05),
                share(random, 0.15),
                share(random, 0.15),
                share(random, 0.004),
                share(random, 0.2),
                share(random, 0.1),
                random.nextInt(nodes / 3 + 1),
                random.nextInt(nodes / 3 + 1),
                random.nextInt(nodes / 4 + 1),
                random.nextInt(nodes / 10 + 1),
                random.nextInt(nodes / 5 + 1),
                random.nextBoolean() ? 8 : 24,
                random.nextInt(4) == 0);
    }

    /** A world without faults. */
    static SimOptions peaceful(int nodes) {
        return new SimOptions(1, nodes, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8, false);
    }

    private static double share(SplittableRandom random, double max) {
        return random.nextInt(4) == 0 ? 0 : random.nextDouble() * max;
    }

    /** The design's figures with shorter waits, as a simulated board is fast. */
    static NodeLimits limits() {
        NodeLimits d = NodeLimits.defaults();
        return new NodeLimits(
                d.queryTimeout(),
                d.requestTimeout(),
                Duration.ofSeconds(15),
                d.minimumRate(),
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                Duration.ofMinutes(1),
                d.backoffFirst(),
                d.backoffMax(),
                d.busyRetryMax(),
                d.queriesParallel(),
                d.chunksParallel(),
                d.offersEnough(),
                d.candidatesMax(),
                d.recordsMax(),
                d.offersMax(),
                d.offersPerPeerMax(),
                d.offerValid(),
                d.offerRemembered(),
                d.lease(),
                d.leaseHardEnd(),
                d.hashFresh(),
                d.uptimeSaveEvery(),
                d.imageSizeMax(),
                Duration.ofMinutes(2));
    }

    /** Virtual time after the faults within which every node that can be healthy has to be. */
    long livenessMillis() {
        return 10
                * (Math.max(
                                Duration.ofHours(1).toMillis(),
                                limits().backoffMax().toMillis())
                        + TRANSFER_MILLIS);
    }
}
