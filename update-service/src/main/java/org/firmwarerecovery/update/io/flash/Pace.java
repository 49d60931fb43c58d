package org.firmwarerecovery.update.io.flash;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * How a long read or write goes: at most so many bytes per second, until cancelled, reporting its progress. Immutable; one
 * pace may serve several operations at once, each is limited on its own.
 *
 * <p>Threads: the cancel check and the progress listener are called by the thread of the operation, between two buffers of
 * 128 KiB; they must not block. While a rate limit makes the operation wait, cancelling takes at most 100 ms. An interrupted
 * thread counts as cancelled and stays interrupted.
 */
public final class Pace {
    /** Bytes per second that mean: no limit. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final Pace FREE =
            new Pace(UNLIMITED, () -> false, bytes -> {}, System::nanoTime, LockSupport::parkNanos);

    private final long bytesPerSecondMax;
    private final BooleanSupplier cancelled;
    private final LongConsumer progress;
    private final LongSupplier nanoClock;
    private final LongConsumer nap;

    private Pace(
            long bytesPerSecondMax,
            BooleanSupplier cancelled,
            LongConsumer progress,
            LongSupplier nanoClock,
            LongConsumer nap) {
        if (bytesPerSecondMax <= 0) {
            throw new IllegalArgumentException("bytes per second must be positive: " + bytesPerSecondMax);
        }
        this.bytesPerSecondMax = bytesPerSecondMax;
        this.cancelled = cancelled;
        this.progress = progress;
        this.nanoClock = nanoClock;
        this.nap = nap;
    }

    /** As fast as it goes, to the end. */
    public static Pace free() {
        return FREE;
    }

    /** At most {@code bytesPerSecondMax}, as the setting {@code scan.bandwidth}. */
    public static Pace limitedTo(long bytesPerSecondMax) {
        return new Pace(bytesPerSecondMax, FREE.cancelled, FREE.progress, FREE.nanoClock, FREE.nap);
    }

    /** The same pace that ends as soon as {@code check} says true. */
    public Pace cancelledBy(BooleanSupplier check) {
        return new Pace(bytesPerSecondMax, check, progress, nanoClock, nap);
    }

    /** The same pace telling {@code listener} the number of bytes done so far, after each buffer. */
    public Pace reportingTo(LongConsumer listener) {
        return new Pace(bytesPerSecondMax, cancelled, listener, nanoClock, nap);
    }

    Pace withClock(LongSupplier clock, LongConsumer waiting) {
        return new Pace(bytesPerSecondMax, cancelled, progress, clock, waiting);
    }

    /** Starts one operation at this pace. */
    public Run begin() {
        return new Run();
    }

    /** One operation under way; used by one thread. */
    public final class Run {
        private final long startNanos = nanoClock.getAsLong();
        private long bytesDone;

        private Run() {}

        /**
         * Counts {@code bytes} as done and waits until more may follow.
         *
         * @return false when the operation must stop now
         */
        public boolean advance(long bytes) {
            bytesDone += bytes;
            progress.accept(bytesDone);
            while (!isCancelled()) {
                long waitNanos = dueNanos() - (nanoClock.getAsLong() - startNanos);
                if (waitNanos <= 0) {
                    return true;
                }
                nap.accept(Math.min(waitNanos, NAP_NANOS));
            }
            return false;
        }

        /** Bytes counted so far. */
        public long bytesDone() {
            return bytesDone;
        }

        private boolean isCancelled() {
            return cancelled.getAsBoolean() || Thread.currentThread().isInterrupted();
        }

        private long dueNanos() {
            return bytesPerSecondMax == UNLIMITED ? 0 : (long) ((double) bytesDone / bytesPerSecondMax * 1e9);
        }
    }
}
