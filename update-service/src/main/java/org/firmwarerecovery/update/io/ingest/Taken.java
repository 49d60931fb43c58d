package org.firmwarerecovery.update.io.ingest;

import org.firmwarerecovery.update.manifest.Rejection;
import org.firmwarerecovery.update.manifest.SignedManifest;

/** What became of an operator's image. */
public sealed interface Taken {
    /** It is complete and verified in the store. */
    record Stored(SignedManifest manifest) implements Taken {}

    /** Image or manifest is refused. */
    record Rejected(Rejection rejection) implements Taken {}

    /** It could not be fetched or stored; the reason is for people. */
    record Failed(String reason) implements Taken {}
}
