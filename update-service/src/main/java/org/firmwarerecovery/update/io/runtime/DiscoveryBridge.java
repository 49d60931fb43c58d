package org.firmwarerecovery.update.io.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.firmwarerecovery.discovery.core.DonorHint;
import org.firmwarerecovery.discovery.core.PeerHint;
import org.firmwarerecovery.discovery.core.SearchCounters;
import org.firmwarerecovery.discovery.core.SearchOutcome;
import org.firmwarerecovery.discovery.core.ServiceLocation;
import org.firmwarerecovery.discovery.io.DiscoveryListener;
import org.firmwarerecovery.discovery.io.DiscoveryLoop;
import org.firmwarerecovery.update.negotiation.PeerRef;
import org.firmwarerecovery.update.node.NodeEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins the loop and discovery. Discovery starts later than the loop, because it announces the port of the server, which needs
 * the node; until {@link #attach} searches wait, at most {@link #SEARCHES_MAX}. Thread-safe, never blocks but in
 * {@link #close()}.
 */
public final class DiscoveryBridge implements DonorSearch, DiscoveryListener {
    /** Most searches that wait for discovery to start. */
    public static final int SEARCHES_MAX = 64;

    private static final Logger LOG = LoggerFactory.getLogger(DiscoveryBridge.class);

    private final Consumer<NodeEvent> events;
    private final List<Search> waiting = new ArrayList<>();
    private List<String> donates = List.of();
    private @Nullable DiscoveryLoop discovery;
    private boolean over;

    private record Search(long id, String softwareId, Duration jitter) {}

    /** A bridge that reports to {@code events}. */
    public DiscoveryBridge(Consumer<NodeEvent> events) {
        this.events = events;
    }

    /** Discovery runs: what waited goes out. {@link #close()} closes it. */
    public void attach(DiscoveryLoop started) {
        List<Search> now;
        synchronized (this) {
            discovery = started;
            now = List.copyOf(waiting);
            waiting.clear();
            started.donatesChanged(donates);
        }
        now.forEach(search -> start(started, search));
    }

    @Override
    public void search(long searchId, String softwareId, Duration jitter) {
        Search search = new Search(searchId, softwareId, jitter);
        DiscoveryLoop running;
        synchronized (this) {
            running = discovery;
            if (running == null && !over && waiting.size() < SEARCHES_MAX) {
                waiting.add(search);
                return;
            }
        }
        if (running == null) {
            events.accept(new NodeEvent.SearchEnded(searchId));
        } else {
            start(running, search);
        }
    }

    private void start(DiscoveryLoop running, Search search) {
        if (!running.search(Long.toString(search.id()), List.of(search.softwareId()), search.jitter())) {
            events.accept(new NodeEvent.SearchEnded(search.id()));
        }
    }

    @Override
    public synchronized void donates(List<String> softwareIds) {
        donates = List.copyOf(softwareIds);
        if (discovery != null) {
            discovery.donatesChanged(donates);
        }
    }

    @Override
    public void close() {
        DiscoveryLoop running;
        List<Search> ended;
        synchronized (this) {
            running = discovery;
            over = true;
            ended = List.copyOf(waiting);
            waiting.clear();
        }
        ended.forEach(search -> events.accept(new NodeEvent.SearchEnded(search.id())));
        if (running != null) {
            running.close();
        }
    }

    @Override
    public void donorFound(String searchId, DonorHint hint) {
        events.accept(new NodeEvent.DonorHeard(
                Long.parseLong(searchId),
                peer(hint.uuid(), hint.location(), hint.interfaceName(), PeerRef.Origin.TAGGED)));
    }

    @Override
    public void searchFinished(String searchId, SearchOutcome outcome, SearchCounters counters) {
        LOG.debug("search {} ended: {} {}", searchId, outcome, counters);
        events.accept(new NodeEvent.SearchEnded(Long.parseLong(searchId)));
    }

    @Override
    public void peerSeen(PeerHint hint) {
        PeerRef.Origin origin = hint.tagged() ? PeerRef.Origin.TAGGED : PeerRef.Origin.UNTAGGED;
        events.accept(new NodeEvent.PeerSeen(peer(hint.uuid(), hint.location(), hint.interfaceName(), origin)));
    }

    @Override
    public void peerGone(String uuid) {
        // Anybody can say so in another's name; a peer that is gone shows by not answering.
        LOG.debug("peer {} said goodbye", uuid);
    }

    private static PeerRef peer(String uuid, ServiceLocation location, String iface, PeerRef.Origin origin) {
        String host = location.host().indexOf(':') < 0 ? location.host() : "[" + location.host() + "]";
        String address = "https://" + host + ":" + location.port();
        return new PeerRef(uuid.toLowerCase(Locale.ROOT), address, iface.isEmpty() ? null : iface, origin);
    }
}
