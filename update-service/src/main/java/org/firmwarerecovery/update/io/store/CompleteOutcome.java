package org.firmwarerecovery.update.io.store;

import org.firmwarerecovery.update.component.Digest;

/** What completing a staging area gave. */
public sealed interface CompleteOutcome {
    /**
     * The image is in the store, durable.
     *
     * @param image its entry
     */
    record Completed(StoredImage image) implements CompleteOutcome {}

    /**
     * Chunks are missing; the staging area goes on.
     *
     * @param chunksMissing their number
     */
    record Incomplete(int chunksMissing) implements CompleteOutcome {}

    /**
     * The whole is not the image of the manifest; the staging area is discarded.
     *
     * @param expected by the manifest
     * @param found of the bytes on disk
     */
    record OtherDigest(Digest expected, Digest found) implements CompleteOutcome {}

    /**
     * The cancel check stopped the comparison; the staging area goes on.
     *
     * @param bytesDone bytes compared until then
     */
    record Cancelled(long bytesDone) implements CompleteOutcome {}
}
