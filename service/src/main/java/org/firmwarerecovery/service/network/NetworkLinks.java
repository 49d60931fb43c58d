package org.firmwarerecovery.service.network;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The network interfaces of this machine, read anew each time. Thread-safe. */
public final class NetworkLinks {
    /** Interfaces that are shown; a machine with containers may have hundreds. */
    static final int LINKS_MAX = 64;

    private static final Logger LOG = LoggerFactory.getLogger(NetworkLinks.class);
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");
    private static final int MAC_BYTES = 6;
    private static final int PREFIX_OF_ONE = 128;

    private final KernelTables tables;
    private final Leases leases;

    /** The interfaces of this machine. */
    public NetworkLinks() {
        this(Path.of("/"));
    }

    NetworkLinks(Path root) {
        this.tables = new KernelTables(root);
        this.leases = new Leases(root);
    }

    /**
     * All Ethernet-like interfaces by number; where there is none at all, the loopback interface, since it is what the node
     * listens on then.
     */
    public List<NetworkLink> all() {
        try {
            List<NetworkInterface> found = NetworkInterface.networkInterfaces()
                    .sorted(Comparator.comparingInt(NetworkInterface::getIndex))
                    .toList();
            List<NetworkInterface> shown = new ArrayList<>();
            for (NetworkInterface one : found) {
                byte[] mac = one.getHardwareAddress();
                if (!one.isLoopback() && mac != null && mac.length == MAC_BYTES) {
                    shown.add(one);
                }
            }
            if (shown.isEmpty()) {
                for (NetworkInterface one : found) {
                    if (one.isLoopback()) {
                        shown.add(one);
                    }
                }
            }
            return links(shown);
        } catch (SocketException e) {
            LOG.warn("the network interfaces cannot be read: {}", e.getMessage());
            return List.of();
        }
    }

    /** What the machine calls itself. */
    public Optional<String> hostName() {
        return tables.hostName();
    }

    /** The name servers that programs of the machine ask. */
    public List<String> nameServers() {
        return tables.nameServers();
    }

    private List<NetworkLink> links(List<NetworkInterface> shown) {
        List<NetworkLink> links = new ArrayList<>();
        TreeSet<String> ids = new TreeSet<>();
        for (NetworkInterface one : shown) {
            if (links.size() < LINKS_MAX && ids.add(id(one.getName(), one.getIndex()))) {
                try {
                    links.add(link(one));
                } catch (SocketException gone) {
                    LOG.debug("{} went away", one.getName(), gone);
                }
            }
        }
        return links;
    }

    /** Its name where a path can carry it as it is, else its number. */
    static String id(String name, int index) {
        return SAFE.matcher(name).matches() ? name : "interface-" + index;
    }

    private NetworkLink link(NetworkInterface one) throws SocketException {
        String name = one.getName();
        byte[] mac = one.getHardwareAddress();
        // To the Java runtime an interface is up when it is running as well: IFF_UP and IFF_RUNNING.
        boolean running = one.isUp();
        boolean same = tables.sys(name, "ifindex").equals(Optional.of(Integer.toString(one.getIndex())));
        // In a network namespace of its own a process may see the files of another one's interfaces.
        Function<String, Optional<String>> sys = file -> same ? tables.sys(name, file) : Optional.empty();
        return new NetworkLink(
                id(name, one.getIndex()),
                name,
                running ? Optional.of(true) : sys.apply("flags").map(NetworkLinks::isUp),
                running,
                mac == null
                        ? Optional.empty()
                        : Optional.of(HexFormat.ofDelimiter(":").formatHex(mac)),
                number(sys.apply("speed")),
                sys.apply("duplex")
                        .filter(word -> word.equals("full") || word.equals("half"))
                        .map("full"::equals),
                one.getMTU() > 0 ? OptionalInt.of(one.getMTU()) : OptionalInt.empty(),
                addresses(one, this::ipv4),
                tables.ipv4Gateway(name),
                addresses(one, this::ipv6),
                tables.ipv6Gateway(name));
    }

    /** Flags of an interface, such as {@code 0x1003}; the lowest one is {@code IFF_UP}. */
    static boolean isUp(String flags) {
        return (Integer.decode(flags) & 1) != 0;
    }

    private static <T> List<T> addresses(NetworkInterface one, Function<InterfaceAddress, Optional<T>> reader) {
        return one.getInterfaceAddresses().stream()
                .flatMap(address -> reader.apply(address).stream())
                .toList();
    }

    /** A link without a speed says -1, one that is down an error. */
    private static OptionalInt number(Optional<String> word) {
        return word.filter(text -> text.matches("[1-9]\\d{0,8}"))
                .map(text -> OptionalInt.of(Integer.parseInt(text)))
                .orElse(OptionalInt.empty());
    }

    private Optional<NetworkLink.Ipv4> ipv4(InterfaceAddress one) {
        if (!(one.getAddress() instanceof Inet4Address address)) {
            return Optional.empty();
        }
        Optional<String> origin = address.isLinkLocalAddress()
                ? Optional.of("IPv4LinkLocal")
                : address.isLoopbackAddress() ? Optional.of("Static") : leases.origin(address.getHostAddress());
        return Optional.of(new NetworkLink.Ipv4(address, one.getNetworkPrefixLength(), origin));
    }

    private Optional<NetworkLink.Ipv6> ipv6(InterfaceAddress one) {
        if (!(one.getAddress() instanceof Inet6Address address)) {
            return Optional.empty();
        }
        OptionalInt flags = tables.ipv6Flags(address.getAddress());
        int prefix = one.getNetworkPrefixLength();
        return Optional.of(new NetworkLink.Ipv6(address, prefix, origin(address, prefix, flags), state(flags)));
    }

    /** Who is told an address for a time has it from routers, or from DHCP when it is told one address without a network. */
    static Optional<String> origin(Inet6Address address, int prefix, OptionalInt flags) {
        if (address.isLinkLocalAddress()) {
            return Optional.of("LinkLocal");
        }
        if (flags.isEmpty()) {
            return Optional.empty();
        }
        if ((flags.getAsInt() & KernelTables.PERMANENT) != 0) {
            return Optional.of("Static");
        }
        return Optional.of(prefix == PREFIX_OF_ONE ? "DHCPv6" : "SLAAC");
    }

    static Optional<String> state(OptionalInt flags) {
        if (flags.isEmpty()) {
            return Optional.empty();
        }
        int set = flags.getAsInt();
        if ((set & KernelTables.FAILED) != 0) {
            return Optional.of("Failed");
        }
        if ((set & KernelTables.TENTATIVE) != 0) {
            return Optional.of("Tentative");
        }
        return Optional.of((set & KernelTables.DEPRECATED) != 0 ? "Deprecated" : "Preferred");
    }
}
