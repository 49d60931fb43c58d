package org.firmwarerecovery.discovery.io;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.firmwarerecovery.discovery.core.DonorHint;
import org.firmwarerecovery.discovery.core.PeerHint;
import org.firmwarerecovery.discovery.core.SearchCounters;
import org.firmwarerecovery.discovery.core.SearchOutcome;

/** Collects what a discovery loop tells and lets a test wait for a condition on it. */
final class HeardNews implements DiscoveryListener {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<DonorHint> donors = new ArrayList<>();
    private final List<String> finished = new ArrayList<>();
    private final List<SearchCounters> counters = new ArrayList<>();
    private final List<PeerHint> peers = new ArrayList<>();
    private final List<String> gone = new ArrayList<>();

    @Override
    public synchronized void donorFound(String searchId, DonorHint hint) {
        donors.add(hint);
        notifyAll();
    }

    @Override
    public synchronized void searchFinished(String searchId, SearchOutcome outcome, SearchCounters seen) {
        finished.add(searchId + " " + outcome);
        counters.add(seen);
        notifyAll();
    }

    @Override
    public synchronized void peerSeen(PeerHint hint) {
        peers.add(hint);
        notifyAll();
    }

    @Override
    public synchronized void peerGone(String uuid) {
        gone.add(uuid);
        notifyAll();
    }

    synchronized List<DonorHint> donors() {
        return List.copyOf(donors);
    }

    synchronized List<String> finished() {
        return List.copyOf(finished);
    }

    synchronized List<SearchCounters> counters() {
        return List.copyOf(counters);
    }

    synchronized List<PeerHint> peers() {
        return List.copyOf(peers);
    }

    synchronized List<String> gone() {
        return List.copyOf(gone);
    }

    /** Waits until {@code condition} holds; fails after {@link #PATIENCE}. */
    synchronized HeardNews until(String what, Predicate<HeardNews> condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.test(this)) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("not in time: " + what + "; finished " + finished + ", donors " + donors
                        + ", peers " + peers + ", gone " + gone);
            }
            wait(left);
        }
        return this;
    }
}
