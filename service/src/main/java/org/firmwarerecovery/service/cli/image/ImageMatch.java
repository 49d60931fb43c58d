package org.firmwarerecovery.service.cli.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.io.container.ContainerCheck;
import org.firmwarerecovery.update.io.container.ImageBytes;
import org.firmwarerecovery.update.io.container.Profile;
import org.firmwarerecovery.update.io.container.known.KnownContainers;
import org.firmwarerecovery.update.manifest.ChunkList;
import org.firmwarerecovery.update.manifest.Manifest;
import org.firmwarerecovery.update.manifest.Rejection;

/** Compares an image file with what a manifest says about it. */
public final class ImageMatch {
    private ImageMatch() {}

    /** The first difference as a sentence; empty when every byte is what the manifest describes. */
    public static Optional<String> difference(Manifest manifest, Path image) throws IOException {
        Optional<String> difference;
        try (InputStream bytes = Files.newInputStream(image)) {
            difference = difference(manifest, bytes);
        }
        return difference.isPresent() ? difference : insideDifference(manifest, image);
    }

    /** What a node would say against the inside of a container; empty for one that fits its manifest, and for raw images. */
    static Optional<String> insideDifference(Manifest manifest, Path image) throws IOException {
        try (FileChannel file = FileChannel.open(image)) {
            return new ContainerCheck(KnownContainers.all(), Profile.LENIENT)
                    .check(manifest, ImageBytes.of(file))
                    .map(Rejection::text);
        }
    }

    /** The same for an image that is read to its end; the caller closes it. */
    public static Optional<String> difference(Manifest manifest, InputStream image) throws IOException {
        ChunkList chunks = manifest.image().chunks();
        ImageHashes found = ImageHashes.of(image, chunks.chunkSize());
        if (found.size() != chunks.size()) {
            return Optional.of("the image has " + found.size() + " bytes, the manifest says " + chunks.size());
        }
        for (int index = 0; index < chunks.count(); index++) {
            if (!chunks.digest(index).equals(found.chunks().get(index))) {
                return Optional.of("chunk " + index + " (from byte " + chunks.offset(index)
                        + ") is not what the manifest describes");
            }
        }
        for (Digest digest : manifest.image().digests()) {
            Digest own = digest.algorithm().equals(Digest.SHA_256) ? found.sha256() : found.sha384();
            if (!digest.equals(own)) {
                return Optional.of("the digest of the image is " + own + ", the manifest says " + digest);
            }
        }
        return Optional.empty();
    }
}
