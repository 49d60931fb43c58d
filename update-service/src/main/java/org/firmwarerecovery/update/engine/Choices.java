package org.firmwarerecovery.update.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.firmwarerecovery.update.negotiation.DonorImage;
import org.firmwarerecovery.update.negotiation.Offer;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeState.PeerSighting;
import org.firmwarerecovery.update.node.Pending;
import org.firmwarerecovery.update.policy.Candidate;
import org.firmwarerecovery.update.policy.Candidate.Phase;
import org.firmwarerecovery.update.policy.DonorSelection;
import org.firmwarerecovery.update.recovery.Negotiation;
import org.firmwarerecovery.update.recovery.Recovery;
import org.firmwarerecovery.update.recovery.RecoveryPhase;
import org.jspecify.annotations.Nullable;

/** Choice of a donor, acceptance of its offer, stand-bys, and the polite end of a negotiation. DESIGN section 3 steps 6 and 7. */
final class Choices {
    /** Offers kept open beside the accepted one. */
    private static final int STAND_BY_MAX = 2;

    private Choices() {}

    /** Ranks the offers of a round by the policy and accepts the best. */
    static void choose(Turn turn, Recovery recovery, Negotiation round) {
        DonorSelection selection = new DonorSelection(turn.policy, round.need(), round.requestId(), aside(turn));
        List<Candidate> ranked = new ArrayList<>(selection.rank(round.in(Phase.OFFERED)));
        List<Candidate> judged = new ArrayList<>(ranked);
        for (Candidate candidate : round.candidates()) {
            if (candidate.phase() != Phase.OFFERED) {
                judged.add(
                        candidate.outstanding() ? candidate.dropped("no offer within the collect window") : candidate);
            }
        }
        for (Candidate surplus : ranked.subList(Math.min(ranked.size(), 1 + STAND_BY_MAX), ranked.size())) {
            close(turn, surplus, null);
        }
        Recovery chosen = turn.advance(
                recovery.with(round.ranked(judged)).with(recovery.story().judging(judged)),
                RecoveryPhase.NEGOTIATING,
                "CandidatesFound",
                recovery.component().value(),
                Integer.toString(judged.size()));
        turn.put(chosen.wakingAt(-1));
        next(turn, chosen.wakingAt(-1));
    }

    private static TreeSet<String> aside(Turn turn) {
        TreeSet<String> aside = new TreeSet<>();
        for (PeerSighting sighting : turn.peers.values()) {
            if (sighting.aside()) {
                aside.add(sighting.peer().uuid());
            }
        }
        return aside;
    }

    /** Remembers whether the last image of a donor came as it was signed; one that did not is chosen last. */
    static void putAside(Turn turn, Candidate donor, boolean put) {
        String uuid = donor.peer().uuid();
        PeerSighting known = turn.peers.get(uuid);
        if (known != null) {
            turn.peers.put(uuid, known.aside(put));
        }
    }

    /** Accepts the best offer that is left; where none is, the attempt has failed. */
    static void next(Turn turn, Recovery recovery) {
        Negotiation round = recovery.negotiation();
        if (round == null) {
            return;
        }
        Recovery judged = recovery.with(recovery.story().judging(round.candidates()));
        Optional<Candidate> best =
                round.in(Phase.OFFERED).stream().filter(c -> c.offer() != null).findFirst();
        if (best.isEmpty() && !round.in(Phase.BUSY).isEmpty()) {
            BusyDonors.reopen(turn, judged, round);
            return;
        }
        if (best.isEmpty()) {
            turn.put(judged);
            Jobs.onNoDonorLeft(turn, judged);
            return;
        }
        Candidate candidate = best.get();
        DonorImage image = candidate.image();
        Candidate accepting = candidate.in(Phase.ACCEPTING);
        Recovery told = turn.tell(
                judged.with(round.with(accepting)),
                "DonorChosen",
                recovery.component().value(),
                candidate.peer().uuid(),
                candidate.reason());
        turn.put(told.with(told.story().servedBy(candidate.peer().uuid())));
        Offer offer = candidate.offer();
        boolean standBy = round.candidates().indexOf(candidate) <= STAND_BY_MAX;
        if ((turn.jobRunning(recovery) || !standBy) && image != null) {
            // The offer may have run out, or was given back: the same RequestId brings one again, then it is accepted.
            Negotiations.request(turn, told, accepting, image);
        } else if (offer != null) {
            accept(turn, told, accepting, offer);
        }
    }

    /** Asks the donor that forgot our lease for the same offer again; once, then it is dropped. */
    static void renew(Turn turn, Recovery recovery, Candidate candidate) {
        Negotiation round = recovery.negotiation();
        DonorImage image = candidate.image();
        if (round == null || image == null || candidate.retries() >= turn.limits.busyRetryMax()) {
            Negotiations.drop(turn, recovery, candidate, "it no longer knows the lease");
            return;
        }
        Candidate again = candidate.busy(candidate.reason()).in(Phase.ACCEPTING);
        Recovery renewing = recovery.with(round.with(again));
        turn.put(renewing);
        Negotiations.request(turn, renewing, again, image);
    }

    static void accept(Turn turn, Recovery recovery, Candidate candidate, Offer offer) {
        turn.start(
                Negotiations.pending(Pending.Kind.ACCEPT, recovery, candidate.peer()),
                turn.limits.requestTimeout(),
                effectId -> new NodeEffect.AcceptOffer(effectId, candidate.peer(), offer.path()));
    }

    /** Tells a donor how it ended, or gives its offer back; whether it hears us does not matter. */
    static void close(Turn turn, Candidate candidate, @Nullable String verdict) {
        Offer offer = candidate.offer();
        if (offer != null) {
            turn.start(
                    new Pending(
                            Pending.Kind.COURTESY,
                            "",
                            null,
                            null,
                            candidate.peer().uuid(),
                            -1,
                            0),
                    turn.limits.requestTimeout(),
                    effectId -> new NodeEffect.CloseOffer(effectId, candidate.peer(), offer.path(), verdict));
        }
    }

    /** The sender learns how it ended, the stand-bys are released; the recovery without its negotiation. */
    static Recovery conclude(Turn turn, Recovery recovery, String verdict) {
        Negotiation round = recovery.negotiation();
        if (round == null) {
            return recovery;
        }
        for (Candidate candidate : round.candidates()) {
            if (candidate.phase() == Phase.SENDING) {
                if (verdict.equals("Verified")) {
                    putAside(turn, candidate, false);
                }
                close(turn, candidate, verdict);
            } else if (candidate.phase() == Phase.OFFERED) {
                close(turn, candidate, null);
            }
        }
        Recovery done =
                recovery.with(recovery.story().judging(round.candidates())).withoutNegotiation();
        turn.put(done);
        return done;
    }

    /** The recovery stopped or its attempt failed: open offers are given back, answers are no longer waited for. */
    static Recovery abandon(Turn turn, Recovery recovery) {
        turn.forget(recovery.id());
        return conclude(turn, recovery, "Abandoned");
    }
}
