package org.firmwarerecovery.update.negotiation;

import java.util.List;

/**
 * Answer of a peer to the query leg.
 *
 * @param uuid UUID in the peer's certificate
 * @param roles roles in the peer's certificate
 * @param images images it claims to hold, at most {@link #IMAGES_MAX}
 */
public record DonorInventory(String uuid, List<PeerRole> roles, List<DonorImage> images) {
    /** Most images read from one peer. */
    public static final int IMAGES_MAX = 256;

    /** Copies the lists and cuts an inventory that is too long. */
    public DonorInventory {
        roles = List.copyOf(roles);
        images = List.copyOf(images.size() > IMAGES_MAX ? images.subList(0, IMAGES_MAX) : images);
    }
}
