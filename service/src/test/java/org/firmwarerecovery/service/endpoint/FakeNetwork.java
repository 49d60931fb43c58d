package org.firmwarerecovery.service.endpoint;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.firmwarerecovery.discovery.core.DiscoveryCounters;
import org.firmwarerecovery.discovery.core.Ipv6Scope;
import org.firmwarerecovery.service.network.HookedNetwork;

/** A network that remembers what it was tuned to. */
final class FakeNetwork implements NodeNetwork {
    /** Every change fails from now on. */
    volatile boolean stuck;

    /** Programs for its settings, to be there before the catalogue is made. */
    volatile Optional<HookedNetwork> hooks = Optional.empty();

    private volatile Ssdp ssdp = new Ssdp(true, Duration.ofMinutes(10), 2, Ipv6Scope.Link);

    @Override
    public OptionalInt httpsPort() {
        return OptionalInt.of(8443);
    }

    @Override
    public boolean plainHttp() {
        return false;
    }

    @Override
    public OptionalInt httpPort() {
        return OptionalInt.empty();
    }

    @Override
    public Optional<String> hostName() {
        return Optional.of("node-a");
    }

    @Override
    public Optional<String> fullName() {
        return Optional.of("node-a.example.com");
    }

    @Override
    public Ssdp ssdp() {
        return ssdp;
    }

    @Override
    public void tune(Ssdp wanted) {
        if (stuck) {
            throw new IllegalStateException("a change that never ends");
        }
        ssdp = wanted;
    }

    @Override
    public Load load() {
        return new Load(3, 256, 41);
    }

    @Override
    public Optional<HookedNetwork> settings() {
        return hooks;
    }

    @Override
    public DiscoveryCounters counters() {
        return DiscoveryCounters.ZERO;
    }
}
