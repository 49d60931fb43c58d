package org.firmwarerecovery.update.io.container;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** A range of an image as a stream. */
final class ImageRange extends InputStream {
    private final ImageBytes image;
    private final long end;
    private long at;

    ImageRange(ImageBytes image, long position, long length) {
        Objects.checkFromIndexSize(position, length, image.size());
        this.image = image;
        this.at = position;
        this.end = position + length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        if (at >= end) {
            return -1;
        }
        int count = (int) Math.min(length, end - at);
        image.read(at, into, offset, count);
        at += count;
        return count;
    }

    @Override
    public long skip(long count) {
        long skipped = Math.max(0, Math.min(count, end - at));
        at += skipped;
        return skipped;
    }

    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, end - at);
    }
}
