package org.firmwarerecovery.update.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.firmwarerecovery.update.bank.BankReading;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.negotiation.PeerRef;
import org.firmwarerecovery.update.negotiation.Refusal;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.NodeLimits;
import org.firmwarerecovery.update.recovery.Negotiation;
import org.junit.jupiter.api.Test;

/** Peers without a proof: few, asked last, few at a time, and never in the way of those who have one. */
class StrangersTest {
    private static final int FLOOD = 10_000;
    private static final String LURE = "https://192.0.2.9:1";

    private NodeBench node = recipient(true);

    private static NodeBench recipient(boolean fleetKey) {
        return new NodeBench(Fleet.recipient(fleetKey, Duration.ZERO, BankId.A, BankId.B));
    }

    private static PeerRef peer(int number, PeerRef.Origin origin) {
        return new PeerRef(Fleet.uuid(number), "https://192.0.2." + number % 250 + ":443", "eth0", origin);
    }

    /** Time goes on with everything that happens. */
    private void take(NodeEvent event) {
        node.now++;
        node.take(event);
    }

    private void flood(int from) {
        for (int i = 0; i < FLOOD; i++) {
            take(new NodeEvent.PeerSeen(peer(from + i, PeerRef.Origin.UNTAGGED)));
        }
    }

    /** Both banks turn out to be empty: a recovery begins to search. */
    private long searches() {
        for (NodeEffect.CheckBank check : node.drain(NodeEffect.CheckBank.class)) {
            take(new NodeEvent.BankChecked(check.id(), new BankReading.Erased()));
        }
        return node.drain(NodeEffect.StartSearch.class).get(0).searchId();
    }

    @Test
    void ten_thousand_strangers_leave_a_short_list_and_a_count() {
        flood(1);
        assertEquals(Peers.UNTAGGED_MAX, node.state().peers().size());
        assertEquals(FLOOD - Peers.UNTAGGED_MAX, node.state().counters().get("HintsIgnored"));
        node.now += Peers.UNTAGGED_AGE.toMillis();
        take(new NodeEvent.PeerSeen(peer(20_001, PeerRef.Origin.UNTAGGED)));
        assertEquals(
                List.of(Fleet.uuid(20_001)), List.copyOf(node.state().peers().keySet()));
    }

    @Test
    void donors_with_a_proof_are_asked_at_once_however_many_strangers_hang() {
        flood(1);
        long search = searches();
        List<NodeEffect.QueryDonor> strangers = node.drain(NodeEffect.QueryDonor.class);
        assertEquals(NodeLimits.defaults().queriesParallel() / Peers.UNTAGGED_SHARE, strangers.size());
        int free = NodeLimits.defaults().queriesParallel() - strangers.size();
        for (int i = 0; i < free; i++) {
            take(new NodeEvent.DonorHeard(search, peer(30_000 + i, PeerRef.Origin.TAGGED)));
        }
        List<NodeEffect.QueryDonor> donors = node.drain(NodeEffect.QueryDonor.class);
        assertEquals(free, donors.size());
        assertTrue(donors.stream().allMatch(query -> query.peer().origin() == PeerRef.Origin.TAGGED));
    }

    @Test
    void strangers_that_lead_nowhere_are_asked_once_in_a_search_and_make_room_for_others() {
        flood(1);
        searches();
        List<String> asked = new ArrayList<>();
        List<NodeEffect.QueryDonor> next = node.drain(NodeEffect.QueryDonor.class);
        while (!next.isEmpty()) {
            next.forEach(query -> asked.add(query.peer().uuid()));
            for (NodeEffect.QueryDonor query : next) {
                take(new NodeEvent.Refused(query.id(), new Refusal.Unusable("connection refused")));
            }
            next = node.drain(NodeEffect.QueryDonor.class);
        }
        assertEquals(Peers.UNTAGGED_MAX, asked.size());
        assertEquals(asked.size(), asked.stream().distinct().count());
        take(new NodeEvent.PeerSeen(peer(40_000, PeerRef.Origin.UNTAGGED)));
        assertTrue(node.state().peers().containsKey(Fleet.uuid(40_000)));
        assertEquals(Peers.UNTAGGED_MAX, node.state().peers().size());
    }

    @Test
    void a_full_table_of_candidates_gives_way_to_a_donor_with_a_proof() {
        flood(1);
        long search = searches();
        int max = NodeLimits.defaults().candidatesMax();
        for (int i = 0; i < max; i++) {
            take(new NodeEvent.DonorHeard(search, peer(30_000 + i, PeerRef.Origin.TAGGED)));
        }
        Negotiation round = Objects.requireNonNull(
                node.state().recoveries().values().iterator().next().negotiation());
        List<PeerRef> candidates =
                round.candidates().stream().map(candidate -> candidate.peer()).toList();
        assertEquals(max, candidates.size());
        long strangers = candidates.stream()
                .filter(peer -> peer.origin() == PeerRef.Origin.UNTAGGED)
                .count();
        // Those that are being asked at this moment keep their place.
        assertEquals(NodeLimits.defaults().queriesParallel() / Peers.UNTAGGED_SHARE, strangers);
    }

    @Test
    void nobody_else_is_this_node() {
        take(new NodeEvent.PeerSeen(lure(0)));
        assertFalse(node.state().peers().containsKey(Fleet.uuid(0)));
    }

    @Test
    void a_stranger_with_the_uuid_of_a_donor_does_not_take_its_place_in_a_search() {
        long search = searches();
        // Too many to be asked at once: the last ones wait.
        int count = NodeLimits.defaults().queriesParallel() + 2;
        for (int i = 1; i <= count; i++) {
            take(new NodeEvent.DonorHeard(search, peer(i, PeerRef.Origin.TAGGED)));
        }
        for (int i = 1; i <= count; i++) {
            take(new NodeEvent.DonorHeard(search, lure(i)));
        }
        assertEquals(List.of(), addresses().stream().filter(LURE::equals).toList());
        assertEquals(count, addresses().size());
    }

    @Test
    void a_donor_with_a_proof_takes_the_place_of_a_stranger_with_its_uuid() {
        long search = searches();
        take(new NodeEvent.DonorHeard(search, lure(1)));
        take(new NodeEvent.DonorHeard(search, peer(1, PeerRef.Origin.TAGGED)));
        assertEquals(List.of(peer(1, PeerRef.Origin.TAGGED).address()), addresses());
    }

    @Test
    void a_donor_that_does_not_answer_keeps_its_place_in_the_memory_beside_strangers_with_its_uuid() {
        long search = searches();
        take(new NodeEvent.DonorHeard(search, peer(1, PeerRef.Origin.TAGGED)));
        long query = node.drain(NodeEffect.QueryDonor.class).get(0).id();
        take(new NodeEvent.PeerSeen(peer(1, PeerRef.Origin.TAGGED)));
        take(new NodeEvent.Refused(query, new Refusal.Unusable("connection refused")));
        assertFalse(
                Objects.requireNonNull(node.state().peers().get(Fleet.uuid(1))).reachable());
        take(new NodeEvent.PeerSeen(lure(1)));
        assertEquals(
                peer(1, PeerRef.Origin.TAGGED).address(),
                Objects.requireNonNull(node.state().peers().get(Fleet.uuid(1)))
                        .peer()
                        .address());
        assertEquals(1, node.state().counters().get("HintsIgnored"));
    }

    @Test
    void without_a_fleet_key_a_peer_that_moved_is_found_by_what_it_says() {
        node = recipient(false);
        take(new NodeEvent.PeerSeen(peer(1, PeerRef.Origin.TAGGED)));
        for (NodeEffect.CheckBank check : node.drain(NodeEffect.CheckBank.class)) {
            take(new NodeEvent.BankChecked(check.id(), new BankReading.Erased()));
        }
        long query = node.drain(NodeEffect.QueryDonor.class).get(0).id();
        take(new NodeEvent.Refused(query, new Refusal.Unusable("connection refused")));
        take(new NodeEvent.PeerSeen(lure(1)));
        assertEquals(
                LURE,
                Objects.requireNonNull(node.state().peers().get(Fleet.uuid(1)))
                        .peer()
                        .address());
    }

    private static PeerRef lure(int number) {
        return new PeerRef(Fleet.uuid(number), LURE, null, PeerRef.Origin.UNTAGGED);
    }

    private List<String> addresses() {
        Negotiation round = Objects.requireNonNull(
                node.state().recoveries().values().iterator().next().negotiation());
        return round.candidates().stream()
                .map(candidate -> candidate.peer().address())
                .toList();
    }
}
