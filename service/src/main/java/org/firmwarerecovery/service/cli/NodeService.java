package org.firmwarerecovery.service.cli;

import java.net.URI;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** A running node. {@link #close()} may be called from any thread, more than once. */
public interface NodeService extends AutoCloseable {
    /** Where its Redfish service listens, with the real port: {@code https://127.0.0.1:41234}. */
    URI address();

    /** Its identity. */
    UUID uuid();

    /**
     * Completes, with the reason, when the node broke down and only looks alive: the process has to end, so that its supervisor
     * starts it anew. Never completes for a node that is well or was closed.
     */
    CompletionStage<Throwable> brokenDown();

    /** Stops everything it started; returns within ten seconds. */
    @Override
    void close();
}
