package org.firmwarerecovery.update.power;

import java.nio.ByteBuffer;
import java.util.List;
import org.firmwarerecovery.update.io.ingest.SignedImages.Signed;
import org.firmwarerecovery.update.io.ingest.VerifiedPairs;
import org.firmwarerecovery.update.io.runtime.StoreWork;
import org.firmwarerecovery.update.io.work.StopSignal;
import org.firmwarerecovery.update.manifest.Manifest;
import org.firmwarerecovery.update.negotiation.DonorImage;
import org.firmwarerecovery.update.negotiation.DonorInventory;
import org.firmwarerecovery.update.negotiation.Grant;
import org.firmwarerecovery.update.negotiation.Offer;
import org.firmwarerecovery.update.negotiation.PeerRef;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.jspecify.annotations.Nullable;

/**
 * The one peer of the board, which donates the first image of the BMC and is never in doubt. What comes from it goes through the
 * real staging and image store.
 */
final class Donor {
    private static final String UUID = "00000000-0000-4000-8000-000000000001";
    private static final PeerRef PEER = new PeerRef(UUID, "https://donor", null, PeerRef.Origin.STATIC);
    private static final List<PeerRole> ROLES = List.of(PeerRole.DONOR);

    private final Signed signed;
    private final VerifiedPairs pairs;
    private final StoreWork store;

    Donor(Board board, VerifiedPairs pairs, StoreWork store) {
        this.signed = board.image(Board.BMC, 1);
        this.pairs = pairs;
        this.store = store;
    }

    static List<PeerRef> peers() {
        return List.of(PEER);
    }

    /** What an effect of the negotiation or transfer comes to; null when it is none. */
    @Nullable
    NodeEvent carryOut(NodeEffect.Async effect) throws Exception {
        if (effect instanceof NodeEffect.QueryDonor query) {
            return new NodeEvent.DonorQueried(query.id(), new DonorInventory(UUID, ROLES, List.of(claim())), 10);
        } else if (effect instanceof NodeEffect.RequestImage asked) {
            String request = asked.request().requestId();
            return new NodeEvent.OfferMade(asked.id(), new Offer("offer", request, claim(), ROLES, 0, 5, 30_000, null));
        } else if (effect instanceof NodeEffect.AcceptOffer accept) {
            return new NodeEvent.Granted(
                    accept.id(), new Grant("offer", "image", "manifest", "p7s", "offer", "ticket", 60_000));
        } else if (effect instanceof NodeEffect.CloseOffer close) {
            return new NodeEvent.Done(close.id());
        } else if (effect instanceof NodeEffect.FetchManifest fetch) {
            pairs.verify(signed.pair());
            return new NodeEvent.ManifestVerified(fetch.id(), signed.manifest());
        } else if (effect instanceof NodeEffect.OpenStaging open) {
            return store.openStaging(open, new StopSignal());
        } else if (effect instanceof NodeEffect.FetchChunk fetch) {
            // The image is smaller than a chunk.
            return store.writeChunk(fetch, ByteBuffer.wrap(signed.image()));
        } else if (effect instanceof NodeEffect.VerifyImage verify) {
            return store.verifyImage(verify, new StopSignal());
        }
        return null;
    }

    private DonorImage claim() {
        Manifest manifest = signed.manifest().manifest();
        return new DonorImage(
                manifest.softwareId(),
                manifest.version(),
                manifest.scheme(),
                signed.manifest().securityVersion(),
                signed.manifest().digest(),
                manifest.image().size(),
                true);
    }
}
