package org.firmwarerecovery.update.io.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Facts about the free space of a file system. Any thread; each call asks the operating system. */
public final class DiskSpace {
    /** Below this many usable bytes a failed write is taken for a full disk even if the error text says something else. */
    public static final long FULL_BELOW_BYTES = 64 * 1024;

    private DiskSpace() {}

    /** Bytes that this process may still write to the file system of {@code path}, which must exist. */
    public static long usableBytes(Path path) throws IOException {
        return Files.getFileStore(path).getUsableSpace();
    }

    /**
     * True when {@code failure} means that no space (or quota) is left. Java has no type for it: the text of the operating
     * system is looked at, and the free space itself in case the text is translated.
     */
    public static boolean isFull(IOException failure, Path near) {
        if (saysFull(failure)) {
            return true;
        }
        try {
            return usableBytes(near) < FULL_BELOW_BYTES;
        } catch (IOException unknown) {
            failure.addSuppressed(unknown);
            return false;
        }
    }

    /** True when the text of {@code failure} says that no space (or quota) is left. */
    public static boolean saysFull(IOException failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String text = cause.getMessage();
            if (text != null && (text.contains("No space left on device") || text.contains("quota exceeded"))) {
                return true;
            }
        }
        return false;
    }
}
