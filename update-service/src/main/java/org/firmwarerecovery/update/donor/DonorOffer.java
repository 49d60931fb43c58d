package org.firmwarerecovery.update.donor;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.negotiation.ImageRequest;
import org.jspecify.annotations.Nullable;

/**
 * An offer on the donor's side; an accepted one is a lease. In memory only: after a restart of the donor the recipient asks
 * again with the same RequestId.
 *
 * @param id id under Offers and user name of the ticket
 * @param peer UUID of the recipient; to everybody else the offer does not exist
 * @param request what was asked
 * @param manifest what is offered
 * @param image where it is read from
 * @param state offered, accepted, ...
 * @param madeAt uptime in milliseconds
 * @param validUntil uptime until which it can be accepted
 * @param leaseUntil uptime until which the lease holds, -1 before acceptance; moved by every use
 * @param leaseHardEnd uptime at which the lease ends in any case, -1 before acceptance
 * @param ticket the newest ticket, null before acceptance; secret, so {@link #toString()} leaves it out
 * @param bytesSent bytes sent under the lease
 * @param result how the recipient said the transfer ended: {@code Verified}, {@code Rejected} or {@code Abandoned}; empty
 *     before
 */
public record DonorOffer(
        String id,
        String peer,
        ImageRequest request,
        SignedManifest manifest,
        ServedImage image,
        OfferState state,
        long madeAt,
        long validUntil,
        long leaseUntil,
        long leaseHardEnd,
        @Nullable String ticket,
        long bytesSent,
        String result) {
    /** An offer whose transfer has not ended. */
    public DonorOffer(
            String id,
            String peer,
            ImageRequest request,
            SignedManifest manifest,
            ServedImage image,
            OfferState state,
            long madeAt,
            long validUntil,
            long leaseUntil,
            long leaseHardEnd,
            @Nullable String ticket,
            long bytesSent) {
        this(
                id,
                peer,
                request,
                manifest,
                image,
                state,
                madeAt,
                validUntil,
                leaseUntil,
                leaseHardEnd,
                ticket,
                bytesSent,
                "");
    }

    /** The same offer, completed as the recipient said. */
    public DonorOffer completed(String verdict) {
        return new DonorOffer(
                id,
                peer,
                request,
                manifest,
                image,
                OfferState.COMPLETED,
                madeAt,
                validUntil,
                leaseUntil,
                leaseHardEnd,
                null,
                bytesSent,
                verdict);
    }

    /** The same offer in another state; a state without a lease has no ticket. */
    public DonorOffer in(OfferState next) {
        String kept = next == OfferState.ACCEPTED ? ticket : null;
        return new DonorOffer(
                id,
                peer,
                request,
                manifest,
                image,
                next,
                madeAt,
                validUntil,
                leaseUntil,
                leaseHardEnd,
                kept,
                bytesSent,
                result);
    }

    /** The same offer, accepted with a new ticket; an earlier acceptance keeps its hard end. */
    public DonorOffer leased(String newTicket, long until, long hardEnd) {
        long end = leaseHardEnd < 0 ? hardEnd : leaseHardEnd;
        return new DonorOffer(
                id,
                peer,
                request,
                manifest,
                image,
                OfferState.ACCEPTED,
                madeAt,
                validUntil,
                Math.min(until, end),
                end,
                newTicket,
                bytesSent);
    }

    /** The same lease after a use of it. */
    public DonorOffer used(long until, long bytes) {
        return new DonorOffer(
                id,
                peer,
                request,
                manifest,
                image,
                state,
                madeAt,
                validUntil,
                Math.min(until, leaseHardEnd),
                leaseHardEnd,
                ticket,
                bytesSent + bytes);
    }

    /** True while it holds a slot at this uptime. */
    public boolean holdsSlot(long now) {
        return state == OfferState.ACCEPTED && now < leaseUntil;
    }

    /** True when the password is this lease's ticket and the lease holds; compared in constant time. */
    public boolean admits(String password, long now) {
        return ticket != null
                && holdsSlot(now)
                && MessageDigest.isEqual(
                        ticket.getBytes(StandardCharsets.UTF_8), password.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "DonorOffer[" + id + " to " + peer + ", " + manifest.digest().brief() + ", " + state + "]";
    }
}
