package org.firmwarerecovery.update.io.file;

/** Sizes for people, in messages. */
public final class ByteText {
    private static final long KIB = 1024;
    private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB"};

    private ByteText() {}

    /** {@code bytes} in the largest unit that divides it ({@code 64 MiB}); a configuration value can be copied from it. */
    public static String exact(long bytes) {
        long value = bytes;
        int unit = 0;
        while (value != 0 && value % KIB == 0 && unit < UNITS.length - 1) {
            value /= KIB;
            unit++;
        }
        return unit == 0 ? bytes + " bytes" : value + " " + UNITS[unit] + " (" + bytes + " bytes)";
    }
}
