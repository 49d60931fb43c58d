package org.firmwarerecovery.update.io.ingest;

import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.io.store.ImageShape;
import org.firmwarerecovery.update.io.store.StageOutcome;
import org.firmwarerecovery.update.manifest.Manifest.Image;

/** What staging needs to know of a manifest, and what its refusals mean in words. */
public final class StagingText {
    private StagingText() {}

    /** True when the store can keep the image: it is named by its SHA-256. */
    public static boolean isStorable(Image image) {
        return image.digest(Digest.SHA_256).isPresent();
    }

    /** What the store has to know of an image that {@linkplain #isStorable is storable}. */
    public static ImageShape shape(Image image) {
        return new ImageShape(
                image.digest(Digest.SHA_256).orElse(image.digest()),
                image.size(),
                image.chunks().chunkSize(),
                image.chunks().digests());
    }

    /** Why staging was refused, for people. */
    public static String refusal(StageOutcome outcome) {
        if (outcome instanceof StageOutcome.OverQuota over) {
            return "the image store has no room: " + over.neededBytes() + " bytes needed, quota " + over.quotaBytes()
                    + ", of which " + over.heldBytes() + " can not be freed";
        }
        if (outcome instanceof StageOutcome.DiskFull full) {
            return "the disk is full: " + full.neededBytes() + " bytes needed, " + full.usableBytes() + " free";
        }
        return outcome instanceof StageOutcome.InUse
                ? "the same image is being transferred already"
                : "staging was stopped";
    }
}
