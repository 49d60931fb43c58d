package org.firmwarerecovery.update.io.flash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Objects;
import org.firmwarerecovery.update.io.file.AtomicFiles;
import org.jspecify.annotations.Nullable;

/**
 * Flash kept in a file of exactly {@code size} bytes. A new one is filled with {@code 0xFF} in large writes beside its final
 * name, so a power cut while it is made leaves no half bank.
 *
 * <p>The file stands for hardware, so what others do to it while it is open counts as damage of the flash, never as an error:
 * a removed file reads as erased and is made again by the next write, a replaced one is the new content, and the part cut off
 * from a shortened one reads as erased. The inventory check then finds the damage and a write heals it. A protected flash
 * (the golden bank) refuses erase and program. Reads may come from the page cache: like any file system this proves the copy
 * of the operating system, which is the copy that will be used.
 *
 * <p>Threads: as {@link Flash} says. An interrupt of a reading thread closes the channel (a JDK rule); the next call opens it
 * again.
 */
public final class FileFlash implements Flash {
    /** Erase block of a file flash unless told otherwise; a usual block of serial NOR. */
    public static final int ERASE_BLOCK_BYTES = 64 * 1024;

    private static final int FILL_BYTES = 1024 * 1024;
    // Shared and read-only, always duplicated: 1 MiB of native memory for all banks of a node.
    private static final ByteBuffer ERASED_BLOCK = erasedBlock();

    private final Path file;
    private final long size;
    private final int eraseBlockSize;
    private final boolean isProtected;
    private final Object writing = new Object();
    private volatile @Nullable Opened opened;
    private volatile boolean closed;
    private @Nullable Opened unforced;

    private FileFlash(Path file, long size, int eraseBlockSize, boolean isProtected) {
        this.file = file;
        this.size = size;
        this.eraseBlockSize = eraseBlockSize;
        this.isProtected = isProtected;
    }

    /**
     * Opens {@code file}, or makes it with every byte erased.
     *
     * @param sizeField configuration field that gave {@code size}, for the error message
     * @throws FlashSizeException when the file has more bytes; one that was cut off is damaged content, no reason not to start
     */
    public static FileFlash open(Path file, long size, String sizeField) throws IOException {
        return open(file, size, ERASE_BLOCK_BYTES, sizeField, false);
    }

    /** Like {@link #open(Path, long, String)}, but erase and program are refused. */
    public static FileFlash openProtected(Path file, long size, String sizeField) throws IOException {
        return open(file, size, ERASE_BLOCK_BYTES, sizeField, true);
    }

    /** Opens or makes a file flash with an erase block of its own. */
    public static FileFlash open(Path file, long size, int eraseBlockSize, String sizeField, boolean isProtected)
            throws IOException {
        if (size <= 0 || eraseBlockSize <= 0) {
            throw new IllegalArgumentException(
                    "size and erase block must be positive: " + size + ", " + eraseBlockSize);
        }
        FileFlash flash = new FileFlash(file.toAbsolutePath(), size, eraseBlockSize, isProtected);
        if (Files.exists(flash.file)) {
            if (!Files.isRegularFile(flash.file)) {
                throw new IOException(flash.file + " is not a regular file");
            }
            long found = Files.size(flash.file);
            if (found > size) {
                throw new FlashSizeException(flash.file, sizeField, size, found);
            }
        } else {
            flash.create();
        }
        flash.opened = flash.openChannel();
        return flash;
    }

    /** The file that holds the bytes. */
    public Path file() {
        return file;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int eraseBlockSize() {
        return eraseBlockSize;
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        FlashRange.check(this, offset, target.remaining());
        Opened now = current();
        long position = offset;
        while (target.hasRemaining()) {
            int count = now == null ? -1 : now.channel.read(target, position);
            if (count < 0) {
                fillErased(target);
                return;
            }
            position += count;
        }
    }

    @Override
    public void erase(long offset, long length) throws IOException {
        FlashRange.checkErase(this, offset, length);
        synchronized (writing) {
            Opened now = forWriting();
            for (long done = 0; done < length; ) {
                ByteBuffer block = ERASED_BLOCK.duplicate().limit((int) Math.min(FILL_BYTES, length - done));
                writeFully(now.channel, block, offset + done);
                done += block.limit();
            }
        }
    }

    @Override
    public void program(long offset, ByteBuffer source) throws IOException {
        FlashRange.check(this, offset, source.remaining());
        synchronized (writing) {
            writeFully(forWriting().channel, source, offset);
        }
    }

    @Override
    public void force() throws IOException {
        synchronized (writing) {
            Opened written = unforced;
            if (written == null) {
                return;
            }
            if (current() != written) {
                unforced = null;
                throw new IOException(file + " was removed or replaced while it was written");
            }
            // Metadata that a reader needs (size, allocation) is part of force(false); times are not needed.
            written.channel.force(false);
            unforced = null;
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (writing) {
            closed = true;
            Opened last = opened;
            opened = null;
            if (last != null) {
                last.channel.close();
            }
        }
    }

    private Opened forWriting() throws IOException {
        if (isProtected) {
            throw new IOException(file + " is a protected bank: it is never written");
        }
        Opened now = current();
        if (now == null) {
            create();
            now = Objects.requireNonNull(current(), "just made");
        }
        unforced = now;
        return now;
    }

    /** The channel on the file that now has our name; null while there is none. */
    private @Nullable Opened current() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        Opened now = opened;
        Object key;
        try {
            key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
        if (now != null && now.channel.isOpen() && Objects.equals(key, now.key)) {
            return now;
        }
        return reopen();
    }

    private synchronized @Nullable Opened reopen() throws IOException {
        Opened old = opened;
        try {
            Opened fresh = openChannel();
            if (old != null && old.channel.isOpen() && Objects.equals(old.key, fresh.key)) {
                fresh.channel.close();
                return old;
            }
            opened = fresh;
            if (closed) {
                fresh.channel.close();
                throw new ClosedChannelException();
            }
            if (old != null) {
                old.channel.close();
            }
            return fresh;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private Opened openChannel() throws IOException {
        FileChannel channel = isProtected
                ? FileChannel.open(file, StandardOpenOption.READ)
                : FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        return new Opened(
                channel, Files.readAttributes(file, BasicFileAttributes.class).fileKey());
    }

    private void create() throws IOException {
        AtomicFiles.createFolders(AtomicFiles.folderOf(file), false);
        AtomicFiles.replace(file, false, channel -> {
            for (long done = 0; done < size; ) {
                ByteBuffer block = ERASED_BLOCK.duplicate().limit((int) Math.min(FILL_BYTES, size - done));
                AtomicFiles.writeFully(channel, block);
                done += block.limit();
            }
        });
    }

    private static void writeFully(FileChannel channel, ByteBuffer source, long offset) throws IOException {
        long position = offset;
        while (source.hasRemaining()) {
            position += channel.write(source, position);
        }
    }

    private static void fillErased(ByteBuffer target) {
        while (target.hasRemaining()) {
            target.put(ERASED_BLOCK.duplicate().limit(Math.min(FILL_BYTES, target.remaining())));
        }
    }

    private static ByteBuffer erasedBlock() {
        byte[] bytes = new byte[FILL_BYTES];
        Arrays.fill(bytes, ERASED);
        return ByteBuffer.allocateDirect(FILL_BYTES).put(bytes).flip().asReadOnlyBuffer();
    }

    /** A channel and the identity of the file behind it. */
    private static final class Opened {
        private final FileChannel channel;
        private final @Nullable Object key;

        private Opened(FileChannel channel, @Nullable Object key) {
            this.channel = channel;
            this.key = key;
        }
    }
}
