package org.firmwarerecovery.service.wiring;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import org.firmwarerecovery.discovery.core.DiscoveryCounters;
import org.firmwarerecovery.discovery.core.DiscoverySettings;
import org.firmwarerecovery.service.endpoint.NodeNetwork;
import org.firmwarerecovery.service.http.RedfishServer;
import org.firmwarerecovery.service.network.HookedNetwork;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The network side of a node. It exists before the listeners are open, because the catalogue that the listeners serve shows
 * it; what is asked of it before is done when they are. Thread-safe.
 */
final class NetworkSwitch implements NodeNetwork {
    private static final Logger LOG = LoggerFactory.getLogger(NetworkSwitch.class);

    private final DiscoveryShell discovery;
    private final boolean plainHttp;
    private final HostNames names = new HostNames();
    private final Optional<HookedNetwork> settings;
    private volatile Ssdp atStart;
    private volatile @Nullable RedfishServer server;
    private @Nullable DiscoverySettings running;
    /** A change failed or was late: what is in force now may not be so in a moment. */
    private boolean unsettled;

    /**
     * Before the start.
     *
     * @param plainHttp whether there will be plain listeners
     * @param ssdp discovery as configured
     * @param settings the operator's programs, where there are any
     */
    NetworkSwitch(DiscoveryShell discovery, boolean plainHttp, Ssdp ssdp, Optional<HookedNetwork> settings) {
        this.discovery = discovery;
        this.plainHttp = plainHttp;
        this.atStart = ssdp;
        this.settings = settings;
    }

    /** The listeners are open: starts discovery under {@code settings} and what it was tuned to meanwhile. */
    synchronized void start(RedfishServer opened, DiscoverySettings settings, LongSupplier uptimeMillis)
            throws IOException {
        server = opened;
        discovery.start(tuned(settings, atStart), uptimeMillis);
        running = settings;
    }

    @Override
    public synchronized void tune(Ssdp wanted) {
        DiscoverySettings settings = running;
        if (settings == null) {
            atStart = wanted;
            return;
        }
        Ssdp before = ssdp();
        if (wanted.equals(before) && !unsettled) {
            return;
        }
        unsettled = true;
        try {
            discovery.reconfigure(tuned(settings, wanted));
            unsettled = false;
        } catch (RuntimeException e) {
            goBack(tuned(settings, before));
            throw e;
        }
    }

    /** A change that was only late would come after all, although its client was told that it failed. */
    private void goBack(DiscoverySettings before) {
        discovery.request(before).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn("discovery could not go back to its former settings", failure);
            }
        });
    }

    private static DiscoverySettings tuned(DiscoverySettings settings, Ssdp wanted) {
        return settings.withSsdp(wanted.enabled())
                .announcing(settings.port(), wanted.interval(), wanted.hops(), wanted.ipv6Scope());
    }

    @Override
    public Ssdp ssdp() {
        return discovery
                .inForce()
                .map(now -> new Ssdp(now.ssdp(), now.notifyInterval(), now.ttl(), now.ipv6Scope()))
                .orElse(atStart);
    }

    @Override
    public OptionalInt httpsPort() {
        RedfishServer opened = server;
        return opened == null ? OptionalInt.empty() : OptionalInt.of(opened.httpsPort());
    }

    @Override
    public boolean plainHttp() {
        return plainHttp;
    }

    @Override
    public OptionalInt httpPort() {
        RedfishServer opened = server;
        return opened == null ? OptionalInt.empty() : opened.httpPort();
    }

    @Override
    public Optional<String> hostName() {
        return names.plain();
    }

    @Override
    public Optional<String> fullName() {
        return names.full();
    }

    @Override
    public Load load() {
        RedfishServer opened = server;
        return opened == null
                ? new Load(0, 0, 0)
                : new Load(opened.connections(), opened.connectionsMax(), opened.requestsAnswered());
    }

    @Override
    public Optional<HookedNetwork> settings() {
        return settings;
    }

    @Override
    public DiscoveryCounters counters() {
        return discovery.counters();
    }
}
