package org.firmwarerecovery.discovery.io;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;
import org.firmwarerecovery.discovery.core.DiscoveryLink;
import org.firmwarerecovery.discovery.core.Family;

/**
 * A link with what the operating system knows about it.
 *
 * @param link what the machine knows
 * @param device the interface
 * @param source the address to send from: IPv6 prefers link-local, so that answers come back without any routing
 * @param subnets the subnets that are on the link
 */
record LocalLink(DiscoveryLink link, NetworkInterface device, InetAddress source, List<Subnet> subnets) {
    LocalLink {
        subnets = List.copyOf(subnets);
    }

    boolean isIpv6() {
        return link.family() == Family.IPV6;
    }

    /** True when {@code source} needs no router to be reached over this link. */
    boolean isOnLink(InetAddress source) {
        if (source instanceof Inet6Address six && six.isLinkLocalAddress()) {
            return isIpv6() && six.getScopeId() == device.getIndex();
        }
        return subnets.stream().anyMatch(subnet -> subnet.contains(source));
    }

    /** True when both stand for the same interface with the same addresses; a re-created interface is another one. */
    boolean isSame(LocalLink other) {
        return link.equals(other.link)
                && device.getIndex() == other.device.getIndex()
                && source.equals(other.source)
                && subnets.equals(other.subnets);
    }

    /**
     * Addresses that share a prefix.
     *
     * @param address any address of the subnet
     * @param prefixBits length of the prefix
     */
    record Subnet(InetAddress address, int prefixBits) {
        boolean contains(InetAddress other) {
            byte[] ours = address.getAddress();
            byte[] theirs = other.getAddress();
            if (ours.length != theirs.length) {
                return false;
            }
            for (int bit = 0; bit < prefixBits && bit < ours.length * Byte.SIZE; bit++) {
                int mask = 0x80 >> bit % Byte.SIZE;
                if (((ours[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
