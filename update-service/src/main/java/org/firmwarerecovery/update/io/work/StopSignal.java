package org.firmwarerecovery.update.io.work;

import java.util.ArrayList;
import java.util.List;

/**
 * Tells work in progress that nobody waits for its result any more: the job was cancelled, its deadline passed, or the node
 * stops. Thread-safe.
 */
public final class StopSignal {
    private final List<Runnable> listeners = new ArrayList<>();
    private boolean requested;

    /** True once the work should end. Cheap enough to ask between two buffers. */
    public synchronized boolean requested() {
        return requested;
    }

    /** Asks the work to end. Repeated calls do nothing. */
    public void request() {
        List<Runnable> toRun;
        synchronized (this) {
            if (requested) {
                return;
            }
            requested = true;
            toRun = List.copyOf(listeners);
            listeners.clear();
        }
        toRun.forEach(Runnable::run);
    }

    /** Forgets a listener of work that is over. */
    public synchronized void forget(Runnable listener) {
        listeners.remove(listener);
    }

    /** Runs {@code listener} when the work should end, at once when it should already; used to abort a blocked read. */
    public void onRequest(Runnable listener) {
        synchronized (this) {
            if (!requested) {
                listeners.add(listener);
                return;
            }
        }
        listener.run();
    }
}
