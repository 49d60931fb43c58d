package org.firmwarerecovery.discovery.core;

import java.util.ArrayList;
import java.util.List;

/**
 * What this node knows about another one.
 *
 * @param uuid lower-case uuid of its service root
 * @param origin the best source that named it
 * @param addresses ways to reach it, most recently heard first, at most {@value #ADDRESSES_MAX}
 * @param lastSeenMillis uptime milliseconds when it was last heard or reached
 * @param reachability result of the last attempt to reach it
 * @param certifiedRoles roles in its fleet certificate, empty until it proved one over TLS
 * @param score how it served so far
 */
public record Peer(
        String uuid,
        Origin origin,
        List<PeerAddress> addresses,
        long lastSeenMillis,
        Reachability reachability,
        List<String> certifiedRoles,
        Score score) {
    /** Most addresses remembered for one peer. */
    public static final int ADDRESSES_MAX = 8;

    /** Copies the lists. */
    public Peer {
        addresses = List.copyOf(addresses);
        certifiedRoles = List.copyOf(certifiedRoles);
    }

    /** Who named the peer, weakest first. */
    public enum Origin {
        /** An untagged announcement: anybody. */
        HINT,
        /** An answer under the fleet key. */
        TAGGED,
        /** The operator's configuration. */
        CONFIGURED
    }

    /** Result of the last attempt to reach a peer. */
    public enum Reachability {
        /** Not tried since it was heard. */
        UNKNOWN,
        /** It answered. */
        REACHABLE,
        /** It did not answer, or said goodbye. */
        UNREACHABLE
    }

    /**
     * How a peer served so far; ranking reads it, recovery writes it.
     *
     * @param transfersGood transfers from it that verified
     * @param transfersBad transfers from it that failed or did not verify
     * @param bytesPerSecond its last measured rate; 0 when unknown
     * @param roundTripMillis its last measured answer time; 0 when unknown
     */
    public record Score(long transfersGood, long transfersBad, long bytesPerSecond, long roundTripMillis) {
        /** Nothing known. */
        public static final Score NONE = new Score(0, 0, 0, 0);

        /** The score after a transfer that verified, at {@code rate} bytes per second. */
        public Score good(long rate) {
            return new Score(transfersGood + 1, transfersBad, rate, roundTripMillis);
        }

        /** The score after a transfer that failed. */
        public Score bad() {
            return new Score(transfersGood, transfersBad + 1, bytesPerSecond, roundTripMillis);
        }

        /** The score after an answer that took {@code millis}. */
        public Score answered(long millis) {
            return new Score(transfersGood, transfersBad, bytesPerSecond, millis);
        }
    }

    /** How firmly the table holds on to the peer: what strangers can claim goes first. */
    int hold() {
        if (origin == Origin.CONFIGURED) {
            return 3;
        }
        if (!certifiedRoles.isEmpty()) {
            return 2;
        }
        return origin == Origin.TAGGED ? 1 : 0;
    }

    Peer seen(Origin by, PeerAddress address, long uptimeMillis) {
        List<PeerAddress> ways = new ArrayList<>();
        ways.add(address);
        for (PeerAddress way : addresses) {
            if (!way.equals(address) && ways.size() < ADDRESSES_MAX) {
                ways.add(way);
            }
        }
        Origin best = by.compareTo(origin) > 0 ? by : origin;
        Reachability now = reachability == Reachability.UNREACHABLE ? Reachability.UNKNOWN : reachability;
        return new Peer(uuid, best, ways, uptimeMillis, now, certifiedRoles, score);
    }

    Peer with(Reachability now, long uptimeMillis) {
        return new Peer(uuid, origin, addresses, uptimeMillis, now, certifiedRoles, score);
    }

    Peer with(List<String> roles) {
        return new Peer(uuid, origin, addresses, lastSeenMillis, reachability, roles, score);
    }

    Peer with(Score better) {
        return new Peer(uuid, origin, addresses, lastSeenMillis, reachability, certifiedRoles, better);
    }
}
