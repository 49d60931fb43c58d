package org.firmwarerecovery.update.io.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.donor.DonorOffer;
import org.firmwarerecovery.update.donor.ServedImage;
import org.firmwarerecovery.update.io.store.Pin;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.node.NodeState;

/**
 * What the store must not evict: images that a live lease or a running job reads. The store is opened before the node, so the
 * node attaches its state when it is there. Thread-safe.
 */
public final class StorePins implements Supplier<List<Pin>> {
    private volatile Supplier<List<Pin>> source = List::of;

    /** Nothing is pinned before {@link #attach}. */
    public StorePins() {}

    void attach(Supplier<NodeState> state) {
        source = () -> of(state.get());
    }

    @Override
    public List<Pin> get() {
        return source.get();
    }

    /** True when a running job transfers, verifies or writes the image. */
    static boolean isWanted(NodeState state, Digest image) {
        return state.jobs().values().stream().filter(job -> !job.ended()).anyMatch(job -> reads(job, image));
    }

    private static boolean reads(Job job, Digest image) {
        SignedManifest manifest = job.manifest();
        return manifest != null && manifest.manifest().image().digests().contains(image);
    }

    private static List<Pin> of(NodeState state) {
        List<Pin> pins = new ArrayList<>();
        for (DonorOffer offer : state.offers().values()) {
            if (offer.leaseUntil() >= 0
                    && offer.ticket() != null
                    && offer.image() instanceof ServedImage.FromStore stored) {
                pins.add(new Pin(stored.image(), "lease of " + offer.peer()));
            }
        }
        for (Job job : state.jobs().values()) {
            SignedManifest manifest = job.manifest();
            if (!job.ended() && manifest != null) {
                manifest.manifest().image().digests().forEach(digest -> pins.add(new Pin(digest, "job " + job.id())));
            }
        }
        return pins;
    }
}
