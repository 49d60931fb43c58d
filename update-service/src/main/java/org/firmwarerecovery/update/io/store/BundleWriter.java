package org.firmwarerecovery.update.io.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.firmwarerecovery.update.io.flash.BankFile;

/**
 * Writes bundles that {@link BundleReader} and any tar read. Deterministic: the same three members give the same bytes, since
 * times and owners are 0 and modes fixed. One thread per stream.
 */
public final class BundleWriter {
    /** Largest image: what a plain tar header can say. */
    public static final long IMAGE_BYTES_MAX = TarArchiveEntry.MAXSIZE;

    private static final int FILE_MODE = 0644;

    private BundleWriter() {}

    /** True when {@code name} may be the name of an image in a bundle. */
    public static boolean isImageName(String name) {
        return BundleReader.isPlainName(name) && name.chars().allMatch(c -> c < 0x7F);
    }

    /**
     * Writes one bundle; {@code target} stays the caller's to close.
     *
     * @param imageName see {@link #isImageName}
     * @param imageSize bytes that {@code image} gives
     * @throws IOException also when {@code image} gives fewer or more bytes
     */
    public static void write(
            OutputStream target, ManifestPair pair, String imageName, long imageSize, InputStream image)
            throws IOException {
        if (!isImageName(imageName) || imageSize <= 0 || imageSize > IMAGE_BYTES_MAX) {
            throw new IllegalArgumentException("not an image for a bundle: " + imageName + ", " + imageSize + " bytes");
        }
        TarArchiveOutputStream tar = new TarArchiveOutputStream(target, "UTF-8");
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_ERROR);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_ERROR);
        member(tar, ManifestFiles.MANIFEST_NAME, pair.manifest().array());
        member(tar, ManifestFiles.SIGNATURE_NAME, pair.signature().array());
        tar.putArchiveEntry(header(imageName, imageSize));
        copy(image, imageSize, tar);
        tar.closeArchiveEntry();
        tar.finish();
        target.flush();
    }

    private static void member(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
        tar.putArchiveEntry(header(name, content.length));
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private static TarArchiveEntry header(String name, long size) {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(size);
        entry.setMode(FILE_MODE);
        entry.setModTime(0L);
        entry.setIds(0, 0);
        entry.setNames("", "");
        return entry;
    }

    private static void copy(InputStream image, long size, OutputStream target) throws IOException {
        byte[] buffer = new byte[BankFile.BUFFER_BYTES];
        for (long done = 0; done < size; ) {
            int count = image.read(buffer, 0, (int) Math.min(buffer.length, size - done));
            if (count < 0) {
                throw new IOException("the image has " + done + " bytes instead of " + size);
            }
            target.write(buffer, 0, count);
            done += count;
        }
        if (image.read() >= 0) {
            throw new IOException("the image has more than " + size + " bytes");
        }
    }
}
