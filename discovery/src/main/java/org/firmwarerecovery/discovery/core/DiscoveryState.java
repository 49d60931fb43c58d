package org.firmwarerecovery.discovery.core;

import java.util.List;

/**
 * Everything the discovery machine remembers between two events. Immutable; only {@link DiscoveryMachine} makes new ones.
 *
 * @param phase where in its life discovery is
 * @param links the links to send over
 * @param donates software ids that are donated
 * @param pending datagrams waiting for their time
 * @param searches own donor searches that run
 * @param heard untagged peers, least recently heard first
 * @param nonces searches heard before, oldest first: nonce, interface and family in one text
 * @param answered answers promised within the last second
 * @param hinted uptime milliseconds of the hints reported within the last second
 * @param announceDueMillis uptime milliseconds of the next announcement; {@link #NEVER} when there is none
 * @param counters what was seen so far
 */
public record DiscoveryState(
        Phase phase,
        List<DiscoveryLink> links,
        List<String> donates,
        List<PendingSend> pending,
        List<DonorSearch> searches,
        List<HeardPeer> heard,
        List<String> nonces,
        List<Promise> answered,
        List<Long> hinted,
        long announceDueMillis,
        DiscoveryCounters counters) {
    /** A time that does not come. */
    public static final long NEVER = Long.MAX_VALUE;

    /** Copies the lists that are not immutable yet. */
    public DiscoveryState {
        links = List.copyOf(links);
        donates = List.copyOf(donates);
        pending = List.copyOf(pending);
        searches = List.copyOf(searches);
        heard = List.copyOf(heard);
        nonces = List.copyOf(nonces);
        answered = List.copyOf(answered);
        hinted = List.copyOf(hinted);
    }

    /** Where in its life discovery is. */
    public enum Phase {
        /** Before the start, and for good when SSDP is switched off. */
        IDLE,
        /** Sends and listens. */
        RUNNING,
        /** Said goodbye. */
        STOPPED
    }

    /** Why a datagram waits. */
    public enum Purpose {
        /** Answer to a standard search. */
        STANDARD_ANSWER,
        /** Answer to a tagged donor search. */
        DONOR_ANSWER,
        /** Announcement of this node. */
        ANNOUNCEMENT
    }

    /**
     * A datagram that waits for its random time.
     *
     * @param dueMillis uptime milliseconds when to send it
     * @param purpose why
     * @param target the target it answers with or announces
     * @param send the datagram
     */
    public record PendingSend(long dueMillis, Purpose purpose, String target, DiscoveryEffect.SendDatagram send) {}

    /**
     * One software id a search asks for.
     *
     * @param softwareId the id
     * @param nonce the search's nonce for it
     * @param match what is sent in its place
     */
    public record Ask(String softwareId, String nonce, String match) {}

    /**
     * One own donor search.
     *
     * @param searchId its name
     * @param startsMillis uptime milliseconds of the first datagrams
     * @param endsMillis uptime milliseconds when it is over
     * @param rounds how often it was sent so far
     * @param asks what it asks for
     * @param found the hints reported so far
     * @param counters what it saw so far
     */
    public record DonorSearch(
            String searchId,
            long startsMillis,
            long endsMillis,
            int rounds,
            List<Ask> asks,
            List<DonorHint> found,
            SearchCounters counters) {
        /** Copies the lists that are not immutable yet. */
        public DonorSearch {
            asks = List.copyOf(asks);
            found = List.copyOf(found);
        }
    }

    /**
     * An untagged peer.
     *
     * @param hint what it said
     * @param reportedMillis uptime milliseconds when it was last reported
     * @param expiresMillis uptime milliseconds when it counts as gone unless heard again
     */
    public record HeardPeer(PeerHint hint, long reportedMillis, long expiresMillis) {}

    /**
     * An answer that was promised.
     *
     * @param atMillis uptime milliseconds when its search came
     * @param purpose which kind
     * @param sourceAddress to whom
     */
    public record Promise(long atMillis, Purpose purpose, String sourceAddress) {}
}
