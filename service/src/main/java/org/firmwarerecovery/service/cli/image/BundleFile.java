package org.firmwarerecovery.service.cli.image;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.firmwarerecovery.update.io.store.BundleWriter;
import org.firmwarerecovery.update.io.store.ManifestPair;

/** Bundles on disk: manifest, signature and image in one file that any node installs. */
public final class BundleFile {
    private static final int BUFFER = 128 * 1024;

    private BundleFile() {}

    /** Writes a bundle of the three files to {@code out}. */
    public static void write(Path manifest, Path signature, Path image, Path out) throws IOException {
        String name = String.valueOf(image.getFileName());
        if (!BundleWriter.isImageName(name)) {
            throw new IOException(image + ": '" + name + "' cannot be the name of an image in a bundle");
        }
        ManifestPair pair = ManifestPair.of(Files.readAllBytes(manifest), Files.readAllBytes(signature));
        try (InputStream bytes = Files.newInputStream(image);
                OutputStream target = new BufferedOutputStream(Files.newOutputStream(out), BUFFER)) {
            BundleWriter.write(target, pair, name, Files.size(image), bytes);
        }
    }
}
