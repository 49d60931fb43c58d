package org.firmwarerecovery.update.io.store;

import org.firmwarerecovery.update.io.file.Bytes;

/**
 * A manifest and its detached signature as received; untrusted until verified.
 *
 * @param manifest exact bytes of {@code manifest.json}
 * @param signature exact bytes of {@code manifest.json.p7s}
 */
public record ManifestPair(Bytes manifest, Bytes signature) {
    /** Largest manifest (images.md 4.2). */
    public static final int MANIFEST_BYTES_MAX = 1024 * 1024;
    /** Largest signature with its certificates. */
    public static final int SIGNATURE_BYTES_MAX = 64 * 1024;

    /** Refuses what exceeds the limits: readers check before. */
    public ManifestPair {
        if (manifest.size() > MANIFEST_BYTES_MAX || signature.size() > SIGNATURE_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "manifest of " + manifest + " or signature of " + signature + " exceeds its limit");
        }
    }

    /** A pair of copies of the arrays. */
    public static ManifestPair of(byte[] manifest, byte[] signature) {
        return new ManifestPair(Bytes.of(manifest), Bytes.of(signature));
    }

    /** Bytes of both. */
    public long size() {
        return (long) manifest.size() + signature.size();
    }
}
