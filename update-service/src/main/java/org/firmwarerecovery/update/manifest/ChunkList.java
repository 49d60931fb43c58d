package org.firmwarerecovery.update.manifest;

import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.update.component.Digest;

/**
 * The flat list of chunk digests over one run of bytes, an image or a payload: every chunk is hashed before it counts.
 *
 * @param size bytes described, at least 1
 * @param chunkSize bytes of every chunk but the last, a power of two from {@link #CHUNK_SIZE_MIN} to {@link #CHUNK_SIZE_MAX}
 * @param digests one digest per chunk, in order
 */
public record ChunkList(long size, int chunkSize, List<Digest> digests) {
    /** Smallest chunk: 64 KiB. */
    public static final int CHUNK_SIZE_MIN = 64 * 1024;
    /** Largest chunk: 4 MiB. */
    public static final int CHUNK_SIZE_MAX = 4 * 1024 * 1024;
    /** Most chunks; with the largest chunk this is an image of 64 GiB. */
    public static final int CHUNKS_MAX = 16 * 1024;
    /** Largest run of bytes that a chunk list can describe. */
    public static final long SIZE_MAX = (long) CHUNK_SIZE_MAX * CHUNKS_MAX;

    /** Refuses sizes out of range and a list whose length does not follow from the sizes. */
    public ChunkList {
        digests = List.copyOf(digests);
        if (size < 1 || size > SIZE_MAX) {
            throw new IllegalArgumentException("size out of range: " + size);
        }
        if (!isChunkSize(chunkSize)) {
            throw new IllegalArgumentException("not a chunk size: " + chunkSize);
        }
        if (digests.size() != count(size, chunkSize)) {
            throw new IllegalArgumentException(
                    digests.size() + " chunk digests for " + size + " bytes in chunks of " + chunkSize);
        }
    }

    /** True for a power of two from 64 KiB to 4 MiB. */
    public static boolean isChunkSize(long chunkSize) {
        return chunkSize >= CHUNK_SIZE_MIN && chunkSize <= CHUNK_SIZE_MAX && Long.bitCount(chunkSize) == 1;
    }

    /** Number of chunks of {@code size} bytes: rounded up, since the last chunk may be short. */
    public static long count(long size, int chunkSize) {
        return (size + chunkSize - 1) / chunkSize;
    }

    /** Number of chunks. */
    public int count() {
        return digests.size();
    }

    /** First byte of chunk {@code index}, counted from the start of the described bytes. */
    public long offset(int index) {
        requireIndex(index);
        return (long) index * chunkSize;
    }

    /** Bytes in chunk {@code index}; only the last one may be shorter than {@link #chunkSize()}. */
    public int length(int index) {
        return (int) Math.min(chunkSize, size - offset(index));
    }

    /** Digest that chunk {@code index} must have. */
    public Digest digest(int index) {
        requireIndex(index);
        return digests.get(index);
    }

    /** The reason why bytes with the digest {@code found} are not chunk {@code index}; empty if they are. */
    public Optional<Rejection> check(int index, Digest found) {
        return digest(index).equals(found) ? Optional.empty() : Optional.of(new Rejection.ChunkDigestMismatch(index));
    }

    private void requireIndex(int index) {
        if (index < 0 || index >= digests.size()) {
            throw new IndexOutOfBoundsException("chunk " + index + " of " + digests.size());
        }
    }
}
