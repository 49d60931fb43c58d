package org.firmwarerecovery.update.io.file;

import java.util.Arrays;

/**
 * A small, immutable run of bytes with value equality: a record of a journal, a manifest, a signature. Its text is only its
 * length, so it can stand in a log without telling what it holds. Any thread.
 */
public final class Bytes {
    private final byte[] array;

    private Bytes(byte[] array) {
        this.array = array;
    }

    /** A copy of {@code array}. */
    public static Bytes of(byte[] array) {
        return new Bytes(array.clone());
    }

    /** A copy of these bytes. */
    public byte[] array() {
        return array.clone();
    }

    /** Number of bytes. */
    public int size() {
        return array.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(array, bytes.array);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(array);
    }

    @Override
    public String toString() {
        return array.length + " bytes";
    }
}
