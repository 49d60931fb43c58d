package org.firmwarerecovery.discovery.core;

import static org.firmwarerecovery.discovery.core.Samples.BMC;
import static org.firmwarerecovery.discovery.core.Samples.ETH0;
import static org.firmwarerecovery.discovery.core.Samples.ETH0_SIX;
import static org.firmwarerecovery.discovery.core.Samples.message;
import static org.firmwarerecovery.discovery.core.Samples.only;
import static org.firmwarerecovery.discovery.core.Samples.sender;
import static org.firmwarerecovery.discovery.core.Samples.silent;
import static org.firmwarerecovery.discovery.core.Samples.text;
import static org.firmwarerecovery.discovery.core.Samples.uuid;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.firmwarerecovery.discovery.core.DiscoveryEffect.Destination;
import org.firmwarerecovery.discovery.core.DiscoveryEffect.DonorFound;
import org.firmwarerecovery.discovery.core.DiscoveryEffect.PeerSeen;
import org.firmwarerecovery.discovery.core.DiscoveryEffect.SearchFinished;
import org.firmwarerecovery.discovery.core.DiscoveryEffect.SendDatagram;
import org.firmwarerecovery.discovery.core.DiscoveryEvent.SearchRequested;
import org.firmwarerecovery.discovery.core.Samples.Node;
import org.junit.jupiter.api.Test;

/** Tagged searches and answers within a fleet. */
class DonorSearchTest {
    private static final DonorTag TAG = new DonorTag(Samples.KEY);

    @Test
    void a_search_leaves_twice_on_every_link_and_ends_half_a_second_after_its_wait() {
        Node node = Node.started(silent(1), ETH0, ETH0_SIX);
        List<DiscoveryEffect> first = node.on(1000, request("s", Duration.ZERO));
        assertEquals(2, only(SendDatagram.class, first).size());
        assertEquals(2, node.until(1200).size());
        assertEquals(List.of(), node.until(2499));
        assertEquals(
                List.of(new SearchFinished("s", SearchOutcome.COMPLETED, new SearchCounters(4, 0, 0, 0, 0, 0))),
                node.until(2500));
    }

    @Test
    void the_start_is_delayed_at_random_within_the_jitter() {
        long most = 0;
        for (int i = 0; i < 100; i++) {
            Node node = Node.started(silent(1), ETH0);
            long start = 1000 + i * 7919L;
            node.on(start, request("s", Duration.ofSeconds(2)));
            long delay = node.machine.nextWake(node.state).orElseThrow() - start;
            assertTrue(delay >= 0 && delay < 2000, "delay " + delay);
            most = Math.max(most, delay);
        }
        assertTrue(most > 1500, "latest " + most);
    }

    @Test
    void the_air_does_not_learn_what_is_searched_and_no_two_searches_look_alike() {
        Node node = Node.started(silent(1), ETH0);
        Datagram first = searchOf(node, 1000);
        node.until(5000);
        Datagram second = searchOf(node, 6000);
        assertFalse(text(first).contains(BMC));
        assertNotEquals(
                message(first).headers().first(HeaderNames.NONCE),
                message(second).headers().first(HeaderNames.NONCE));
        assertNotEquals(
                message(first).headers().first(HeaderNames.MATCH),
                message(second).headers().first(HeaderNames.MATCH));
    }

    @Test
    void a_donor_answers_a_matching_search_once_within_a_second_and_is_found() {
        Node recipient = Node.started(silent(1), ETH0);
        Node donor = Node.started(silent(2).inFleet(Samples.KEY, List.of("OTHER", BMC)), ETH0);
        Datagram search = searchOf(recipient, 1000);
        donor.hears(1001, sender("192.0.2.9"), search);
        donor.hears(1201, sender("192.0.2.9"), search);
        List<SendDatagram> answers = only(SendDatagram.class, donor.until(2001));
        assertEquals(1, answers.size());
        assertEquals(
                new Destination.Unicast("192.0.2.9", 50_000), answers.get(0).destination());
        assertEquals(1, donor.count(DiscoveryCounter.REPEATED_SEARCHES));
        List<DiscoveryEffect> found =
                recipient.hears(2002, sender("192.0.2.7"), answers.get(0).datagram());
        DonorHint hint = only(DonorFound.class, found).get(0).hint();
        assertEquals(uuid(2), hint.uuid());
        assertEquals(BMC, hint.softwareId());
        assertTrue(hint.tagged());
        assertEquals("192.0.2.7", hint.scopedHost());
        assertEquals(
                List.of(),
                recipient.hears(2003, sender("192.0.2.7"), answers.get(0).datagram()));
        SearchCounters counters =
                only(SearchFinished.class, recipient.until(9000)).get(0).counters();
        assertEquals(new SearchCounters(2, 1, 1, 0, 1, 0), counters);
    }

    @Test
    void what_is_donated_can_change() {
        Node donor = Node.started(silent(2), ETH0);
        donor.hears(1000, sender("192.0.2.9"), searchOf(Node.started(silent(1), ETH0), 1000));
        assertEquals(1, donor.count(DiscoveryCounter.DONOR_SEARCHES_WITHOUT_MATCH));
        donor.on(1500, new DiscoveryEvent.DonatesChanged(List.of(BMC)));
        donor.hears(2000, sender("192.0.2.9"), searchOf(Node.started(silent(1), ETH0), 2000));
        assertEquals(1, donor.count(DiscoveryCounter.DONOR_SEARCHES_ANSWERED));
        donor.on(2500, new DiscoveryEvent.DonatesChanged(List.of()));
        donor.hears(3000, sender("192.0.2.9"), searchOf(Node.started(silent(1), ETH0), 3000));
        assertEquals(1, donor.count(DiscoveryCounter.DONOR_SEARCHES_ANSWERED));
    }

    @Test
    void a_search_of_another_fleet_or_with_a_changed_field_only_counts() {
        Node donor = Node.started(silent(2).inFleet(Samples.KEY, List.of(BMC)), ETH0);
        Node stranger = Node.started(silent(1).inFleet(Samples.OTHER_KEY, List.of()), ETH0);
        donor.hears(1000, sender("192.0.2.9"), searchOf(stranger, 1000));
        String own = text(searchOf(Node.started(silent(3), ETH0), 1000));
        donor.hears(
                1000,
                sender("192.0.2.9"),
                Samples.datagram(own.replaceFirst("MATCH.FIRMWARERECOVERY: ....", "MATCH.FIRMWARERECOVERY: 0000")));
        donor.hears(1000, sender("192.0.2.9"), Samples.search(SearchTargets.DONOR, 1));
        assertEquals(3, donor.count(DiscoveryCounter.BAD_SEARCH_TAGS));
        assertEquals(List.of(), donor.state.pending());
        assertEquals(List.of(), donor.state.nonces());
    }

    @Test
    void ten_thousand_forged_answers_change_only_counters() {
        Node node = Node.started(silent(1), ETH0);
        String nonce =
                message(searchOf(node, 1000)).headers().first(HeaderNames.NONCE).orElseThrow();
        DiscoveryState before = node.state;
        DonorTag wrong = new DonorTag(Samples.OTHER_KEY);
        for (int i = 0; i < 10_000; i++) {
            SsdpMessage forged = OwnMessages.donorAnswer(silent(i + 2), "192.0.2.66", wrong, nonce);
            assertEquals(List.of(), node.hears(1100, sender("192.0.2.66"), SsdpCodec.encode(forged)));
        }
        assertEquals(10_000, node.count(DiscoveryCounter.BAD_ANSWER_TAGS));
        assertEquals(before.pending(), node.state.pending());
        assertEquals(before.heard(), node.state.heard());
        assertEquals(before.nonces(), node.state.nonces());
        assertEquals(List.of(), node.state.searches().get(0).found());
        assertEquals(10_000, node.state.searches().get(0).counters().badTags());
    }

    @Test
    void a_right_answer_with_another_location_is_forged() {
        Node node = Node.started(silent(1), ETH0);
        String nonce =
                message(searchOf(node, 1000)).headers().first(HeaderNames.NONCE).orElseThrow();
        String answer = text(SsdpCodec.encode(OwnMessages.donorAnswer(silent(2), "192.0.2.7", TAG, nonce)));
        Datagram moved = Samples.datagram(answer.replace("192.0.2.7", "192.0.2.6"));
        assertEquals(List.of(), node.hears(1100, sender("192.0.2.6"), moved));
        assertEquals(1, node.count(DiscoveryCounter.BAD_ANSWER_TAGS));
    }

    @Test
    void an_answer_to_a_search_that_is_over_is_unasked() {
        Node node = Node.started(silent(1), ETH0);
        String nonce =
                message(searchOf(node, 1000)).headers().first(HeaderNames.NONCE).orElseThrow();
        node.until(5000);
        Datagram late = SsdpCodec.encode(OwnMessages.donorAnswer(silent(2), "192.0.2.7", TAG, nonce));
        assertEquals(List.of(), node.hears(5001, sender("192.0.2.7"), late));
        assertEquals(1, node.count(DiscoveryCounter.UNASKED_ANSWERS));
    }

    @Test
    void an_untagged_answer_is_only_a_hint_in_the_other_table() {
        Node node = Node.started(silent(1), ETH0);
        searchOf(node, 1000);
        String tagged = text(SsdpCodec.encode(OwnMessages.donorAnswer(silent(2), "192.0.2.7", TAG, "0".repeat(32))));
        Datagram untagged = Samples.datagram(tagged.replaceFirst("TAG.FIRMWARERECOVERY: [0-9a-f]+\r\n", ""));
        List<DiscoveryEffect> effects = node.hears(1100, sender("192.0.2.7"), untagged);
        assertFalse(only(PeerSeen.class, effects).get(0).hint().tagged());
        assertEquals(0, node.state.searches().get(0).counters().donors());
    }

    @Test
    void donors_beyond_the_limit_are_counted_and_known_ones_may_add_addresses() {
        Node node = Node.started(silent(1), ETH0);
        String nonce =
                message(searchOf(node, 1000)).headers().first(HeaderNames.NONCE).orElseThrow();
        int max = DiscoveryLimits.DEFAULTS.offersMax();
        int found = 0;
        for (int i = 0; i < max + 5; i++) {
            Datagram answer = SsdpCodec.encode(OwnMessages.donorAnswer(silent(i + 2), "192.0.2.7", TAG, nonce));
            found += node.hears(1100, sender("192.0.2.7"), answer).size();
        }
        assertEquals(max, found);
        for (int i = 0; i < 10; i++) {
            Datagram other = SsdpCodec.encode(OwnMessages.donorAnswer(silent(2), "192.0.2.1" + i, TAG, nonce));
            found += node.hears(1100, sender("192.0.2.7"), other).size();
        }
        assertEquals(max + DiscoveryLimits.DEFAULTS.addressesPerDonorMax() - 1, found);
        SearchCounters counters =
                only(SearchFinished.class, node.until(9000)).get(0).counters();
        assertEquals(max, counters.donors());
        assertEquals(5 + 7, counters.overLimit());
    }

    @Test
    void without_a_fleet_key_nothing_is_searched_and_nothing_answered() {
        Node node = Node.started(silent(1).inFleet(null, List.of(BMC)), ETH0);
        assertEquals(
                List.of(new SearchFinished("s", SearchOutcome.NO_FLEET_KEY, SearchCounters.NONE)),
                node.on(1000, request("s", Duration.ZERO)));
        node.hears(1000, sender("192.0.2.9"), searchOf(Node.started(silent(2), ETH0), 1000));
        assertEquals(1, node.count(DiscoveryCounter.WITHOUT_FLEET_KEY));
        assertEquals(List.of(), node.state.pending());
    }

    @Test
    void a_search_that_cannot_run_ends_at_once_with_the_reason() {
        assertEquals(SearchOutcome.SWITCHED_OFF, outcome(Node.started(silent(1).withSsdp(false), ETH0), List.of(BMC)));
        assertEquals(SearchOutcome.NO_LINK, outcome(Node.started(silent(1)), List.of(BMC)));
        assertEquals(SearchOutcome.REFUSED, outcome(Node.started(silent(1), ETH0), List.of()));
        assertEquals(SearchOutcome.REFUSED, outcome(Node.started(silent(1), ETH0), List.of("a|b")));
        int max = DiscoveryLimits.DEFAULTS.softwareIdsMax();
        List<String> many = IntStream.rangeClosed(0, max).mapToObj(i -> "S" + i).toList();
        assertEquals(SearchOutcome.REFUSED, outcome(Node.started(silent(1), ETH0), many));
        Node stopped = Node.started(silent(1), ETH0);
        stopped.on(500, new DiscoveryEvent.StopRequested());
        assertEquals(SearchOutcome.STOPPED, outcome(stopped, List.of(BMC)));
        Node busy = Node.started(silent(1), ETH0);
        for (int i = 0; i < DiscoveryLimits.DEFAULTS.searchesMax(); i++) {
            assertEquals(List.of(), only(SearchFinished.class, busy.on(1000, request("s" + i, Duration.ZERO))));
        }
        assertEquals(SearchOutcome.REFUSED, outcome(busy, List.of(BMC)));
    }

    @Test
    void running_searches_end_when_discovery_stops() {
        Node node = Node.started(silent(1), ETH0);
        node.on(1000, request("s", Duration.ZERO));
        List<DiscoveryEffect> effects = node.on(1100, new DiscoveryEvent.StopRequested());
        assertEquals(
                SearchOutcome.STOPPED,
                only(SearchFinished.class, effects).get(0).outcome());
    }

    @Test
    void own_searches_are_not_answered_even_by_a_donor_of_the_same_image() {
        Node node = Node.started(silent(1).inFleet(Samples.KEY, List.of(BMC)), ETH0);
        Datagram own = searchOf(node, 1000);
        node.hears(1001, sender("192.0.2.7"), own);
        assertEquals(1, node.count(DiscoveryCounter.OWN));
        assertEquals(List.of(), node.state.pending());
    }

    @Test
    void every_software_id_is_asked_under_its_own_nonce_and_answered_for_by_name() {
        Node recipient = Node.started(silent(1), ETH0);
        Node donor = Node.started(silent(2).inFleet(Samples.KEY, List.of("BIOS-1")), ETH0);
        List<DiscoveryEffect> searches =
                recipient.on(1000, new SearchRequested("s", List.of(BMC, "BIOS-1"), Duration.ZERO));
        assertEquals(2, searches.size());
        for (SendDatagram send : only(SendDatagram.class, searches)) {
            donor.hears(1001, sender("192.0.2.9"), send.datagram());
        }
        List<SendDatagram> answers = only(SendDatagram.class, donor.until(2001));
        assertEquals(1, answers.size());
        List<DiscoveryEffect> found =
                recipient.hears(2002, sender("192.0.2.7"), answers.get(0).datagram());
        assertEquals("BIOS-1", only(DonorFound.class, found).get(0).hint().softwareId());
    }

    @Test
    void donor_answers_are_bounded_per_second_and_nonces_in_number() {
        Node donor = Node.started(silent(2).inFleet(Samples.KEY, List.of(BMC)), ETH0);
        int max = DiscoveryLimits.DEFAULTS.donorAnswersPerSecondMax();
        for (int i = 0; i < max + 10; i++) {
            donor.hears(1000, sender("192.0.2." + i % 20), searchOf(Node.started(silent(1), ETH0), 1000 + i));
        }
        assertEquals(max, donor.count(DiscoveryCounter.DONOR_SEARCHES_ANSWERED));
        assertEquals(10, donor.count(DiscoveryCounter.SEARCHES_OVER_LIMIT));
        donor.until(4000);
        int toOne = DiscoveryLimits.DEFAULTS.donorAnswersPerSourceAndSecondMax();
        for (int i = 0; i < toOne + 10; i++) {
            donor.hears(4000, sender("192.0.2.9"), searchOf(Node.started(silent(1), ETH0), 3000 + i));
        }
        assertEquals(max + toOne, donor.count(DiscoveryCounter.DONOR_SEARCHES_ANSWERED));
        assertEquals(20, donor.count(DiscoveryCounter.SEARCHES_OVER_LIMIT));
        for (int i = 0; i < DiscoveryLimits.DEFAULTS.noncesMax(); i++) {
            donor.hears(4000, sender("192.0.2.9"), searchOf(Node.started(silent(1), ETH0), 5000 + i));
        }
        assertEquals(DiscoveryLimits.DEFAULTS.noncesMax(), donor.state.nonces().size());
    }

    private static SearchRequested request(String searchId, Duration jitter) {
        return new SearchRequested(searchId, List.of(BMC), jitter);
    }

    /** The first datagram of a search for {@link Samples#BMC} by {@code node}. */
    private static Datagram searchOf(Node node, long uptimeMillis) {
        List<DiscoveryEffect> effects = node.on(uptimeMillis, request("s" + uptimeMillis, Duration.ZERO));
        return only(SendDatagram.class, effects).get(0).datagram();
    }

    private static SearchOutcome outcome(Node node, List<String> softwareIds) {
        List<DiscoveryEffect> effects = node.on(1000, new SearchRequested("x", softwareIds, Duration.ZERO));
        return only(SearchFinished.class, effects).get(0).outcome();
    }
}
