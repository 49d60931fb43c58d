package org.firmwarerecovery.service.wiring;

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

/** The client of a node without a fleet: it speaks to nobody. */
final class PeersOff implements PeerClient {
    private static <T> Reached<T> off() {
        return new Reached.Refused<>(new Refusal.Unusable("peers are off: trust.fleetCa is not set"));
    }

    @Override
    public Reached<DonorInventory> query(PeerRef peer, String softwareId, StopSignal stop) {
        return off();
    }

    @Override
    public Reached<Offer> request(PeerRef peer, ImageRequest request, StopSignal stop) {
        return off();
    }

    @Override
    public Reached<Grant> accept(PeerRef peer, String offerPath, StopSignal stop) {
        return off();
    }

    @Override
    public Reached<Boolean> close(PeerRef peer, String offerPath, @Nullable String verdict, StopSignal stop) {
        return off();
    }

    @Override
    public Reached<ManifestPair> manifest(PeerRef peer, Grant grant, StopSignal stop) {
        return off();
    }

    @Override
    public Reached<ByteBuffer> chunk(
            PeerRef peer, Grant grant, long offset, int length, long imageSize, StopSignal stop) {
        return off();
    }

    @Override
    public void close() {
        // nothing is open
    }
}
