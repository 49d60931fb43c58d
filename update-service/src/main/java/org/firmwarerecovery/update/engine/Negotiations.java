package org.firmwarerecovery.update.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.firmwarerecovery.update.negotiation.DonorImage;
import org.firmwarerecovery.update.negotiation.DonorInventory;
import org.firmwarerecovery.update.negotiation.ImageRequest;
import org.firmwarerecovery.update.negotiation.Offer;
import org.firmwarerecovery.update.negotiation.PeerRef;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.firmwarerecovery.update.negotiation.Refusal;
import org.firmwarerecovery.update.negotiation.TransferMode;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.Pending;
import org.firmwarerecovery.update.policy.Candidate;
import org.firmwarerecovery.update.policy.Candidate.Phase;
import org.firmwarerecovery.update.policy.DonorSelection;
import org.firmwarerecovery.update.policy.Need;
import org.firmwarerecovery.update.recovery.Finding;
import org.firmwarerecovery.update.recovery.Negotiation;
import org.firmwarerecovery.update.recovery.Recovery;
import org.firmwarerecovery.update.recovery.RecoveryPhase;

/** Search, query, request, offer, choice and acceptance on the recipient's side. DESIGN section 3 steps 3 to 7. */
final class Negotiations {
    /** Start jitter of searches that many nodes may start at the same time. */
    private static final Duration SEARCH_JITTER = Duration.ofSeconds(2);

    private Negotiations() {}

    /** Starts a round: everybody known is asked at once, and the network is searched. */
    static void begin(Turn turn, Recovery recovery) {
        // An answer to an earlier round must not pass for one to this round.
        turn.forget(recovery.id());
        Need need = Placement.need(turn, recovery);
        String softwareId = need.softwareId();
        List<Candidate> candidates = Peers.candidates(turn);
        boolean crowd =
                recovery.finding() == Finding.BELOW_BASELINE || recovery.finding() == Finding.BOOT_VERIFICATION_FAILED;
        Duration jitter = crowd ? SEARCH_JITTER : Duration.ZERO;
        long searchId = turn.settings.multicastSearch() ? turn.freshNumber() : -1;
        long collectUntil = turn.now.in(
                searchId < 0 ? turn.policy.collect() : turn.policy.collect().plus(jitter));
        Negotiation round = new Negotiation(turn.now.nonce(), searchId, collectUntil, need, candidates, false);
        Recovery searching = turn.advance(
                recovery.with(recovery.story().servedBy(null)),
                RecoveryPhase.SEARCHING,
                "SearchStarted",
                recovery.component().value(),
                softwareId);
        if (searchId >= 0) {
            turn.effect(new NodeEffect.StartSearch(searchId, softwareId, jitter));
        }
        pump(turn, searching.with(round).wakingAt(collectUntil));
    }

    /** A donor answered a search. */
    static void onHeard(Turn turn, NodeEvent.DonorHeard heard) {
        for (Recovery recovery : turn.recoveries.values()) {
            Negotiation round = recovery.negotiation();
            if (round == null || round.searchId() != heard.searchId() || round.chosen()) {
                continue;
            }
            List<Candidate> candidates = new ArrayList<>(round.candidates());
            if (candidates.removeIf(candidate -> moved(turn, candidate, heard.peer()))) {
                turn.forget(recovery.id(), heard.peer().uuid());
            }
            Peers.add(turn, candidates, heard.peer());
            pump(turn, recovery.with(round.withAll(candidates)));
        }
    }

    /**
     * True when a peer that could not be used yet turns up at another address: it gets another chance there. Also what
     * somebody without a proof said of a peer gives way to what the peer proves itself, whatever the address.
     */
    private static boolean moved(Turn turn, Candidate candidate, PeerRef heard) {
        PeerRef known = candidate.peer();
        if (!known.uuid().equals(heard.uuid()) || !Peers.mayReplace(turn, known, heard)) {
            return false;
        }
        Phase phase = candidate.phase();
        return known.address().equals(heard.address())
                ? phase == Phase.WAITING && heard.origin().compareTo(known.origin()) < 0
                : phase == Phase.DROPPED || phase == Phase.WAITING || phase == Phase.QUERYING;
    }

    /** A search is over; what it found is on its way. */
    static void onSearchEnded(Turn turn, long searchId) {
        for (Recovery recovery : turn.recoveries.values()) {
            Negotiation round = recovery.negotiation();
            if (round != null && round.searchId() == searchId) {
                settle(turn, recovery.with(round.searchOver()));
            }
        }
    }

    /** Asks waiting candidates as far as the limit of parallel queries lets it, proven ones first. */
    private static void pump(Turn turn, Recovery recovery) {
        Negotiation round = recovery.negotiation();
        if (round == null) {
            return;
        }
        for (Candidate candidate : Peers.next(turn, round.in(Phase.WAITING), round.in(Phase.QUERYING))) {
            PeerRef peer = candidate.peer();
            round = round.with(candidate.in(Phase.QUERYING));
            String softwareId = round.need().softwareId();
            turn.start(
                    pending(Pending.Kind.QUERY, recovery, peer),
                    turn.limits.queryTimeout(),
                    effectId -> new NodeEffect.QueryDonor(effectId, peer, softwareId));
        }
        turn.put(recovery.with(round));
    }

    static Pending pending(Pending.Kind kind, Recovery recovery, PeerRef peer) {
        return new Pending(kind, recovery.id(), recovery.component(), null, peer.uuid(), -1, 0);
    }

    /** An answer of a peer to a query, a request or an acceptance. */
    static void onAnswer(Turn turn, Pending asked, NodeEvent.Outcome outcome) {
        Recovery recovery = turn.recoveries.get(asked.owner());
        Negotiation round = recovery == null ? null : recovery.negotiation();
        if (recovery == null || round == null) {
            return;
        }
        Optional<Candidate> found = round.of(asked.peer());
        if (found.isEmpty()) {
            return;
        }
        Candidate candidate = found.get();
        if (!awaits(candidate.phase(), asked.kind())) {
            return;
        }
        Pending.Kind kind = asked.kind();
        if (outcome instanceof NodeEvent.DonorQueried queried && kind == Pending.Kind.QUERY) {
            onInventory(turn, recovery, round, candidate, queried.inventory(), queried.millis());
        } else if (outcome instanceof NodeEvent.OfferMade made && kind == Pending.Kind.REQUEST) {
            onOffer(turn, recovery, round, candidate, made.offer());
        } else if (outcome instanceof NodeEvent.Granted granted && kind == Pending.Kind.ACCEPT) {
            Recovery sending = recovery.with(round.with(candidate.in(Phase.SENDING)));
            Jobs.onGranted(turn, sending, candidate, granted.grant());
        } else if (outcome instanceof NodeEvent.Refused refused
                && refused.refusal() instanceof Refusal.DonorBusy busy
                && candidate.image() != null
                && candidate.retries() < turn.limits.busyRetryMax()) {
            BusyDonors.onBusy(turn, recovery, candidate, busy);
        } else if (outcome instanceof NodeEvent.Refused refused
                && refused.refusal() instanceof Refusal.OfferExpired
                && kind == Pending.Kind.ACCEPT) {
            // A stand-by may have waited for longer than its offer was valid.
            Choices.renew(turn, recovery, candidate);
        } else {
            if (kind == Pending.Kind.QUERY) {
                Peers.unreachable(turn, candidate.peer());
            }
            drop(turn, recovery, candidate, reason(outcome));
        }
    }

    private static boolean awaits(Phase phase, Pending.Kind kind) {
        return switch (kind) {
            case QUERY -> phase == Phase.QUERYING;
            case REQUEST -> phase == Phase.REQUESTING || phase == Phase.ACCEPTING;
            case ACCEPT -> phase == Phase.ACCEPTING;
            default -> false;
        };
    }

    private static String reason(NodeEvent.Outcome outcome) {
        return outcome instanceof NodeEvent.Refused refused ? refused.refusal().text() : Outcomes.reason(outcome);
    }

    private static void onInventory(
            Turn turn,
            Recovery recovery,
            Negotiation round,
            Candidate candidate,
            DonorInventory inventory,
            long millis) {
        Peers.remember(turn, candidate.peer(), inventory.roles());
        if (!inventory.roles().contains(PeerRole.DONOR) && !inventory.roles().contains(PeerRole.CONSOLE)) {
            drop(turn, recovery, candidate, "its certificate grants neither the role Donor nor Console");
            return;
        }
        DonorSelection selection = new DonorSelection(turn.policy, round.need(), round.requestId());
        DonorImage best = null;
        String why = "it donates no image for " + round.need().softwareId();
        for (DonorImage image : inventory.images()) {
            Optional<String> refused = selection.refuse(image);
            if (!image.donates() || !image.softwareId().equals(round.need().softwareId())) {
                continue;
            }
            if (refused.isPresent()) {
                why = refused.get();
            } else if (best == null || place(round, image) < place(round, best)) {
                best = image;
            }
        }
        if (best == null) {
            drop(turn, recovery, candidate, why);
            return;
        }
        Candidate asking = candidate.claiming(best, millis).in(Phase.REQUESTING);
        Recovery next = recovery.with(round.with(asking));
        request(turn, next, asking, best);
        pump(turn, next);
    }

    private static int place(Negotiation round, DonorImage image) {
        int place = round.need().wanted().indexOf(image.manifestDigest());
        return place < 0 ? Integer.MAX_VALUE : place;
    }

    static void request(Turn turn, Recovery recovery, Candidate candidate, DonorImage image) {
        Negotiation round = Objects.requireNonNull(recovery.negotiation());
        ImageRequest request = new ImageRequest(
                round.requestId(),
                round.need().softwareId(),
                turn.spec(recovery.component()).machine(),
                recovery.finding().label(),
                round.need().floor(),
                image.manifestDigest(),
                List.of(TransferMode.PULL));
        turn.start(
                pending(Pending.Kind.REQUEST, recovery, candidate.peer()),
                turn.limits.requestTimeout(),
                effectId -> new NodeEffect.RequestImage(effectId, candidate.peer(), request));
    }

    private static void onOffer(Turn turn, Recovery recovery, Negotiation round, Candidate candidate, Offer offer) {
        DonorSelection selection = new DonorSelection(turn.policy, round.need(), round.requestId());
        Optional<String> refused = offer.requestId().equals(round.requestId())
                ? selection.refuse(offer.image())
                : Optional.of("it answers another request than ours");
        if (refused.isPresent()) {
            drop(turn, recovery, candidate, refused.get());
            return;
        }
        if (candidate.phase() == Phase.ACCEPTING) {
            Candidate again = candidate.offering(offer).in(Phase.ACCEPTING);
            Recovery renewed = recovery.with(round.with(again));
            turn.put(renewed);
            Choices.accept(turn, renewed, again, offer);
            return;
        }
        String version = offer.image().version();
        Recovery offered = turn.advance(
                recovery.with(round.with(candidate.offering(offer))),
                RecoveryPhase.NEGOTIATING,
                "OfferReceived",
                recovery.component().value(),
                candidate.peer().uuid(),
                version == null ? "" : version);
        settle(turn, offered.wakingAt(round.collectUntil()));
    }

    /** Takes a candidate out, with the reason in the record; the next one may be asked. */
    static void drop(Turn turn, Recovery recovery, Candidate candidate, String why) {
        Negotiation round = recovery.negotiation();
        if (round == null) {
            return;
        }
        boolean accepting = candidate.phase() == Phase.ACCEPTING || candidate.phase() == Phase.SENDING;
        long wakeAt = recovery.wakeAt();
        Recovery fewer = turn.tell(
                        recovery.with(round.with(candidate.dropped(why))),
                        "DonorDropped",
                        recovery.component().value(),
                        candidate.peer().uuid(),
                        why)
                .wakingAt(wakeAt);
        if (accepting) {
            turn.put(fewer);
            Choices.next(turn, fewer);
        } else {
            pump(turn, fewer);
            Recovery pumped = turn.recoveries.get(recovery.id());
            settle(turn, pumped == null ? fewer : pumped);
        }
    }

    /** Ends the collect window early when waiting longer cannot be worth it. */
    static void settle(Turn turn, Recovery recovery) {
        turn.put(recovery);
        Negotiation round = recovery.negotiation();
        if (round == null || round.chosen()) {
            return;
        }
        int offers = round.in(Phase.OFFERED).size();
        boolean outstanding = round.candidates().stream()
                .anyMatch(candidate -> candidate.outstanding() && (offers == 0 || candidate.phase() != Phase.BUSY));
        boolean knownOutstanding = round.candidates().stream()
                .anyMatch(candidate -> candidate.outstanding()
                        && candidate.phase() != Phase.BUSY
                        && candidate.peer().knownBefore());
        boolean knownAsked = round.candidates().stream().anyMatch(c -> c.peer().knownBefore());
        boolean enough = offers >= turn.limits.offersEnough();
        boolean allKnownAnswered = offers > 0 && knownAsked && !knownOutstanding;
        boolean nobodyLeft = round.searchId() < 0 && !outstanding;
        if (enough || allKnownAnswered || nobodyLeft) {
            Choices.choose(turn, recovery, round);
        }
    }

    /** The collect window ended. */
    static void onWindowOver(Turn turn, Recovery recovery) {
        Negotiation round = recovery.negotiation();
        Recovery awake = recovery.wakingAt(-1);
        turn.put(awake);
        if (round == null || round.chosen()) {
            return;
        }
        if (round.in(Phase.OFFERED).isEmpty() && Peers.provenOutstanding(round)) {
            // On a slow node the first handshake alone may take as long as the window. Their own limits end this.
            turn.put(awake.wakingAt(turn.now.in(turn.policy.collect())));
        } else if (round.in(Phase.OFFERED).isEmpty() && !round.in(Phase.BUSY).isEmpty()) {
            BusyDonors.askAgain(turn, awake, round);
        } else {
            Choices.choose(turn, awake, round);
        }
    }
}
