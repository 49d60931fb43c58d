package org.firmwarerecovery.update.io.container.capsule;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.firmwarerecovery.update.io.container.ImageBytes;
import org.firmwarerecovery.update.io.trust.VendorSignatures;
import org.jspecify.annotations.Nullable;

/** The bytes under the signature of a payload: its headers, the payload itself, the monotonic count. Hashed as they pass. */
final class Content implements VendorSignatures.Content {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final ImageBytes image;
    private final long begin;
    private final long payload;
    private final long end;
    private final byte[] count;
    private String sha256 = "";

    /**
     * Bytes of an image.
     *
     * @param begin where what is signed begins
     * @param payload where the payload itself begins
     * @param end where both end
     * @param count the monotonic count as it lies in the file, which is signed last; empty where nothing is signed
     */
    Content(ImageBytes image, long begin, long payload, long end, byte[] count) {
        this.image = image;
        this.begin = begin;
        this.payload = payload;
        this.end = end;
        this.count = count.clone();
    }

    long payload() {
        return payload;
    }

    /** Digest of the payload, taken while its signature was verified, or now. */
    String sha256() throws IOException {
        if (sha256.isEmpty()) {
            writeTo(OutputStream.nullOutputStream());
        }
        return sha256;
    }

    @Override
    public void writeTo(OutputStream signed) throws IOException {
        copy(begin, payload, signed, null);
        MessageDigest digest = digest();
        copy(payload, end, signed, digest);
        signed.write(count);
        sha256 = HexFormat.of().formatHex(digest.digest());
    }

    private void copy(long from, long to, OutputStream signed, @Nullable MessageDigest digest) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream bytes = image.stream(from, to - from)) {
            for (int read = bytes.read(buffer); read > 0; read = bytes.read(buffer)) {
                signed.write(buffer, 0, read);
                if (digest != null) {
                    digest.update(buffer, 0, read);
                }
            }
        }
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
