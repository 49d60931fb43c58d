package org.firmwarerecovery.update.io.flash;

/** The range checks that every back end makes, in one place. Pure; any thread. */
public final class FlashRange {
    private FlashRange() {}

    /** Refuses a range that does not lie in {@code flash}. */
    public static void check(Flash flash, long offset, long length) {
        if (!fits(offset, length, flash.size())) {
            throw new IllegalArgumentException("range at " + offset + " of " + length
                    + " bytes is outside of a flash of " + flash.size() + " bytes");
        }
    }

    /** Refuses a range that does not lie in {@code flash} or does not consist of whole erase blocks. */
    public static void checkErase(Flash flash, long offset, long length) {
        check(flash, offset, length);
        int block = flash.eraseBlockSize();
        long end = offset + length;
        if (offset % block != 0 || (end % block != 0 && end != flash.size())) {
            throw new IllegalArgumentException(
                    "erase at " + offset + " of " + length + " bytes is not on the grid of " + block + "-byte blocks");
        }
    }

    /** True when {@code length} bytes at {@code offset} lie within {@code size} bytes; no overflow can fool it. */
    public static boolean fits(long offset, long length, long size) {
        return offset >= 0 && length >= 0 && offset <= size && length <= size - offset;
    }
}
