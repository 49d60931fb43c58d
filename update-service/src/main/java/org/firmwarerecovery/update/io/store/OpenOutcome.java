package org.firmwarerecovery.update.io.store;

import java.nio.channels.FileChannel;

/** What opening an image for reading gave. */
public sealed interface OpenOutcome {
    /**
     * The image, for whole reads and ranges.
     *
     * @param channel read-only, the caller's to close; goes on if the entry is deleted meanwhile
     * @param image its entry
     */
    record Opened(FileChannel channel, StoredImage image) implements OpenOutcome {}

    /** No such entry. */
    record NotFound() implements OpenOutcome {}

    /**
     * The entry is there but is not served.
     *
     * @param reason what is wrong with it
     */
    record Broken(String reason) implements OpenOutcome {}
}
