package org.firmwarerecovery.update.io.store;

import java.io.IOException;
import java.util.Optional;
import org.firmwarerecovery.update.io.container.ImageBytes;
import org.firmwarerecovery.update.manifest.Rejection;

/** What has to hold of an image beyond its digest before the store takes it in. */
@FunctionalInterface
public interface ContentCheck {
    /** Nothing: the digest says it all. */
    ContentCheck DIGEST_ONLY = image -> Optional.empty();

    /**
     * Why the image must not be kept; empty if it may be.
     *
     * @throws IOException where the medium can not be read
     */
    Optional<Rejection> check(ImageBytes image) throws IOException;
}
