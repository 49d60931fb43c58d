package org.firmwarerecovery.update.io.trust;

import org.firmwarerecovery.update.manifest.Rejection;
import org.firmwarerecovery.update.manifest.SignedManifest;

/** What verifying a manifest and its signature gave. */
public sealed interface Verified {
    /** Signature, chain and content hold. */
    record Ok(SignedManifest manifest) implements Verified {}

    /**
     * Something does not hold.
     *
     * @param rejection what
     * @param onlyHere true for a rule of form that other readers do not have, so that the signature itself may well be good
     */
    record Refused(Rejection rejection, boolean onlyHere) implements Verified {}
}
