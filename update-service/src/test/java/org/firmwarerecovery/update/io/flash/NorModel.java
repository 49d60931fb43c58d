package org.firmwarerecovery.update.io.flash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;

/**
 * NOR flash in memory: an erase sets whole blocks to ones, a program only clears bits. Unlike a real chip it refuses to be asked
 * for a bit that it cannot set, instead of silently leaving it clear. Everything is durable at once. One thread writes.
 */
final class NorModel implements Flash {
    /** Erase block of most serial NOR. */
    static final int ERASE_BLOCK_BYTES = 64 * 1024;

    private final byte[] cells;
    private final int size;
    private final int eraseBlockSize;
    private boolean closed;

    /** Erased memory of whole blocks, of which the first {@code size} bytes are the bank. */
    NorModel(int size, int eraseBlockSize) {
        this(new byte[(size + eraseBlockSize - 1) / eraseBlockSize * eraseBlockSize], size, eraseBlockSize);
        Arrays.fill(cells, ERASED);
    }

    private NorModel(byte[] cells, int size, int eraseBlockSize) {
        this.cells = cells;
        this.size = size;
        this.eraseBlockSize = eraseBlockSize;
    }

    /** The same chip after a restart. */
    NorModel restarted() {
        return new NorModel(cells, size, eraseBlockSize);
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
        checkOpen();
        FlashRange.check(this, offset, target.remaining());
        target.put(cells, (int) offset, target.remaining());
    }

    @Override
    public void erase(long offset, long length) throws IOException {
        checkOpen();
        FlashRange.checkErase(this, offset, length);
        for (long at = offset; at < offset + length; at += eraseBlockSize) {
            Arrays.fill(cells, (int) at, (int) at + eraseBlockSize, ERASED);
        }
    }

    @Override
    public void program(long offset, ByteBuffer source) throws IOException {
        checkOpen();
        FlashRange.check(this, offset, source.remaining());
        for (int at = (int) offset; source.hasRemaining(); at++) {
            byte wanted = source.get();
            if ((cells[at] & wanted) != wanted) {
                throw new IOException("a bit at " + at + " would have to be set: that needs an erase");
            }
            cells[at] = wanted;
        }
    }

    @Override
    public void force() throws IOException {
        checkOpen();
    }

    @Override
    public void close() {
        closed = true;
    }

    private void checkOpen() throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
    }
}
