package org.firmwarerecovery.update.manifest;

/**
 * Picks the chunk size for a new manifest: large enough that an image has about a thousand chunks at most, small enough
 * that many recipients can share it (at least {@link #CHUNKS_WANTED} chunks where the size allows).
 */
public final class ChunkPlan {
    /** Chunks that a picked size should give at least. */
    public static final int CHUNKS_WANTED = 64;
    /** Chunks that a picked size should give at most, as long as the largest chunk size allows it. */
    public static final int CHUNKS_USUAL_MAX = 1024;

    private static final int CHUNK_SIZE_USUAL_MIN = 256 * 1024;

    private ChunkPlan() {}

    /**
     * The chunk size for an image of {@code size} bytes: max(256 KiB, next power of two at or above size / 1024), lowered
     * until there are 64 chunks, within 64 KiB to 4 MiB.
     */
    public static int chunkSizeFor(long size) {
        if (size < 1 || size > ChunkList.SIZE_MAX) {
            throw new IllegalArgumentException("size out of range: " + size);
        }
        int chunkSize = CHUNK_SIZE_USUAL_MIN;
        while (chunkSize < ChunkList.CHUNK_SIZE_MAX && (long) chunkSize * CHUNKS_USUAL_MAX < size) {
            chunkSize *= 2;
        }
        while (chunkSize > ChunkList.CHUNK_SIZE_MIN && ChunkList.count(size, chunkSize) < CHUNKS_WANTED) {
            chunkSize /= 2;
        }
        return chunkSize;
    }
}
