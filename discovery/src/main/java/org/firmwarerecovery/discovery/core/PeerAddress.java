package org.firmwarerecovery.discovery.core;

/**
 * One way to reach a peer.
 *
 * @param location its service root
 * @param interfaceName the interface it was heard on; empty for a configured peer
 */
public record PeerAddress(ServiceLocation location, String interfaceName) {
    /** The host to connect to, with a zone when it is link-local and the interface is known. */
    public String scopedHost() {
        return interfaceName.isEmpty() ? location.host() : location.scopedHost(interfaceName);
    }
}
