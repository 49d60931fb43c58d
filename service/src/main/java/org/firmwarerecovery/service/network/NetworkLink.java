package org.firmwarerecovery.service.network;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One network interface. What is not known is empty.
 *
 * @param id its name where that is safe in a path, else made of its number
 * @param name its name
 * @param enabled whether it is administratively up
 * @param running whether it is, and has a link
 * @param mac hardware address with colons, lower case
 * @param speedMbps speed of the link
 * @param fullDuplex both directions at once
 * @param mtu largest payload in bytes
 * @param ipv4 its IPv4 addresses
 * @param ipv4Gateway its default router
 * @param ipv6 its IPv6 addresses
 * @param ipv6Gateway its default router
 */
public record NetworkLink(
        String id,
        String name,
        Optional<Boolean> enabled,
        boolean running,
        Optional<String> mac,
        OptionalInt speedMbps,
        Optional<Boolean> fullDuplex,
        OptionalInt mtu,
        List<Ipv4> ipv4,
        Optional<String> ipv4Gateway,
        List<Ipv6> ipv6,
        Optional<String> ipv6Gateway) {
    /** Copies the lists. */
    public NetworkLink {
        ipv4 = List.copyOf(ipv4);
        ipv6 = List.copyOf(ipv6);
    }

    /**
     * An IPv4 address.
     *
     * @param address the address
     * @param prefix bits of its network
     * @param origin as Redfish spells it
     */
    public record Ipv4(Inet4Address address, int prefix, Optional<String> origin) {
        /** The prefix as a mask. */
        public String mask() {
            int bits = prefix == 0 ? 0 : -1 << (32 - prefix);
            return (bits >>> 24) + "." + (bits >>> 16 & 0xff) + "." + (bits >>> 8 & 0xff) + "." + (bits & 0xff);
        }
    }

    /**
     * An IPv6 address.
     *
     * @param address the address
     * @param prefix bits of its network
     * @param origin as Redfish spells it
     * @param state as Redfish spells it
     */
    public record Ipv6(Inet6Address address, int prefix, Optional<String> origin, Optional<String> state) {
        /** The address without its zone. */
        public String text() {
            String zoned = address.getHostAddress();
            int zone = zoned.indexOf('%');
            return zone < 0 ? zoned : zoned.substring(0, zone);
        }
    }
}
