package org.firmwarerecovery.update.io.container;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;

/**
 * The bytes of an image where they lie, readable at any place. The size does not change while they are read. An
 * implementation may be used by one thread at a time.
 */
public interface ImageBytes {
    /** Number of bytes. */
    long size();

    /**
     * Reads {@code length} bytes from {@code position} on.
     *
     * @throws EOFException where the image ends before that
     * @throws IOException of the medium
     */
    void read(long position, byte[] into, int offset, int length) throws IOException;

    /** {@code length} bytes from {@code position} on, in an array of their own; callers bound {@code length}. */
    default byte[] read(long position, int length) throws IOException {
        byte[] bytes = new byte[length];
        read(position, bytes, 0, length);
        return bytes;
    }

    /** The bytes from {@code position} on, {@code length} of them, as a stream that is not buffered. */
    default InputStream stream(long position, long length) {
        return new ImageRange(this, position, length);
    }

    /** {@code length} of these bytes from {@code position} on, as an image of their own. */
    default ImageBytes slice(long position, long length) {
        Objects.checkFromIndexSize(position, length, size());
        ImageBytes whole = this;
        return new ImageBytes() {
            @Override
            public long size() {
                return length;
            }

            @Override
            public void read(long at, byte[] into, int offset, int count) throws IOException {
                if (at < 0 || count > length - at) {
                    throw new EOFException("the image ends at " + length);
                }
                whole.read(position + at, into, offset, count);
            }
        };
    }

    /** An image in memory: for small ones and tests. */
    static ImageBytes of(byte[] image) {
        return new ImageBytes() {
            @Override
            public long size() {
                return image.length;
            }

            @Override
            public void read(long position, byte[] into, int offset, int length) throws IOException {
                if (position < 0 || length > image.length - position) {
                    throw new EOFException("the image ends at " + image.length);
                }
                System.arraycopy(image, (int) position, into, offset, length);
            }

            @Override
            public InputStream stream(long position, long length) {
                return new ByteArrayInputStream(image, (int) position, (int) length);
            }
        };
    }

    /** An image in an open file, of the size the file has now. The caller closes the file. */
    static ImageBytes of(FileChannel file) throws IOException {
        return of(file, 0, file.size());
    }

    /** An image inside an open file: {@code size} bytes from {@code begin} on. The caller closes the file. */
    static ImageBytes of(FileChannel file, long begin, long size) {
        return new ImageBytes() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public void read(long position, byte[] into, int offset, int length) throws IOException {
                if (position < 0 || length > size - position) {
                    throw new EOFException("the image ends at " + size);
                }
                ByteBuffer rest = ByteBuffer.wrap(into, offset, length);
                while (rest.hasRemaining()) {
                    if (file.read(rest, begin + position + rest.position() - offset) < 0) {
                        throw new EOFException("the image ends before " + (position + length));
                    }
                }
            }
        };
    }
}
