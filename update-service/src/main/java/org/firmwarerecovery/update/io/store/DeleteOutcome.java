package org.firmwarerecovery.update.io.store;

/** What deleting an entry gave. */
public sealed interface DeleteOutcome {
    /**
     * It is gone.
     *
     * @param bytesFreed bytes on disk
     */
    record Deleted(long bytesFreed) implements DeleteOutcome {}

    /** No such entry. */
    record NotFound() implements DeleteOutcome {}

    /**
     * It is needed; nothing was deleted.
     *
     * @param holder who needs it
     */
    record Pinned(String holder) implements DeleteOutcome {}
}
