package org.firmwarerecovery.conformance.site;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Two nodes of one fleet that find each other by SSDP on loopback, with the same release in all four banks. */
public final class Pair {
    /** Longest time for an installation or a recovery of the main release, on a busy machine. */
    public static final Duration LIMIT = Duration.ofMinutes(2);

    private final NodeProcess alpha;
    private final NodeProcess beta;
    private final FirmwareVendor.Release release;

    private Pair(NodeProcess alpha, NodeProcess beta, FirmwareVendor.Release release) {
        this.alpha = alpha;
        this.beta = beta;
        this.release = release;
    }

    static Pair start(Lab lab) throws Exception {
        Pair pair = new Pair(lab.node("alpha").launch(), lab.node("beta").launch(), lab.main());
        for (NodeProcess node : pair.both()) {
            node.awaitReady();
        }
        // An empty node heals from the first peer that has an image, and an update cannot overtake a recovery that
        // writes. So
        // both uploads run at once, before anybody has something to give, and name their target.
        Map<NodeProcess, Future<String>> tasks = new LinkedHashMap<>();
        ExecutorService operators = Executors.newFixedThreadPool(2);
        for (NodeProcess node : pair.both()) {
            tasks.put(node, operators.submit(() -> node.operator().upload(pair.release.bundle(), "BMC")));
        }
        operators.shutdown();
        for (Map.Entry<NodeProcess, Future<String>> task : tasks.entrySet()) {
            NodeProcess node = task.getKey();
            JsonNode over = node.operator().finished(task.getValue().get(), LIMIT);
            if (!over.path("TaskState").asText().equals("Completed")) {
                throw new AssertionError("the first bundle was not installed: " + over + "\n" + node.logText());
            }
        }
        pair.settle();
        return pair;
    }

    /** The first node. */
    public NodeProcess alpha() {
        return alpha;
    }

    /** The second node. */
    public NodeProcess beta() {
        return beta;
    }

    /** Both. */
    public List<NodeProcess> both() {
        return List.of(alpha, beta);
    }

    /** What their banks hold. */
    public FirmwareVendor.Release release() {
        return release;
    }

    /** Waits until both are healthy with good banks. */
    public Pair settle() throws Exception {
        for (NodeProcess node : both()) {
            node.operator().awaitHealthy(LIMIT);
        }
        return this;
    }
}
