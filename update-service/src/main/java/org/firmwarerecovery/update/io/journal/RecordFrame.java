package org.firmwarerecovery.update.io.journal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.firmwarerecovery.update.io.file.Bytes;

/**
 * One record as it stands in a slot or in one of two copies: magic, format version, length, sequence, CRC-32C, bytes; big
 * endian. The checksum covers everything else. In every future format these five fields keep their place, so that an older
 * program recognises a newer record instead of taking it for damage. Pure; any thread.
 */
public final class RecordFrame {
    /** Newest format this program writes and reads. */
    public static final int FORMAT_VERSION = 1;
    /** Bytes before the record. */
    public static final int HEADER_BYTES = 24;

    private static final int MAGIC = 0x46524A31; // "FRJ1"
    private static final int LENGTH_AT = 8;
    private static final int CHECKSUM_AT = 20;

    private RecordFrame() {}

    /** The frame around {@code record}. */
    public static byte[] encode(long sequence, byte[] record) {
        return encode(FORMAT_VERSION, sequence, record);
    }

    static byte[] encode(int formatVersion, long sequence, byte[] record) {
        ByteBuffer frame = ByteBuffer.allocate(HEADER_BYTES + record.length);
        frame.putInt(MAGIC).putInt(formatVersion).putInt(record.length).putLong(sequence);
        frame.putInt(checksum(frame.array(), record, 0, record.length)).put(record);
        return frame.array();
    }

    /** Bytes of the whole frame that begins with {@code header}; those of the header alone when it is none. */
    static int frameBytes(byte[] header) {
        int length = ByteBuffer.wrap(header).getInt(LENGTH_AT);
        return length < 0 || length > Integer.MAX_VALUE - HEADER_BYTES ? HEADER_BYTES : HEADER_BYTES + length;
    }

    /** What the frame at the start of {@code bytes} is; bytes behind it are ignored. */
    public static Read decode(byte[] bytes) {
        if (isBlank(bytes)) {
            return new Blank();
        }
        if (bytes.length < HEADER_BYTES) {
            return new Damaged();
        }
        ByteBuffer frame = ByteBuffer.wrap(bytes);
        int magic = frame.getInt();
        int formatVersion = frame.getInt();
        int length = frame.getInt();
        long sequence = frame.getLong();
        int checksum = frame.getInt();
        if (magic != MAGIC || length < 0 || length > frame.remaining()) {
            return new Damaged();
        }
        if (checksum(bytes, bytes, HEADER_BYTES, length) != checksum) {
            return new Damaged();
        }
        if (formatVersion != FORMAT_VERSION) {
            return new Newer(Integer.toUnsignedLong(formatVersion));
        }
        return new Valid(sequence, Bytes.of(Arrays.copyOfRange(bytes, HEADER_BYTES, HEADER_BYTES + length)));
    }

    private static int checksum(byte[] header, byte[] record, int offset, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(header, 0, CHECKSUM_AT);
        checksum.update(record, offset, length);
        return (int) checksum.getValue();
    }

    /** Erased flash or preallocated zeros: nothing was ever written here. */
    private static boolean isBlank(byte[] bytes) {
        int length = Math.min(bytes.length, HEADER_BYTES);
        byte first = length == 0 ? 0 : bytes[0];
        if (first != 0 && first != (byte) 0xFF) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes[i] != first) {
                return false;
            }
        }
        return true;
    }

    /** What a place for a frame holds. */
    public sealed interface Read {}

    /**
     * A whole record.
     *
     * @param sequence grows with every write
     * @param record its bytes
     */
    public record Valid(long sequence, Bytes record) implements Read {}

    /** Never written. */
    public record Blank() implements Read {}

    /** Written, but not whole. */
    public record Damaged() implements Read {}

    /**
     * Whole, but of a format that this program does not know.
     *
     * @param formatVersion of the frame
     */
    public record Newer(long formatVersion) implements Read {}
}
