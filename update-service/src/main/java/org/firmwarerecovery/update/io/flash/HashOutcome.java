package org.firmwarerecovery.update.io.flash;

import org.firmwarerecovery.update.component.Digest;

/** How a hash over a bank ended. */
public sealed interface HashOutcome {
    /** Bytes read. */
    long bytesDone();

    /**
     * All bytes were read.
     *
     * @param digest their digest
     * @param bytesDone their number
     */
    record Hashed(Digest digest, long bytesDone) implements HashOutcome {}

    /**
     * The cancel check stopped it.
     *
     * @param bytesDone bytes read until then
     */
    record Cancelled(long bytesDone) implements HashOutcome {}
}
