package org.firmwarerecovery.conformance.site;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A standard SSDP client on loopback: searches, and listens to the group from the moment it is opened. */
public final class SsdpEar implements AutoCloseable {
    private static final String GROUP = "239.255.255.250";
    private static final int PORT = 1900;
    private static final int LOOK_MILLIS = 200;

    private final MulticastSocket ear = new MulticastSocket(PORT);
    private final NetworkInterface loopback;
    private final List<String> heard = new ArrayList<>();

    /** Listens. */
    public SsdpEar() throws IOException {
        loopback = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
        ear.joinGroup(new InetSocketAddress(GROUP, PORT), loopback);
        ear.setSoTimeout(LOOK_MILLIS);
    }

    /** The answers to one search within its MX of one second and a margin. */
    public List<String> search(String target) throws IOException {
        List<String> answers = new ArrayList<>();
        try (MulticastSocket socket = new MulticastSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            socket.setNetworkInterface(loopback);
            socket.setSoTimeout(LOOK_MILLIS);
            byte[] search = ("M-SEARCH * HTTP/1.1\r\nHOST: " + GROUP + ":" + PORT
                            + "\r\nMAN: \"ssdp:discover\"\r\nMX: 1\r\nST: " + target + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            socket.send(new DatagramPacket(search, search.length, new InetSocketAddress(GROUP, PORT)));
            long end = System.nanoTime() + Duration.ofMillis(1_500).toNanos();
            while (System.nanoTime() < end) {
                take(socket).ifPresent(answers::add);
            }
        }
        return answers;
    }

    /** Forgets what was heard up to now. */
    public void forget() throws IOException {
        Optional<String> next = take(ear);
        while (next.isPresent()) {
            next = take(ear);
        }
        heard.clear();
    }

    /** Waits for a NOTIFY of a node that was not taken before: {@code ssdp:alive} or {@code ssdp:byebye}. */
    public String notification(String kind, String uuid, Duration limit) throws Exception {
        return Await.until(limit, () -> "no " + kind + " of " + uuid, () -> {
            for (Optional<String> next = take(ear); next.isPresent(); next = take(ear)) {
                heard.add(next.get());
            }
            Optional<String> found = heard.stream()
                    .filter(text -> text.startsWith("NOTIFY")
                            && header(text, "NTS").equals(kind)
                            && header(text, "USN").contains(uuid))
                    .findFirst();
            found.ifPresent(heard::remove);
            return found;
        });
    }

    /** The value of a header; empty when it is absent. */
    public static String header(String message, String name) {
        Matcher line = Pattern.compile("(?im)^" + Pattern.quote(name.toLowerCase(Locale.ROOT)) + ":[ \t]*(.*?)\r?$")
                .matcher(message);
        return line.find() ? line.group(1) : "";
    }

    private static Optional<String> take(MulticastSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        try {
            socket.receive(packet);
            return Optional.of(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1));
        } catch (SocketTimeoutException silence) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        ear.close();
    }
}
