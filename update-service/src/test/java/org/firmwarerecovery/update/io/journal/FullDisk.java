package org.firmwarerecovery.update.io.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** A file on a disk with so many bytes left; a write takes what fits and then fails as Linux does. */
final class FullDisk extends FileChannel {
    private final FileChannel inner;
    private final Space space;

    FullDisk(FileChannel inner, Space space) {
        this.inner = inner;
        this.space = space;
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
        int fits = (int) Math.min(source.remaining(), space.bytesLeft);
        if (fits == 0 && source.hasRemaining()) {
            throw new IOException("No space left on device");
        }
        ByteBuffer part = source.duplicate().limit(source.position() + fits);
        int count = inner.write(part, position);
        source.position(source.position() + count);
        space.bytesLeft -= count;
        return count;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int count = write(source, inner.position());
        inner.position(inner.position() + count);
        return count;
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        inner.truncate(size);
        return this;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return inner.read(target);
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        return inner.read(target, position);
    }

    @Override
    public long position() throws IOException {
        return inner.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
        inner.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return inner.size();
    }

    @Override
    public void force(boolean metadata) throws IOException {
        inner.force(metadata);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        inner.close();
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
        throw new UnsupportedOperationException("not used by journals");
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw new UnsupportedOperationException("not used by journals");
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
        throw new UnsupportedOperationException("not used by journals");
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw new UnsupportedOperationException("not used by journals");
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw new UnsupportedOperationException("not used by journals");
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
        throw new UnsupportedOperationException("not used by journals");
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
        throw new UnsupportedOperationException("not used by journals");
    }

    /** What is left on the disk. */
    static final class Space {
        private long bytesLeft;

        Space(long bytesLeft) {
            this.bytesLeft = bytesLeft;
        }

        void add(long bytes) {
            bytesLeft += bytes;
        }
    }
}
