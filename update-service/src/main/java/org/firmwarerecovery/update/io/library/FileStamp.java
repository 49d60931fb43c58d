package org.firmwarerecovery.update.io.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/**
 * A regular file of the library as it was seen: where equal stamps stand twice, nobody wrote in between.
 *
 * @param file where it truly lies, links resolved
 * @param size bytes
 * @param modified time of the last write
 * @param identity device and inode as the file system tells them
 */
record FileStamp(Path file, long size, FileTime modified, String identity) {
    /** A file that the library does not take, and why. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;

        RefusedException(String why) {
            super(why, null, false, false);
        }

        String why() {
            return String.valueOf(getMessage());
        }
    }

    /**
     * Looks at a file without opening it, since opening a pipe would block.
     *
     * @param root the library's folder, links resolved
     * @return empty when there is no such file
     */
    static Optional<FileStamp> of(Path root, String name) throws IOException, RefusedException {
        try {
            Path file = root.resolve(name);
            BasicFileAttributes seen = look(file);
            if (seen.isSymbolicLink()) {
                file = file.toRealPath();
                if (!file.startsWith(root)) {
                    throw new RefusedException(name + " is a link that leaves the library");
                }
                seen = look(file);
            }
            if (!seen.isRegularFile()) {
                throw new RefusedException(name + (seen.isDirectory() ? " is a folder" : " is no regular file"));
            }
            return Optional.of(
                    new FileStamp(file, seen.size(), seen.lastModifiedTime(), String.valueOf(seen.fileKey())));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    private static BasicFileAttributes look(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** True while the file is the one that was seen. */
    boolean stillThere() throws IOException {
        try {
            BasicFileAttributes seen = look(file);
            return seen.isRegularFile()
                    && seen.size() == size
                    && seen.lastModifiedTime().equals(modified)
                    && String.valueOf(seen.fileKey()).equals(identity);
        } catch (NoSuchFileException gone) {
            return false;
        }
    }
}
