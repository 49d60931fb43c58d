package org.firmwarerecovery.service.endpoint;

import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.service.network.InterfaceSettings.StaticAddress;
import org.firmwarerecovery.service.network.NetworkText;

/**
 * Whether IPv4 addresses can be given to an interface: each one of a host, in a network with a mask of ones before zeros, none twice, with
 * one router for all of them, another host in the network of the first. Faults go to the {@link Wishes}.
 */
final class StaticAddresses {
    /** From here on addresses are multicast, reserved or broadcast. */
    private static final int FIRST_OCTET_END = 224;

    private static final int LOOPBACK = 127;
    /** In networks with fewer host bits every address is one of a host (RFC 3021). */
    private static final int HOST_BITS_WITH_BROADCAST = 2;

    private final String property;
    private final Wishes wishes;

    StaticAddresses(String property, Wishes wishes) {
        this.property = property;
        this.wishes = wishes;
    }

    /** The addresses, by their places in the body, with the router in the first one only, as Redfish has it. */
    List<StaticAddress> checked(TreeMap<Integer, StaticAddress> wanted) {
        List<StaticAddress> addresses = new ArrayList<>();
        TreeMap<Integer, Integer> places = new TreeMap<>();
        for (Map.Entry<Integer, StaticAddress> entry : wanted.entrySet()) {
            String at = property + "/" + entry.getKey();
            StaticAddress one = entry.getValue();
            Optional<Inet4Address> address = literal(one.address(), at + "/Address");
            Optional<Inet4Address> mask = literal(one.subnetMask(), at + "/SubnetMask");
            OptionalInt prefix = mask.isPresent() ? prefix(mask.get(), at) : OptionalInt.empty();
            if (address.isPresent() && prefix.isPresent()) {
                host(address.get(), prefix.getAsInt(), at);
                twice(address.get(), places, entry.getKey());
            }
            if (addresses.isEmpty()) {
                router(one, address, prefix, at);
                addresses.add(one);
            } else {
                String first = addresses.get(0).gateway();
                if (one.gateway() != null && !one.gateway().equals(first)) {
                    conflict(at + "/Gateway", property + "/" + wanted.firstKey() + "/Gateway");
                }
                addresses.add(new StaticAddress(one.address(), one.subnetMask(), null));
            }
        }
        return addresses;
    }

    private Optional<Inet4Address> literal(String text, String at) {
        Optional<Inet4Address> address = NetworkText.ipv4(text);
        if (address.isEmpty()) {
            wishes.refuse(BaseMessages.propertyValueFormatError(Wishes.quoted(text), at), at);
        }
        return address;
    }

    private OptionalInt prefix(Inet4Address mask, String at) {
        OptionalInt prefix = NetworkText.prefix(mask);
        if (prefix.isEmpty()) {
            incorrect(at + "/SubnetMask", mask);
        }
        return prefix;
    }

    private void host(Inet4Address address, int prefix, String at) {
        int first = NetworkText.bits(address) >>> 24;
        if (first == 0 || first == LOOPBACK || first >= FIRST_OCTET_END) {
            incorrect(at + "/Address", address);
            return;
        }
        if (isBroadcast(address, prefix)) {
            conflict(at + "/Address", at + "/SubnetMask");
        }
    }

    private void twice(Inet4Address address, TreeMap<Integer, Integer> places, int place) {
        Integer before = places.putIfAbsent(NetworkText.bits(address), place);
        if (before != null) {
            conflict(property + "/" + place + "/Address", property + "/" + before + "/Address");
        }
    }

    private void router(StaticAddress one, Optional<Inet4Address> address, OptionalInt prefix, String at) {
        if (one.gateway() == null) {
            return;
        }
        Optional<Inet4Address> gateway = literal(one.gateway(), at + "/Gateway");
        if (gateway.isEmpty() || address.isEmpty() || prefix.isEmpty()) {
            return;
        }
        if (!reaches(address.get(), prefix.getAsInt(), gateway.get())) {
            conflict(at + "/Gateway", at + "/Address");
        }
    }

    /** Whether a router can be one of an address: another host of its network. */
    static boolean reaches(StaticAddress one, String router) {
        Optional<Inet4Address> address = NetworkText.ipv4(one.address());
        Optional<Inet4Address> gateway = NetworkText.ipv4(router);
        OptionalInt prefix =
                NetworkText.ipv4(one.subnetMask()).map(NetworkText::prefix).orElseGet(OptionalInt::empty);
        return address.isPresent()
                && gateway.isPresent()
                && prefix.isPresent()
                && reaches(address.get(), prefix.getAsInt(), gateway.get());
    }

    private static boolean reaches(Inet4Address address, int prefix, Inet4Address router) {
        int network = -1 << (32 - prefix);
        int differing = NetworkText.bits(router) ^ NetworkText.bits(address);
        return differing != 0 && (differing & network) == 0 && !isBroadcast(router, prefix);
    }

    /** Whether all bits of the host are zeros or ones, in a network where that means no host. */
    private static boolean isBroadcast(Inet4Address address, int prefix) {
        int hosts = 32 - prefix;
        int inside = hosts == 0 ? 0 : NetworkText.bits(address) << prefix >>> prefix;
        return hosts >= HOST_BITS_WITH_BROADCAST && (inside == 0 || inside == -1 >>> prefix);
    }

    private void conflict(String name, String other) {
        wishes.conflict(name, other);
    }

    private void incorrect(String at, Inet4Address value) {
        wishes.refuse(BaseMessages.propertyValueIncorrect(at, value.getHostAddress()), at);
    }
}
