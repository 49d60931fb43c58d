package org.firmwarerecovery.update.io.web;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A body that ends with an error when it comes slower than the minimum rate. A stall is ended by the socket's own time limit;
 * this one catches the server that sends a byte now and then. One thread.
 */
public final class RatedInput extends FilterInputStream {
    private final WebLimits limits;
    private final LongSupplier nanoClock;
    private final long startNanos;
    private long bytes;

    /** A body whose clock starts now. */
    public RatedInput(InputStream body, WebLimits limits) {
        this(body, limits, System::nanoTime);
    }

    RatedInput(InputStream body, WebLimits limits, LongSupplier nanoClock) {
        super(body);
        this.limits = limits;
        this.nanoClock = nanoClock;
        this.startNanos = nanoClock.getAsLong();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        if (count > 0) {
            bytes += count;
            checkRate();
        }
        return count;
    }

    private void checkRate() throws IOException {
        Duration time = Duration.ofNanos(nanoClock.getAsLong() - startNanos);
        if (limits.rate().missedBy(bytes, time)) {
            throw new SlowAnswerException(bytes, time);
        }
    }
}
