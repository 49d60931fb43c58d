package org.firmwarerecovery.service.wiring;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.firmwarerecovery.discovery.core.DiscoveryCounters;
import org.firmwarerecovery.discovery.core.DiscoverySettings;

/** Discovery as the rest of a node switches it: a thread with sockets, which may fail. Thread-safe. */
interface DiscoveryShell {
    /**
     * Opens the sockets; nothing is opened where SSDP is off.
     *
     * @param uptimeMillis persisted uptime of the node, in milliseconds
     */
    void start(DiscoverySettings settings, LongSupplier uptimeMillis) throws IOException;

    /**
     * Begins again under other settings; returns when that is done. Throws unchecked when it failed, or took too long and
     * may still come.
     */
    void reconfigure(DiscoverySettings settings);

    /** The same without waiting; overtakes what was asked for before and has not begun. */
    CompletionStage<Void> request(DiscoverySettings settings);

    /** What discovery runs under at this moment; empty while it does not run. */
    Optional<DiscoverySettings> inForce();

    /** What was counted since the start; all zero before it and where SSDP is off. */
    DiscoveryCounters counters();
}
