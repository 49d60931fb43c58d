package org.firmwarerecovery.discovery.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.discovery.core.Peer.Origin;
import org.firmwarerecovery.discovery.core.Peer.Reachability;
import org.junit.jupiter.api.Test;

class PeerTableTest {
    @Test
    void a_peer_keeps_all_its_addresses_latest_first() {
        PeerTable table = PeerTable.EMPTY
                .seen(hint(1, "192.0.2.1", false), 10)
                .seen(hint(1, "192.0.2.2", true), 20)
                .seen(hint(1, "192.0.2.1", false), 30);
        Peer peer = table.find(Samples.uuid(1)).orElseThrow();
        assertEquals(List.of("192.0.2.1", "192.0.2.2"), hosts(peer));
        assertEquals(Origin.TAGGED, peer.origin());
        assertEquals(30, peer.lastSeenMillis());
        assertEquals(1, table.size());
    }

    @Test
    void addresses_of_a_peer_are_bounded() {
        PeerTable table = PeerTable.EMPTY;
        for (int i = 0; i <= Peer.ADDRESSES_MAX; i++) {
            table = table.seen(hint(1, "192.0.2." + i, false), i);
        }
        Peer peer = table.find(Samples.uuid(1)).orElseThrow();
        assertEquals(Peer.ADDRESSES_MAX, peer.addresses().size());
        assertEquals("192.0.2." + Peer.ADDRESSES_MAX, hosts(peer).get(0));
    }

    @Test
    void a_full_table_lets_the_least_recently_seen_stranger_go() {
        PeerTable table = PeerTable.EMPTY;
        for (int i = 0; i < PeerTable.PEERS_MAX; i++) {
            table = table.seen(hint(i, "192.0.2.1", false), i);
        }
        assertEquals(PeerTable.PEERS_MAX, table.size());
        table = table.seen(hint(0, "192.0.2.1", false), 1000).seen(hint(9999, "192.0.2.1", false), 1001);
        assertEquals(PeerTable.PEERS_MAX, table.size());
        assertEquals(Optional.empty(), table.find(Samples.uuid(1)));
        assertTrue(table.find(Samples.uuid(0)).isPresent());
    }

    @Test
    void strangers_push_out_neither_tagged_nor_certified_nor_configured_peers() {
        PeerAddress configured = new PeerAddress(ServiceLocation.at("192.0.2.3", 443), "");
        PeerTable table = PeerTable.withLimit(3)
                .seen(Samples.uuid(1), Origin.CONFIGURED, configured, 1)
                .seen(hint(2, "192.0.2.1", false), 2)
                .certified(Samples.uuid(2), List.of("donor"))
                .seen(hint(3, "192.0.2.1", true), 3);
        for (int i = 10; i < 100; i++) {
            table = table.seen(hint(i, "192.0.2.1", false), i);
        }
        assertEquals(List.of(Samples.uuid(3), Samples.uuid(2), Samples.uuid(1)), uuids(table));
        table = table.seen(hint(100, "192.0.2.1", true), 100);
        assertEquals(List.of(Samples.uuid(100), Samples.uuid(2), Samples.uuid(1)), uuids(table));
    }

    @Test
    void goodbye_drops_strangers_and_only_doubts_the_others() {
        PeerTable table = PeerTable.EMPTY
                .seen(hint(1, "192.0.2.1", false), 1)
                .seen(hint(2, "192.0.2.1", true), 1)
                .gone(Samples.uuid(1))
                .gone(Samples.uuid(2))
                .gone(Samples.uuid(3));
        assertEquals(List.of(Samples.uuid(2)), uuids(table));
        assertEquals(
                Reachability.UNREACHABLE,
                table.find(Samples.uuid(2)).orElseThrow().reachability());
        table = table.seen(hint(2, "192.0.2.1", true), 3);
        assertEquals(
                Reachability.UNKNOWN, table.find(Samples.uuid(2)).orElseThrow().reachability());
    }

    @Test
    void attempts_roles_and_scores_are_remembered() {
        String uuid = Samples.uuid(1);
        PeerTable table = PeerTable.EMPTY
                .seen(hint(1, "192.0.2.1", true), 1)
                .seen(hint(2, "192.0.2.2", true), 2)
                .tried(uuid, true, 5)
                .certified(uuid, List.of("donor", "console"))
                .scored(uuid, score -> score.good(1_000_000).answered(12).bad());
        Peer peer = table.find(uuid).orElseThrow();
        assertEquals(Reachability.REACHABLE, peer.reachability());
        assertEquals(5, peer.lastSeenMillis());
        assertEquals(List.of("donor", "console"), peer.certifiedRoles());
        assertEquals(new Peer.Score(1, 1, 1_000_000, 12), peer.score());
        assertEquals(uuid, table.peers().get(0).uuid());
        assertEquals(
                Reachability.UNREACHABLE,
                table.tried(uuid, false, 6).find(uuid).orElseThrow().reachability());
        assertEquals(table, table.tried("unknown", true, 6).scored("unknown", Peer.Score::bad));
    }

    @Test
    void a_link_local_address_needs_the_interface_it_was_heard_on() {
        PeerHint hint = new PeerHint(
                Samples.uuid(1), ServiceLocation.at("fe80::1", 443), "eth0", "fe80:0:0:0:0:0:0:1%eth0", false);
        Peer peer = PeerTable.EMPTY.seen(hint, 1).peers().get(0);
        assertEquals("fe80::1%eth0", peer.addresses().get(0).scopedHost());
    }

    private static PeerHint hint(int node, String address, boolean tagged) {
        return new PeerHint(Samples.uuid(node), ServiceLocation.at(address, 443), "eth0", address, tagged);
    }

    private static List<String> hosts(Peer peer) {
        return peer.addresses().stream().map(way -> way.location().host()).toList();
    }

    private static List<String> uuids(PeerTable table) {
        return table.peers().stream().map(Peer::uuid).toList();
    }
}
