package org.firmwarerecovery.update.io.container.cab;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** One file of a cabinet (CFFILE): a range of its folder's unpacked bytes, hashed as they pass. */
final class Member {
    /** Largest metainfo.xml that is kept to be read. */
    static final int METAINFO_BYTES_MAX = 256 * 1024;

    private static final String METAINFO = ".metainfo.xml";

    private final String name;
    private final int folder;
    private final long offset;
    private final long size;
    private final MessageDigest digest;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private long seen;

    Member(String name, int folder, long offset, long size) {
        this.name = name;
        this.folder = folder;
        this.offset = offset;
        this.size = size;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Its name, for people. */
    String name() {
        return name;
    }

    int folder() {
        return folder;
    }

    long offset() {
        return offset;
    }

    long size() {
        return size;
    }

    long end() {
        return offset + size;
    }

    /** True for a metainfo.xml that is small enough to be read. */
    boolean isMetainfo() {
        return name.toLowerCase(Locale.ROOT).endsWith(METAINFO) && size <= METAINFO_BYTES_MAX;
    }

    /** Takes what belongs to it from unpacked bytes that begin at {@code at} of the folder. */
    void take(long at, byte[] bytes, int length) {
        long from = Math.max(at, offset);
        long to = Math.min(at + length, end());
        if (from < to) {
            digest.update(bytes, (int) (from - at), (int) (to - from));
            if (isMetainfo()) {
                kept.write(bytes, (int) (from - at), (int) (to - from));
            }
            seen += to - from;
        }
    }

    /** True where all its bytes have passed. */
    boolean isWhole() {
        return seen == size;
    }

    /** Digest of its bytes; asked once. */
    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Its bytes, of a metainfo.xml. */
    byte[] bytes() {
        return kept.toByteArray();
    }
}
