package org.firmwarerecovery.service.cli.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Polling with an end. */
public final class Patience {
    private static final long POLL_MILLIS = 400;

    private final long endNanos;
    private final String what;

    /** Waits for {@code what} at most {@code limit}. */
    public Patience(Duration limit, String what) {
        this.endNanos = System.nanoTime() + limit.toNanos();
        this.what = what;
    }

    /** Waits until it is time to look again; fails when the limit has passed. */
    public void pause() throws IOException {
        if (System.nanoTime() - endNanos >= 0) {
            throw new IOException("gave up waiting for " + what);
        }
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped while waiting for " + what);
        }
    }
}
