package org.firmwarerecovery.discovery.core;

import static org.firmwarerecovery.discovery.core.Samples.BMC;
import static org.firmwarerecovery.discovery.core.Samples.ETH0;
import static org.firmwarerecovery.discovery.core.Samples.message;
import static org.firmwarerecovery.discovery.core.Samples.only;
import static org.firmwarerecovery.discovery.core.Samples.sender;
import static org.firmwarerecovery.discovery.core.Samples.silent;
import static org.firmwarerecovery.discovery.core.Samples.text;
import static org.firmwarerecovery.discovery.core.Samples.uuid;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.firmwarerecovery.discovery.core.DiscoveryEffect.DonorFound;
import org.firmwarerecovery.discovery.core.DiscoveryEffect.PeerSeen;
import org.firmwarerecovery.discovery.core.DiscoveryEffect.SendDatagram;
import org.firmwarerecovery.discovery.core.DiscoveryEvent.SearchRequested;
import org.firmwarerecovery.discovery.core.Samples.Node;
import org.junit.jupiter.api.Test;

/** Somebody on the network who shouts: ten thousand datagrams from forty addresses change counters and nothing else. */
class FloodTest {
    private static final int FLOOD = 10_000;
    private static final int ADDRESSES = 40;
    private static final DonorTag RIGHT = new DonorTag(Samples.KEY);
    private static final DonorTag WRONG = new DonorTag(Samples.OTHER_KEY);

    private final Node node = Node.started(silent(1).inFleet(Samples.KEY, List.of(BMC)), ETH0);

    private static String address(int i) {
        return "192.0.2." + (100 + i % ADDRESSES);
    }

    /** The nonce of a search that begins now. */
    private String search(String id, long uptimeMillis) {
        List<DiscoveryEffect> effects = node.on(uptimeMillis, new SearchRequested(id, List.of(BMC), Duration.ZERO));
        Datagram first = only(SendDatagram.class, effects).get(0).datagram();
        return message(first).headers().first(HeaderNames.NONCE).orElseThrow();
    }

    private static Datagram answer(int from, DonorTag tag, String nonce) {
        return SsdpCodec.encode(OwnMessages.donorAnswer(silent(from), address(from), tag, nonce));
    }

    private static Datagram without(Datagram answer, String header) {
        return Samples.datagram(text(answer).replaceFirst(header + ": [0-9a-f]+\r\n", ""));
    }

    @Test
    void forged_replayed_and_belated_answers_find_no_donor_and_the_real_one_is_found_among_them() {
        String old = search("old", 1000);
        node.until(5000);
        String nonce = search("new", 6000);
        String of = "f".repeat(32);
        Datagram replayed = answer(7, RIGHT, of);
        List<DiscoveryEffect> effects = new ArrayList<>();
        for (int i = 0; i < FLOOD; i++) {
            Datagram forged = switch (i % 5) {
                case 0 -> answer(i + 2, WRONG, nonce);
                case 1 -> Samples.datagram(text(replayed).replace(of, nonce));
                case 2 -> answer(i + 2, WRONG, of);
                case 3 -> answer(i + 2, RIGHT, old);
                default -> answer(i + 2, RIGHT, of);
            };
            effects.addAll(node.hears(6100, sender(address(i)), forged));
        }
        assertEquals(List.of(), effects);
        assertEquals(FLOOD / 5 * 2, node.count(DiscoveryCounter.BAD_ANSWER_TAGS));
        assertEquals(FLOOD / 5 * 3, node.count(DiscoveryCounter.UNASKED_ANSWERS));
        List<DiscoveryEffect> real = node.hears(6200, sender("192.0.2.7"), answer(2, RIGHT, nonce));
        assertEquals(uuid(2), only(DonorFound.class, real).get(0).hint().uuid());
    }

    @Test
    void strangers_fill_a_small_table_at_a_small_rate_and_never_count_as_donors() {
        String nonce = search("s", 1000);
        int seen = 0;
        for (int i = 0; i < FLOOD; i++) {
            Datagram untagged = without(answer(i + 2, WRONG, nonce), "TAG.FIRMWARERECOVERY");
            seen += only(PeerSeen.class, node.hears(1100, sender(address(i)), untagged))
                    .size();
        }
        assertEquals(DiscoveryLimits.DEFAULTS.hintsPerSecondMax(), seen);
        assertEquals(FLOOD - seen, node.count(DiscoveryCounter.HINTS_OVER_LIMIT));
        for (int second = 2; second < 22; second++) {
            for (int i = 0; i < 100; i++) {
                int from = second * 1000 + i;
                Datagram untagged = without(answer(from, WRONG, nonce), "TAG.FIRMWARERECOVERY");
                node.hears(second * 1000L, sender(address(i)), untagged);
            }
        }
        assertTrue(node.state.heard().size() <= DiscoveryLimits.DEFAULTS.hintsMax());
        String later = search("t", 30_000);
        for (int i = 0; i < DiscoveryLimits.DEFAULTS.offersMax(); i++) {
            assertEquals(
                    1,
                    node.hears(30_100, sender(address(i)), answer(i + 2, RIGHT, later))
                            .size());
        }
    }

    @Test
    void a_storm_of_searches_gets_few_answers_and_no_more_octets_than_it_sent() {
        long octetsIn = 0;
        long octetsOut = 0;
        int answers = 0;
        for (int second = 1; second <= 5; second++) {
            for (int i = 0; i < FLOOD / 5; i++) {
                Datagram forged = i % 2 == 0
                        ? Samples.search("urn:dmtf-org:service:redfish-rest:1", 1)
                        : SsdpCodec.encode(OwnMessages.donorSearch(
                                silent(3),
                                Family.IPV4,
                                WRONG,
                                new DiscoveryState.Ask(BMC, String.format("%032x", i), "0".repeat(32))));
                octetsIn += forged.size();
                for (SendDatagram sent :
                        only(SendDatagram.class, node.hears(second * 1000L, sender(address(i)), forged))) {
                    octetsOut += sent.datagram().size();
                    answers++;
                }
            }
            for (SendDatagram sent : only(SendDatagram.class, node.until(second * 1000L + 999))) {
                octetsOut += sent.datagram().size();
                answers++;
            }
            assertTrue(node.state.pending().size() <= DiscoveryLimits.DEFAULTS.pendingAnswersMax());
        }
        assertTrue(answers <= 5 * DiscoveryLimits.DEFAULTS.standardAnswersPerSecondMax(), answers + " answers");
        assertTrue(octetsOut < octetsIn / 10, octetsOut + " octets for " + octetsIn);
        assertEquals(FLOOD / 2, node.count(DiscoveryCounter.BAD_SEARCH_TAGS));
        assertEquals(
                FLOOD / 2,
                node.count(DiscoveryCounter.STANDARD_SEARCHES_ANSWERED)
                        + node.count(DiscoveryCounter.SEARCHES_OVER_LIMIT)
                        + node.count(DiscoveryCounter.REPEATED_SEARCHES));
        assertEquals(List.of(), node.state.nonces());
    }
}
