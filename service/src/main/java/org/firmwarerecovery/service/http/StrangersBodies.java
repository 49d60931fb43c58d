package org.firmwarerecovery.service.http;

import java.io.Closeable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.service.auth.Principal;

/**
 * How many threads may wait for bodies of those who have no login: a quarter of them. Whoever drips login requests to hold threads
 * holds these, and everybody else is served. A body that is there takes no time to read, so that a crowd that logs in at once does
 * not notice. Thread-safe.
 */
final class StrangersBodies {
    /** Longest wait for a place. */
    private static final long PATIENCE_MILLIS = 100;

    private static final String RETRY_SECONDS = "1";

    private final Semaphore places;

    StrangersBodies(int workersMax) {
        this.places = new Semaphore(Math.max(1, workersMax / 4));
    }

    /** The place of one request. Used by one thread. */
    interface Place extends Closeable {
        /** Nobody waits for this body: its sender is known. */
        Place NOT_NEEDED = new Place() {
            @Override
            public void begin() {
                // a known sender needs no place
            }

            @Override
            public void close() {
                // nothing to give back
            }
        };

        /** Somebody is about to wait for the body; 503 where a stranger has to come again. Once is enough. */
        void begin();

        /** The body was read, or nobody reads it any more. */
        @Override
        void close();
    }

    /** A place for the body of whoever sends one. */
    Place of(Principal sender) {
        return sender instanceof Principal.Nobody ? new Held() : Place.NOT_NEEDED;
    }

    /** One of the few places. */
    private final class Held implements Place {
        private boolean begun;
        private boolean over;

        @Override
        public void begin() {
            if (begun) {
                return;
            }
            try {
                if (!places.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                    throw busy();
                }
                begun = true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw busy();
            }
        }

        @Override
        public void close() {
            if (begun && !over) {
                over = true;
                places.release();
            }
        }
    }

    private static RedfishException busy() {
        return new RedfishException(503, BaseMessages.serviceTemporarilyUnavailable(RETRY_SECONDS))
                .withHeader("Retry-After", RETRY_SECONDS)
                .withHeader("Connection", "close");
    }
}
