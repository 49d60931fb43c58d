package org.firmwarerecovery.update.negotiation;

import org.jspecify.annotations.Nullable;

/**
 * Where a peer can be reached, as far as we were told; trust starts only with its certificate on the REST leg.
 *
 * @param uuid the node's UUID in lower case; its certificate must carry it
 * @param address {@code https://host:port} of its Redfish service, host without a zone
 * @param iface name of the interface it was heard on, needed for link-local addresses; null when configured by hand
 * @param origin how we learnt of it
 */
public record PeerRef(String uuid, String address, @Nullable String iface, Origin origin) {
    /** How we learnt of a peer; also the order in which peers are asked. */
    public enum Origin {
        /** Named in the configuration. */
        STATIC,
        /** A console named in the configuration. */
        CONSOLE,
        /** Remembered from earlier. */
        KNOWN,
        /** Answered our search with a good tag. */
        TAGGED,
        /** Heard, but without a proof that it knows the fleet key: asked last. */
        UNTAGGED
    }

    /** True when it is asked before any search is over. */
    public boolean knownBefore() {
        return origin == Origin.STATIC || origin == Origin.CONSOLE || origin == Origin.KNOWN;
    }
}
