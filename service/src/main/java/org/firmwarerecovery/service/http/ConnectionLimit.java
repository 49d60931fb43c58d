package org.firmwarerecovery.service.http;

import java.util.Optional;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.ConnectionProbe;
import org.glassfish.grizzly.IOEvent;
import org.glassfish.grizzly.http.server.HttpServerFilter;
import org.glassfish.grizzly.http.server.HttpServerProbe;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a listener within its number of connections: above it the one that has waited longest without a request is closed, or
 * the new one, before it costs a handshake, where all others are at work. Thread-safe.
 */
final class ConnectionLimit {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionLimit.class);

    private final int connectionsMax;
    private final OpenConnections<Connection<?>> open;
    private int closed;
    private long answered;

    ConnectionLimit(int connectionsMax) {
        this.connectionsMax = connectionsMax;
        this.open = new OpenConnections<>(connectionsMax);
    }

    /** Sees connections come and go. */
    ConnectionProbe ofTransport() {
        return new ConnectionProbe.Adapter() {
            @Override
            @SuppressWarnings("rawtypes") // the probe interface is raw
            public void onAcceptEvent(Connection serverConnection, Connection clientConnection) {
                accepted(clientConnection);
            }

            @Override
            @SuppressWarnings("rawtypes")
            public void onIOEventReadyEvent(Connection connection, IOEvent event) {
                if (event == IOEvent.READ) {
                    synchronized (open) {
                        open.heard(connection, System.nanoTime());
                    }
                }
            }

            @Override
            @SuppressWarnings("rawtypes")
            public void onCloseEvent(Connection connection) {
                synchronized (open) {
                    open.closed(connection);
                }
            }
        };
    }

    /** Sees requests begin and end. */
    HttpServerProbe ofRequests() {
        return new HttpServerProbe.Adapter() {
            @Override
            @SuppressWarnings("rawtypes")
            public void onRequestReceiveEvent(HttpServerFilter filter, Connection connection, Request request) {
                synchronized (open) {
                    open.asked(connection);
                }
            }

            @Override
            @SuppressWarnings("rawtypes")
            public void onRequestCompleteEvent(HttpServerFilter filter, Connection connection, Response response) {
                synchronized (open) {
                    open.answered(connection, System.nanoTime());
                    answered++;
                }
            }
        };
    }

    /** Connections that are open now. */
    int openNow() {
        synchronized (open) {
            return open.size();
        }
    }

    /** Requests that were answered so far. */
    long answered() {
        synchronized (open) {
            return answered;
        }
    }

    private void accepted(Connection<?> connection) {
        Optional<Connection<?>> goes;
        synchronized (open) {
            goes = open.accepted(connection, System.nanoTime());
            if (goes.isPresent() && Integer.bitCount(++closed) == 1) {
                LOG.warn("more than {} connections: {} closed so far", connectionsMax, closed);
            }
        }
        // Outside of the lock: closing tells this object's own probe.
        goes.ifPresent(Connection::terminateSilently);
    }
}
