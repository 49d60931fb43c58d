package org.firmwarerecovery.update.negotiation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A donor's offer as the recipient received it; valid 30 s, holds no slot.
 *
 * @param path path of the FirmwareOffer on the donor
 * @param requestId the request it answers; another one is refused
 * @param image what the donor says it would send
 * @param roles roles in the donor's certificate
 * @param slotsUsed transfers the donor is serving
 * @param slots transfers the donor would serve at once
 * @param validMillis how long the donor keeps the offer, in milliseconds
 * @param machine machine the image is for, null when not told
 */
public record Offer(
        String path,
        String requestId,
        DonorImage image,
        List<PeerRole> roles,
        int slotsUsed,
        int slots,
        long validMillis,
        @Nullable String machine) {
    /** Copies the list. */
    public Offer {
        roles = List.copyOf(roles);
    }
}
