package org.firmwarerecovery.update.io.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import org.firmwarerecovery.update.io.file.Bytes;
import org.firmwarerecovery.update.io.tar.TarBlock;

/**
 * Tells a bundle from a bare image by its first bytes: tar magic, and {@code manifest.json} as the first member. An OpenBMC
 * tarball is a tar too, but begins with another member. Detection promises nothing: {@link BundleReader} decides.
 */
public final class BundleDetection {
    /** Bytes that decide; fewer are enough if the file is shorter. */
    public static final int HEAD_BYTES = 4096;

    private BundleDetection() {}

    /** True when a file that begins with {@code head} means to be a bundle. */
    public static boolean isBundle(byte[] head) {
        int at = 0;
        TarBlock header = blockAt(head, at);
        if (header.isReadable() && header.isExtension() && header.size() <= HEAD_BYTES) {
            at = TarBlock.BYTES + (int) header.size() + TarBlock.padding(header.size());
            header = blockAt(head, at);
        }
        return header.isReadable() && header.name().equals(ManifestFiles.MANIFEST_NAME);
    }

    /** Reads the first bytes of {@code stream} and hands back a stream that gives them again. */
    public static Peeked peek(InputStream stream) throws IOException {
        byte[] head = stream.readNBytes(HEAD_BYTES);
        return new Peeked(
                isBundle(head), Bytes.of(head), new SequenceInputStream(new ByteArrayInputStream(head), stream));
    }

    private static TarBlock blockAt(byte[] head, int at) {
        // Beyond the end this is a block of zeros, which is no header.
        return new TarBlock(
                Arrays.copyOfRange(head, Math.min(at, head.length), Math.min(at, head.length) + TarBlock.BYTES));
    }

    /**
     * A stream that was looked into.
     *
     * @param isBundle what it seems to be
     * @param head its first bytes, at most {@link #HEAD_BYTES}
     * @param whole all its bytes, from the first one
     */
    public record Peeked(boolean isBundle, Bytes head, InputStream whole) {}
}
