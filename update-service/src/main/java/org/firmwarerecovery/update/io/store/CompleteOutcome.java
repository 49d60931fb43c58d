package org.firmwarerecovery.update.io.store;

import java.util.Optional;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.manifest.Rejection;

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
     * The digest is right, and the content breaks a rule; the staging area is discarded.
     *
     * @param rejection the rule
     */
    record Refused(Rejection rejection) implements CompleteOutcome {}

    /**
     * The cancel check stopped the comparison; the staging area goes on.
     *
     * @param bytesDone bytes compared until then
     */
    record Cancelled(long bytesDone) implements CompleteOutcome {}

    /** Why the image was refused for good; empty where it was not. */
    default Optional<Rejection> refusal() {
        if (this instanceof Refused refused) {
            return Optional.of(refused.rejection());
        }
        return this instanceof OtherDigest other
                ? Optional.of(new Rejection.DigestMismatch("image", other.expected(), other.found()))
                : Optional.empty();
    }
}
