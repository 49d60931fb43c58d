package org.firmwarerecovery.update.io.store;

import java.util.List;
import org.firmwarerecovery.update.component.Digest;

/**
 * What a verified manifest says about the bytes of an image: all that the store needs to take it in.
 *
 * @param digest SHA-256 of the whole image; its name in the store
 * @param size number of bytes
 * @param chunkSize bytes of every chunk but the last, which may be shorter
 * @param chunkDigests one per chunk; empty if the manifest has none, then chunks count unchecked until the whole digest is
 *     compared, and are not trusted after a restart
 */
public record ImageShape(Digest digest, long size, int chunkSize, List<Digest> chunkDigests) {
    /** Most chunks of one image: 1 GiB in chunks of 64 KiB four times over. */
    public static final int CHUNKS_MAX = 65536;

    /** Refuses shapes that a manifest check should have refused. */
    public ImageShape {
        if (!digest.algorithm().equals(Digest.SHA_256)) {
            throw new IllegalArgumentException("an image is stored under its SHA-256, not " + digest.algorithm());
        }
        if (size <= 0 || chunkSize <= 0) {
            throw new IllegalArgumentException("size and chunk size must be positive: " + size + ", " + chunkSize);
        }
        long count = (size - 1) / chunkSize + 1;
        if (count > CHUNKS_MAX) {
            throw new IllegalArgumentException(count + " chunks exceed " + CHUNKS_MAX);
        }
        if (!chunkDigests.isEmpty() && chunkDigests.size() != count) {
            throw new IllegalArgumentException(chunkDigests.size() + " chunk digests for " + count + " chunks");
        }
        chunkDigests = List.copyOf(chunkDigests);
    }

    /** Number of chunks. */
    public int chunkCount() {
        return (int) ((size - 1) / chunkSize + 1);
    }

    /** First byte of chunk {@code index}. */
    public long chunkOffset(int index) {
        return (long) index * chunkSize;
    }

    /** Bytes of chunk {@code index}. */
    public int chunkLength(int index) {
        if (index < 0 || index >= chunkCount()) {
            throw new IllegalArgumentException("chunk " + index + " of " + chunkCount());
        }
        return (int) Math.min(chunkSize, size - chunkOffset(index));
    }
}
