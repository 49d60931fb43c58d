package org.firmwarerecovery.update.io.flash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A bank on an MTD character device of its own, written like NOR: erased in whole blocks by {@link MtdErase}, programmed by
 * writing to the device. The bank begins with the device; what the device has beyond it in its last block is erased with it.
 *
 * <p>The driver programs the chip before a write returns, and the device is opened for synchronous writes, so
 * {@link #force()} has nothing left to do; every erase is looked at, since no program that erases can be believed.
 *
 * <p>Threads: as {@link Flash} says. An interrupt of a reading thread closes the channel (a JDK rule); the next call opens it
 * again.
 */
public final class MtdFlash implements Flash {
    private static final int BUFFER_BYTES = 128 * 1024;

    private final MtdDevice device;
    private final MtdErase eraser;
    private final long size;
    private final boolean isProtected;
    private final Object writing = new Object();
    private @Nullable FileChannel channel;
    private boolean closed;

    private MtdFlash(MtdDevice device, MtdErase eraser, long size, boolean isProtected) {
        this.device = device;
        this.eraser = eraser;
        this.size = size;
        this.isProtected = isProtected;
    }

    /**
     * Opens the device; no byte of it changes.
     *
     * @param size bytes of the bank
     * @param sizeField configuration field that gave {@code size}, for the error message
     * @param isProtected true when erase and program are refused: the golden bank
     * @throws IOException when the bank does not fit, or the device cannot be opened
     */
    public static MtdFlash open(MtdDevice device, MtdErase eraser, long size, String sizeField, boolean isProtected)
            throws IOException {
        if (size <= 0) {
            throw new IllegalArgumentException("size must be positive: " + size);
        }
        device.mustHold(size, sizeField);
        MtdFlash flash = new MtdFlash(device, eraser, size, isProtected);
        flash.channel();
        return flash;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int eraseBlockSize() {
        return device.eraseSize();
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        FlashRange.check(this, offset, target.remaining());
        FileChannel open = channel();
        long position = offset;
        while (target.hasRemaining()) {
            int count = open.read(target, position);
            if (count < 0) {
                throw new IOException(device.node() + " ended at " + position + " of " + device.size() + " bytes");
            }
            position += count;
        }
    }

    @Override
    public void erase(long offset, long length) throws IOException {
        FlashRange.checkErase(this, offset, length);
        synchronized (writing) {
            forWriting();
            if (length == 0) {
                return;
            }
            long blocks = (length + device.eraseSize() - 1) / device.eraseSize();
            eraser.run(device.node(), offset, blocks);
            mustBeErased(offset, length);
        }
    }

    @Override
    public void program(long offset, ByteBuffer source) throws IOException {
        FlashRange.check(this, offset, source.remaining());
        synchronized (writing) {
            FileChannel open = forWriting();
            int unit = device.writeSize();
            if (offset % unit != 0) {
                throw new IOException(device.node() + " is programmed in units of " + unit + " bytes, and " + offset
                        + " is not the begin of one");
            }
            long position = offset;
            int whole = source.remaining() / unit * unit;
            int rest = source.remaining() - whole;
            ByteBuffer units = source.slice().limit(whole);
            while (units.hasRemaining()) {
                position += open.write(units, position);
            }
            source.position(source.position() + whole);
            if (rest > 0) {
                programRest(open, position, source, unit);
            }
        }
    }

    /** The last unit is filled up with what erased memory holds, which programs nothing. */
    private static void programRest(FileChannel open, long offset, ByteBuffer source, int unit) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(unit).put(source);
        while (last.hasRemaining()) {
            last.put(ERASED);
        }
        last.flip();
        long position = offset;
        while (last.hasRemaining()) {
            position += open.write(last, position);
        }
    }

    @Override
    public void force() throws IOException {
        // Each write was durable when it returned.
        channel();
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            closed = true;
            if (channel != null) {
                channel.close();
            }
        }
    }

    private FileChannel forWriting() throws IOException {
        if (isProtected) {
            throw new IOException(device.node() + " is a protected bank: it is never written");
        }
        return channel();
    }

    private synchronized FileChannel channel() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        FileChannel open = channel;
        if (open == null || !open.isOpen()) {
            open = isProtected
                    ? FileChannel.open(device.node(), StandardOpenOption.READ)
                    : FileChannel.open(
                            device.node(), StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DSYNC);
            channel = open;
        }
        return open;
    }

    private void mustBeErased(long offset, long length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        for (long done = 0; done < length; done += buffer.limit()) {
            buffer.clear().limit((int) Math.min(BUFFER_BYTES, length - done));
            read(offset + done, buffer);
            for (int i = 0; i < buffer.limit(); i++) {
                if (buffer.get(i) != ERASED) {
                    throw new IOException(device.node() + " did not erase at " + (offset + done + i));
                }
            }
        }
    }
}
