package org.firmwarerecovery.service.cli.image;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.firmwarerecovery.update.component.Digest;

/**
 * Digests of an image file, taken in one pass.
 *
 * @param size bytes read
 * @param sha256 digest of all bytes
 * @param sha384 digest of all bytes
 * @param chunks SHA-256 of each chunk, in order
 */
public record ImageHashes(long size, Digest sha256, Digest sha384, List<Digest> chunks) {
    private static final int BUFFER = 128 * 1024;

    /** Copies the list. */
    public ImageHashes {
        chunks = List.copyOf(chunks);
    }

    /** Reads {@code image} in chunks of {@code chunkSize} bytes. */
    public static ImageHashes of(Path image, int chunkSize) throws IOException {
        try (InputStream bytes = Files.newInputStream(image)) {
            return of(bytes, chunkSize);
        }
    }

    /** Reads {@code image} to its end in chunks of {@code chunkSize} bytes; the caller closes it. */
    public static ImageHashes of(InputStream image, int chunkSize) throws IOException {
        MessageDigest sha256 = digest("SHA-256");
        MessageDigest sha384 = digest("SHA-384");
        MessageDigest chunk = digest("SHA-256");
        List<Digest> chunks = new ArrayList<>();
        byte[] buffer = new byte[BUFFER];
        long size = 0;
        int inChunk = 0;
        InputStream bytes = new BufferedInputStream(image, BUFFER);
        int read = bytes.read(buffer, 0, Math.min(BUFFER, chunkSize));
        while (read > 0) {
            sha256.update(buffer, 0, read);
            sha384.update(buffer, 0, read);
            chunk.update(buffer, 0, read);
            size += read;
            inChunk += read;
            if (inChunk == chunkSize) {
                chunks.add(Digest.sha256(hex(chunk)));
                inChunk = 0;
            }
            read = bytes.read(buffer, 0, Math.min(BUFFER, chunkSize - inChunk));
        }
        if (inChunk > 0) {
            chunks.add(Digest.sha256(hex(chunk)));
        }
        return new ImageHashes(size, Digest.sha256(hex(sha256)), new Digest(Digest.SHA_384, hex(sha384)), chunks);
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has " + algorithm, impossible);
        }
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }
}
