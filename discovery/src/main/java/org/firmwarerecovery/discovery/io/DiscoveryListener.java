package org.firmwarerecovery.discovery.io;

import org.firmwarerecovery.discovery.core.DonorHint;
import org.firmwarerecovery.discovery.core.PeerHint;
import org.firmwarerecovery.discovery.core.SearchCounters;
import org.firmwarerecovery.discovery.core.SearchOutcome;

/**
 * Who wants to know what discovery found. All methods are called on the discovery thread, one after the other; they must
 * return at once (post to a queue), since nothing is heard meanwhile. Whatever they throw is logged.
 */
public interface DiscoveryListener {
    /** A donor with the right tag answered the search. */
    void donorFound(String searchId, DonorHint hint);

    /** The search is over; called exactly once for every search that {@link DiscoveryLoop#search} accepted. */
    void searchFinished(String searchId, SearchOutcome outcome, SearchCounters counters);

    /** Somebody announced himself as a Redfish service; not authenticated. */
    void peerSeen(PeerHint hint);

    /** A peer said goodbye or was not heard again in time; not authenticated. */
    void peerGone(String uuid);
}
