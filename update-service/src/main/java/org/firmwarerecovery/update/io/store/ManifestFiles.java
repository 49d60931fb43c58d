package org.firmwarerecovery.update.io.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.firmwarerecovery.update.io.file.AtomicFiles;

/**
 * One copy of a manifest pair on disk. The manifest appears last and disappears first, so a manifest that is there has its own
 * signature beside it, whenever the power goes.
 */
final class ManifestFiles {
    static final String MANIFEST_NAME = "manifest.json";
    static final String SIGNATURE_NAME = "manifest.json.p7s";

    private final Path manifest;
    private final Path signature;

    /** The pair in {@code folder} whose names begin with {@code prefix}. */
    ManifestFiles(Path folder, String prefix) {
        this.manifest = folder.resolve(prefix + MANIFEST_NAME);
        this.signature = folder.resolve(prefix + SIGNATURE_NAME);
    }

    Optional<ManifestPair> read() throws IOException {
        try {
            return Optional.of(ManifestPair.of(
                    AtomicFiles.read(manifest, ManifestPair.MANIFEST_BYTES_MAX),
                    AtomicFiles.read(signature, ManifestPair.SIGNATURE_BYTES_MAX)));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    /** True when what stands there could never be read: no file, or one above the limits. Then it is as good as lost. */
    boolean spoilt() {
        return spoilt(manifest, ManifestPair.MANIFEST_BYTES_MAX) || spoilt(signature, ManifestPair.SIGNATURE_BYTES_MAX);
    }

    private static boolean spoilt(Path file, int bytesMax) {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            return !found.isRegularFile() || found.size() > bytesMax;
        } catch (IOException e) {
            // Nothing can be said about it: that is trouble with the medium, which may pass.
            return false;
        }
    }

    void write(ManifestPair pair) throws IOException {
        AtomicFiles.createFolders(AtomicFiles.folderOf(manifest), false);
        AtomicFiles.delete(manifest);
        AtomicFiles.write(signature, pair.signature().array());
        AtomicFiles.write(manifest, pair.manifest().array());
    }

    void delete() throws IOException {
        AtomicFiles.delete(manifest);
        AtomicFiles.delete(signature);
    }

    @Override
    public String toString() {
        return manifest.toString();
    }
}
