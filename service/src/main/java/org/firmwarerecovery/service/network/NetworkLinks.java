package org.firmwarerecovery.service.network;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
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

    private final KernelTables tables;
    private final Leases leases;
    private final Supplier<AddressLifetimes> lifetimes;

    /** The interfaces of this machine. */
    public NetworkLinks() {
        this(Path.of("/"), new KernelAddresses());
    }

    private NetworkLinks(Path root, KernelAddresses addresses) {
        this(new KernelTables(root), new Leases(root), addresses::now);
    }

    NetworkLinks(KernelTables tables, Leases leases, Supplier<AddressLifetimes> lifetimes) {
        this.tables = tables;
        this.leases = leases;
        this.lifetimes = lifetimes;
    }

    /**
     * Ids of all Ethernet-like interfaces, ordered by number; where there is none at all, of the loopback interface, since it
     * is what the node listens on then.
     */
    public List<String> ids() {
        return List.copyOf(present().keySet());
    }

    /** The interface with this id, if there is one: no other one is looked into. */
    public Optional<NetworkLink> link(String id) {
        NetworkInterface found = present().get(id);
        if (found == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(link(id, found));
        } catch (SocketException gone) {
            LOG.debug("{} went away", id, gone);
            return Optional.empty();
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

    private LinkedHashMap<String, NetworkInterface> present() {
        LinkedHashMap<String, NetworkInterface> shown = new LinkedHashMap<>();
        try {
            List<NetworkInterface> found = NetworkInterface.networkInterfaces()
                    .sorted(Comparator.comparingInt(NetworkInterface::getIndex))
                    .toList();
            for (NetworkInterface one : found) {
                if (!one.isLoopback() && hasMac(one)) {
                    show(one, shown);
                }
            }
            if (shown.isEmpty()) {
                for (NetworkInterface one : found) {
                    if (one.isLoopback()) {
                        show(one, shown);
                    }
                }
            }
        } catch (SocketException e) {
            LOG.warn("the network interfaces cannot be read: {}", e.getMessage());
        }
        return shown;
    }

    private static boolean hasMac(NetworkInterface one) throws SocketException {
        byte[] mac = one.getHardwareAddress();
        return mac != null && mac.length == MAC_BYTES;
    }

    private static void show(NetworkInterface one, LinkedHashMap<String, NetworkInterface> shown) {
        if (shown.size() < LINKS_MAX) {
            shown.putIfAbsent(id(one.getName(), one.getIndex()), one);
        }
    }

    /** Its name where a path can carry it as it is, else its number. */
    static String id(String name, int index) {
        return SAFE.matcher(name).matches() ? name : "interface-" + index;
    }

    private NetworkLink link(String id, NetworkInterface one) throws SocketException {
        String name = one.getName();
        byte[] mac = one.getHardwareAddress();
        // To the Java runtime an interface is up when it is running as well: IFF_UP and IFF_RUNNING.
        boolean running = one.isUp();
        boolean same = tables.sys(name, "ifindex").equals(Optional.of(Integer.toString(one.getIndex())));
        // In a network namespace of its own a process may see the files of another one's interfaces.
        Function<String, Optional<String>> sys = file -> same ? tables.sys(name, file) : Optional.empty();
        Optional<String> leased = same ? leases.address(one.getIndex()) : Optional.empty();
        Map<String, Integer> flags = tables.ipv6Flags(name);
        AddressLifetimes kernel = lifetimes.get();
        int index = one.getIndex();
        return new NetworkLink(
                id,
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
                addresses(one, address -> ipv4(address, leased, found -> kernel.forever(index, found))),
                tables.ipv4Gateway(name),
                addresses(one, address -> ipv6(address, flags, found -> kernel.ipv6Origin(index, found))),
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

    private static Optional<NetworkLink.Ipv4> ipv4(
            InterfaceAddress one, Optional<String> leased, Function<InetAddress, Optional<Boolean>> forever) {
        return one.getAddress() instanceof Inet4Address address
                ? Optional.of(new NetworkLink.Ipv4(
                        address, one.getNetworkPrefixLength(), origin(address, leased, forever.apply(address))))
                : Optional.empty();
    }

    /**
     * Where an IPv4 address is from. Only a client of DHCP gives an address an end of validity; one that it holds for ever is called
     * DHCP by the lease of systemd-networkd. Clients that keep neither a lease that can be believed nor tell the kernel an end, such
     * as the simplest script of udhcpc, cannot be told from a person here: the operator's programs can say so
     * ({@link InterfaceSettings#origin}).
     *
     * @param forever whether the kernel keeps it without an end; empty when it was not heard
     */
    static Optional<String> origin(Inet4Address address, Optional<String> leased, Optional<Boolean> forever) {
        if (address.isLinkLocalAddress()) {
            return Optional.of("IPv4LinkLocal");
        }
        boolean held = leased.equals(Optional.of(address.getHostAddress()));
        return held ? Optional.of("DHCP") : forever.map(always -> always ? "Static" : "DHCP");
    }

    private static Optional<NetworkLink.Ipv6> ipv6(
            InterfaceAddress one, Map<String, Integer> all, Function<InetAddress, Optional<String>> kernel) {
        if (!(one.getAddress() instanceof Inet6Address address)) {
            return Optional.empty();
        }
        Integer known = all.get(HexFormat.of().formatHex(address.getAddress()));
        OptionalInt flags = known == null ? OptionalInt.empty() : OptionalInt.of(known);
        return Optional.of(new NetworkLink.Ipv6(
                address, one.getNetworkPrefixLength(), origin(address, flags, kernel.apply(address)), state(flags)));
    }

    /** Temporary addresses are made from a router's prefix; of the others only the kernel's lifetimes tell. */
    static Optional<String> origin(Inet6Address address, OptionalInt flags, Optional<String> kernel) {
        if (address.isLinkLocalAddress()) {
            return Optional.of("LinkLocal");
        }
        boolean temporary = flags.isPresent() && (flags.getAsInt() & KernelTables.TEMPORARY) != 0;
        return temporary ? Optional.of("SLAAC") : kernel;
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
