package org.firmwarerecovery.discovery.core;

/** What the discovery machine asks its shell to do. */
public sealed interface DiscoveryEffect {
    /**
     * Send one datagram over one link. A failure is no event: SSDP is unreliable anyway.
     *
     * @param interfaceName the link's interface
     * @param family the link's family
     * @param destination where to
     * @param datagram what
     */
    record SendDatagram(String interfaceName, Family family, Destination destination, Datagram datagram)
            implements DiscoveryEffect {}

    /** Where a datagram goes. */
    sealed interface Destination {
        /** The SSDP group of the link's family, on the configured port. */
        record Group() implements Destination {}

        /** One address literal, a link-local IPv6 one with {@code %interface}, and port. */
        record Unicast(String address, int port) implements Destination {}
    }

    /** A donor answered the search with the right tag. */
    record DonorFound(String searchId, DonorHint hint) implements DiscoveryEffect {}

    /** The search is over; exactly one for each accepted {@link DiscoveryEvent.SearchRequested}. */
    record SearchFinished(String searchId, SearchOutcome outcome, SearchCounters counters) implements DiscoveryEffect {}

    /** Somebody announced himself as a Redfish service; not authenticated. */
    record PeerSeen(PeerHint hint) implements DiscoveryEffect {}

    /** A peer seen before said goodbye or was not heard again in time; not authenticated, so only a hint to look. */
    record PeerGone(String uuid) implements DiscoveryEffect {}
}
