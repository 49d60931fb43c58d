package org.firmwarerecovery.update.policy;

import org.firmwarerecovery.update.negotiation.DonorImage;
import org.firmwarerecovery.update.negotiation.Offer;
import org.firmwarerecovery.update.negotiation.PeerRef;
import org.jspecify.annotations.Nullable;

/**
 * One peer in a negotiation, with everything known about it and why it is or is not chosen.
 *
 * @param peer who
 * @param phase how far it came
 * @param image what it claims to hold, null before it answered
 * @param offer its offer, null before it made one
 * @param answerMillis time of its first answer in milliseconds, -1 before
 * @param retries how often a busy donor was asked again
 * @param reason why it was dropped or refused, or why it has its rank; empty before there is something to say
 */
public record Candidate(
        PeerRef peer,
        Phase phase,
        @Nullable DonorImage image,
        @Nullable Offer offer,
        long answerMillis,
        int retries,
        String reason) {
    /** How far a candidate came. */
    public enum Phase {
        /** Known, not asked yet: the limit of parallel queries is reached. */
        WAITING,
        /** Its inventory is being read. */
        QUERYING,
        /** It was asked for the image. */
        REQUESTING,
        /** Busy; it is asked again shortly. */
        BUSY,
        /** It made an offer. */
        OFFERED,
        /** Its offer is being accepted. */
        ACCEPTING,
        /** It sends the image. */
        SENDING,
        /** Out: the reason says why. */
        DROPPED
    }

    /** A peer nobody asked yet. */
    public static Candidate waiting(PeerRef peer) {
        return new Candidate(peer, Phase.WAITING, null, null, -1, 0, "");
    }

    /** The same candidate in another phase. */
    public Candidate in(Phase next) {
        return new Candidate(peer, next, image, offer, answerMillis, retries, reason);
    }

    /** The same candidate, out of the negotiation. */
    public Candidate dropped(String why) {
        return new Candidate(peer, Phase.DROPPED, image, offer, answerMillis, retries, why);
    }

    /** The same candidate with the image it claims. */
    public Candidate claiming(DonorImage claimed, long millis) {
        return new Candidate(peer, phase, claimed, offer, millis, retries, reason);
    }

    /** The same candidate with its offer. */
    public Candidate offering(Offer made) {
        return new Candidate(peer, Phase.OFFERED, made.image(), made, answerMillis, retries, reason);
    }

    /** The same candidate, to be asked again. */
    public Candidate busy(String why) {
        return new Candidate(peer, Phase.BUSY, image, null, answerMillis, retries + 1, why);
    }

    /** The same candidate with the reasons of its rank. */
    public Candidate because(String why) {
        return new Candidate(peer, phase, image, offer, answerMillis, retries, why);
    }

    /** True while an answer of it is awaited. */
    public boolean outstanding() {
        return phase == Phase.WAITING || phase == Phase.QUERYING || phase == Phase.REQUESTING || phase == Phase.BUSY;
    }
}
