package org.firmwarerecovery.update.node;

import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.jspecify.annotations.Nullable;

/**
 * An effect that was started and has not answered.
 *
 * @param kind what it does
 * @param owner id of the job or recovery that waits for it; empty for a check of a bank
 * @param component the component it concerns, null when none
 * @param bank the bank it concerns, null when none
 * @param peer UUID of the peer it concerns; empty when none
 * @param index chunk index; of a read of a bank or a question to an image, how many before it failed in a row;
 *     -1 otherwise
 * @param deadline uptime in milliseconds after which its answer is no longer waited for
 */
public record Pending(
        Kind kind,
        String owner,
        @Nullable ComponentId component,
        @Nullable BankId bank,
        String peer,
        int index,
        long deadline) {
    /** What an effect does. */
    public enum Kind {
        /** Read and hash a bank. */
        CHECK,
        /** Hash an image of the library that a peer asked for. */
        CHECK_LIBRARY,
        /** Hash the other bank before switching to it. */
        CHECK_BEFORE_SWITCH,
        /** Fetch and verify an operator's image. */
        INGEST,
        /** Bind a manifest to a bank. */
        ADOPT,
        /** Read a peer's inventory. */
        QUERY,
        /** Ask a peer for an image. */
        REQUEST,
        /** Accept an offer. */
        ACCEPT,
        /** Fetch and verify a manifest. */
        MANIFEST,
        /** Open staging for an image. */
        STAGING,
        /** Fetch one chunk. */
        CHUNK,
        /** Hash the whole image and keep it. */
        VERIFY,
        /** Erase, write and force a bank. */
        WRITE,
        /** Read a bank back and hash it. */
        READ_BACK,
        /** Run the hook that prepares an activation. */
        PREPARE,
        /** Run the activation hook. */
        ACTIVATE,
        /** Wait for the image to prove itself. */
        CONFIRM,
        /** Hash the bank before that one while going back to it is considered. */
        CHECK_BEFORE_REVERT,
        /** Go back to the bank before. */
        REVERT,
        /** Switch to another good bank. */
        SWITCH,
        /** Tell a donor something; the answer does not matter. */
        COURTESY
    }
}
