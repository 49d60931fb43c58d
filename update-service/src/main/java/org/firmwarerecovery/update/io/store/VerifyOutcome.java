package org.firmwarerecovery.update.io.store;

/** What hashing a stored image again gave. */
public sealed interface VerifyOutcome {
    /**
     * It is the image it is named after.
     *
     * @param image its entry
     */
    record Good(StoredImage image) implements VerifyOutcome {}

    /**
     * It is broken, now or since before; it is not served any more.
     *
     * @param reason what is wrong with it
     */
    record Broken(String reason) implements VerifyOutcome {}

    /** No such entry. */
    record NotFound() implements VerifyOutcome {}

    /**
     * The cancel check stopped it.
     *
     * @param bytesDone bytes read until then
     */
    record Cancelled(long bytesDone) implements VerifyOutcome {}
}
