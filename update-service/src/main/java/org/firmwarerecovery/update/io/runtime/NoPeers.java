package org.firmwarerecovery.update.io.runtime;

import java.nio.ByteBuffer;
import org.firmwarerecovery.update.io.peer.PeerClient;
import org.firmwarerecovery.update.io.peer.Reached;
import org.firmwarerecovery.update.io.store.ManifestPair;
import org.firmwarerecovery.update.io.work.StopSignal;
import org.firmwarerecovery.update.negotiation.DonorInventory;
import org.firmwarerecovery.update.negotiation.Grant;
import org.firmwarerecovery.update.negotiation.ImageRequest;
import org.firmwarerecovery.update.negotiation.Offer;
import org.firmwarerecovery.update.negotiation.PeerRef;
import org.firmwarerecovery.update.negotiation.Refusal;
import org.jspecify.annotations.Nullable;

/** The peer client of a node without a fleet: peers are off, not open, so every question is refused before a socket opens. */
public final class NoPeers implements PeerClient {
    private static final String WHY = "this node belongs to no fleet (trust.fleetCa)";

    /** Refuses everything. */
    public NoPeers() {}

    private static <T> Reached<T> off(PeerRef peer) {
        return new Reached.Refused<>(new Refusal.DonorNotTrusted(peer.uuid(), WHY));
    }

    @Override
    public Reached<DonorInventory> query(PeerRef peer, String softwareId, StopSignal stop) {
        return off(peer);
    }

    @Override
    public Reached<Offer> request(PeerRef peer, ImageRequest request, StopSignal stop) {
        return off(peer);
    }

    @Override
    public Reached<Grant> accept(PeerRef peer, String offerPath, StopSignal stop) {
        return off(peer);
    }

    @Override
    public Reached<Boolean> close(PeerRef peer, String offerPath, @Nullable String verdict, StopSignal stop) {
        return off(peer);
    }

    @Override
    public Reached<ManifestPair> manifest(PeerRef peer, Grant grant, StopSignal stop) {
        return off(peer);
    }

    @Override
    public Reached<ByteBuffer> chunk(
            PeerRef peer, Grant grant, long offset, int length, long imageSize, StopSignal stop) {
        return off(peer);
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
