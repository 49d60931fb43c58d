package org.firmwarerecovery.service.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/**
 * A request body that must keep a minimum pace, and where it is a JSON body also a total time. The transport's read time-out ends a
 * body that stops; this ends one that drips to hold a thread.
 */
final class PacedBody extends FilterInputStream {
    /** Bytes per second that a body must bring on average once the grace is over. */
    static final long BYTES_PER_SECOND_MIN = 256;
    /** Nanoseconds before the pace is judged. */
    static final long GRACE_NANOS = 20_000_000_000L;

    /** Nanoseconds within which a JSON body must be there; at its largest size it still allows a very slow link. */
    static final long JSON_TOTAL_NANOS = 60_000_000_000L;

    private final LongSupplier nanos;
    private final long began;
    private final long totalNanos;
    private final StrangersBodies.Place place;
    private long bytes;

    private PacedBody(InputStream in, LongSupplier nanos, long totalNanos, StrangersBodies.Place place) {
        super(in);
        this.place = place;
        this.totalNanos = totalNanos;
        this.nanos = nanos;
        this.began = nanos.getAsLong();
    }

    /** A body of any length: an image. */
    static PacedBody ofAnyLength(InputStream in, LongSupplier nanos) {
        return new PacedBody(in, nanos, Long.MAX_VALUE, StrangersBodies.Place.NOT_NEEDED);
    }

    /** A JSON body, which gives back its place as soon as all of it is there. */
    static PacedBody ofJson(InputStream in, LongSupplier nanos, StrangersBodies.Place place) {
        return new PacedBody(in, nanos, JSON_TOTAL_NANOS, place);
    }

    @Override
    public int read() throws IOException {
        place.begin();
        int value;
        try {
            value = super.read();
        } catch (IOException e) {
            throw new BodyReadException(e);
        }
        if (value >= 0) {
            count(1);
        } else {
            place.close();
        }
        return value;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        place.begin();
        int read;
        try {
            read = super.read(into, offset, length);
        } catch (IOException e) {
            throw new BodyReadException(e);
        }
        if (read > 0) {
            count(read);
        } else if (read < 0) {
            place.close();
        }
        return read;
    }

    private void count(int read) throws IOException {
        bytes += read;
        long elapsed = nanos.getAsLong() - began;
        if (elapsed > totalNanos) {
            throw new BodyReadException(
                    new IOException("request body took longer than " + totalNanos / 1_000_000_000L + " s"));
        }
        if (elapsed > GRACE_NANOS && bytes < BYTES_PER_SECOND_MIN * (elapsed / 1_000_000_000L)) {
            throw new BodyReadException(
                    new IOException("request body slower than " + BYTES_PER_SECOND_MIN + " bytes/s"));
        }
    }

    /** The client did not send what it announced, or too slowly: its fault, not that of a disk of ours. */
    static final class BodyReadException extends IOException {
        private static final long serialVersionUID = 1L;

        BodyReadException(IOException cause) {
            super(cause);
        }
    }
}
