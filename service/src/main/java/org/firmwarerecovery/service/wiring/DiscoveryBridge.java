package org.firmwarerecovery.service.wiring;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.firmwarerecovery.discovery.core.DiscoveryCounters;
import org.firmwarerecovery.discovery.core.DiscoverySettings;
import org.firmwarerecovery.discovery.core.DonorHint;
import org.firmwarerecovery.discovery.core.PeerHint;
import org.firmwarerecovery.discovery.core.SearchCounters;
import org.firmwarerecovery.discovery.core.SearchOutcome;
import org.firmwarerecovery.discovery.core.ServiceLocation;
import org.firmwarerecovery.discovery.io.DiscoveryListener;
import org.firmwarerecovery.discovery.io.DiscoveryLoop;
import org.firmwarerecovery.update.io.runtime.DonorSearch;
import org.firmwarerecovery.update.negotiation.PeerRef;
import org.firmwarerecovery.update.node.NodeEvent;
import org.jspecify.annotations.Nullable;

/**
 * Joins the node to discovery. Discovery starts after the server, because it announces the server's real port; what the node
 * asked for before is handed on then. Thread-safe.
 */
final class DiscoveryBridge implements DonorSearch, DiscoveryListener, DiscoveryShell {
    /** Searches that wait for the sockets; a node has one at a time for each component that is being recovered. */
    private static final int WAITING_MAX = 64;

    private final Consumer<NodeEvent> events;
    private final List<Search> waiting = new ArrayList<>();
    private @Nullable DiscoveryLoop loop;
    private List<String> donates = List.of();
    private boolean closed;

    DiscoveryBridge(Consumer<NodeEvent> events) {
        this.events = events;
    }

    private record Search(long id, String softwareId, Duration jitter) {}

    @Override
    public void start(DiscoverySettings settings, LongSupplier uptimeMillis) throws IOException {
        DiscoveryLoop started = DiscoveryLoop.start(settings, uptimeMillis, this);
        List<Search> late;
        boolean over;
        synchronized (this) {
            late = List.copyOf(waiting);
            waiting.clear();
            over = closed;
            if (!over) {
                loop = started;
                started.donatesChanged(donates);
            }
        }
        late.forEach(search -> search(search.id(), search.softwareId(), search.jitter()));
        if (over) {
            started.close();
        }
    }

    @Override
    public CompletionStage<Void> request(DiscoverySettings settings) {
        DiscoveryLoop running;
        synchronized (this) {
            running = loop;
        }
        return running == null
                ? CompletableFuture.failedFuture(new IllegalStateException("discovery does not run"))
                : running.reconfigure(settings);
    }

    @Override
    public synchronized Optional<DiscoverySettings> inForce() {
        return Optional.ofNullable(loop).map(DiscoveryLoop::settings);
    }

    @Override
    public void reconfigure(DiscoverySettings settings) {
        try {
            request(settings).toCompletableFuture().get(DiscoveryLoop.CLOSE_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while discovery was changed", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("discovery could not be changed", e);
        }
    }

    @Override
    public void search(long searchId, String softwareId, Duration jitter) {
        DiscoveryLoop running;
        synchronized (this) {
            running = loop;
            // A search that ended before it began would cost the component one of its attempts.
            if (running == null && !closed && waiting.size() < WAITING_MAX) {
                waiting.add(new Search(searchId, softwareId, jitter));
                return;
            }
        }
        if (running == null || !running.search(Long.toString(searchId), List.of(softwareId), jitter)) {
            events.accept(new NodeEvent.SearchEnded(searchId));
        }
    }

    @Override
    public synchronized void donates(List<String> softwareIds) {
        donates = new ArrayList<>(softwareIds);
        if (loop != null) {
            loop.donatesChanged(donates);
        }
    }

    @Override
    public synchronized DiscoveryCounters counters() {
        return loop == null ? DiscoveryCounters.ZERO : loop.counters();
    }

    @Override
    public void donorFound(String searchId, DonorHint hint) {
        PeerRef.Origin origin = hint.tagged() ? PeerRef.Origin.TAGGED : PeerRef.Origin.UNTAGGED;
        events.accept(new NodeEvent.DonorHeard(
                Long.parseLong(searchId), peer(hint.uuid(), hint.location(), hint.interfaceName(), origin)));
    }

    @Override
    public void searchFinished(String searchId, SearchOutcome outcome, SearchCounters counters) {
        events.accept(new NodeEvent.SearchEnded(Long.parseLong(searchId)));
    }

    @Override
    public void peerSeen(PeerHint hint) {
        PeerRef.Origin origin = hint.tagged() ? PeerRef.Origin.TAGGED : PeerRef.Origin.UNTAGGED;
        events.accept(new NodeEvent.PeerSeen(peer(hint.uuid(), hint.location(), hint.interfaceName(), origin)));
    }

    @Override
    public void peerGone(String uuid) {
        // A goodbye proves nothing; a peer that is gone shows when it is asked.
    }

    private static PeerRef peer(String uuid, ServiceLocation location, String interfaceName, PeerRef.Origin origin) {
        String host = location.host().indexOf(':') < 0 ? location.host() : "[" + location.host() + "]";
        return new PeerRef(
                uuid, "https://" + host + ":" + location.port(), location.isLinkLocal() ? interfaceName : null, origin);
    }

    @Override
    public void close() {
        DiscoveryLoop running;
        synchronized (this) {
            closed = true;
            running = loop;
            loop = null;
        }
        if (running != null) {
            running.close();
        }
    }
}
