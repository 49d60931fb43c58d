package org.firmwarerecovery.update.io.store;

import org.firmwarerecovery.update.component.Digest;

/** What asking for a staging area gave. */
public sealed interface StageOutcome {
    /**
     * Space is reserved; chunks that an earlier attempt left and that are still right count.
     *
     * @param staging close it to suspend, discard it to give up
     */
    record Staged(ImageStaging staging) implements StageOutcome {}

    /**
     * The image is in the store already.
     *
     * @param image its entry
     */
    record AlreadyStored(StoredImage image) implements StageOutcome {}

    /**
     * Somebody in this process fills a staging area for the same image.
     *
     * @param digest of the image
     */
    record InUse(Digest digest) implements StageOutcome {}

    /**
     * The quota is too small, even after everything that may go has gone; nothing was evicted.
     *
     * @param neededBytes for this image
     * @param quotaBytes the setting {@code images.quota}
     * @param heldBytes bytes of entries that banks or leases need, and of other transfers
     */
    record OverQuota(long neededBytes, long quotaBytes, long heldBytes) implements StageOutcome {}

    /**
     * The disk is too full, even after everything that may go has gone; nothing is left behind.
     *
     * @param neededBytes for this image
     * @param usableBytes free on the file system of the store
     */
    record DiskFull(long neededBytes, long usableBytes) implements StageOutcome {}

    /**
     * The cancel check stopped the comparison of an earlier attempt's chunks; they stay for the next attempt.
     *
     * @param digest of the image
     */
    record Cancelled(Digest digest) implements StageOutcome {}
}
