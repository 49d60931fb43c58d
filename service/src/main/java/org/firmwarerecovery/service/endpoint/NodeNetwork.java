package org.firmwarerecovery.service.endpoint;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.firmwarerecovery.discovery.core.DiscoveryCounters;
import org.firmwarerecovery.discovery.core.Ipv6Scope;
import org.firmwarerecovery.service.network.HookedNetwork;

/** The network side of a running node: what it listens on, and discovery, which can be tuned. Thread-safe. */
public interface NodeNetwork {
    /**
     * What can be changed of discovery while the node runs.
     *
     * @param enabled whether there is any socket of discovery
     * @param interval time between two announcements; zero makes none
     * @param hops hop limit of multicasts, 1 to 255
     * @param ipv6Scope where IPv6 announcements go to
     */
    record Ssdp(boolean enabled, Duration interval, int hops, Ipv6Scope ipv6Scope) {}

    /** Port of the HTTPS listeners; empty until they are open. */
    OptionalInt httpsPort();

    /** Whether there are plain listeners, which only redirect. */
    boolean plainHttp();

    /** Port of the plain listeners; empty until they are open, and without any. */
    OptionalInt httpPort();

    /** The machine's name without domain, as the operating system has it now; empty where it has none. */
    Optional<String> hostName();

    /** The machine's name with domain; empty where no domain is known. Asks no name server. */
    Optional<String> fullName();

    /** Settings of the machine's network, where the configuration names programs that read them. */
    Optional<HookedNetwork> settings();

    /** Discovery as it runs, not as somebody wished it to; before the start as it will. */
    Ssdp ssdp();

    /**
     * Changes discovery; when this returns, what is off is silent and has no socket. Throws unchecked when it cannot: then
     * discovery stays, or becomes again as soon as it can, what it was before.
     */
    void tune(Ssdp wanted);

    /** What discovery counted. */
    DiscoveryCounters counters();

    /**
     * What the listeners have to do.
     *
     * @param connections open now, on all of them
     * @param connectionsMax most of these
     * @param requestsAnswered since the start
     */
    record Load(long connections, long connectionsMax, long requestsAnswered) {}

    /** What the listeners have to do; all zero before they are open. */
    Load load();
}
