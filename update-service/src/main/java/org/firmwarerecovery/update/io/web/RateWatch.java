package org.firmwarerecovery.update.io.web;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.firmwarerecovery.update.transfer.MinimumRate;
import org.jspecify.annotations.Nullable;

/**
 * Counts the bytes of one answer and says when fewer came over the last window than the minimum rate asks for; the window
 * begins with the request, so a server that never answers is too slow as well. The reader counts, a timer looks: a reader
 * that waits for a byte cannot judge. Thread-safe.
 */
public final class RateWatch {
    /** Looks at the count within a window. */
    static final int LOOKS_PER_WINDOW = 4;

    private final MinimumRate rate;
    private final LongSupplier nanoClock;
    private final AtomicLong bytes = new AtomicLong();
    private final ArrayDeque<Look> looks = new ArrayDeque<>();
    private volatile @Nullable SlowAnswerException slow;

    /** What was counted when. */
    private record Look(long nanos, long bytes) {}

    /** A watch whose first window begins now. */
    public RateWatch(MinimumRate rate) {
        this(rate, System::nanoTime);
    }

    RateWatch(MinimumRate rate, LongSupplier nanoClock) {
        this.rate = rate;
        this.nanoClock = nanoClock;
        looks.add(new Look(nanoClock.getAsLong(), 0));
    }

    /** Time between two looks. */
    Duration pause() {
        return rate.window().dividedBy(LOOKS_PER_WINDOW);
    }

    /** Looks at the count; true when the answer is too slow. */
    synchronized boolean look() {
        long now = nanoClock.getAsLong();
        long count = bytes.get();
        if (now - looks.getLast().nanos() > rate.window().dividedBy(2).toNanos()) {
            // It was this node that did not get to it: what came meanwhile says nothing about the other one.
            looks.clear();
        }
        looks.add(new Look(now, count));
        Look first = looks.getFirst();
        Duration time = Duration.ofNanos(now - first.nanos());
        if (slow == null && rate.missedBy(count - first.bytes(), time)) {
            slow = new SlowAnswerException(count - first.bytes(), time);
        }
        while (looks.size() > LOOKS_PER_WINDOW) {
            looks.removeFirst();
        }
        return slow != null;
    }

    /** Why the answer was given up, null when it was not for its rate. */
    @Nullable
    SlowAnswerException slow() {
        return slow;
    }

    /** A body that is counted. */
    InputStream over(InputStream body) {
        return new FilterInputStream(body) {
            @Override
            public int read() throws IOException {
                int read = super.read();
                bytes.addAndGet(read < 0 ? 0 : 1);
                return read;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                int count = super.read(target, offset, length);
                bytes.addAndGet(Math.max(0, count));
                return count;
            }
        };
    }
}
