package org.firmwarerecovery.update.io.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whole files appear by temp + force + rename + directory force (DESIGN.md section 6): after a power cut a reader sees the
 * old content or the new one, never a part. Blocking; costs milliseconds (two forces), so it is for small, rare files.
 *
 * <p>Threads: one writer per path at a time; readers need no lock. A temporary file left by a power cut is overwritten by the
 * next write of the same path.
 */
public final class AtomicFiles {
    /** Ending of the temporary file that a write leaves only when the power goes. */
    public static final String TEMPORARY_ENDING = ".tmp";

    private static final FileAttribute<?>[] OWNER_FILE = {
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
    };
    private static final FileAttribute<?>[] OWNER_FOLDER = {
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
    };
    private static final FileAttribute<?>[] NO_ATTRIBUTES = {};

    private AtomicFiles() {}

    /** Replaces {@code file} by one holding {@code bytes}. */
    public static void write(Path file, byte[] bytes) throws IOException {
        write(file, bytes, false);
    }

    /**
     * Replaces {@code file} by one holding {@code bytes}; the file and the entry in its folder are durable on return.
     *
     * @param ownerOnly the file is created with mode 0600, so no other user can read it even for a moment
     * @throws IOException the old file is still there and no temporary file is left
     */
    public static void write(Path file, byte[] bytes, boolean ownerOnly) throws IOException {
        replace(file, ownerOnly, channel -> writeFully(channel, ByteBuffer.wrap(bytes)));
    }

    /** Like {@link #write(Path, byte[], boolean)} for content too large for one array. */
    public static void replace(Path file, boolean ownerOnly, Content content) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + TEMPORARY_ENDING);
        Files.deleteIfExists(temporary);
        boolean done = false;
        try {
            EnumSet<StandardOpenOption> fresh = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            try (FileChannel channel = FileChannel.open(temporary, fresh, ownerOnly ? OWNER_FILE : NO_ATTRIBUTES)) {
                content.writeTo(channel);
                channel.force(true);
            }
            move(temporary, file);
            done = true;
        } finally {
            if (!done) {
                Files.deleteIfExists(temporary);
            }
        }
    }

    /** Renames within one file system, replacing a file at {@code to}, and makes the rename durable. */
    public static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceFolderOf(to);
        if (!folderOf(from).equals(folderOf(to))) {
            forceFolderOf(from);
        }
    }

    /** Deletes {@code file} if it is there and makes that durable. */
    public static boolean delete(Path file) throws IOException {
        boolean deleted = Files.deleteIfExists(file);
        if (deleted) {
            forceFolderOf(file);
        }
        return deleted;
    }

    /** Deletes {@code folder} with everything in it; symbolic links in it are removed, never followed. */
    public static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (UncheckedIOException e) {
            throw new IOException("cannot delete " + folder, e);
        }
        forceFolderOf(folder);
    }

    /** Makes {@code folder} and its missing parents; the entries are durable on return. */
    public static void createFolders(Path folder, boolean ownerOnly) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folderOf(folder);
        createFolders(parent, false);
        try {
            Files.createDirectory(folder, ownerOnly ? OWNER_FOLDER : NO_ATTRIBUTES);
        } catch (FileAlreadyExistsException e) {
            // Another process or thread was quicker.
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
        forceFolder(parent);
    }

    /** Opens {@code file} for reading and writing, making an empty one (mode 0600 with {@code ownerOnly}) if it is absent. */
    public static FileChannel openOrCreate(Path file, boolean ownerOnly) throws IOException {
        boolean absent = !Files.exists(file);
        FileChannel channel = FileChannel.open(
                file,
                EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                ownerOnly ? OWNER_FILE : NO_ATTRIBUTES);
        if (absent) {
            forceFolderOf(file);
        }
        return channel;
    }

    /** Makes the entry of {@code path} in its folder durable. */
    public static void forceFolderOf(Path path) throws IOException {
        forceFolder(folderOf(path));
    }

    /** Writes all of {@code bytes} at the channel's position. */
    public static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /**
     * The bytes of a small file.
     *
     * @param bytesMax a larger file is an error instead of a full heap
     * @throws NoSuchFileException if it is absent
     */
    public static byte[] read(Path file, int bytesMax) throws IOException {
        long size = Files.size(file);
        if (size > bytesMax) {
            throw new IOException(file + " has " + size + " bytes; at most " + bytesMax + " are expected here");
        }
        return Files.readAllBytes(file);
    }

    private static void forceFolder(Path folder) throws IOException {
        // A read-only channel on a folder can be forced on Linux: that is fsync of the directory.
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** The folder that holds the entry of {@code path}. */
    public static Path folderOf(Path path) {
        Path parent = path.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException("a file system root has no folder: " + path);
        }
        return parent;
    }

    /** Writes the content of a new file. */
    @FunctionalInterface
    public interface Content {
        /** Writes everything to {@code channel}, which stands at 0 in an empty file; must not close it. */
        void writeTo(FileChannel channel) throws IOException;
    }
}
