package org.firmwarerecovery.discovery.core;

import static org.firmwarerecovery.discovery.core.Samples.ETH0;
import static org.firmwarerecovery.discovery.core.Samples.ETH0_SIX;
import static org.firmwarerecovery.discovery.core.Samples.datagram;
import static org.firmwarerecovery.discovery.core.Samples.message;
import static org.firmwarerecovery.discovery.core.Samples.only;
import static org.firmwarerecovery.discovery.core.Samples.search;
import static org.firmwarerecovery.discovery.core.Samples.sender;
import static org.firmwarerecovery.discovery.core.Samples.settings;
import static org.firmwarerecovery.discovery.core.Samples.silent;
import static org.firmwarerecovery.discovery.core.Samples.uuid;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.firmwarerecovery.discovery.core.DiscoveryEffect.Destination;
import org.firmwarerecovery.discovery.core.DiscoveryEffect.PeerGone;
import org.firmwarerecovery.discovery.core.DiscoveryEffect.PeerSeen;
import org.firmwarerecovery.discovery.core.DiscoveryEffect.SendDatagram;
import org.firmwarerecovery.discovery.core.Samples.Node;
import org.junit.jupiter.api.Test;

/** Discovery as DSP0266 wants it: searches answered, presence announced, others' presence noticed. */
class StandardDiscoveryTest {
    private static final DiscoveryLimits LIMITS = DiscoveryLimits.DEFAULTS;

    @Test
    void a_redfish_search_gets_every_header_that_validators_check() {
        Node node = Node.started(silent(1).serving(20, LIMITS), ETH0);
        node.hears(1000, sender("192.0.2.9"), search(SearchTargets.REDFISH, 3));
        SendDatagram send = only(SendDatagram.class, node.until(4000)).get(0);
        assertEquals(new Destination.Unicast("192.0.2.9", 50_000), send.destination());
        String target = SearchTargets.REDFISH + ":20";
        SsdpHeaders headers = assertInstanceOf(SsdpMessage.Answer.class, message(send.datagram()))
                .headers();
        assertEquals(Optional.of("max-age=1800"), headers.first("CACHE-CONTROL"));
        assertEquals(Optional.of(target), headers.first("ST"));
        assertEquals(Optional.of("uuid:" + uuid(1) + "::" + target), headers.first("USN"));
        assertEquals(Optional.of("https://192.0.2.7:8443/redfish/v1/"), headers.first("AL"));
        assertEquals(Optional.of(""), headers.first("EXT"));
    }

    @Test
    void answers_leave_at_different_times_within_the_wait_of_the_search() {
        long least = Long.MAX_VALUE;
        long most = 0;
        for (int i = 0; i < 200; i++) {
            Node node = Node.started(silent(1), ETH0);
            node.hears(1000 + i * 7919L, sender("192.0.2.9"), search(SearchTargets.ALL, 3));
            long delay = node.machine.nextWake(node.state).orElseThrow() - (1000 + i * 7919L);
            least = Math.min(least, delay);
            most = Math.max(most, delay);
        }
        assertTrue(least >= 0 && least < 300, "earliest " + least);
        assertTrue(most > 2500 && most < 3000 - Answering.MARGIN_MILLIS, "latest " + most);
    }

    @Test
    void an_answer_is_at_most_three_times_as_long_as_the_search() {
        Datagram small = datagram(
                "M-SEARCH * HTTP/1.1\r\nMAN:\"ssdp:discover\"\r\nMX:1\r\nST:ssdp:all\r\nHOST:239.255.255.250:1900\r\n\r\n");
        Node node = Node.started(silent(1), ETH0_SIX);
        node.hears(1000, new Arrival("eth0", Family.IPV6, "fe80:0:0:0:0:0:0:9%eth0", 50_000, true), small);
        SendDatagram toSmall = only(SendDatagram.class, node.until(4000)).get(0);
        assertTrue(toSmall.datagram().size() <= OwnMessages.REFLECTION_FACTOR_MAX * small.size());
        assertEquals(Optional.empty(), message(toSmall.datagram()).headers().first("LOCATION"));
        Datagram large = datagram("M-SEARCH * HTTP/1.1\r\nMAN: \"ssdp:discover\"\r\nMX: 3\r\nST: ssdp:all\r\n"
                + "USER-AGENT: " + "a".repeat(120) + "\r\n\r\n");
        SsdpHeaders headers = message(answerTo(large).datagram()).headers();
        assertEquals(headers.first("AL"), headers.first("LOCATION"));
        assertTrue(headers.first("SERVER").isPresent());
    }

    @Test
    void a_repeated_search_is_answered_once_while_its_answer_waits() {
        Node node = Node.started(silent(1), ETH0);
        node.hears(1000, sender("192.0.2.9"), search(SearchTargets.REDFISH, 5));
        node.hears(1000, sender("192.0.2.9"), search(SearchTargets.REDFISH, 5));
        assertEquals(1, only(SendDatagram.class, node.until(7000)).size());
        assertEquals(1, node.count(DiscoveryCounter.REPEATED_SEARCHES));
    }

    @Test
    void one_source_and_all_sources_together_get_a_bounded_number_of_answers_per_second() {
        Node node = Node.started(silent(1), ETH0);
        for (int i = 0; i < 50; i++) {
            Arrival arrival = new Arrival("eth0", Family.IPV4, "192.0.2.9", 10_000 + i, true);
            node.hears(1000 + i, arrival, search(SearchTargets.REDFISH, 1));
        }
        assertEquals(LIMITS.answersPerSourceAndSecondMax(), node.count(DiscoveryCounter.STANDARD_SEARCHES_ANSWERED));
        for (int i = 0; i < 50; i++) {
            node.hears(1050 + i, sender("192.0.2." + (100 + i)), search(SearchTargets.REDFISH, 1));
        }
        assertEquals(LIMITS.standardAnswersPerSecondMax(), node.count(DiscoveryCounter.STANDARD_SEARCHES_ANSWERED));
        node.hears(2100, sender("192.0.2.9"), search(SearchTargets.REDFISH, 1));
        assertEquals(LIMITS.standardAnswersPerSecondMax() + 1, node.count(DiscoveryCounter.STANDARD_SEARCHES_ANSWERED));
    }

    @Test
    void a_search_from_another_network_is_not_reflected_unless_configured() {
        Arrival far = new Arrival("eth0", Family.IPV4, "198.51.100.9", 50_000, false);
        Node node = Node.started(silent(1), ETH0);
        node.hears(1000, far, search(SearchTargets.REDFISH, 1));
        assertEquals(OptionalLong.empty(), node.machine.nextWake(node.state));
        assertEquals(1, node.count(DiscoveryCounter.OFF_LINK_SEARCHES));
    }

    @Test
    void a_searcher_with_a_link_local_address_is_told_the_link_local_address() {
        Node node = Node.started(silent(1), ETH0, ETH0_SIX);
        Arrival local = new Arrival("eth0", Family.IPV6, "fe80:0:0:0:0:0:0:9%eth0", 50_000, true);
        Arrival global = new Arrival("eth0", Family.IPV6, "2001:db8:0:0:0:0:0:9", 50_000, true);
        node.hears(1000, local, search(SearchTargets.REDFISH, 1));
        node.hears(1000, global, search(SearchTargets.REDFISH, 1));
        for (SendDatagram send : only(SendDatagram.class, node.until(3000))) {
            Destination.Unicast to = assertInstanceOf(Destination.Unicast.class, send.destination());
            String host = message(send.datagram()).location().orElseThrow().host();
            assertEquals(to.address().startsWith("fe80") ? "fe80:0:0:0:0:0:0:7" : "2001:db8:0:0:0:0:0:7", host);
        }
    }

    @Test
    void presence_is_announced_on_start_and_after_every_interval_on_every_link() {
        Node node = new Node(settings(1));
        node.on(0, new DiscoveryEvent.Started(List.of(ETH0, ETH0_SIX)));
        List<SendDatagram> first = only(SendDatagram.class, node.until(1000));
        assertEquals(2, first.size());
        for (SendDatagram send : first) {
            assertEquals(new Destination.Group(), send.destination());
            SsdpHeaders headers = assertInstanceOf(SsdpMessage.Alive.class, message(send.datagram()))
                    .headers();
            assertEquals(Optional.of(SearchTargets.REDFISH), headers.first("NT"));
            assertEquals(Optional.of("max-age=1800"), headers.first("CACHE-CONTROL"));
            String host = send.family() == Family.IPV4 ? "239.255.255.250:1900" : "[ff02::c]:1900";
            assertEquals(Optional.of(host), headers.first("HOST"));
        }
        assertEquals(List.of(), node.until(599_999));
        assertEquals(2, node.until(600_200).size());
        assertEquals(2, node.until(1_200_200).size());
    }

    @Test
    void goodbye_is_said_on_stop_and_nothing_afterwards() {
        Node node = Node.started(settings(1), ETH0);
        node.hears(1000, sender("192.0.2.9"), search(SearchTargets.REDFISH, 5));
        List<DiscoveryEffect> effects = node.on(1001, new DiscoveryEvent.StopRequested());
        SsdpMessage message = message(only(SendDatagram.class, effects).get(0).datagram());
        assertEquals(
                uuid(1),
                assertInstanceOf(SsdpMessage.Byebye.class, message)
                        .serviceName()
                        .orElseThrow()
                        .uuid());
        assertEquals(1, effects.size());
        assertEquals(OptionalLong.empty(), node.machine.nextWake(node.state));
        assertEquals(List.of(), node.hears(1002, sender("192.0.2.9"), search(SearchTargets.REDFISH, 1)));
    }

    @Test
    void an_interval_of_zero_means_no_notification_at_all() {
        Node node = new Node(silent(1));
        assertEquals(List.of(), node.on(0, new DiscoveryEvent.Started(List.of(ETH0))));
        assertEquals(OptionalLong.empty(), node.machine.nextWake(node.state));
        assertEquals(List.of(), node.on(1, new DiscoveryEvent.StopRequested()));
    }

    @Test
    void a_new_link_hears_an_announcement_and_a_lost_one_nothing() {
        Node node = Node.started(settings(1), ETH0);
        node.hears(1000, sender("192.0.2.9"), search(SearchTargets.REDFISH, 5));
        node.on(1001, new DiscoveryEvent.LinksChanged(List.of(ETH0_SIX)));
        List<SendDatagram> sent = only(SendDatagram.class, node.until(10_000));
        assertEquals(
                List.of(Family.IPV6), sent.stream().map(SendDatagram::family).toList());
    }

    @Test
    void with_ssdp_off_nothing_is_sent_or_answered() {
        Node node = Node.started(settings(1).withSsdp(false), ETH0);
        assertEquals(List.of(), node.hears(1000, sender("192.0.2.9"), search(SearchTargets.REDFISH, 1)));
        assertEquals(OptionalLong.empty(), node.machine.nextWake(node.state));
    }

    @Test
    void an_announced_peer_is_reported_once_and_again_only_after_a_while() {
        Node node = Node.started(silent(1), ETH0);
        Datagram alive = alive(2);
        PeerSeen seen = only(PeerSeen.class, node.hears(1000, sender("192.0.2.8"), alive))
                .get(0);
        assertEquals(uuid(2), seen.hint().uuid());
        assertEquals(
                "https://192.0.2.7:8443/redfish/v1/", seen.hint().location().uri());
        assertEquals("eth0", seen.hint().interfaceName());
        assertEquals("192.0.2.8", seen.hint().sourceAddress());
        assertEquals(List.of(), node.hears(2000, sender("192.0.2.8"), alive));
        assertEquals(1, node.hears(31_001, sender("192.0.2.8"), alive).size());
    }

    @Test
    void a_peer_is_gone_when_it_says_so_or_is_not_heard_in_time() {
        Node node = Node.started(silent(1), ETH0);
        node.hears(1000, sender("192.0.2.8"), alive(2));
        node.hears(1000, sender("192.0.2.8"), alive(3));
        Datagram byebye = SsdpCodec.encode(OwnMessages.byebye(settings(2), ETH0));
        assertEquals(List.of(new PeerGone(uuid(2))), node.hears(2000, sender("192.0.2.8"), byebye));
        assertEquals(List.of(), node.hears(2001, sender("192.0.2.8"), byebye));
        assertEquals(List.of(new PeerGone(uuid(3))), node.until(1000 + 1_800_000));
    }

    @Test
    void strangers_fill_only_a_small_table_and_only_slowly() {
        Node node = Node.started(silent(1), ETH0);
        int seen = 0;
        for (int i = 0; i < 1000; i++) {
            seen += node.hears(1000, sender("192.0.2.8"), alive(100 + i)).size();
        }
        assertEquals(LIMITS.hintsPerSecondMax(), seen);
        assertEquals(1000 - seen, node.count(DiscoveryCounter.HINTS_OVER_LIMIT));
        for (int i = 0; i < 1000; i++) {
            node.hears(2000 + i * 100L, sender("192.0.2.8"), alive(5000 + i));
        }
        assertEquals(LIMITS.hintsMax(), node.state.heard().size());
    }

    @Test
    void own_messages_and_other_services_are_ignored() {
        Node node = Node.started(silent(1), ETH0);
        assertEquals(List.of(), node.hears(1000, sender("192.0.2.7"), alive(1)));
        assertEquals(1, node.count(DiscoveryCounter.OWN));
        node.hears(1000, sender("192.0.2.8"), search("urn:schemas-upnp-org:device:MediaServer:1", 1));
        node.hears(1000, sender("192.0.2.8"), datagram("HTTP/1.1 200 OK\r\nST: upnp:rootdevice\r\n\r\n"));
        node.hears(1000, sender("192.0.2.8"), datagram("NOTIFY * HTTP/1.1\r\nNT: x\r\nNTS: ssdp:alive\r\n\r\n"));
        assertEquals(3, node.count(DiscoveryCounter.OTHER_SERVICE));
        node.hears(1000, sender("192.0.2.8"), datagram("rubbish"));
        assertEquals(1, node.count(DiscoveryCounter.MALFORMED));
        assertEquals(OptionalLong.empty(), node.machine.nextWake(node.state));
    }

    @Test
    void the_longest_announcement_interval_is_outlived_by_its_age() {
        DiscoverySettings rare = settings(1).announcing(1900, Duration.ofHours(1), 2, Ipv6Scope.Site);
        SsdpHeaders headers = OwnMessages.alive(rare, ETH0_SIX).headers();
        assertEquals(Optional.of("max-age=10800"), headers.first("CACHE-CONTROL"));
        assertEquals(Optional.of("[ff05::c]:1900"), headers.first("HOST"));
    }

    private static SendDatagram answerTo(Datagram search) {
        Node node = Node.started(silent(1), ETH0);
        node.hears(1000, sender("192.0.2.9"), search);
        return only(SendDatagram.class, node.until(4000)).get(0);
    }

    private static Datagram alive(int node) {
        return SsdpCodec.encode(OwnMessages.alive(settings(node), ETH0));
    }
}
