package org.firmwarerecovery.discovery.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.firmwarerecovery.discovery.core.Peer.Origin;
import org.firmwarerecovery.discovery.core.Peer.Reachability;
import org.jspecify.annotations.Nullable;

/**
 * The peers a node knows, by uuid: immutable and bounded. When it is full, the least recently seen peer goes, untagged
 * ones before tagged, those before certified, configured ones last; so strangers' announcements cannot push out peers that
 * proved themselves. A newcomer that would push out a peer held more firmly is not taken in.
 */
public final class PeerTable {
    /** Most peers of a table unless told otherwise. */
    public static final int PEERS_MAX = 512;
    /** A table without peers, for {@link #PEERS_MAX}. */
    public static final PeerTable EMPTY = new PeerTable(PEERS_MAX, new LinkedHashMap<>());

    private final int peersMax;
    private final LinkedHashMap<String, Peer> peers;

    private PeerTable(int peersMax, LinkedHashMap<String, Peer> peers) {
        this.peersMax = peersMax;
        this.peers = peers;
    }

    /** An empty table for at most {@code peersMax} peers. */
    public static PeerTable withLimit(int peersMax) {
        if (peersMax < 1) {
            throw new IllegalArgumentException("peersMax below 1: " + peersMax);
        }
        return new PeerTable(peersMax, new LinkedHashMap<>());
    }

    /** The table after hearing {@code hint} at uptime {@code uptimeMillis}. */
    public PeerTable seen(PeerHint hint, long uptimeMillis) {
        PeerAddress address = new PeerAddress(hint.location(), hint.interfaceName());
        return seen(hint.uuid(), hint.tagged() ? Origin.TAGGED : Origin.HINT, address, uptimeMillis);
    }

    /** The table after {@code by} named the peer {@code uuid} at {@code address}. */
    public PeerTable seen(String uuid, Origin by, PeerAddress address, long uptimeMillis) {
        Peer known = peers.get(uuid);
        Peer fresh = known == null
                ? new Peer(uuid, by, List.of(address), uptimeMillis, Reachability.UNKNOWN, List.of(), Peer.Score.NONE)
                : known.seen(by, address, uptimeMillis);
        LinkedHashMap<String, Peer> next = new LinkedHashMap<>(peers);
        if (known == null && peers.size() >= peersMax) {
            Peer first = leastHeld();
            if (first == null || first.hold() > fresh.hold()) {
                return this;
            }
            next.remove(first.uuid());
        }
        next.remove(uuid);
        next.put(uuid, fresh);
        return new PeerTable(peersMax, next);
    }

    /** The table after {@code uuid} said goodbye: an untagged peer that never proved itself is dropped, others stay. */
    public PeerTable gone(String uuid) {
        Peer known = peers.get(uuid);
        if (known == null) {
            return this;
        }
        if (known.hold() == 0) {
            LinkedHashMap<String, Peer> next = new LinkedHashMap<>(peers);
            next.remove(uuid);
            return new PeerTable(peersMax, next);
        }
        return changed(uuid, peer -> peer.with(Reachability.UNREACHABLE, peer.lastSeenMillis()));
    }

    /** The table after an attempt to reach {@code uuid}; an answer also makes it the most recently seen one. */
    public PeerTable tried(String uuid, boolean answered, long uptimeMillis) {
        if (!answered) {
            return changed(uuid, peer -> peer.with(Reachability.UNREACHABLE, peer.lastSeenMillis()));
        }
        Peer known = peers.get(uuid);
        if (known == null) {
            return this;
        }
        LinkedHashMap<String, Peer> next = new LinkedHashMap<>(peers);
        next.remove(uuid);
        next.put(uuid, known.with(Reachability.REACHABLE, uptimeMillis));
        return new PeerTable(peersMax, next);
    }

    /** The table after {@code uuid} proved {@code roles} with its fleet certificate. */
    public PeerTable certified(String uuid, List<String> roles) {
        return changed(uuid, peer -> peer.with(roles));
    }

    /** The table with another score of {@code uuid}. */
    public PeerTable scored(String uuid, UnaryOperator<Peer.Score> change) {
        return changed(uuid, peer -> peer.with(change.apply(peer.score())));
    }

    /** The peer {@code uuid}, if known. */
    public Optional<Peer> find(String uuid) {
        return Optional.ofNullable(peers.get(uuid));
    }

    /** All peers, most recently seen first. */
    public List<Peer> peers() {
        List<Peer> all = new ArrayList<>(peers.values());
        Collections.reverse(all);
        return List.copyOf(all);
    }

    /** Number of peers. */
    public int size() {
        return peers.size();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PeerTable table && peersMax == table.peersMax && peers().equals(table.peers());
    }

    @Override
    public int hashCode() {
        return peers.hashCode();
    }

    @Override
    public String toString() {
        return "PeerTable" + peers.keySet();
    }

    private PeerTable changed(String uuid, UnaryOperator<Peer> change) {
        Peer known = peers.get(uuid);
        if (known == null) {
            return this;
        }
        LinkedHashMap<String, Peer> next = new LinkedHashMap<>(peers);
        next.put(uuid, change.apply(known));
        return new PeerTable(peersMax, next);
    }

    private @Nullable Peer leastHeld() {
        Peer least = null;
        for (Map.Entry<String, Peer> entry : peers.entrySet()) {
            Peer peer = entry.getValue();
            if (least == null || peer.hold() < least.hold()) {
                least = peer;
            }
        }
        return least;
    }
}
