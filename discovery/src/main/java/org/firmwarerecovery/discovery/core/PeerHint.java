package org.firmwarerecovery.discovery.core;

/**
 * Somebody who calls himself a Redfish service. Untagged hints come from anybody; they are tried last.
 *
 * @param uuid lower-case uuid of the service root, as claimed
 * @param location its service root ({@code AL}), without zone
 * @param interfaceName the interface it was heard on
 * @param sourceAddress address literal it came from; a link-local IPv6 one with {@code %interface}
 * @param tagged true when the sender proved to have the fleet key
 */
public record PeerHint(
        String uuid, ServiceLocation location, String interfaceName, String sourceAddress, boolean tagged) {

    /** The host to connect to, with the zone of {@link #interfaceName} when it is link-local. */
    public String scopedHost() {
        return location.scopedHost(interfaceName);
    }
}
