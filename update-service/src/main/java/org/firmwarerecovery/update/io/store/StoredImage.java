package org.firmwarerecovery.update.io.store;

import java.util.Optional;
import org.firmwarerecovery.update.component.Digest;

/**
 * One entry of the image store.
 *
 * @param digest SHA-256 of the image, by its folder name
 * @param size bytes of the image; 0 if that is not known any more
 * @param storedBytes bytes on disk, manifest and signature included
 * @param keep why it is here
 * @param brokenReason why it is never served; absent for a good entry
 */
public record StoredImage(Digest digest, long size, long storedBytes, Keep keep, Optional<String> brokenReason) {
    /** True when the entry may be served. */
    public boolean isGood() {
        return brokenReason.isEmpty();
    }

    /** Its id in LocalImageStore. */
    public String id() {
        return digest.brief();
    }
}
