package org.firmwarerecovery.service.http;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;
import org.firmwarerecovery.service.event.Outlet;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.GenericCloseListener;
import org.glassfish.grizzly.WriteHandler;
import org.glassfish.grizzly.http.io.NIOOutputStream;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.glassfish.grizzly.nio.transport.TCPNIOConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A suspended answer of Grizzly: what is written goes to the queue of the connection, which is bounded. Grizzly uses its objects for
 * the answers of others once this one is over, so they are touched only under a lock and only until then.
 */
final class GrizzlyOutlet implements Outlet {
    private static final Logger LOG = LoggerFactory.getLogger(GrizzlyOutlet.class);
    /** Bytes that wait for a client; one event may come on top. */
    private static final int PENDING_BYTES_MAX = 65_536;

    private final Connection<?> connection;
    private final Response response;
    private final NIOOutputStream out;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean gone;
    private boolean over;

    private GrizzlyOutlet(Connection<?> connection, Response response, NIOOutputStream out) {
        this.connection = connection;
        this.response = response;
        this.out = out;
    }

    /** Suspends this answer; its status and headers are set. */
    static GrizzlyOutlet of(Request request, Response response) throws IOException {
        Connection<?> connection = request.getContext().getConnection();
        if (connection instanceof TCPNIOConnection tcp && tcp.getChannel() instanceof SocketChannel channel) {
            // What a client does not take waits with whoever writes, not in buffers of some megabytes for each.
            channel.setOption(StandardSocketOptions.SO_SNDBUF, PENDING_BYTES_MAX);
            tcp.setMaxAsyncWriteQueueSize(PENDING_BYTES_MAX);
        }
        GrizzlyOutlet outlet = new GrizzlyOutlet(connection, response, response.getNIOOutputStream());
        outlet.whenClosed(outlet::clientGone);
        response.suspend();
        return outlet;
    }

    @Override
    public boolean isReady() {
        lock.lock();
        try {
            return !over && !gone && connection.isOpen() && out.canWrite();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void send(byte[] bytes) throws IOException {
        lock.lock();
        try {
            if (over) {
                throw new IOException("the answer is over");
            }
            out.write(bytes);
            out.flush();
        } catch (RuntimeException e) {
            if (over || gone) {
                // It went away in the middle of this, and Grizzly stumbled over what was taken from it then.
                throw new IOException("the client is gone", e);
            }
            throw e;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void whenReady(Runnable then) {
        lock.lock();
        try {
            if (over || gone || !connection.isOpen()) {
                return;
            }
            out.notifyCanWrite(new WriteHandler() {
                @Override
                public void onWritePossible() {
                    then.run();
                }

                @Override
                public void onError(Throwable problem) {
                    LOG.debug("an open-ended answer broke off", problem);
                    connection.terminateSilently();
                }
            });
        } finally {
            lock.unlock();
        }
    }

    @Override
    @SuppressWarnings("deprecation") // Grizzly deprecates every kind of listener that it offers
    public void whenClosed(Runnable then) {
        // Told at once when the connection is closed already.
        connection.addCloseListener((GenericCloseListener) (closeable, type) -> then.run());
    }

    @Override
    public void close(boolean whole) {
        lock.lock();
        try {
            if (over) {
                return;
            }
            if (!whole || gone || !connection.isOpen() || !out.canWrite()) {
                connection.terminateSilently();
            } else {
                out.close();
            }
        } catch (IOException e) {
            LOG.debug("an open-ended answer broke off at its end", e);
            connection.terminateSilently();
        } finally {
            resume();
            lock.unlock();
        }
    }

    /**
     * The client is gone. Told before Grizzly's own listener, which would forget to count the request as over; also from within a
     * write, so that the lock may be held by this very thread, but never waiting for it: the writer may wait for whoever calls.
     */
    private void clientGone() {
        gone = true;
        if (lock.tryLock()) {
            try {
                resume();
            } finally {
                lock.unlock();
            }
        }
    }

    private void resume() {
        if (!over) {
            over = true;
            response.resume();
        }
    }
}
