package org.firmwarerecovery.update.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.firmwarerecovery.machine.Step;
import org.firmwarerecovery.update.bank.BankReading;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.journal.JournalRecord;
import org.firmwarerecovery.update.negotiation.PeerRef;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.firmwarerecovery.update.negotiation.Refusal;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.NodeLimits;
import org.firmwarerecovery.update.node.NodeSettings;
import org.firmwarerecovery.update.node.NodeState;
import org.firmwarerecovery.update.node.Restored;
import org.firmwarerecovery.update.policy.Policy;
import org.firmwarerecovery.update.recovery.Negotiation;
import org.junit.jupiter.api.Test;

/** Peers without a proof: few, asked last, few at a time, and never in the way of those who have one. */
class StrangersTest {
    private static final int FLOOD = 10_000;

    private long now;
    private NodeState state;
    private final List<NodeEffect> effects = new ArrayList<>();

    StrangersTest() {
        NodeSettings settings = new NodeSettings(
                uuid(0),
                List.of(PeerRole.RECIPIENT),
                List.of(Firmware.component(BankId.A, BankId.B)),
                List.of(),
                true,
                true,
                false,
                Duration.ZERO,
                NodeLimits.defaults());
        Step<NodeState, NodeEffect> first =
                NodeMachine.start(settings, Policy.defaults(), Restored.of(JournalRecord.empty()), Firmware.at(0, 0));
        state = first.state();
        effects.addAll(first.effects());
    }

    private static String uuid(int number) {
        return String.format("00000000-0000-4000-8000-%012d", number);
    }

    private static PeerRef peer(int number, PeerRef.Origin origin) {
        return new PeerRef(uuid(number), "https://192.0.2." + number % 250 + ":443", "eth0", origin);
    }

    private void take(NodeEvent event) {
        now++;
        Step<NodeState, NodeEffect> step = NodeMachine.apply(state, Firmware.at(now, now), event);
        state = step.state();
        effects.addAll(step.effects());
    }

    private void flood(int from) {
        for (int i = 0; i < FLOOD; i++) {
            take(new NodeEvent.PeerSeen(peer(from + i, PeerRef.Origin.UNTAGGED)));
        }
    }

    private <T extends NodeEffect> List<T> drain(Class<T> type) {
        List<T> found =
                effects.stream().filter(type::isInstance).map(type::cast).toList();
        effects.removeAll(found);
        return found;
    }

    /** Both banks turn out to be empty: a recovery begins to search. */
    private long searches() {
        for (NodeEffect.CheckBank check : drain(NodeEffect.CheckBank.class)) {
            take(new NodeEvent.BankChecked(check.id(), new BankReading.Erased()));
        }
        return drain(NodeEffect.StartSearch.class).get(0).searchId();
    }

    @Test
    void ten_thousand_strangers_leave_a_short_list_and_a_count() {
        flood(1);
        assertEquals(Peers.UNTAGGED_MAX, state.peers().size());
        assertEquals(FLOOD - Peers.UNTAGGED_MAX, state.counters().get("HintsIgnored"));
        now += Peers.UNTAGGED_AGE.toMillis();
        take(new NodeEvent.PeerSeen(peer(20_001, PeerRef.Origin.UNTAGGED)));
        assertEquals(List.of(uuid(20_001)), List.copyOf(state.peers().keySet()));
    }

    @Test
    void donors_with_a_proof_are_asked_at_once_however_many_strangers_hang() {
        flood(1);
        long search = searches();
        List<NodeEffect.QueryDonor> strangers = drain(NodeEffect.QueryDonor.class);
        assertEquals(NodeLimits.defaults().queriesParallel() / Peers.UNTAGGED_SHARE, strangers.size());
        int free = NodeLimits.defaults().queriesParallel() - strangers.size();
        for (int i = 0; i < free; i++) {
            take(new NodeEvent.DonorHeard(search, peer(30_000 + i, PeerRef.Origin.TAGGED)));
        }
        List<NodeEffect.QueryDonor> donors = drain(NodeEffect.QueryDonor.class);
        assertEquals(free, donors.size());
        assertTrue(donors.stream().allMatch(query -> query.peer().origin() == PeerRef.Origin.TAGGED));
    }

    @Test
    void strangers_that_lead_nowhere_are_asked_once_in_a_search_and_make_room_for_others() {
        flood(1);
        searches();
        List<String> asked = new ArrayList<>();
        List<NodeEffect.QueryDonor> next = drain(NodeEffect.QueryDonor.class);
        while (!next.isEmpty()) {
            next.forEach(query -> asked.add(query.peer().uuid()));
            for (NodeEffect.QueryDonor query : next) {
                take(new NodeEvent.Refused(query.id(), new Refusal.Unusable("connection refused")));
            }
            next = drain(NodeEffect.QueryDonor.class);
        }
        assertEquals(Peers.UNTAGGED_MAX, asked.size());
        assertEquals(asked.size(), asked.stream().distinct().count());
        take(new NodeEvent.PeerSeen(peer(40_000, PeerRef.Origin.UNTAGGED)));
        assertTrue(state.peers().containsKey(uuid(40_000)));
        assertEquals(Peers.UNTAGGED_MAX, state.peers().size());
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
                state.recoveries().values().iterator().next().negotiation());
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
    void a_stranger_who_claims_to_be_a_donor_that_answered_is_not_believed() {
        long search = searches();
        take(new NodeEvent.DonorHeard(search, peer(7, PeerRef.Origin.TAGGED)));
        take(new NodeEvent.PeerSeen(new PeerRef(uuid(0), "https://192.0.2.9:1", null, PeerRef.Origin.UNTAGGED)));
        assertFalse(state.peers().containsKey(uuid(0)), "nobody else is this node");
    }
}
