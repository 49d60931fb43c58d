package org.firmwarerecovery.conformance.site;

import java.time.Duration;
import java.util.List;

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
        Pair pair = new Pair(
                lab.site().givePeople(lab.node("alpha")).launch(),
                lab.node("beta").launch(),
                lab.main());
        for (NodeProcess node : pair.both()) {
            node.awaitReady();
        }
        for (NodeProcess node : pair.both()) {
            node.install(pair.release);
        }
        pair.settle();
        return pair;
    }

    /** The first node; it has an account of each role. */
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
