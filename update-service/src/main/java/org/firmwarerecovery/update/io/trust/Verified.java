package org.firmwarerecovery.update.io.trust;

import org.firmwarerecovery.update.manifest.Rejection;
import org.firmwarerecovery.update.manifest.SignedManifest;

/** What verifying a manifest and its signature gave. */
public sealed interface Verified {
    /** Signature, chain and content hold. */
    record Ok(SignedManifest manifest) implements Verified {}

    /** Something does not hold. */
    record Refused(Rejection rejection) implements Verified {}
}
