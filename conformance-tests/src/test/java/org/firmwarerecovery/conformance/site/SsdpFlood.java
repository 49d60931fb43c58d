package org.firmwarerecovery.conformance.site;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Somebody on loopback who shouts from forty addresses: forged answers to every UDP port of a node, announcements and searches to
 * the group. It listens to the group as everybody can, so its answers carry the nonces of real searches. The services that it
 * announces are sockets that take a connection and say nothing; it counts them.
 */
public final class SsdpFlood implements AutoCloseable {
    /** Addresses it sends from: half in 127.0.1.0/24, half in 127.0.2.0/24. */
    public static final int ADDRESSES = 40;

    private static final String GROUP = "239.255.255.250";
    private static final int PORT = 1900;
    private static final String DONOR = "urn:firmwarerecovery:service:donor:1";
    private static final String REDFISH = "urn:dmtf-org:service:redfish-rest:1";
    private static final int LURES = 8;
    private static final int PER_BURST = 20;
    private static final long PAUSE_NANOS = 5_000_000;
    private static final Pattern NONCE = Pattern.compile("NONCE\\.FIRMWARERECOVERY: ([0-9a-f]{32})");

    private final long victim;
    private final List<UUID> real;
    private final List<DatagramChannel> senders = new ArrayList<>();
    private final List<ServerSocket> lures = new ArrayList<>();
    private final List<Socket> caught = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger searches = new AtomicInteger();
    private final DatagramChannel ear;
    private final Thread thread = new Thread(this::shout, "ssdp-flood");
    private volatile boolean over;
    private volatile @Nullable IOException failure;
    private String nonce = "0".repeat(32);
    private List<Integer> ports = List.of();

    private SsdpFlood(long victim, List<UUID> real, NetworkInterface loopback) throws IOException {
        this.victim = victim;
        this.real = List.copyOf(real);
        for (int i = 0; i < ADDRESSES; i++) {
            DatagramChannel sender = DatagramChannel.open(StandardProtocolFamily.INET);
            senders.add(sender);
            sender.setOption(StandardSocketOptions.IP_MULTICAST_IF, loopback);
            sender.bind(new InetSocketAddress("127.0." + (1 + i % 2) + "." + (10 + i), 0));
        }
        for (int i = 0; i < LURES; i++) {
            ServerSocket lure = new ServerSocket();
            lures.add(lure);
            lure.bind(new InetSocketAddress("127.0.1." + (100 + i), 0));
            Thread catching = new Thread(() -> take(lure), "lure-" + i);
            catching.setDaemon(true);
            catching.start();
        }
        ear = DatagramChannel.open(StandardProtocolFamily.INET);
        ear.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        ear.bind(new InetSocketAddress("0.0.0.0", PORT));
        ear.join(InetAddress.getByName(GROUP), loopback);
        ear.configureBlocking(false);
        thread.setDaemon(true);
    }

    /**
     * Begins to shout at the process {@code victim} and at everybody who listens to the group.
     *
     * @param real UUIDs of nodes that exist; half of what is shouted claims to come from them
     */
    public static SsdpFlood at(long victim, List<UUID> real) throws IOException {
        NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
        SsdpFlood flood = new SsdpFlood(victim, real, loopback);
        flood.thread.start();
        return flood;
    }

    /** Forged answers and announcements sent so far. */
    public int answers() {
        return answers.get();
    }

    /** Forged searches sent so far. */
    public int searches() {
        return searches.get();
    }

    /** Connections to the services it announced. */
    public int connections() {
        return connections.get();
    }

    /** Fails when it could not shout. */
    public void check() throws IOException {
        IOException failed = failure;
        if (failed != null) {
            throw failed;
        }
    }

    @Override
    public void close() throws Exception {
        over = true;
        thread.join();
        ear.close();
        for (DatagramChannel sender : senders) {
            sender.close();
        }
        for (ServerSocket lure : lures) {
            lure.close();
        }
        for (Socket socket : caught) {
            socket.close();
        }
    }

    private void take(ServerSocket lure) {
        while (!lure.isClosed()) {
            try {
                caught.add(lure.accept());
                connections.incrementAndGet();
            } catch (IOException e) {
                return; // closed: the flood is over
            }
        }
    }

    private void shout() {
        try {
            for (int burst = 0; !over; burst++) {
                listen();
                if (burst % 20 == 0) {
                    ports = UdpPorts.of(victim);
                }
                for (int i = 0; i < PER_BURST; i++) {
                    send(burst * PER_BURST + i);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    private void listen() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        while (ear.receive(buffer) != null) {
            Matcher heard = NONCE.matcher(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
            if (heard.find() && !heard.group(1).startsWith("dead")) {
                nonce = heard.group(1);
            }
            buffer.clear();
        }
    }

    private void send(int number) throws IOException {
        DatagramChannel sender = senders.get(number % ADDRESSES);
        String text = text(number);
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        if (!text.startsWith("HTTP")) {
            sender.send(ByteBuffer.wrap(octets), new InetSocketAddress(GROUP, PORT));
            (text.startsWith("NOTIFY") ? answers : searches).incrementAndGet();
            return;
        }
        for (int port : ports) {
            sender.send(ByteBuffer.wrap(octets), new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            answers.incrementAndGet();
        }
    }

    private String text(int number) {
        ServerSocket lure = lures.get(number % LURES);
        String location =
                "https://" + lure.getInetAddress().getHostAddress() + ":" + lure.getLocalPort() + "/redfish/v1/";
        // Every other one claims to be somebody who exists.
        UUID name = number % 2 == 0 ? UUID.randomUUID() : real.get(number / 2 % real.size());
        String who = "uuid:" + name + "::";
        String tag = "TAG.FIRMWARERECOVERY: " + "5a".repeat(32) + "\r\n";
        return switch (number % 10) {
            case 0, 1, 2, 3 -> answer(DONOR, who, location, "NONCE.FIRMWARERECOVERY: " + nonce + "\r\n" + tag);
            case 4 -> answer(DONOR, who, location, "NONCE.FIRMWARERECOVERY: " + "ab".repeat(16) + "\r\n" + tag);
            case 5 -> answer(DONOR, who, location, "");
            case 6 -> answer(REDFISH, who, location, "");
            case 7 ->
                "NOTIFY * HTTP/1.1\r\nHOST: " + GROUP + ":1900\r\nNTS: ssdp:alive\r\nNT: " + REDFISH + "\r\nUSN: " + who
                        + REDFISH + "\r\nAL: " + location + "\r\nCACHE-CONTROL: max-age=1800\r\n\r\n";
            case 8 -> search(REDFISH, "");
            default ->
                search(
                        DONOR,
                        "NONCE.FIRMWARERECOVERY: " + String.format("dead%028x", number) + "\r\nMATCH.FIRMWARERECOVERY: "
                                + "0".repeat(32) + "\r\n" + tag);
        };
    }

    private static String answer(String target, String who, String location, String more) {
        return "HTTP/1.1 200 OK\r\nCACHE-CONTROL: max-age=1800\r\nST: " + target + "\r\nUSN: " + who + target
                + "\r\nAL: " + location + "\r\n" + more + "\r\n";
    }

    private static String search(String target, String more) {
        return "M-SEARCH * HTTP/1.1\r\nHOST: " + GROUP + ":1900\r\nMAN: \"ssdp:discover\"\r\nMX: 1\r\nST: " + target
                + "\r\n" + more + "\r\n";
    }
}
