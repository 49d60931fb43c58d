package org.firmwarerecovery.update.io.ingest;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Optional;
import org.firmwarerecovery.update.io.container.ContainerCheck;
import org.firmwarerecovery.update.io.container.ImageBytes;
import org.firmwarerecovery.update.io.container.PacedImage;
import org.firmwarerecovery.update.io.container.Profile;
import org.firmwarerecovery.update.io.container.known.KnownContainers;
import org.firmwarerecovery.update.io.flash.Pace;
import org.firmwarerecovery.update.io.store.ContentCheck;
import org.firmwarerecovery.update.io.store.ImageStore;
import org.firmwarerecovery.update.io.store.OpenOutcome;
import org.firmwarerecovery.update.manifest.Manifest;
import org.firmwarerecovery.update.manifest.Rejection;
import org.firmwarerecovery.update.manifest.SignedManifest;

/**
 * What a signed manifest says of the inside of its image, held against the image: the one check for updates of operators,
 * transfers of recoveries, images that were in the store before, and entries of the library. It reads with the lenient profile
 * and knows no key of a vendor: the signature of the manifest is what vouches for the image.
 */
public final class ManifestContent {
    private static final ContainerCheck CHECK = new ContainerCheck(KnownContainers.all(), Profile.LENIENT);

    private ManifestContent() {}

    /** The check of an image on its way into the store. */
    public static ContentCheck of(SignedManifest manifest) {
        return image -> CHECK.check(manifest.manifest(), image);
    }

    /**
     * The check of an image that the store has already: it may have come with another manifest. An image that is not there is
     * not refused; whoever opens it next is told.
     *
     * @throws PacedImage.CancelledException when {@code pace} says to stop
     */
    public static Optional<Rejection> stored(ImageStore store, SignedManifest manifest, Pace pace) throws IOException {
        Manifest content = manifest.manifest();
        if (content.container().equals(Manifest.CONTAINER_RAW)
                || !(store.open(StagingText.shape(content.image()).digest()) instanceof OpenOutcome.Opened opened)) {
            return Optional.empty();
        }
        try (FileChannel image = opened.channel()) {
            return CHECK.check(content, new PacedImage(ImageBytes.of(image), pace));
        }
    }
}
