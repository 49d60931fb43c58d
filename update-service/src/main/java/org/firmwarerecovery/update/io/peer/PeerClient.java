package org.firmwarerecovery.update.io.peer;

import java.nio.ByteBuffer;
import org.firmwarerecovery.update.io.store.ManifestPair;
import org.firmwarerecovery.update.io.work.StopSignal;
import org.firmwarerecovery.update.negotiation.DonorInventory;
import org.firmwarerecovery.update.negotiation.Grant;
import org.firmwarerecovery.update.negotiation.ImageRequest;
import org.firmwarerecovery.update.negotiation.Offer;
import org.firmwarerecovery.update.negotiation.PeerRef;
import org.jspecify.annotations.Nullable;

/** The recipient's side of the negotiation with one donor. All calls block within their limits; any thread. */
public interface PeerClient extends AutoCloseable {
    /** Reads what the peer holds for {@code softwareId}, and its certified roles. */
    Reached<DonorInventory> query(PeerRef peer, String softwareId, StopSignal stop);

    /** Asks the peer for an image. */
    Reached<Offer> request(PeerRef peer, ImageRequest request, StopSignal stop);

    /** Accepts an offer. */
    Reached<Grant> accept(PeerRef peer, String offerPath, StopSignal stop);

    /** Tells how a transfer ended; a null verdict gives the offer back. True when the donor heard it. */
    Reached<Boolean> close(PeerRef peer, String offerPath, @Nullable String verdict, StopSignal stop);

    /** Reads manifest and signature of a granted image; not verified. */
    Reached<ManifestPair> manifest(PeerRef peer, Grant grant, StopSignal stop);

    /**
     * Reads {@code length} bytes of a granted image from {@code offset}; not verified.
     *
     * @param imageSize bytes of the whole image, which the donor's answer must confirm
     */
    Reached<ByteBuffer> chunk(PeerRef peer, Grant grant, long offset, int length, long imageSize, StopSignal stop);

    /** Closes all connections. */
    @Override
    void close();
}
