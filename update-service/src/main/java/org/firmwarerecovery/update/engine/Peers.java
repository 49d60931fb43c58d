package org.firmwarerecovery.update.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.firmwarerecovery.update.negotiation.PeerRef;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.firmwarerecovery.update.node.NodeState.PeerSighting;
import org.firmwarerecovery.update.policy.Candidate;
import org.firmwarerecovery.update.policy.Candidate.Phase;
import org.firmwarerecovery.update.recovery.Negotiation;

/**
 * The peers a node knows, and who of them is asked for an image. Anybody on the network can call himself a peer, as often as he
 * likes; so those without a proof are few, are asked last, and take nobody's place. DESIGN section 3 step 3.
 */
final class Peers {
    /** Most peers that were heard of without a proof that they know the fleet key. */
    static final int UNTAGGED_MAX = 16;

    /** Of the queries at the same time, one in so many may go to a peer without a proof: its address may lead nowhere. */
    static final int UNTAGGED_SHARE = 4;

    /** A peer without a proof that was not heard again is forgotten after this. */
    static final Duration UNTAGGED_AGE = Duration.ofMinutes(30);

    private Peers() {}

    /** True for somebody who only says that he is there. */
    private static boolean untagged(PeerRef peer) {
        return peer.origin() == PeerRef.Origin.UNTAGGED;
    }

    /**
     * True when {@code hint} may stand where {@code known} stands: a UUID is no secret, so it takes at least the same proof.
     * Without a fleet key nobody can give one; then a peer that moved is found by what it says of itself.
     */
    static boolean mayReplace(Turn turn, PeerRef known, PeerRef hint) {
        return untagged(known) || !untagged(hint) || !turn.settings.multicastSearch();
    }

    /** A hint without proof never displaces a peer that once gave one, reachable or not. */
    static void onSeen(Turn turn, PeerRef peer) {
        PeerSighting known = turn.peers.get(peer.uuid());
        if (peer.uuid().equals(turn.settings.uuid()) || (known != null && known.reachable())) {
            return;
        }
        if (known != null && !mayReplace(turn, known.peer(), peer)) {
            turn.count("HintsIgnored");
            return;
        }
        forgetOldHints(turn);
        boolean takesNoPlace = known != null && untagged(known.peer());
        if (untagged(peer) && !takesNoPlace && !roomForHint(turn)) {
            turn.count("HintsIgnored");
            return;
        }
        turn.peers.put(peer.uuid(), new PeerSighting(peer, turn.now.uptimeMillis(), known == null));
        trim(turn);
    }

    /** A peer that did not answer may be displaced by anybody who can prove to be of the fleet. */
    static void unreachable(Turn turn, PeerRef peer) {
        PeerSighting known = turn.peers.get(peer.uuid());
        if (known != null) {
            turn.peers.put(
                    peer.uuid(), new PeerSighting(known.peer(), known.lastSeen(), false, known.roles(), known.aside()));
        }
    }

    /** Keeps a peer that answered in the table of known peers. */
    static void remember(Turn turn, PeerRef peer, List<PeerRole> roles) {
        PeerRef known = new PeerRef(peer.uuid(), peer.address(), peer.iface(), PeerRef.Origin.KNOWN);
        PeerSighting before = turn.peers.get(peer.uuid());
        boolean aside = before != null && before.aside();
        turn.peers.put(peer.uuid(), new PeerSighting(known, turn.now.uptimeMillis(), true, roles, aside));
        trim(turn);
    }

    /** Everybody who may be asked when a search begins, those with the better proof first. */
    static List<Candidate> candidates(Turn turn) {
        forgetOldHints(turn);
        List<Candidate> candidates = new ArrayList<>();
        for (PeerRef peer : turn.settings.peers()) {
            add(turn, candidates, peer);
        }
        List<PeerSighting> sightings = new ArrayList<>(turn.peers.values());
        sightings.sort(
                Comparator.comparing((PeerSighting sighting) -> sighting.peer().origin())
                        .thenComparing(sighting -> !sighting.reachable()));
        for (PeerSighting sighting : sightings) {
            add(turn, candidates, sighting.peer());
        }
        return candidates;
    }

    /** Adds a candidate; one with a proof takes the place of one without where there is no room. */
    static void add(Turn turn, List<Candidate> candidates, PeerRef peer) {
        boolean self = peer.uuid().equals(turn.settings.uuid());
        boolean known =
                candidates.stream().anyMatch(other -> other.peer().uuid().equals(peer.uuid()));
        if (self || known) {
            return;
        }
        if (candidates.size() >= turn.limits.candidatesMax() && !untagged(peer)) {
            candidates.stream()
                    .filter(other -> untagged(other.peer())
                            && (other.phase() == Phase.WAITING || other.phase() == Phase.DROPPED))
                    .findFirst()
                    .ifPresent(candidates::remove);
        }
        if (candidates.size() < turn.limits.candidatesMax()) {
            String barred = BarredDonors.why(turn, peer.uuid());
            Candidate candidate = Candidate.waiting(peer);
            candidates.add(barred == null ? candidate : candidate.dropped(barred));
        }
    }

    /** Of those that wait to be asked, those whose turn it is: the better proof first, the unproven ones few at a time. */
    static List<Candidate> next(Turn turn, List<Candidate> waiting, List<Candidate> querying) {
        List<Candidate> order = new ArrayList<>(waiting);
        order.sort(Comparator.comparing(candidate -> candidate.peer().origin()));
        int free = turn.limits.queriesParallel() - querying.size();
        int freeUntagged = Math.max(1, turn.limits.queriesParallel() / UNTAGGED_SHARE)
                - (int) querying.stream()
                        .filter(candidate -> untagged(candidate.peer()))
                        .count();
        List<Candidate> next = new ArrayList<>();
        for (Candidate candidate : order) {
            boolean mayGo = !untagged(candidate.peer()) || freeUntagged-- > 0;
            if (mayGo && next.size() < free) {
                next.add(candidate);
            }
        }
        return next;
    }

    /** True while a candidate with a proof has been asked and has not answered yet. */
    static boolean provenOutstanding(Negotiation round) {
        return round.candidates().stream()
                .anyMatch(candidate -> !untagged(candidate.peer())
                        && (candidate.phase() == Phase.QUERYING || candidate.phase() == Phase.REQUESTING));
    }

    private static void forgetOldHints(Turn turn) {
        for (PeerSighting sighting : List.copyOf(turn.peers.values())) {
            long age = turn.now.uptimeMillis() - sighting.lastSeen();
            if (untagged(sighting.peer()) && age >= UNTAGGED_AGE.toMillis()) {
                turn.peers.remove(sighting.peer().uuid());
            }
        }
    }

    /** Makes room for a hint: one that led nowhere goes. Those not tried yet stay until they are too old. */
    private static boolean roomForHint(Turn turn) {
        List<PeerSighting> hints = turn.peers.values().stream()
                .filter(sighting -> untagged(sighting.peer()))
                .toList();
        if (hints.size() < UNTAGGED_MAX) {
            return true;
        }
        for (PeerSighting hint : hints) {
            if (!hint.reachable()) {
                turn.peers.remove(hint.peer().uuid());
                return true;
            }
        }
        return false;
    }

    /** Above the limit the one that was not heard of for longest goes, those without a proof first. */
    private static void trim(Turn turn) {
        while (turn.peers.size() > turn.limits.candidatesMax()) {
            turn.peers.values().stream()
                    .min(Comparator.comparing((PeerSighting sighting) -> !untagged(sighting.peer()))
                            .thenComparing(PeerSighting::lastSeen))
                    .ifPresent(oldest -> turn.peers.remove(oldest.peer().uuid()));
        }
    }
}
