package org.firmwarerecovery.update.power;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The content of a file in sectors; immutable, so that versions of it share what did not change. */
final class Sectors {
    /** Bytes that reach a medium wholly or not at all: what a write is torn at. */
    static final int BYTES = 512;

    static final Sectors NONE = new Sectors(new byte[0][], 0);
    private static final byte[] ZEROS = new byte[BYTES];

    private final byte[][] sectors;
    private final long length;

    private Sectors(byte[][] sectors, long length) {
        this.sectors = sectors;
        this.length = length;
    }

    static Sectors of(byte[] content) {
        return NONE.with(0, ByteBuffer.wrap(content));
    }

    /** Size of the file in bytes. */
    long length() {
        return length;
    }

    /** Number of sectors. */
    int count() {
        return sectors.length;
    }

    /** A sector; beyond the end of the file it reads as zeros. */
    byte[] sector(int index) {
        return index < sectors.length ? sectors[index] : ZEROS;
    }

    /** The same content with {@code bytes} at {@code offset}. */
    Sectors with(long offset, ByteBuffer bytes) {
        long end = offset + bytes.remaining();
        Sectors grown = ofLength(Math.max(length, end));
        byte[][] all = grown.sectors.clone();
        for (long at = offset; bytes.hasRemaining(); ) {
            int index = (int) (at / BYTES);
            int inside = (int) (at % BYTES);
            int count = Math.min(BYTES - inside, bytes.remaining());
            byte[] sector = all[index].clone();
            bytes.get(sector, inside, count);
            all[index] = sector;
            at += count;
        }
        return new Sectors(all, grown.length);
    }

    /** The same content cut off or filled up with zeros. */
    Sectors ofLength(long wanted) {
        if (wanted == length) {
            return this;
        }
        byte[][] all = Arrays.copyOf(sectors, (int) ((wanted + BYTES - 1) / BYTES));
        for (int i = sectors.length; i < all.length; i++) {
            all[i] = ZEROS;
        }
        return new Sectors(all, wanted).withoutTail();
    }

    /** The same content with one sector replaced, if it lies in the file. */
    Sectors withSector(int index, byte[] sector) {
        if (index >= sectors.length || sectors[index] == sector) {
            return this;
        }
        byte[][] all = sectors.clone();
        all[index] = sector;
        return new Sectors(all, length).withoutTail();
    }

    /** What stands behind the end of a file is never seen. */
    private Sectors withoutTail() {
        int used = (int) (length % BYTES);
        if (used != 0) {
            byte[] last = sectors[sectors.length - 1].clone();
            Arrays.fill(last, used, BYTES, (byte) 0);
            sectors[sectors.length - 1] = last;
        }
        return this;
    }

    /** Fills {@code target} with the bytes at {@code offset}; false when the file ends there. */
    boolean read(long offset, ByteBuffer target) {
        if (offset >= length) {
            return false;
        }
        long end = Math.min(length, offset + target.remaining());
        for (long at = offset; at < end; ) {
            int inside = (int) (at % BYTES);
            int count = (int) Math.min(BYTES - inside, end - at);
            target.put(sectors[(int) (at / BYTES)], inside, count);
            at += count;
        }
        return true;
    }

    byte[] bytes() {
        ByteBuffer all = ByteBuffer.allocate((int) length);
        read(0, all);
        return all.array();
    }
}
