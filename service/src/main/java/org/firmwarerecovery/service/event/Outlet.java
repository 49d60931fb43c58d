package org.firmwarerecovery.service.event;

import java.io.IOException;

/** An open-ended answer. One thread at a time sends; nothing here blocks. */
public interface Outlet {
    /** Whether something can be sent without waiting; false when it is closed, too. */
    boolean isReady();

    /** Sends; only while it is ready. */
    void send(byte[] bytes) throws IOException;

    /** Runs {@code then} once, on a thread of the server, when it is ready again. */
    void whenReady(Runnable then);

    /** Runs {@code then} when the client is gone or this was closed; at once when that has happened. */
    void whenClosed(Runnable then);

    /**
     * Ends it.
     *
     * @param whole whether the client is told that nothing is missing; false breaks the connection
     */
    void close(boolean whole);
}
