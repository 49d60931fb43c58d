package org.firmwarerecovery.update.io.runtime;

import org.firmwarerecovery.update.component.Digest;

/** Takes images out of the store. Called by the loop thread, so it only asks for the work. */
@FunctionalInterface
public interface ImageDrop {
    /** Drops {@code image} soon, unless a lease or a bank still needs it. */
    void drop(Digest image);
}
