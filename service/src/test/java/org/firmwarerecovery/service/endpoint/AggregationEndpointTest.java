package org.firmwarerecovery.service.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.firmwarerecovery.redfish.odata.Status;
import org.firmwarerecovery.redfish.resource.AggregationSource;
import org.firmwarerecovery.update.journal.JournalRecord;
import org.firmwarerecovery.update.negotiation.PeerRef;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.firmwarerecovery.update.node.NodeLimits;
import org.firmwarerecovery.update.node.NodeSettings;
import org.firmwarerecovery.update.node.NodeState;
import org.firmwarerecovery.update.policy.Policy;
import org.junit.jupiter.api.Test;

/** Which nodes a console lists, and what it says of each. */
class AggregationEndpointTest {
    private static final String CONSOLE = "6f1d2c3b-0000-4000-8000-000000000000";

    private final TreeMap<String, NodeState.PeerSighting> peers = new TreeMap<>();

    private static String uuid(int number) {
        return "6f1d2c3b-0000-4000-8000-00000000000" + number;
    }

    private static PeerRef peer(int number, PeerRef.Origin origin) {
        return new PeerRef(uuid(number), "https://192.0.2." + number + ":8443", null, origin);
    }

    private void seen(int number, PeerRef.Origin origin, boolean reachable, PeerRole... roles) {
        peers.put(
                uuid(number),
                new NodeState.PeerSighting(peer(number, origin), 1_000, reachable, List.of(roles), false));
    }

    private SortedMap<String, AggregationSource> sources(PeerRef... configured) {
        NodeSettings settings = new NodeSettings(
                CONSOLE,
                List.of(PeerRole.CONSOLE),
                List.of(),
                List.of(configured),
                true,
                true,
                true,
                Duration.ofHours(24),
                NodeLimits.defaults());
        NodeState old = NodeState.initial(settings, Policy.defaults(), JournalRecord.empty());
        return AggregationEndpoint.sources(new NodeState(
                settings,
                old.policy(),
                old.journal(),
                old.components(),
                old.recoveries(),
                old.jobs(),
                old.offers(),
                List.of(),
                peers,
                List.of(),
                List.of(),
                old.pending(),
                1,
                List.of(),
                old.counters()));
    }

    private static AggregationSource of(SortedMap<String, AggregationSource> sources, int number) {
        return Objects.requireNonNull(sources.get(uuid(number)), "node " + number + " is not listed");
    }

    @Test
    void what_is_configured_or_proven_is_listed_and_who_only_announced_himself_is_not() {
        seen(0, PeerRef.Origin.TAGGED, true);
        seen(2, PeerRef.Origin.KNOWN, true, PeerRole.RECIPIENT);
        seen(3, PeerRef.Origin.TAGGED, true);
        seen(4, PeerRef.Origin.UNTAGGED, true);
        SortedMap<String, AggregationSource> sources = sources(peer(1, PeerRef.Origin.STATIC));
        assertEquals(List.of(uuid(1), uuid(2), uuid(3)), List.copyOf(sources.keySet()));
        assertEquals("https://192.0.2.1:8443", of(sources, 1).hostName());
        assertEquals("NotificationsOnly", of(sources, 1).aggregationType());
    }

    @Test
    void the_status_says_no_more_than_is_known() {
        seen(1, PeerRef.Origin.STATIC, true, PeerRole.DONOR);
        seen(2, PeerRef.Origin.KNOWN, false, PeerRole.DONOR);
        seen(3, PeerRef.Origin.TAGGED, true);
        SortedMap<String, AggregationSource> sources =
                sources(peer(1, PeerRef.Origin.STATIC), peer(5, PeerRef.Origin.STATIC));
        assertEquals(new Status("Enabled", null, null), of(sources, 1).status());
        assertEquals(
                new Status("UnavailableOffline", null, null), of(sources, 2).status());
        assertNull(of(sources, 3).status());
        assertNull(of(sources, 5).status());
    }
}
