package org.firmwarerecovery.discovery.io;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.discovery.core.DiscoveryLink;
import org.firmwarerecovery.discovery.core.DiscoverySettings;
import org.firmwarerecovery.discovery.core.Family;
import org.firmwarerecovery.discovery.core.InterfaceSetting;

/**
 * The links that settings allow on this machine right now. A named interface is used whatever it says about itself:
 * loopback reports that it cannot multicast, yet it can.
 */
final class LocalInterfaces {
    /** Most interfaces used at the same time; a BMC has a handful. */
    static final int INTERFACES_MAX = 16;

    private static final List<String> WILDCARDS = List.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

    private LocalInterfaces() {}

    static List<LocalLink> find(DiscoverySettings settings) throws SocketException {
        List<LocalLink> links = new ArrayList<>();
        int used = 0;
        for (NetworkInterface device : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            if (used < INTERFACES_MAX && isWanted(settings, device)) {
                int before = links.size();
                addLink(links, settings, device, Family.IPV4);
                addLink(links, settings, device, Family.IPV6);
                used += links.size() > before ? 1 : 0;
            }
        }
        return links;
    }

    /** {@code address} as text without IPv6 zone. */
    static String text(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    private static boolean isWanted(DiscoverySettings settings, NetworkInterface device) throws SocketException {
        if (!device.isUp()) {
            return false;
        }
        if (!settings.interfaces().isEmpty()) {
            return settings.interfaces().stream()
                    .map(InterfaceSetting::name)
                    .anyMatch(name -> name.equals(device.getName()));
        }
        return !listensAnywhere(settings) || device.supportsMulticast() && !device.isLoopback();
    }

    private static boolean listensAnywhere(DiscoverySettings settings) {
        return settings.listenAddresses().isEmpty()
                || settings.listenAddresses().stream().anyMatch(WILDCARDS::contains);
    }

    private static void addLink(
            List<LocalLink> links, DiscoverySettings settings, NetworkInterface device, Family family) {
        List<InetAddress> addresses = new ArrayList<>();
        List<LocalLink.Subnet> subnets = new ArrayList<>();
        for (InterfaceAddress owned : device.getInterfaceAddresses()) {
            InetAddress address = owned.getAddress();
            boolean six = address instanceof Inet6Address;
            if (six != (family == Family.IPV6)) {
                continue;
            }
            LocalLink.Subnet subnet = new LocalLink.Subnet(address, owned.getNetworkPrefixLength());
            subnets.add(subnet);
            if (isListenedOn(settings, address)) {
                addresses.add(address);
            }
            if (address.isLoopbackAddress()) {
                addresses.addAll(othersOfLoopback(settings, subnet, address));
            }
        }
        if (addresses.isEmpty()) {
            return;
        }
        addresses.sort((a, b) -> Boolean.compare(a.isLinkLocalAddress(), b.isLinkLocalAddress()));
        InetAddress source = family == Family.IPV6 ? addresses.get(addresses.size() - 1) : addresses.get(0);
        List<String> texts = addresses.stream().map(LocalInterfaces::text).toList();
        links.add(new LocalLink(new DiscoveryLink(device.getName(), family, texts), device, source, subnets));
    }

    /** Every address of loopback's subnet is this machine's, although the interface owns only one: 127.0.0.2 works as well. */
    private static List<InetAddress> othersOfLoopback(
            DiscoverySettings settings, LocalLink.Subnet subnet, InetAddress owned) {
        return settings.listenAddresses().stream()
                .map(AddressLiterals::parse)
                .flatMap(Optional::stream)
                .filter(address -> subnet.contains(address) && !address.equals(owned))
                .toList();
    }

    /** IPv4's wildcard listens to IPv4 only; IPv6's to both, as a Java server socket does. */
    private static boolean isListenedOn(DiscoverySettings settings, InetAddress address) {
        if (settings.listenAddresses().isEmpty()) {
            return true;
        }
        for (String listened : settings.listenAddresses()) {
            boolean sixWildcard = WILDCARDS.contains(listened) && listened.indexOf(':') >= 0;
            boolean fourWildcard = listened.equals(WILDCARDS.get(0)) && !(address instanceof Inet6Address);
            if (sixWildcard || fourWildcard || isSameLiteral(listened, address)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSameLiteral(String listened, InetAddress address) {
        int zone = listened.indexOf('%');
        String literal = zone < 0 ? listened : listened.substring(0, zone);
        return AddressLiterals.parse(literal)
                .filter(parsed -> text(parsed).equals(text(address)))
                .isPresent();
    }
}
