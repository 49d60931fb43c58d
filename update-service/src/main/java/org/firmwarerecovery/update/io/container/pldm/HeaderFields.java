package org.firmwarerecovery.update.io.container.pldm;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * Reads the fields of a header, or of one record inside it, in order: little-endian, unsigned, without alignment. It can not
 * leave the record that it was made for. Offsets in messages count from the first byte of the package.
 */
final class HeaderFields {
    private final byte[] header;
    private final String record;
    private final int end;
    private int at;

    private HeaderFields(byte[] header, String record, int at, int end) {
        this.header = header;
        this.record = record;
        this.at = at;
        this.end = end;
    }

    /** The fields of the package header, which begins with the first of these bytes. */
    static HeaderFields of(byte[] header) {
        return new HeaderFields(header, "the header", 0, header.length);
    }

    /** The next {@code length} bytes as a record of their own, which this one steps over. */
    HeaderFields record(String name, long length) throws MalformedPackageException {
        int begin = at;
        skip(name, length);
        return new HeaderFields(header, name, begin, at);
    }

    /** Offset of the next byte. */
    int offset() {
        return at;
    }

    /** Bytes that are left of the record. */
    int remaining() {
        return end - at;
    }

    /** The bytes that are left, in hexadecimal; they stay to be read. */
    String restHex() {
        return HexFormat.of().formatHex(header, at, end);
    }

    /** What this record is called in messages. */
    String record() {
        return record;
    }

    int u8(String field) throws MalformedPackageException {
        return (int) number(field, 1);
    }

    int u16(String field) throws MalformedPackageException {
        return (int) number(field, 2);
    }

    int u24(String field) throws MalformedPackageException {
        return (int) number(field, 3);
    }

    long u32(String field) throws MalformedPackageException {
        return number(field, 4);
    }

    byte[] bytes(String field, long length) throws MalformedPackageException {
        int begin = at;
        skip(field, length);
        return Arrays.copyOfRange(header, begin, at);
    }

    /** The next {@code length} bytes in hexadecimal. */
    String hex(String field, long length) throws MalformedPackageException {
        return HexFormat.of().formatHex(bytes(field, length));
    }

    /** Demands that the record is used up. */
    void end(String rule) throws MalformedPackageException {
        if (at != end) {
            throw new MalformedPackageException(
                    rule, (end - at) + " bytes of " + record + " are left over at offset " + at);
        }
    }

    private long number(String field, int length) throws MalformedPackageException {
        int begin = at;
        skip(field, length);
        long value = 0;
        for (int i = at - 1; i >= begin; i--) {
            value = value << 8 | header[i] & 0xFF;
        }
        return value;
    }

    private void skip(String field, long length) throws MalformedPackageException {
        if (length > end - at) {
            throw new MalformedPackageException(
                    "header-structure",
                    field + " at offset " + at + " takes " + length + " bytes, and " + record + " has " + (end - at)
                            + " left");
        }
        at += (int) length;
    }
}
