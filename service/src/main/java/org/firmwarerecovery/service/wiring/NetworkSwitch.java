package org.firmwarerecovery.service.wiring;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import org.firmwarerecovery.discovery.core.DiscoveryCounters;
import org.firmwarerecovery.discovery.core.DiscoverySettings;
import org.firmwarerecovery.service.endpoint.NodeNetwork;
import org.firmwarerecovery.service.http.RedfishServer;
import org.jspecify.annotations.Nullable;

/**
 * The network side of a node. It exists before the listeners are open, because the catalogue that the listeners serve shows
 * it; what is asked of it before is done when they are. Thread-safe.
 */
final class NetworkSwitch implements NodeNetwork {
    private final DiscoveryBridge bridge;
    private final boolean plainHttp;
    private final HostNames names = new HostNames();
    private volatile Ssdp ssdp;
    private volatile @Nullable RedfishServer server;
    private @Nullable DiscoverySettings running;

    /**
     * Before the start.
     *
     * @param plainHttp whether there will be plain listeners
     * @param ssdp discovery as configured
     */
    NetworkSwitch(DiscoveryBridge bridge, boolean plainHttp, Ssdp ssdp) {
        this.bridge = bridge;
        this.plainHttp = plainHttp;
        this.ssdp = ssdp;
    }

    /** The listeners are open: starts discovery under {@code settings} and what it was tuned to meanwhile. */
    synchronized void start(RedfishServer opened, DiscoverySettings settings, LongSupplier uptimeMillis)
            throws IOException {
        server = opened;
        running = settings;
        bridge.start(tuned(settings, ssdp), uptimeMillis);
    }

    @Override
    public synchronized void tune(Ssdp wanted) {
        DiscoverySettings settings = running;
        if (settings != null && !wanted.equals(ssdp)) {
            bridge.reconfigure(tuned(settings, wanted));
        }
        ssdp = wanted;
    }

    private static DiscoverySettings tuned(DiscoverySettings settings, Ssdp wanted) {
        return settings.withSsdp(wanted.enabled())
                .announcing(settings.port(), wanted.interval(), wanted.hops(), wanted.ipv6Scope());
    }

    @Override
    public Ssdp ssdp() {
        return ssdp;
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
    public DiscoveryCounters counters() {
        return bridge.counters();
    }
}
