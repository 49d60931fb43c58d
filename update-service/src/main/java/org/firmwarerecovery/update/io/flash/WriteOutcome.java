package org.firmwarerecovery.update.io.flash;

import org.firmwarerecovery.update.component.Digest;

/** How writing a payload into a bank ended. After anything but {@link Written} the bank must not be used. */
public sealed interface WriteOutcome {
    /**
     * All bytes were programmed and are the expected ones; the read-back is still to come.
     *
     * @param digest of what was written
     */
    record Written(Digest digest) implements WriteOutcome {}

    /**
     * All bytes were programmed, but the source gave other ones.
     *
     * @param expected by the manifest
     * @param written of what the source gave
     */
    record OtherDigest(Digest expected, Digest written) implements WriteOutcome {}

    /**
     * The source ended early.
     *
     * @param bytesDone bytes it gave
     * @param size bytes of the payload
     */
    record SourceEnded(long bytesDone, long size) implements WriteOutcome {}

    /**
     * The payload does not lie in the bank; nothing was erased.
     *
     * @param bankOffset where it should begin
     * @param size bytes of the payload
     * @param bankSize bytes of the bank
     */
    record DoesNotFit(long bankOffset, long size, long bankSize) implements WriteOutcome {}

    /**
     * The cancel check stopped it.
     *
     * @param bytesDone bytes programmed until then
     */
    record Cancelled(long bytesDone) implements WriteOutcome {}
}
