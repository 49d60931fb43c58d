package org.firmwarerecovery.update.io.flash;

import org.firmwarerecovery.update.component.Digest;

/** What reading a payload back from its bank showed. */
public sealed interface ReadBack {
    /**
     * The bank holds the payload.
     *
     * @param digest of the payload
     */
    record Same(Digest digest) implements ReadBack {}

    /**
     * The bank holds something else.
     *
     * @param expected by the manifest
     * @param found in the bank
     */
    record Different(Digest expected, Digest found) implements ReadBack {}

    /**
     * The payload does not lie in the bank.
     *
     * @param bankOffset where it should begin
     * @param size bytes of the payload
     * @param bankSize bytes of the bank
     */
    record DoesNotFit(long bankOffset, long size, long bankSize) implements ReadBack {}

    /**
     * The cancel check stopped it.
     *
     * @param bytesDone bytes read until then
     */
    record Cancelled(long bytesDone) implements ReadBack {}
}
