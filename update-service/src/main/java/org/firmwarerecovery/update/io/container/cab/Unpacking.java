package org.firmwarerecovery.update.io.container.cab;

import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.firmwarerecovery.update.io.container.Fields;
import org.firmwarerecovery.update.io.container.ImageBytes;
import org.firmwarerecovery.update.io.container.RefusedException;
import org.firmwarerecovery.update.io.container.Verdict;

/**
 * Unpacks the blocks of folders (CFDATA), at most 32 KiB at a time. All folders of a cabinet share one limit, so that a small
 * file can not be a large one in disguise.
 */
final class Unpacking {
    /** Most bytes that a cabinet may unpack to. */
    static final long BYTES_MAX = 1024L * 1024 * 1024;
    /** Most bytes that one byte of a cabinet may unpack to; firmware with long runs of 0xFF stays below. */
    static final int RATIO_MAX = 200;
    /** What a cabinet may unpack to whatever its ratio. */
    static final long BYTES_ALWAYS = 16L * 1024 * 1024;

    private static final int BLOCK_BYTES = 8;
    private static final int UNPACKED_MAX = 32 * 1024;
    private static final int MSZIP_MARK = 'C' | 'K' << 8;
    private static final int MARK_BYTES = 2;

    private final ImageBytes image;
    private final long bytesMax;
    private long total;

    Unpacking(ImageBytes image) {
        this.image = image;
        this.bytesMax = Math.min(BYTES_MAX, Math.max(BYTES_ALWAYS, image.size() * RATIO_MAX));
    }

    /** Takes unpacked bytes. */
    interface Sink {
        /** The first {@code length} of {@code bytes}, which stand at {@code at} of the folder; not to be kept. */
        void take(long at, byte[] bytes, int length);
    }

    /** Unpacks all blocks of a folder into {@code sink}. */
    void run(Folder folder, Sink sink) throws IOException, RefusedException {
        Inflater inflater = new Inflater(true);
        try {
            byte[] unpacked = new byte[UNPACKED_MAX];
            int before = 0;
            long at = folder.offset();
            long position = 0;
            for (int i = 0; i < folder.blocks(); i++) {
                int headerBytes = BLOCK_BYTES + folder.blockReserve();
                Fields header = Fields.read(image, at, headerBytes, folder.end(), "the header of a block");
                int packedSize = header.u16(4);
                int size = header.u16(6);
                if (packedSize > folder.end() - at - headerBytes) {
                    throw new RefusedException("truncated: a block of " + packedSize + " bytes does not fit");
                }
                if (size == 0 || size > UNPACKED_MAX) {
                    throw new RefusedException("a block of " + size + " unpacked bytes");
                }
                claim(size);
                byte[] packed = image.read(at + headerBytes, packedSize);
                check(header, image.read(at + 4, headerBytes - 4), packed);
                if (folder.isStored()) {
                    store(packed, size, unpacked);
                } else {
                    inflate(inflater, packed, unpacked, before, size);
                }
                sink.take(position, unpacked, size);
                before = size;
                position += size;
                at += headerBytes + packedSize;
            }
        } finally {
            inflater.end();
        }
    }

    private void claim(int size) throws RefusedException {
        total += size;
        if (total > bytesMax) {
            throw new RefusedException(
                    Verdict.REJECT_UNSAFE, "it unpacks to more than " + bytesMax + " bytes, which is the limit");
        }
    }

    private static void store(byte[] packed, int size, byte[] unpacked) throws RefusedException {
        if (packed.length != size) {
            throw new RefusedException("a stored block has " + packed.length + " bytes and unpacks to " + size);
        }
        System.arraycopy(packed, 0, unpacked, 0, size);
    }

    /** A block of MSZIP is a whole DEFLATE stream that may refer to the block before it, {@code before} bytes of it. */
    private static void inflate(Inflater inflater, byte[] packed, byte[] unpacked, int before, int size)
            throws RefusedException {
        if (packed.length < MARK_BYTES || Fields.of(packed).u16(0) != MSZIP_MARK) {
            throw new RefusedException("a compressed block does not begin with CK");
        }
        try {
            inflater.reset();
            if (before > 0) {
                inflater.setDictionary(unpacked, 0, before);
            }
            inflater.setInput(packed, MARK_BYTES, packed.length - MARK_BYTES);
            int count = 0;
            while (count < size && !inflater.finished()) {
                int step = inflater.inflate(unpacked, count, size - count);
                if (step == 0 && !inflater.finished()) {
                    throw new RefusedException("a compressed block ends early");
                }
                count += step;
            }
            // The end mark of the stream may be all that is left; one byte more would be one too many.
            if (count != size || !inflater.finished() && (inflater.inflate(new byte[1]) > 0 || !inflater.finished())) {
                throw new RefusedException("a compressed block does not unpack to the " + size + " bytes it names");
            }
        } catch (DataFormatException e) {
            throw new RefusedException("a compressed block is damaged: " + e.getMessage());
        }
    }

    /** Checksum of [MS-CAB] 3.1; 0 where the maker did not take it. */
    private static void check(Fields header, byte[] rest, byte[] packed) throws RefusedException {
        long wanted = header.u32(0);
        if (wanted != 0 && wanted != Integer.toUnsignedLong(sum(rest, sum(packed, 0)))) {
            throw new RefusedException("the checksum of a block is wrong");
        }
    }

    private static int sum(byte[] bytes, int seed) {
        Fields fields = Fields.of(bytes);
        int sum = seed;
        int at = 0;
        while (at + 4 <= bytes.length) {
            sum ^= (int) fields.u32(at);
            at += 4;
        }
        // What is left over counts as a number with its first byte highest.
        int last = 0;
        while (at < bytes.length) {
            last = last << 8 | fields.u8(at);
            at++;
        }
        return sum ^ last;
    }
}
