package org.firmwarerecovery.update.io.container;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/** A header of little-endian fields, read from an image as a whole. Offsets count from the beginning of the header. */
public final class Fields {
    private final ByteBuffer bytes;

    private Fields(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * The {@code length} bytes from {@code position} on.
     *
     * @param end where the enclosing range ends
     * @param what name of the header, for the reason
     * @throws RefusedException where the range ends before the header does
     */
    public static Fields read(ImageBytes image, long position, int length, long end, String what)
            throws IOException, RefusedException {
        if (position < 0 || position > end || length > end - position) {
            throw new RefusedException("truncated: " + what + " does not fit");
        }
        return new Fields(image.read(position, length));
    }

    /** The bytes {@code header}. */
    public static Fields of(byte[] header) {
        return new Fields(header);
    }

    /** Unsigned 8 bits. */
    public int u8(int offset) {
        return bytes.get(offset) & 0xFF;
    }

    /** Unsigned 16 bits. */
    public int u16(int offset) {
        return bytes.getShort(offset) & 0xFFFF;
    }

    /** Unsigned 24 bits. */
    public int u24(int offset) {
        return u16(offset) | u8(offset + 2) << 16;
    }

    /** Unsigned 32 bits. */
    public long u32(int offset) {
        return Integer.toUnsignedLong(bytes.getInt(offset));
    }

    /** 64 bits; negative where the unsigned number is 2^63 or more. */
    public long u64(int offset) {
        return bytes.getLong(offset);
    }

    /** Unsigned 64 bits as JSON shows them. */
    public Number number64(int offset) {
        long value = u64(offset);
        return value >= 0 ? value : new BigInteger(Long.toUnsignedString(value));
    }

    /** {@code length} bytes in hexadecimal digits. */
    public String hex(int offset, int length) {
        return HexFormat.of().formatHex(bytes.array(), offset, offset + length);
    }

    /** A GUID in the mixed byte order of UEFI, upper case. */
    public String guid(int offset) {
        return String.format(
                        Locale.ROOT,
                        "%08x-%04x-%04x-%s-%s",
                        u32(offset),
                        u16(offset + 4),
                        u16(offset + 6),
                        hex(offset + 8, 2),
                        hex(offset + 10, 6))
                .toUpperCase(Locale.ROOT);
    }

    /** Text of at most {@code length} bytes that ends at the first zero, as {@link #printable} shows it. */
    public String text(int offset, int length) {
        int end = offset;
        while (end < offset + length && bytes.get(end) != 0) {
            end++;
        }
        return printable(new String(bytes.array(), offset, end - offset, StandardCharsets.US_ASCII));
    }

    /** Sum of {@code length} bytes, modulo 256: 0 where a zero-sum checksum holds. */
    public int sum(int offset, int length) {
        int sum = 0;
        for (int i = offset; i < offset + length; i++) {
            sum += u8(i);
        }
        return sum & 0xFF;
    }

    /** Text out of a file, for people: what is no printable ASCII is shown as a question mark. */
    public static String printable(String text) {
        return text.replaceAll("[^\\x20-\\x7E]", "?");
    }
}
