package org.firmwarerecovery.update.io.tar;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;
import org.jspecify.annotations.Nullable;

/**
 * One header block of a tar file, read one by one instead of through a tar stream: the stream would follow name overrides
 * silently and would not refuse a wrong checksum. Pure, immutable.
 */
public final class TarBlock {
    /** Bytes of a block; content is filled up to a multiple of it. */
    public static final int BYTES = 512;

    private static final int TYPE_AT = 156;
    private static final int MAGIC_AT = 257;
    private static final byte[] MAGIC = "ustar".getBytes(StandardCharsets.US_ASCII);

    private final byte[] block;
    private final @Nullable TarArchiveEntry entry;

    /** A block of {@link #BYTES} bytes. */
    public TarBlock(byte[] block) {
        this.block = block;
        this.entry = hasMagic() ? parse(block) : null;
    }

    /** True for the zero block that ends an archive. */
    public boolean isEnd() {
        return isZero(block, block.length);
    }

    /** True for a POSIX or GNU tar header. */
    public boolean hasMagic() {
        return Arrays.equals(block, MAGIC_AT, MAGIC_AT + MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    /** True when every number of the header is one, and none is negative. */
    public boolean isReadable() {
        return entry != null && entry.getSize() >= 0;
    }

    /** True when the header is as it was written. */
    public boolean isChecksumRight() {
        return entry != null && entry.isCheckSumOK();
    }

    /** True for a file, as against links, devices, folders and extensions. */
    public boolean isRegularFile() {
        return block[TYPE_AT] == '0' || block[TYPE_AT] == 0;
    }

    /** A header that changes attributes of the next one only (POSIX {@code x}). */
    public boolean isExtension() {
        return block[TYPE_AT] == 'x';
    }

    /** A header that changes names (GNU long name, long link) or all members (POSIX global). */
    public boolean isOverride() {
        return block[TYPE_AT] == 'L' || block[TYPE_AT] == 'K' || block[TYPE_AT] == 'g';
    }

    /** The name without one leading {@code ./}, which {@code tar cf B ./manifest.json} gives. */
    public String name() {
        String name = entry == null ? "" : entry.getName();
        return name.startsWith("./") ? name.substring(2) : name;
    }

    /** Bytes of content by the header; 0 where it is unreadable. */
    public long size() {
        return entry == null ? 0 : entry.getSize();
    }

    /** Bytes after {@code size} bytes of content up to the next block. */
    public static int padding(long size) {
        return (int) ((BYTES - size % BYTES) % BYTES);
    }

    /** True when the first {@code length} bytes are zero. */
    public static boolean isZero(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable TarArchiveEntry parse(byte[] block) {
        try {
            return new TarArchiveEntry(block, ZipEncodingHelper.getZipEncoding("UTF-8"), false);
        } catch (IOException | IllegalArgumentException unreadable) {
            // What exactly is wrong with a number in a hostile header helps nobody.
            return null;
        }
    }
}
