package org.firmwarerecovery.service.cli;

import java.net.URI;
import java.util.UUID;

/** A running node. {@link #close()} may be called from any thread, more than once. */
public interface NodeService extends AutoCloseable {
    /** Where its Redfish service listens, with the real port: {@code https://127.0.0.1:41234}. */
    URI address();

    /** Its identity. */
    UUID uuid();

    /** Stops everything it started; returns within ten seconds. */
    @Override
    void close();
}
