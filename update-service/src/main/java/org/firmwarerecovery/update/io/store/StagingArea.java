package org.firmwarerecovery.update.io.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.io.file.AtomicFiles;

/** The folder {@code images/staging}: images on their way in, and for a moment those on their way out. Guarded by the store. */
final class StagingArea {
    static final String NAME = "staging";

    private static final String DELETED_ENDING = ".deleted";
    private static final Pattern DIGEST_NAME = Pattern.compile("[0-9a-f]{64}");
    private static final int FILL_BYTES = 1024 * 1024;

    private final Path folder;

    private StagingArea(Path folder) {
        this.folder = folder;
    }

    /** Makes the folder if it is absent, and finishes deletions that a restart cut off. */
    static StagingArea open(Path images) throws IOException {
        Path folder = images.resolve(NAME);
        AtomicFiles.createFolders(folder, false);
        for (Path left : foldersIn(folder, name -> name.endsWith(DELETED_ENDING))) {
            AtomicFiles.deleteTree(left);
        }
        return new StagingArea(folder);
    }

    /** Folders named by a digest. */
    static List<Path> foldersOfDigests(Path folder) throws IOException {
        return foldersIn(folder, name -> DIGEST_NAME.matcher(name).matches());
    }

    static Digest digestOf(Path folder) {
        return Digest.sha256(String.valueOf(folder.getFileName()));
    }

    Path of(Digest digest) {
        return folder.resolve(digest.hex());
    }

    List<Digest> digests() throws IOException {
        List<Digest> digests = new ArrayList<>();
        for (Path path : foldersOfDigests(folder)) {
            digests.add(digestOf(path));
        }
        return digests;
    }

    /** Bytes that {@link #reserve} takes. */
    static long bytesFor(ImageShape shape, ManifestPair sidecars) {
        return shape.size() + sidecars.size() + ChunkMap.fileBytes(shape);
    }

    /** The chunk map of an earlier attempt at the same image; whatever else stands in its place is removed. */
    Optional<ChunkMap> resume(ImageShape shape, ManifestPair sidecars) throws IOException {
        Path place = of(shape.digest());
        Path image = place.resolve(ImageStaging.IMAGE_NAME);
        if (Files.isRegularFile(image) && Files.size(image) == shape.size()) {
            Optional<ChunkMap> map = ChunkMap.resume(place, shape);
            if (map.isPresent()) {
                saveSidecars(place, sidecars);
                return map;
            }
        }
        AtomicFiles.deleteTree(place);
        return Optional.empty();
    }

    /** Takes all the space an image needs; after an error nothing is left. */
    ChunkMap reserve(ImageShape shape, ManifestPair sidecars) throws IOException {
        Path place = of(shape.digest());
        boolean done = false;
        try {
            AtomicFiles.createFolders(place, false);
            saveSidecars(place, sidecars);
            ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(FILL_BYTES, shape.size()));
            AtomicFiles.replace(place.resolve(ImageStaging.IMAGE_NAME), false, image -> {
                for (long left = shape.size(); left > 0; left -= zeros.limit()) {
                    AtomicFiles.writeFully(image, zeros.clear().limit((int) Math.min(zeros.capacity(), left)));
                }
            });
            ChunkMap map = ChunkMap.create(place, shape);
            done = true;
            return map;
        } finally {
            if (!done) {
                AtomicFiles.deleteTree(place);
            }
        }
    }

    /** Removes a folder of the store at once by its name, then its files: after a power cut no half entry is found. */
    void bury(Path entry) throws IOException {
        if (!Files.isDirectory(entry)) {
            return;
        }
        Path grave = folder.resolve(entry.getFileName() + DELETED_ENDING);
        AtomicFiles.deleteTree(grave);
        AtomicFiles.move(entry, grave);
        AtomicFiles.deleteTree(grave);
    }

    private static void saveSidecars(Path place, ManifestPair sidecars) throws IOException {
        ManifestFiles files = new ManifestFiles(place, "");
        if (!files.read().equals(Optional.of(sidecars))) {
            files.write(sidecars);
        }
    }

    private static List<Path> foldersIn(Path folder, Predicate<String> name) throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.filter(path -> Files.isDirectory(path) && name.test(String.valueOf(path.getFileName())))
                    .sorted()
                    .toList();
        }
    }
}
