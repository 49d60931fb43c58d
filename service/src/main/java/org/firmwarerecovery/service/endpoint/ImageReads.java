package org.firmwarerecovery.service.endpoint;

import java.util.concurrent.Semaphore;
import org.firmwarerecovery.redfish.message.RecoveryMessages;
import org.firmwarerecovery.redfish.message.RedfishException;

/**
 * Bounds the image bytes that are being sent, since each answer holds a thread and one chunk in memory: a chunk is hashed
 * before its first byte goes out. What exceeds the bounds is refused with 503 and a Retry-After. Thread-safe.
 */
final class ImageReads {
    /** Most images that are being sent at once; the server's other threads stay free for everything else. */
    static final int READS_MAX = 12;
    /** Most bytes of chunks in memory; one read is always possible. */
    static final int BUFFER_BYTES_MAX = 16 * 1024 * 1024;

    private static final int UNIT = 64 * 1024;
    private static final int RETRY_SECONDS = 1;

    private final Semaphore reads = new Semaphore(READS_MAX);
    private final Semaphore units = new Semaphore(BUFFER_BYTES_MAX / UNIT);

    /** One answer under way. */
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    /** Takes part of the bounds until the turn is closed. */
    Turn begin(int chunkBytes) {
        int share = Math.min(BUFFER_BYTES_MAX / UNIT, Math.max(1, (chunkBytes + UNIT - 1) / UNIT));
        if (!reads.tryAcquire()) {
            throw busy();
        }
        if (!units.tryAcquire(share)) {
            reads.release();
            throw busy();
        }
        return () -> {
            units.release(share);
            reads.release();
        };
    }

    private static RedfishException busy() {
        return new RedfishException(503, RecoveryMessages.donorBusy(RETRY_SECONDS))
                .withHeader("Retry-After", Integer.toString(RETRY_SECONDS));
    }
}
