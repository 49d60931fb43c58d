package org.firmwarerecovery.update.io.container.openbmc;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.firmwarerecovery.update.io.container.ImageBytes;

/**
 * What a gzip file holds (RFC 1952): exactly one member that fills the file. The platform's own stream passes over bytes that
 * follow it, and takes further members for its continuation; neither belongs into firmware. The size is held against the size
 * of the file while inflating, so that a bomb ends early. One thread.
 */
final class GunzipStream extends InputStream {
    /** How many times larger than the file its content may be: firmware in the field is below 20. */
    static final long RATIO_MAX = 100;

    private static final int BUFFER_BYTES = 32 * 1024;
    private static final int HEADER_BYTES = 10;
    private static final int TRAILER_BYTES = 8;
    private static final int DEFLATE = 8;
    private static final int HEADER_CHECKSUM = 1 << 1;
    private static final int EXTRA = 1 << 2;
    private static final int NAME = 1 << 3;
    private static final int COMMENT = 1 << 4;
    private static final int RESERVED = 0xE0;

    private final ImageBytes image;
    private final long bytesMax;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private long at;
    private long given;
    private boolean ended;

    /** Content of {@code image}, at most {@code bytesMax} bytes of it and {@link #RATIO_MAX} times its size. */
    GunzipStream(ImageBytes image, long bytesMax) throws IOException {
        this.image = image;
        this.bytesMax = Math.min(bytesMax, RATIO_MAX * image.size());
        header();
    }

    static boolean recognises(byte[] head) {
        return head.length >= HEADER_BYTES && (head[0] & 0xFF) == 0x1F && (head[1] & 0xFF) == 0x8B;
    }

    /** Where the content begins in a file that begins with these bytes; its end where it does not begin among them. */
    static int contentAt(byte[] head) {
        try (GunzipStream stream = new GunzipStream(ImageBytes.of(head), 0)) {
            return (int) Math.min(stream.at, head.length);
        } catch (IOException e) {
            // No gzip header, or one longer than what is looked at: nothing to recognise.
            return head.length;
        }
    }

    private void header() throws IOException {
        byte[] head = take(HEADER_BYTES);
        int flags = head[3] & 0xFF;
        if (!recognises(head) || head[2] != DEFLATE || (flags & RESERVED) != 0) {
            throw TarballRefusedException.wrong("the gzip header is not one of RFC 1952");
        }
        if ((flags & EXTRA) != 0) {
            byte[] length = take(2);
            at += length[0] & 0xFF | (length[1] & 0xFF) << 8;
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CHECKSUM) != 0) {
            at += 2;
        }
    }

    /** A name or comment may be as long as the file; nothing of it is kept. */
    private void skipText() throws IOException {
        while (at < image.size()) {
            int count = (int) Math.min(buffer.length, image.size() - at);
            image.read(at, buffer, 0, count);
            for (int i = 0; i < count; i++) {
                if (buffer[i] == 0) {
                    at += i + 1;
                    return;
                }
            }
            at += count;
        }
        throw cut();
    }

    private byte[] take(int count) throws IOException {
        if (count > image.size() - at) {
            throw cut();
        }
        byte[] bytes = image.read(at, count);
        at += count;
        return bytes;
    }

    private static TarballRefusedException cut() {
        return TarballRefusedException.wrong("the gzip file is cut off");
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
        if (ended) {
            return -1;
        }
        int count = inflate(into, offset, length);
        if (count == 0) {
            trailer();
            return -1;
        }
        checksum.update(into, offset, count);
        given += count;
        if (given > bytesMax) {
            throw TarballRefusedException.unsafe("the gzip file holds more than " + bytesMax + " bytes");
        }
        return count;
    }

    /** 0 at the end of the member. */
    private int inflate(byte[] into, int offset, int length) throws IOException {
        try {
            int count = inflater.inflate(into, offset, length);
            while (count == 0 && !inflater.finished()) {
                if (inflater.needsDictionary()) {
                    throw TarballRefusedException.wrong("the gzip file needs a dictionary");
                }
                int next = (int) Math.min(buffer.length, image.size() - at);
                if (next <= 0) {
                    throw cut();
                }
                image.read(at, buffer, 0, next);
                at += next;
                inflater.setInput(buffer, 0, next);
                count = inflater.inflate(into, offset, length);
            }
            return count;
        } catch (DataFormatException e) {
            throw TarballRefusedException.wrong("the gzip file is damaged");
        }
    }

    private void trailer() throws IOException {
        ended = true;
        at -= inflater.getRemaining();
        byte[] trailer = take(TRAILER_BYTES);
        if (number(trailer, 0) != checksum.getValue() || number(trailer, 4) != (given & 0xFFFF_FFFFL)) {
            throw TarballRefusedException.wrong("the gzip file is damaged: its checksum is wrong");
        }
        if (at != image.size()) {
            throw TarballRefusedException.wrong("something follows the end of the gzip file");
        }
    }

    private static long number(byte[] bytes, int from) {
        long value = 0;
        for (int i = 3; i >= 0; i--) {
            value = value << 8 | bytes[from + i] & 0xFF;
        }
        return value;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
