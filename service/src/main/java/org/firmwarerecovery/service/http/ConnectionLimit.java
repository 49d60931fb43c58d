package org.firmwarerecovery.service.http;

import java.util.concurrent.atomic.AtomicInteger;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.ConnectionProbe;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes connections above the limit of a listener before they cost a handshake. */
final class ConnectionLimit extends ConnectionProbe.Adapter {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionLimit.class);

    private final int connectionsMax;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    ConnectionLimit(int connectionsMax) {
        this.connectionsMax = connectionsMax;
    }

    /** Connections open now. */
    int open() {
        return open.get();
    }

    @Override
    @SuppressWarnings("rawtypes") // the probe interface is raw
    public void onAcceptEvent(Connection serverConnection, Connection clientConnection) {
        if (open.incrementAndGet() > connectionsMax) {
            if (Integer.bitCount(refused.incrementAndGet()) == 1) {
                LOG.warn("more than {} connections: {} refused so far", connectionsMax, refused.get());
            }
            clientConnection.terminateSilently();
        }
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void onCloseEvent(Connection connection) {
        open.decrementAndGet();
    }
}
