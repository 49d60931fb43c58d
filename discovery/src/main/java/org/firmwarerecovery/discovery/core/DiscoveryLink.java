package org.firmwarerecovery.discovery.core;

import java.util.List;

/**
 * One interface in one address family over which discovery sends.
 *
 * @param interfaceName name of the interface
 * @param family address family
 * @param addresses the node's own address literals there, without zone, most widely usable first; at least one
 */
public record DiscoveryLink(String interfaceName, Family family, List<String> addresses) {
    /** Copies the list and refuses a link without address. */
    public DiscoveryLink {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("a link without address: " + interfaceName);
        }
    }

    /** The address to announce to everybody. */
    public String address() {
        return addresses.get(0);
    }

    /**
     * The address to name to {@code sourceAddress}: who asked from a link-local address is told ours, since it may have no
     * route to any other.
     */
    public String addressFor(String sourceAddress) {
        if (AddressText.isIpv6LinkLocal(sourceAddress)) {
            for (String address : addresses) {
                if (AddressText.isIpv6LinkLocal(address)) {
                    return address;
                }
            }
        }
        return address();
    }

    /** True when this is the link of {@code name} in {@code otherFamily}. */
    public boolean is(String name, Family otherFamily) {
        return interfaceName.equals(name) && family == otherFamily;
    }
}
