package org.firmwarerecovery.update.power;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** An open file (or folder, which can only be forced) of a {@link FaultyDisk}. */
final class DiskChannel extends FileChannel {
    private final FaultyDisk disk;
    private final int id;
    private final String name;
    private final boolean writes;
    private long position;

    DiskChannel(FaultyDisk disk, int id, String name, boolean writes) {
        this.disk = disk;
        this.id = id;
        this.name = name;
        this.writes = writes;
    }

    @Override
    public int read(ByteBuffer target) {
        int count = read(target, position);
        position += Math.max(0, count);
        return count;
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
        throw new UnsupportedOperationException("gathering reads");
    }

    @Override
    public int read(ByteBuffer target, long at) {
        int before = target.remaining();
        return before > 0 && !disk.content(id).read(at, target) ? -1 : before - target.remaining();
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int count = write(source, position);
        position += count;
        return count;
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw new UnsupportedOperationException("scattering writes");
    }

    @Override
    public int write(ByteBuffer source, long at) throws IOException {
        if (!writes) {
            throw new NonWritableChannelException();
        }
        int count = source.remaining();
        if (count > 0) {
            disk.write(id, name, at, source);
        }
        return count;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public FileChannel position(long wanted) {
        position = wanted;
        return this;
    }

    @Override
    public long size() {
        return disk.content(id).length();
    }

    @Override
    public FileChannel truncate(long length) {
        if (length < size()) {
            disk.truncate(id, name, length);
        }
        position = Math.min(position, length);
        return this;
    }

    @Override
    public void force(boolean metaData) {
        disk.force(id, name);
    }

    @Override
    public long transferTo(long from, long count, WritableByteChannel target) {
        throw new UnsupportedOperationException("transferTo");
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long at, long count) {
        throw new UnsupportedOperationException("transferFrom");
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long at, long size) {
        throw new UnsupportedOperationException("map");
    }

    @Override
    public FileLock lock(long at, long size, boolean shared) {
        return tryLock(at, size, shared);
    }

    @Override
    public FileLock tryLock(long at, long size, boolean shared) {
        return new FileLock(this, at, size, shared) {
            @Override
            public boolean isValid() {
                return true;
            }

            @Override
            public void release() {
                // One process, one lock.
            }
        };
    }

    @Override
    protected void implCloseChannel() throws IOException {
        // Nothing is kept open; closing makes nothing durable.
    }
}
