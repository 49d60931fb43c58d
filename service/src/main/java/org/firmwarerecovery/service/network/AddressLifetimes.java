package org.firmwarerecovery.service.network;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How long the kernel means to keep each address, and who gave it, as {@code ip -o address show} of iproute2 prints it: one line
 * for each address,
 *
 * <pre>{@code
 * 2: eth0    inet 192.0.2.7/24 metric 100 brd 192.0.2.255 scope global dynamic eth0\       valid_lft 86041sec preferred_lft 86041sec
 * 2: eth0    inet6 2001:db8::7/64 scope global dynamic mngtmpaddr proto kernel_ra \       valid_lft 2591999sec preferred_lft 604799sec
 * }</pre>
 *
 * The words between {@code scope} and the backslash are flags, {@code proto} with a word, and for IPv4 the label, which may be spelled
 * like a flag. A line that is not like this, as of an {@code ip} that prints no lifetimes, says nothing. Immutable.
 */
final class AddressLifetimes {
    /** Of a machine where nothing tells. */
    static final AddressLifetimes UNKNOWN = new AddressLifetimes(new TreeMap<>());

    private static final int LINES_MAX = 4_096;
    private static final String IPV4 = "inet";
    private static final String IPV6 = "inet6";

    private final TreeMap<String, Line> byAddress;

    /** One address. */
    private record Line(int prefix, List<String> flags, String proto, boolean forever) {
        boolean is(String flag) {
            return flags.contains(flag);
        }
    }

    private AddressLifetimes(TreeMap<String, Line> byAddress) {
        this.byAddress = byAddress;
    }

    /** What the program printed. */
    static AddressLifetimes parse(String text) {
        TreeMap<String, Line> found = new TreeMap<>();
        text.lines().limit(LINES_MAX).forEach(line -> read(line, found));
        return new AddressLifetimes(found);
    }

    /** Whether the address has no end of validity; empty when the kernel was not heard about it. */
    Optional<Boolean> forever(int index, InetAddress address) {
        return line(index, address).map(Line::forever);
    }

    /**
     * Where an IPv6 address that is neither link-local nor known to be temporary is from. The kernel marks what it made of a router's
     * prefix; an address for ever was given by somebody; one of 128 bits with an end is leased. One with an end and a wider prefix may
     * be of a router or of a server.
     */
    Optional<String> ipv6Origin(int index, InetAddress address) {
        return line(index, address).flatMap(line -> {
            if (line.is("temporary") || line.is("mngtmpaddr") || line.proto().equals("kernel_ra")) {
                return Optional.of("SLAAC");
            }
            if (line.forever()) {
                return line.is("dynamic") ? Optional.empty() : Optional.of("Static");
            }
            return line.prefix() == 128 ? Optional.of("DHCPv6") : Optional.empty();
        });
    }

    private Optional<Line> line(int index, InetAddress address) {
        return Optional.ofNullable(byAddress.get(key(index, address)));
    }

    /** The same address may be on two interfaces. */
    private static String key(int index, InetAddress address) {
        return index + " " + Arrays.toString(address.getAddress());
    }

    private static void read(String line, TreeMap<String, Line> found) {
        String[] halves = line.split("\\\\", 2);
        List<String> head = words(halves[0]);
        if (halves.length < 2 || head.size() < 4 || !head.get(0).matches("[1-9]\\d{0,8}:")) {
            return;
        }
        List<String> rest = words(halves[1]);
        int lifetime = rest.indexOf("valid_lft") + 1;
        int scope = head.indexOf("scope");
        boolean understood = lifetime > 0
                && lifetime < rest.size()
                && rest.get(lifetime).matches("forever|\\d+sec")
                && scope > 3
                && scope + 1 < head.size();
        if (!understood) {
            return;
        }
        int index = Integer.parseInt(head.get(0).substring(0, head.get(0).length() - 1));
        String[] network = head.get(3).split("/", 2);
        boolean ipv4 = head.get(2).equals(IPV4);
        Optional<InetAddress> address = ipv4 || head.get(2).equals(IPV6)
                ? NetworkText.address(network[0]).filter(one -> one instanceof Inet4Address == ipv4)
                : Optional.empty();
        // With a peer the length of the prefix stands behind that one.
        int prefix = network.length > 1 && network[1].matches("\\d{1,3}") ? Integer.parseInt(network[1]) : -1;
        List<String> flags = head.subList(scope + 2, head.size());
        List<String> told = ipv4 ? withoutLabel(flags, head.get(1)) : flags;
        int proto = told.indexOf("proto");
        String giver = proto >= 0 && proto + 1 < told.size() ? told.get(proto + 1) : "";
        boolean forever = rest.get(lifetime).equals("forever");
        address.ifPresent(one -> found.putIfAbsent(key(index, one), new Line(prefix, told, giver, forever)));
    }

    private static List<String> withoutLabel(List<String> flags, String name) {
        int last = flags.size() - 1;
        boolean labelled =
                last >= 0 && (flags.get(last).equals(name) || flags.get(last).startsWith(name + ":"));
        return labelled ? flags.subList(0, last) : flags;
    }

    private static List<String> words(String text) {
        return Stream.of(text.strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
