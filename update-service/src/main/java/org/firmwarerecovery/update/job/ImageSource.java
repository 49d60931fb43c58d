package org.firmwarerecovery.update.job;

import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.negotiation.Grant;
import org.firmwarerecovery.update.negotiation.PeerRef;

/** Where the bytes of a job come from. */
public sealed interface ImageSource {
    /** A donor that granted a lease. */
    record Peer(PeerRef peer, Grant grant, Digest manifestDigest) implements ImageSource {}

    /** A verified bank of the same component. */
    record LocalBank(BankId bank) implements ImageSource {}

    /** A verified image in the image store, by the SHA-256 of the image. */
    record Stored(Digest image) implements ImageSource {}

    /** An operator's upload or URI that is still to be read and verified. */
    record Operator(String description) implements ImageSource {}
}
