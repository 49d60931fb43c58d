package org.firmwarerecovery.conformance.site;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for a condition, never for a time. */
public final class Await {
    private static final Duration STEP = Duration.ofMillis(50);

    private Await() {}

    /** The first value that {@code probe} finds; fails with {@code otherwise} when there is none within {@code limit}. */
    public static <T> T until(Duration limit, Supplier<String> otherwise, Callable<Optional<T>> probe)
            throws Exception {
        return until(limit, STEP, otherwise, probe);
    }

    /** The same with another pause between two looks, for figures that a busy observer would spoil. */
    public static <T> T until(Duration limit, Duration step, Supplier<String> otherwise, Callable<Optional<T>> probe)
            throws Exception {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<T> found = probe.call();
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() >= end) {
                throw new AssertionError("not within " + limit.toSeconds() + " s: " + otherwise.get());
            }
            LockSupport.parkNanos(step.toNanos());
        }
    }

    /** Waits until {@code condition} holds. */
    public static void that(Duration limit, Supplier<String> otherwise, Callable<Boolean> condition) throws Exception {
        until(limit, otherwise, () -> condition.call() ? Optional.of(true) : Optional.empty());
    }
}
