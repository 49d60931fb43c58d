package org.firmwarerecovery.update.io.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import org.firmwarerecovery.update.io.tar.TarBlock;
import org.firmwarerecovery.update.io.tar.TarExtension;

/**
 * Reads a bundle as it streams by: an uncompressed tar with exactly three members in this order: {@code manifest.json},
 * {@code manifest.json.p7s}, the image (DESIGN.md section 4). Nothing is unpacked by name; nothing is trusted before the
 * signature over the manifest is verified, which is the caller's next step.
 *
 * <p>Refused: other members, folders, links, devices, name overrides, wrong header checksums, sizes over the limits. A POSIX
 * extension header that only carries times and owners is passed over, since Python's tarfile writes one by default.
 *
 * <p>One thread per stream. Malformed input is a value; an {@link IOException} is only what the stream itself throws.
 */
public final class BundleReader {
    /** Longest name of an image: what fits a header without any extension. */
    static final int NAME_CHARS_MAX = 100;

    private final InputStream stream;
    private final long imageBytesMax;

    private BundleReader(InputStream stream, long imageBytesMax) {
        this.stream = stream;
        this.imageBytesMax = imageBytesMax;
    }

    /**
     * Reads up to the first byte of the image.
     *
     * @param stream stays the caller's to close
     * @param imageBytesMax the setting {@code update.maxImageSize}
     */
    public static BundleOutcome open(InputStream stream, long imageBytesMax) throws IOException {
        try {
            return new BundleOutcome.Opened(new BundleReader(stream, imageBytesMax).read());
        } catch (Malformed malformed) {
            return new BundleOutcome.Malformed(malformed.fault);
        }
    }

    private Bundle read() throws IOException, Malformed {
        byte[] manifest = small(ManifestFiles.MANIFEST_NAME, ManifestPair.MANIFEST_BYTES_MAX, true);
        byte[] signature = small(ManifestFiles.SIGNATURE_NAME, ManifestPair.SIGNATURE_BYTES_MAX, false);
        TarBlock image = member("the image", false);
        String name = image.name();
        if (!isPlainName(name)) {
            throw fault(BundleFault.Reason.WRONG_MEMBER, "member 3 has no plain file name");
        }
        if (image.size() == 0 || image.size() > imageBytesMax) {
            throw fault(
                    BundleFault.Reason.BAD_SIZE,
                    "image " + name + " has " + image.size() + " bytes; 1 to " + imageBytesMax + " are allowed");
        }
        return new Bundle(stream, ManifestPair.of(manifest, signature), name, image.size());
    }

    private byte[] small(String name, int bytesMax, boolean first) throws IOException, Malformed {
        TarBlock header = member(name, first);
        if (!header.name().equals(name)) {
            throw fault(
                    BundleFault.Reason.WRONG_MEMBER,
                    "found member " + TarExtension.printable(header.name()) + " where " + name + " must stand");
        }
        if (header.size() > bytesMax) {
            throw fault(
                    BundleFault.Reason.BAD_SIZE,
                    name + " has " + header.size() + " bytes; at most " + bytesMax + " are allowed");
        }
        return content((int) header.size(), name);
    }

    /** The header of the next member, which must be a regular file. */
    private TarBlock member(String what, boolean first) throws IOException, Malformed {
        TarBlock header = header(what, first);
        if (header.isExtension()) {
            checkExtension(header);
            header = header(what, false);
        }
        if (header.isOverride() || header.isExtension()) {
            throw fault(BundleFault.Reason.OVERRIDE, "a header overrides the name or size of " + what);
        }
        if (!header.isRegularFile()) {
            throw fault(BundleFault.Reason.NOT_A_REGULAR_FILE, "member for " + what + " is not a regular file");
        }
        return header;
    }

    private TarBlock header(String what, boolean first) throws IOException, Malformed {
        byte[] bytes = stream.readNBytes(TarBlock.BYTES);
        if (bytes.length < TarBlock.BYTES) {
            throw first
                    ? fault(BundleFault.Reason.NOT_A_TAR, "shorter than one tar header")
                    : fault(BundleFault.Reason.TRUNCATED, "the stream ends before the header of " + what);
        }
        TarBlock header = new TarBlock(bytes);
        if (!header.hasMagic() && first) {
            throw fault(BundleFault.Reason.NOT_A_TAR, "no tar header at the start");
        }
        if (header.isEnd()) {
            throw fault(BundleFault.Reason.WRONG_MEMBER, "the archive ends before " + what);
        }
        if (!header.hasMagic() || !header.isReadable()) {
            throw fault(BundleFault.Reason.BAD_HEADER, "no readable tar header before " + what);
        }
        if (!header.isChecksumRight()) {
            throw fault(BundleFault.Reason.BAD_CHECKSUM, "wrong header checksum before " + what);
        }
        return header;
    }

    private void checkExtension(TarBlock header) throws IOException, Malformed {
        if (header.size() > TarExtension.BYTES_MAX) {
            throw fault(
                    BundleFault.Reason.BAD_SIZE, "an extension header exceeds " + TarExtension.BYTES_MAX + " bytes");
        }
        Optional<TarExtension.Fault> found = TarExtension.fault(content((int) header.size(), "an extension header"));
        if (found.isPresent()) {
            throw fault(
                    found.get().override() ? BundleFault.Reason.OVERRIDE : BundleFault.Reason.BAD_HEADER,
                    found.get().detail());
        }
    }

    private byte[] content(int size, String what) throws IOException, Malformed {
        int padded = size + TarBlock.padding(size);
        byte[] bytes = stream.readNBytes(padded);
        if (bytes.length < padded) {
            throw fault(BundleFault.Reason.TRUNCATED, "the stream ends within " + what);
        }
        return Arrays.copyOf(bytes, size);
    }

    /** A name without path, control characters, or another member's meaning. */
    static boolean isPlainName(String name) {
        return !name.isEmpty()
                && name.length() <= NAME_CHARS_MAX
                && !name.equals(".")
                && !name.equals("..")
                && !name.equals(ManifestFiles.MANIFEST_NAME)
                && !name.equals(ManifestFiles.SIGNATURE_NAME)
                && name.chars().noneMatch(c -> c == '/' || c == '\\' || c < ' ' || c == 0x7F || c == 0xFFFD);
    }

    private static Malformed fault(BundleFault.Reason reason, String detail) {
        return new Malformed(new BundleFault(reason, detail));
    }

    /** Leaves the nested reading at its first fault; never leaves this class. */
    private static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;
        private final transient BundleFault fault;

        private Malformed(BundleFault fault) {
            super(fault.detail(), null, false, false);
            this.fault = fault;
        }
    }
}
