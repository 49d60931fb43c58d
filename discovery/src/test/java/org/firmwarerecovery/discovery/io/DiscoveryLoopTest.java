package org.firmwarerecovery.discovery.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.firmwarerecovery.discovery.core.DiscoveryCounter;
import org.firmwarerecovery.discovery.core.DiscoverySettings;
import org.firmwarerecovery.discovery.core.DonorHint;
import org.firmwarerecovery.discovery.core.FleetKey;
import org.firmwarerecovery.discovery.core.InterfaceSetting;
import org.firmwarerecovery.discovery.core.Ipv6Scope;
import org.firmwarerecovery.discovery.core.SearchTargets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real sockets: several nodes in this process, on loopback (IPv4) and, where there is one, on an IPv6 link. */
@Timeout(60)
class DiscoveryLoopTest {
    private static final int SEARCHES_MAX = 6;
    private static final String BMC = "EXAMPLE-BMC-1";
    private static final String LOOPBACK = "127.0.0.1";
    private static final FleetKey KEY =
            FleetKey.of("a fleet key of 32 octets, or so!".getBytes(StandardCharsets.UTF_8));
    private static final FleetKey OTHER_KEY =
            FleetKey.of("another fleet's key, 32 octets!!".getBytes(StandardCharsets.UTF_8));

    private final List<DiscoveryLoop> loops = new ArrayList<>();
    private int port;

    @BeforeEach
    void choose_a_port_nobody_uses() throws IOException {
        try (DatagramSocket free = new DatagramSocket(0)) {
            port = free.getLocalPort();
        }
    }

    @AfterEach
    void close_all() {
        loops.forEach(DiscoveryLoop::close);
    }

    @Test
    void a_search_finds_the_donors_on_loopback_and_nobody_else() throws Exception {
        HeardNews news = new HeardNews();
        DiscoveryLoop recipient = start(fleet(1, KEY), news);
        start(fleet(2, KEY, BMC), new HeardNews());
        start(fleet(3, KEY, "OTHER", BMC), new HeardNews());
        start(fleet(4, KEY, "OTHER"), new HeardNews());
        start(fleet(5, OTHER_KEY, BMC), new HeardNews());
        start(fleet(6, null, BMC), new HeardNews());
        assertTrue(recipient.search("s1", List.of(BMC), Duration.ZERO));
        news.until("search over", heard -> !heard.finished().isEmpty());
        assertEquals(List.of("s1 COMPLETED"), news.finished());
        TreeSet<String> found = new TreeSet<>();
        for (DonorHint hint : news.donors()) {
            found.add(hint.uuid());
            assertEquals(
                    "https://127.0.0.1:" + httpsPort(hint.uuid()) + "/redfish/v1/",
                    hint.location().uri());
            assertEquals(loopback().getName(), hint.interfaceName());
            assertEquals(LOOPBACK, hint.sourceAddress());
            assertTrue(hint.tagged());
        }
        assertEquals(new TreeSet<>(List.of(uuid(2), uuid(3))), found);
    }

    @Test
    void what_a_node_donates_can_change_while_it_runs() throws Exception {
        HeardNews news = new HeardNews();
        DiscoveryLoop recipient = start(fleet(1, KEY), news);
        DiscoveryLoop donor = start(fleet(2, KEY), new HeardNews());
        recipient.search("before", List.of(BMC), Duration.ZERO);
        news.until("first search over", heard -> heard.finished().size() == 1);
        assertEquals(List.of(), news.donors());
        donor.donatesChanged(List.of(BMC));
        // The change is another thread's and a datagram may be late on a busy machine: ask until the donor is heard.
        for (int over = 2; news.donors().isEmpty() && over <= SEARCHES_MAX; over++) {
            int expected = over;
            recipient.search("after " + over, List.of(BMC), Duration.ZERO);
            news.until("search " + over + " over", heard -> heard.finished().size() == expected);
        }
        assertEquals(
                List.of(uuid(2)), news.donors().stream().map(DonorHint::uuid).toList());
    }

    @Test
    void ten_thousand_forged_answers_change_only_a_counter() throws Exception {
        HeardNews news = new HeardNews();
        DiscoveryLoop recipient = start(fleet(1, KEY), news);
        try (MulticastSocket ear = ear()) {
            recipient.search("s", List.of(BMC), Duration.ZERO);
            DatagramPacket search = hear(ear, "M-SEARCH");
            String nonce = header(text(search), "NONCE.FIRMWARERECOVERY");
            String forged = "HTTP/1.1 200 OK\r\nST: " + SearchTargets.DONOR + "\r\nUSN: uuid:" + uuid(66) + "::"
                    + SearchTargets.DONOR + "\r\nAL: https://127.0.0.1:1/redfish/v1/\r\nNONCE.FIRMWARERECOVERY: "
                    + nonce + "\r\nTAG.FIRMWARERECOVERY: " + "0".repeat(64) + "\r\n\r\n";
            for (int i = 0; i < 10_000; i++) {
                send(ear, forged, (InetSocketAddress) search.getSocketAddress());
            }
        }
        news.until("search over", heard -> !heard.finished().isEmpty());
        assertEquals(List.of(), news.donors());
        assertEquals(List.of(), news.peers());
        assertEquals(0, news.counters().get(0).donors());
        assertTrue(news.counters().get(0).badTags() > 100, news.counters().toString());
        assertTrue(recipient.counters().get(DiscoveryCounter.BAD_ANSWER_TAGS) > 100);
    }

    @Test
    void a_standard_client_gets_the_service_root_of_every_node() throws Exception {
        start(fleet(1, null), new HeardNews());
        start(fleet(2, KEY, BMC), new HeardNews());
        TreeSet<String> locations = new TreeSet<>();
        try (MulticastSocket client = client()) {
            send(client, search(SearchTargets.ALL), group());
            while (locations.size() < 2) {
                String answer = text(hear(client, "HTTP/1.1 200"));
                assertEquals(SearchTargets.REDFISH, header(answer, "ST"));
                locations.add(header(answer, "AL"));
            }
        }
        assertEquals(
                new TreeSet<>(List.of("https://127.0.0.1:8001/redfish/v1/", "https://127.0.0.1:8002/redfish/v1/")),
                locations);
    }

    @Test
    void presence_and_goodbye_are_heard_by_other_nodes() throws Exception {
        HeardNews news = new HeardNews();
        start(announcing(1), news);
        DiscoveryLoop guest = start(announcing(2), new HeardNews());
        news.until(
                "guest seen",
                heard -> heard.peers().stream().anyMatch(peer -> peer.uuid().equals(uuid(2))));
        assertFalse(news.peers().get(0).tagged());
        guest.close();
        news.until("guest gone", heard -> heard.gone().contains(uuid(2)));
    }

    @Test
    void with_ssdp_off_no_socket_is_open_and_a_search_ends_at_once() throws Exception {
        HeardNews news = new HeardNews();
        DiscoveryLoop loop = start(announcing(1).withSsdp(false), news);
        assertEquals(List.of(), loop.links());
        assertTrue(isPortFree());
        loop.search("s", List.of(BMC), Duration.ZERO);
        news.until("search over", heard -> !heard.finished().isEmpty());
        assertEquals(List.of("s SWITCHED_OFF"), news.finished());
    }

    @Test
    void ssdp_can_be_switched_off_and_on_again_while_the_node_runs() throws Exception {
        HeardNews neighbour = new HeardNews();
        start(announcing(1), neighbour);
        DiscoveryLoop loop = start(announcing(2), new HeardNews());
        neighbour.until("seen", heard -> heard.peers().size() == 1);
        loop.reconfigure(announcing(2).withSsdp(false));
        neighbour.until("gone", heard -> heard.gone().equals(List.of(uuid(2))));
        loop.reconfigure(announcing(2));
        neighbour.until("seen again", heard -> heard.peers().size() == 2);
    }

    @Test
    void when_a_change_is_done_what_is_off_has_no_socket_and_what_was_counted_is_not_forgotten() throws Exception {
        DiscoveryLoop loop = start(fleet(1, KEY), new HeardNews());
        try (MulticastSocket client = client()) {
            send(client, search("ssdp:all"), group());
            hear(client, "HTTP/1.1 200 OK");
        }
        loop.reconfigure(fleet(1, KEY).withSsdp(false)).toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertTrue(isPortFree());
        assertEquals(List.of(), loop.links());
        loop.reconfigure(fleet(1, KEY)).toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertFalse(isPortFree());
        assertTrue(loop.counters().get(DiscoveryCounter.STANDARD_SEARCHES_ANSWERED) > 0);
        assertTrue(loop.settings().ssdp());
        loop.close();
        assertFalse(loop.settings().ssdp(), "what is over is not shown as on");
        assertTrue(loop.reconfigure(fleet(1, KEY)).toCompletableFuture().isCompletedExceptionally());
    }

    @Test
    void a_change_without_a_descriptor_left_changes_nothing_and_can_be_made_later() throws Exception {
        AtomicBoolean exhausted = new AtomicBoolean();
        DiscoveryLoop.SocketMaker maker = settings -> {
            if (exhausted.get()) {
                throw new IOException("Too many open files");
            }
            return new SsdpSockets(settings);
        };
        DiscoveryLoop loop = start(fleet(1, KEY), maker, new HeardNews());
        DiscoverySettings off = fleet(1, KEY).withSsdp(false);
        exhausted.set(true);
        CompletableFuture<Void> refused = loop.reconfigure(off).toCompletableFuture();
        assertThrows(ExecutionException.class, () -> refused.get(10, TimeUnit.SECONDS));
        assertTrue(loop.settings().ssdp());
        assertFalse(isPortFree());
        exhausted.set(false);
        loop.reconfigure(off).toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertFalse(loop.settings().ssdp());
        assertTrue(isPortFree());
    }

    @Test
    void closing_ends_running_searches_closes_the_port_and_refuses_new_ones() throws Exception {
        HeardNews news = new HeardNews();
        DiscoveryLoop loop = start(fleet(1, KEY), news);
        assertFalse(isPortFree());
        assertTrue(loop.search("s", List.of(BMC), Duration.ofSeconds(30)));
        loop.close();
        assertEquals(List.of("s STOPPED"), news.finished());
        assertFalse(loop.search("late", List.of(BMC), Duration.ZERO));
        loop.close();
        assertTrue(isPortFree());
    }

    @Test
    void an_address_nobody_listens_on_is_not_announced() throws Exception {
        DiscoverySettings elsewhere =
                fleet(1, KEY).on(List.of(InterfaceSetting.lan(loopback().getName())), List.of("192.0.2.200"));
        assertEquals(List.of(), start(elsewhere, new HeardNews()).links());
    }

    @Test
    void the_interface_of_a_listen_address_is_used_without_naming_it() throws Exception {
        DiscoverySettings unnamed = fleet(1, KEY).on(List.of(), List.of(LOOPBACK));
        DiscoveryLoop loop = start(unnamed, new HeardNews());
        assertEquals(List.of(LOOPBACK), loop.links().get(0).addresses());
    }

    @Test
    void link_local_ipv6_works_and_the_receiver_adds_the_interface() throws Exception {
        Optional<NetworkInterface> device = ipv6Device();
        assumeTrue(device.isPresent(), "no interface with a link-local IPv6 address that can multicast");
        String name = device.get().getName();
        String address = LocalInterfaces.text(linkLocal(device.get()).orElseThrow());
        HeardNews news = new HeardNews();
        List<InterfaceSetting> on = List.of(InterfaceSetting.lan(name));
        DiscoveryLoop recipient = start(fleet(1, KEY).on(on, List.of(address)), news);
        start(fleet(2, KEY, BMC).on(on, List.of(address)), new HeardNews());
        assumeTrue(recipient.links().size() == 1, "IPv6 sockets cannot be opened here");
        recipient.search("s", List.of(BMC), Duration.ZERO);
        news.until("search over", heard -> !heard.finished().isEmpty());
        DonorHint hint = news.donors().get(0);
        assertEquals(uuid(2), hint.uuid());
        assertEquals(
                "https://[" + address + "]:8002/redfish/v1/", hint.location().uri());
        assertEquals(address + "%" + name, hint.scopedHost());
        assertEquals(address + "%" + name, hint.sourceAddress());
        assertEquals(name, hint.interfaceName());
    }

    private DiscoveryLoop start(DiscoverySettings settings, DiscoveryListener listener) throws IOException {
        return start(settings, SsdpSockets::new, listener);
    }

    private DiscoveryLoop start(DiscoverySettings settings, DiscoveryLoop.SocketMaker maker, DiscoveryListener listener)
            throws IOException {
        DiscoveryLoop loop =
                DiscoveryLoop.start(settings, maker, () -> System.nanoTime() / 1_000_000 & Long.MAX_VALUE, listener);
        loops.add(loop);
        return loop;
    }

    private DiscoverySettings fleet(int node, @Nullable FleetKey key, String... donates) throws IOException {
        return DiscoverySettings.of(uuid(node), 8000 + node)
                .on(List.of(InterfaceSetting.lan(loopback().getName())), List.of(LOOPBACK))
                .inFleet(key, List.of(donates))
                .announcing(port, Duration.ZERO, 1, Ipv6Scope.Link);
    }

    private DiscoverySettings announcing(int node) throws IOException {
        return fleet(node, KEY).announcing(port, Duration.ofMinutes(10), 1, Ipv6Scope.Link);
    }

    private static String uuid(int node) {
        return String.format("00000000-0000-4000-8000-%012d", node);
    }

    private static int httpsPort(String uuid) {
        return 8000 + Integer.parseInt(uuid.substring(24));
    }

    private static NetworkInterface loopback() throws IOException {
        return NetworkInterface.getByInetAddress(loopbackAddress());
    }

    private static InetAddress loopbackAddress() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    private InetSocketAddress group() throws IOException {
        return new InetSocketAddress(InetAddress.getByName("239.255.255.250"), port);
    }

    /** A stranger's socket that hears the group on loopback. */
    private MulticastSocket ear() throws IOException {
        MulticastSocket socket = new MulticastSocket(port);
        socket.joinGroup(group(), loopback());
        return socket;
    }

    /** A stranger's socket that searches on loopback. */
    private MulticastSocket client() throws IOException {
        MulticastSocket socket = new MulticastSocket(new InetSocketAddress(loopbackAddress(), 0));
        socket.setNetworkInterface(loopback());
        socket.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true);
        return socket;
    }

    private static String search(String target) {
        return "M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: \"ssdp:discover\"\r\nMX: 1\r\nST: " + target
                + "\r\n\r\n";
    }

    private static void send(DatagramSocket from, String text, InetSocketAddress to) throws IOException {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        from.send(new DatagramPacket(octets, octets.length, to));
    }

    private static DatagramPacket hear(DatagramSocket socket, String start) throws IOException {
        socket.setSoTimeout((int) HeardNews.PATIENCE.toMillis());
        while (true) {
            DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
            try {
                socket.receive(packet);
            } catch (SocketTimeoutException e) {
                throw new AssertionError("nothing heard that starts with " + start, e);
            }
            if (text(packet).startsWith(start)) {
                return packet;
            }
        }
    }

    private static String text(DatagramPacket packet) {
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1);
    }

    private static String header(String message, String name) {
        return message.lines()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElseThrow();
    }

    private boolean isPortFree() throws IOException {
        try (DatagramSocket alone = new DatagramSocket(null)) {
            alone.setReuseAddress(false);
            alone.bind(new InetSocketAddress(port));
            return true;
        } catch (BindException e) {
            return false;
        }
    }

    private static Optional<NetworkInterface> ipv6Device() throws IOException {
        for (NetworkInterface device : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            if (device.isUp() && device.supportsMulticast() && linkLocal(device).isPresent()) {
                return Optional.of(device);
            }
        }
        return Optional.empty();
    }

    private static Optional<InetAddress> linkLocal(NetworkInterface device) {
        return Collections.list(device.getInetAddresses()).stream()
                .filter(address -> address instanceof Inet6Address && address.isLinkLocalAddress())
                .findFirst();
    }
}
