package org.firmwarerecovery.update.io.web;

import java.io.IOException;
import java.time.Duration;

/** An answer comes slower than the minimum rate. */
public final class SlowAnswerException extends IOException {
    private static final long serialVersionUID = 1;

    private final long bytes;
    private final long millis;

    /** So many bytes came in that time. */
    public SlowAnswerException(long bytes, Duration time) {
        super("the answer comes slower than the minimum rate: " + bytes + " bytes in " + time.toMillis() + " ms");
        this.bytes = bytes;
        this.millis = time.toMillis();
    }

    /** Bytes that came. */
    public long bytes() {
        return bytes;
    }

    /** Time in which they came, in milliseconds. */
    public long millis() {
        return millis;
    }
}
