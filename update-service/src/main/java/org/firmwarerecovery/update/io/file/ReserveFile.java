package org.firmwarerecovery.update.io.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of really allocated bytes that is deleted when a journal meets a full disk, and made again later.
 *
 * <p>Threads: any; calls exclude each other.
 */
public final class ReserveFile implements SpaceReserve {
    /** Size in a state folder: some thousand journal records. */
    public static final int RESERVE_BYTES = 1024 * 1024;
    /** The reserve is made again only when this many times its size is free, so that it is not taken and lost in turns. */
    public static final int FREE_FACTOR_TO_RESTORE = 4;

    private static final Logger LOG = LoggerFactory.getLogger(ReserveFile.class);
    private static final int FILL_BYTES = 128 * 1024;

    private final Path file;
    private final int bytes;
    private final FreeSpace usable;
    private boolean standing;

    private ReserveFile(Path file, int bytes, FreeSpace usable) {
        this.file = file;
        this.bytes = bytes;
        this.usable = usable;
    }

    /**
     * Opens or makes the reserve. A disk that is already full is no error: the node must start there too, so the reserve is
     * then simply missing until {@link #restore()} finds space.
     */
    public static ReserveFile open(Path file, int bytes) throws IOException {
        return open(file, bytes, () -> DiskSpace.usableBytes(AtomicFiles.folderOf(file)));
    }

    static ReserveFile open(Path file, int bytes, FreeSpace usable) throws IOException {
        ReserveFile reserve = new ReserveFile(file, bytes, usable);
        reserve.standing = Files.isRegularFile(file) && Files.size(file) == bytes;
        reserve.restore();
        return reserve;
    }

    @Override
    public synchronized boolean release() throws IOException {
        standing = false;
        return AtomicFiles.delete(file);
    }

    @Override
    public synchronized boolean restore() {
        if (standing) {
            return true;
        }
        try {
            if (usable.usableBytes() >= (long) bytes * FREE_FACTOR_TO_RESTORE) {
                AtomicFiles.replace(file, true, this::fill);
                standing = true;
            }
        } catch (IOException e) {
            LOG.warn("the space kept back for journals cannot be taken now: {}", file, e);
        }
        return standing;
    }

    /** True while the space is kept back. */
    public synchronized boolean isStanding() {
        return standing;
    }

    private void fill(FileChannel channel) throws IOException {
        // Real bytes, not a hole, and not zeros, which some file systems store as a hole.
        byte[] block = new byte[FILL_BYTES];
        Arrays.fill(block, (byte) 0xA5);
        for (int done = 0; done < bytes; done += FILL_BYTES) {
            AtomicFiles.writeFully(channel, ByteBuffer.wrap(block, 0, Math.min(FILL_BYTES, bytes - done)));
        }
    }
}
