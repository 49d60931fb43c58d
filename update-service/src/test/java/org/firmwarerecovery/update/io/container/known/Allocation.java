package org.firmwarerecovery.update.io.container.known;

import java.lang.reflect.Method;

/**
 * Bytes that the calling thread has allocated since its start, whether or not they were collected since. Read by reflection: the
 * module under test does not require the management interface of the runtime.
 */
final class Allocation {
    private static final Object THREADS;
    private static final Method ALLOCATED;

    static {
        try {
            THREADS = Class.forName("java.lang.management.ManagementFactory")
                    .getMethod("getThreadMXBean")
                    .invoke(null);
            ALLOCATED =
                    Class.forName("com.sun.management.ThreadMXBean").getMethod("getThreadAllocatedBytes", long.class);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java runtime does not count what a thread allocates", e);
        }
    }

    private Allocation() {}

    static long bytes() {
        try {
            return (Long) ALLOCATED.invoke(THREADS, Thread.currentThread().getId());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
