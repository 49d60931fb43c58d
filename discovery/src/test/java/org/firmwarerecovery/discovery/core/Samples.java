package org.firmwarerecovery.discovery.core;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.firmwarerecovery.machine.Moment;
import org.firmwarerecovery.machine.Step;

/** Settings, keys and datagrams that the tests of this package share. */
final class Samples {
    static final FleetKey KEY =
            FleetKey.of(HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"));
    static final FleetKey OTHER_KEY = FleetKey.of(HexFormat.of().parseHex("ff".repeat(32)));
    static final String BMC = "EXAMPLE-BMC-1";
    static final DiscoveryLink ETH0 = new DiscoveryLink("eth0", Family.IPV4, List.of("192.0.2.7"));
    static final DiscoveryLink ETH0_SIX =
            new DiscoveryLink("eth0", Family.IPV6, List.of("2001:db8:0:0:0:0:0:7", "fe80:0:0:0:0:0:0:7"));

    private Samples() {}

    static String uuid(int node) {
        return String.format("00000000-0000-4000-8000-%012d", node);
    }

    static DiscoverySettings settings(int node) {
        return DiscoverySettings.of(uuid(node), 8443).inFleet(KEY, List.of());
    }

    /** As {@link #settings}, without announcements, which many tests do not look at. */
    static DiscoverySettings silent(int node) {
        return settings(node).announcing(DiscoverySettings.SSDP_PORT, Duration.ZERO, 2, Ipv6Scope.Link);
    }

    static Moment at(long uptimeMillis) {
        return at(uptimeMillis, uptimeMillis);
    }

    static Moment at(long uptimeMillis, long seed) {
        byte[] chance = new byte[32];
        new Random(seed).nextBytes(chance);
        return new Moment(uptimeMillis, Instant.EPOCH, HexFormat.of().formatHex(chance));
    }

    static Datagram datagram(String text) {
        return Datagram.of(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static String text(Datagram datagram) {
        return new String(datagram.toByteArray(), StandardCharsets.ISO_8859_1);
    }

    static Arrival sender(String address) {
        return new Arrival("eth0", Family.IPV4, address, 50_000, true);
    }

    static Datagram search(String target, int mx) {
        return datagram("M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: \"ssdp:discover\"\r\nMX: " + mx
                + "\r\nST: " + target + "\r\n\r\n");
    }

    static SsdpMessage message(Datagram datagram) {
        if (SsdpCodec.decode(datagram) instanceof SsdpCodec.Decoded.Ok ok) {
            return ok.message();
        }
        throw new AssertionError("malformed: " + text(datagram));
    }

    /** One machine with its state, driven by hand. */
    static final class Node {
        final DiscoveryMachine machine;
        DiscoveryState state;

        Node(DiscoverySettings settings) {
            machine = new DiscoveryMachine(settings);
            state = machine.initialState();
        }

        /** A node that was started on {@code links} at uptime 0 and has no announcement waiting any more. */
        static Node started(DiscoverySettings settings, DiscoveryLink... links) {
            Node node = new Node(settings);
            node.on(0, new DiscoveryEvent.Started(List.of(links)));
            node.on(Announcements.JITTER_MAX.toMillis(), new DiscoveryEvent.Woke());
            return node;
        }

        List<DiscoveryEffect> on(long uptimeMillis, DiscoveryEvent event) {
            return on(at(uptimeMillis), event);
        }

        List<DiscoveryEffect> on(Moment now, DiscoveryEvent event) {
            Step<DiscoveryState, DiscoveryEffect> step = machine.apply(state, now, event);
            state = step.state();
            return step.effects();
        }

        List<DiscoveryEffect> hears(long uptimeMillis, Arrival arrival, Datagram datagram) {
            return on(uptimeMillis, new DiscoveryEvent.DatagramReceived(arrival, datagram));
        }

        /** Everything the node does by itself until {@code uptimeMillis}. */
        List<DiscoveryEffect> until(long uptimeMillis) {
            List<DiscoveryEffect> effects = new ArrayList<>();
            long next = machine.nextWake(state).orElse(Long.MAX_VALUE);
            while (next <= uptimeMillis) {
                effects.addAll(on(next, new DiscoveryEvent.Woke()));
                next = machine.nextWake(state).orElse(Long.MAX_VALUE);
            }
            return effects;
        }

        long count(DiscoveryCounter counter) {
            return state.counters().get(counter);
        }
    }

    static <T> List<T> only(Class<T> type, List<DiscoveryEffect> effects) {
        return effects.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
