package org.firmwarerecovery.update.io.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.io.file.AtomicFiles;
import org.firmwarerecovery.update.io.journal.RecordFrame;

/**
 * One folder {@code images/<sha256>/} and what is remembered about it in memory. Beside the four files of the layout it may hold
 * {@code keep} (why it is here, and how recently it was used) and {@code broken} (why it is not served). Guarded by the store.
 */
final class ImageEntry {
    private static final String KEEP_NAME = "keep";
    private static final String BROKEN_NAME = "broken";
    private static final int REASON_BYTES_MAX = 4096;

    private final Path folder;
    private final Digest digest;
    private Keep keep = Keep.INSTALLED;
    private long lastUse;
    private boolean keepUnsaved;
    private String broken = "";

    private ImageEntry(Path folder, Digest digest) {
        this.folder = folder;
        this.digest = digest;
    }

    /** Reads what the folder says about itself. */
    static ImageEntry load(Path folder, Digest digest) throws IOException {
        ImageEntry entry = new ImageEntry(folder, digest);
        entry.loadKeep();
        Path reason = folder.resolve(BROKEN_NAME);
        if (Files.exists(reason)) {
            entry.broken = Files.size(reason) > REASON_BYTES_MAX
                    ? "marked broken"
                    : Files.readString(reason, StandardCharsets.UTF_8).strip();
        }
        entry.inspect();
        return entry;
    }

    /** Writes why a folder on its way into the store is kept. */
    static void saveKeep(Path folder, Keep keep, long lastUse) throws IOException {
        byte[] record = keep.name().getBytes(StandardCharsets.US_ASCII);
        AtomicFiles.write(folder.resolve(KEEP_NAME), RecordFrame.encode(lastUse, record));
    }

    Path folder() {
        return folder;
    }

    Digest digest() {
        return digest;
    }

    Path imageFile() {
        return folder.resolve(ImageStaging.IMAGE_NAME);
    }

    ManifestFiles manifestFiles() {
        return new ManifestFiles(folder, "");
    }

    long lastUse() {
        return lastUse;
    }

    Keep keep() {
        return keep;
    }

    void setKeep(Keep wanted) {
        keepUnsaved |= keep != wanted;
        keep = wanted;
    }

    void used(long when) {
        lastUse = when;
        keepUnsaved = true;
    }

    void saveKeepIfChanged() throws IOException {
        if (keepUnsaved) {
            saveKeep(folder, keep, lastUse);
            keepUnsaved = false;
        }
    }

    /** Marks the entry as never to be served; the mark survives a restart. */
    void markBroken(String reason) throws IOException {
        broken = reason;
        if (Files.isDirectory(folder)) {
            AtomicFiles.write(folder.resolve(BROKEN_NAME), (reason + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Looks whether all files are there and have their size; a cheap check made at every opening. */
    void inspect() throws IOException {
        if (!broken.isEmpty()) {
            return;
        }
        for (String name : List.of(
                ImageStaging.IMAGE_NAME, ManifestFiles.MANIFEST_NAME, ManifestFiles.SIGNATURE_NAME, ChunkMap.NAME)) {
            if (!Files.isRegularFile(folder.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
                broken = "file " + name + " is missing";
                return;
            }
        }
        Optional<Long> size = ChunkMap.imageSize(folder);
        if (size.isEmpty()) {
            broken = "file " + ChunkMap.NAME + " is damaged";
        } else if (Files.size(imageFile()) != size.get()) {
            broken = "file " + ImageStaging.IMAGE_NAME + " has " + Files.size(imageFile()) + " bytes instead of "
                    + size.get();
        }
    }

    /** What is wrong with a broken entry. */
    String brokenReason() {
        return broken;
    }

    boolean isBroken() {
        return !broken.isEmpty();
    }

    StoredImage describe() throws IOException {
        return new StoredImage(
                digest,
                ChunkMap.imageSize(folder).orElse(0L),
                bytesOnDisk(folder),
                keep,
                broken.isEmpty() ? Optional.empty() : Optional.of(broken));
    }

    /** Bytes of the files in {@code folder}. */
    static long bytesOnDisk(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        long bytes = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                bytes += Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.size(file) : 0;
            }
        }
        return bytes;
    }

    /** A lost or damaged {@code keep} only makes the entry an installed one that was not used lately. */
    private void loadKeep() throws IOException {
        Path file = folder.resolve(KEEP_NAME);
        if (!Files.exists(file)) {
            return;
        }
        RecordFrame.Read read = RecordFrame.decode(AtomicFiles.read(file, REASON_BYTES_MAX));
        if (read instanceof RecordFrame.Valid valid) {
            lastUse = valid.sequence();
            String name = new String(valid.record().array(), StandardCharsets.US_ASCII);
            keep = name.equals(Keep.REQUESTED.name()) ? Keep.REQUESTED : Keep.INSTALLED;
        }
    }
}
