package org.firmwarerecovery.update.io.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.firmwarerecovery.update.io.file.AtomicFiles;
import org.jspecify.annotations.Nullable;

/**
 * Writers of boot reports, one at a time. The operating system drops the lock when the process ends, however it ends. The lock
 * file holds the number of the last report, so that numbers grow also when all reports were taken.
 */
final class ReportLock implements Closeable {
    static final String NAME = "lock";

    private static final Duration STEP = Duration.ofMillis(20);
    private static final int NUMBER_BYTES_MAX = 32;
    private static final long NUMBER_MAX = 999_999_999_999_999_999L;

    private final Path file;
    private final FileChannel channel;

    private ReportLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Waits for the lock of {@code folder}, at most {@code within}. */
    static ReportLock take(Path folder, Duration within) throws IOException {
        Path file = folder.resolve(NAME);
        FileChannel channel = AtomicFiles.openOrCreate(file, false);
        boolean taken = false;
        try {
            long end = System.nanoTime() + within.toNanos();
            while (tryLock(channel) == null) {
                if (System.nanoTime() > end) {
                    throw new IOException(file + " is held by another writer for " + within.toMillis() + " ms");
                }
                LockSupport.parkNanos(STEP.toNanos());
            }
            taken = true;
            return new ReportLock(file, channel);
        } finally {
            if (!taken) {
                channel.close();
            }
        }
    }

    /** True while a writer is at work in {@code folder}. */
    static boolean isHeld(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder.resolve(NAME), StandardOpenOption.WRITE)) {
            return tryLock(channel) == null;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    Path file() {
        return file;
    }

    /** The number after the last one and after {@code present}; kept for the next writer. */
    long next(long present) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(NUMBER_BYTES_MAX);
        channel.read(content, 0);
        String text =
                StandardCharsets.US_ASCII.decode(content.flip()).toString().strip();
        // Another content than a number was not written here; the names that are present are enough to go on.
        long last = text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
        long next = Math.max(last, present) + 1;
        if (next > NUMBER_MAX) {
            throw new IOException(file + ": there are no numbers left; remove what is in this folder");
        }
        channel.truncate(0);
        channel.position(0);
        AtomicFiles.writeFully(channel, ByteBuffer.wrap((next + "\n").getBytes(StandardCharsets.US_ASCII)));
        return next;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }
}
