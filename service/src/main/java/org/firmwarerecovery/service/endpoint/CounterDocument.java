package org.firmwarerecovery.service.endpoint;

import java.util.List;
import java.util.SortedMap;
import org.firmwarerecovery.discovery.core.DiscoveryCounter;
import org.firmwarerecovery.discovery.core.DiscoveryCounters;
import org.firmwarerecovery.redfish.oem.RecoveryCounters;

/** The counters of a node as Redfish shows them. Pure. */
final class CounterDocument {
    private static final List<DiscoveryCounter> ANSWERED =
            List.of(DiscoveryCounter.STANDARD_SEARCHES_ANSWERED, DiscoveryCounter.DONOR_SEARCHES_ANSWERED);
    private static final List<DiscoveryCounter> SEARCHES_IGNORED = List.of(
            DiscoveryCounter.BAD_SEARCH_TAGS,
            DiscoveryCounter.REPEATED_SEARCHES,
            DiscoveryCounter.OFF_LINK_SEARCHES,
            DiscoveryCounter.SEARCHES_OVER_LIMIT);
    private static final List<DiscoveryCounter> ANSWERS_IGNORED =
            List.of(DiscoveryCounter.BAD_ANSWER_TAGS, DiscoveryCounter.UNASKED_ANSWERS);

    private CounterDocument() {}

    /** From what the machine and what discovery counted. */
    static RecoveryCounters of(SortedMap<String, Long> counters, DiscoveryCounters network) {
        return RecoveryCounters.builder()
                .recoveriesStarted(counters.getOrDefault("RecoveriesStarted", 0L))
                .recoveriesCompleted(counters.getOrDefault("RecoveriesCompleted", 0L))
                .recoveriesHeld(counters.getOrDefault("RecoveriesHeld", 0L))
                .offersMade(counters.getOrDefault("OffersMade", 0L))
                .requestsRefused(counters.getOrDefault("RequestsRefused", 0L))
                .leasesCompleted(counters.getOrDefault("TransfersVerified", 0L))
                .searchesAnswered(sum(network, ANSWERED))
                .searchesIgnored(sum(network, SEARCHES_IGNORED))
                .answersIgnored(sum(network, ANSWERS_IGNORED))
                .hintsIgnored(
                        network.get(DiscoveryCounter.HINTS_OVER_LIMIT) + counters.getOrDefault("HintsIgnored", 0L))
                .build();
    }

    private static long sum(DiscoveryCounters network, List<DiscoveryCounter> counters) {
        return counters.stream().mapToLong(network::get).sum();
    }
}
