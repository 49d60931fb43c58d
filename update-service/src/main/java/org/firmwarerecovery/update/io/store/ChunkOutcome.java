package org.firmwarerecovery.update.io.store;

import org.firmwarerecovery.update.component.Digest;

/** What became of a chunk handed to a staging area. */
public sealed interface ChunkOutcome {
    /**
     * Written and counted.
     *
     * @param chunksMissing still to come
     */
    record Accepted(int chunksMissing) implements ChunkOutcome {}

    /** It was there already; nothing was written. */
    record AlreadyThere() implements ChunkOutcome {}

    /**
     * Not the bytes of the manifest; nothing was written. The donor lied or the line did.
     *
     * @param expected by the manifest
     * @param found of the bytes handed in
     */
    record WrongDigest(Digest expected, Digest found) implements ChunkOutcome {}

    /**
     * Not as many bytes as the chunk has; nothing was written.
     *
     * @param expected bytes of the chunk
     * @param found bytes handed in
     */
    record WrongLength(int expected, int found) implements ChunkOutcome {}
}
