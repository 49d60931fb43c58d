package org.firmwarerecovery.update.io.container.known;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Damages and forges files: bits, bytes, fields set to the ends of their ranges, cuts, and pieces of other files. */
final class Mutation {
    /** Most changes of one file. */
    private static final int CHANGES_MAX = 4;
    /** Most fields lie within so many bytes of the beginning; half of the changes are made there. */
    private static final int HEAD = 320;

    private static final long[] ENDS = {
        0,
        1,
        2,
        3,
        7,
        8,
        9,
        12,
        0x3F,
        0x40,
        0x7F,
        0x80,
        0xFE,
        0xFF,
        0x100,
        0x1FF,
        0x200,
        0x7FFF,
        0x8000,
        0xFFF8,
        0xFFFF,
        0x10000,
        0x7FFF_FFFFL,
        0x8000_0000L,
        0xFFFF_FFF0L,
        0xFFFF_FFFFL,
        Long.MAX_VALUE,
        -1L
    };

    private final SplittableRandom random;
    private final StringBuilder told = new StringBuilder();

    Mutation(SplittableRandom random) {
        this.random = random;
    }

    /** What was done, to be named where it made something fail. */
    String told() {
        return told.toString();
    }

    /** Changes a copy of {@code file}; {@code other} is where pieces are taken from. */
    byte[] of(byte[] file, byte[] other) {
        byte[] bytes = file.clone();
        int changes = 1 + random.nextInt(CHANGES_MAX);
        for (int i = 0; i < changes; i++) {
            bytes = one(bytes, other);
        }
        return bytes;
    }

    private byte[] one(byte[] bytes, byte[] other) {
        int kind = random.nextInt(12);
        if (bytes.length == 0 || kind == 0) {
            return inserted(bytes, piece(other));
        }
        int at = place(bytes.length);
        switch (kind) {
            case 1 -> {
                int end = at + random.nextInt(Math.min(64, bytes.length - at) + 1);
                tell("cut out", at, end);
                return joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, end, bytes.length));
            }
            case 2 -> {
                tell("cut off", at, bytes.length);
                return Arrays.copyOf(bytes, at);
            }
            case 3 -> {
                byte[] piece = piece(other);
                int length = Math.min(piece.length, bytes.length - at);
                tell("pasted over", at, length);
                System.arraycopy(piece, 0, bytes, at, length);
            }
            case 4, 5 -> {
                int bit = random.nextInt(8);
                tell("flipped", at, bit);
                bytes[at] ^= (byte) (1 << bit);
            }
            case 6 -> {
                int value = random.nextInt(256);
                tell("set", at, value);
                bytes[at] = (byte) value;
            }
            default -> field(bytes, at);
        }
        return bytes;
    }

    /** Writes an end of a range into 1, 2, 4 or 8 bytes, in either order. */
    private void field(byte[] bytes, int at) {
        int width = Math.min(1 << random.nextInt(4), bytes.length - at);
        long value = switch (random.nextInt(4)) {
            case 0 -> bytes.length + random.nextInt(-2, 3);
            case 1 -> random.nextInt(Math.min(bytes.length, HEAD) + 8);
            default -> ENDS[random.nextInt(ENDS.length)];
        };
        boolean little = random.nextInt(4) > 0;
        tell("field of " + width + (little ? " little" : " big"), at, value);
        for (int i = 0; i < width; i++) {
            bytes[at + (little ? i : width - 1 - i)] = (byte) (value >> 8 * i);
        }
    }

    private int place(int length) {
        return random.nextInt(4) == 0 ? random.nextInt(length) : random.nextInt(Math.min(length, HEAD));
    }

    private byte[] piece(byte[] other) {
        if (other.length == 0) {
            return new byte[random.nextInt(64)];
        }
        int at = place(other.length);
        return Arrays.copyOfRange(other, at, at + random.nextInt(Math.min(96, other.length - at) + 1));
    }

    private byte[] inserted(byte[] bytes, byte[] piece) {
        int at = bytes.length == 0 ? 0 : place(bytes.length);
        tell("inserted", at, piece.length);
        return joined(Arrays.copyOf(bytes, at), piece, Arrays.copyOfRange(bytes, at, bytes.length));
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }

    private void tell(String what, long at, long value) {
        told.append(what).append(" @").append(at).append(' ').append(value).append("; ");
    }
}
