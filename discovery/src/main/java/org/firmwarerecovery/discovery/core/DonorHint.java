package org.firmwarerecovery.discovery.core;

/**
 * A node that answered a donor search with the right tag: it has the fleet key and says it holds a matching image. Still a
 * hint: what it is, its certificate says.
 *
 * @param uuid lower-case uuid of the donor
 * @param softwareId the one of the searched software ids that it answered for
 * @param location its service root ({@code AL}), without zone
 * @param interfaceName the interface the answer was heard on
 * @param sourceAddress address literal the answer came from; a link-local IPv6 one with {@code %interface}
 * @param tagged always true here; kept beside {@link PeerHint#tagged()} so that both kinds can share a table
 */
public record DonorHint(
        String uuid,
        String softwareId,
        ServiceLocation location,
        String interfaceName,
        String sourceAddress,
        boolean tagged) {

    /** The host to connect to, with the zone of {@link #interfaceName} when it is link-local. */
    public String scopedHost() {
        return location.scopedHost(interfaceName);
    }
}
