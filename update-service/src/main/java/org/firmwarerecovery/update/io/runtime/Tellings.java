package org.firmwarerecovery.update.io.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What waits to be told, each until all changes it speaks of were written. There are never more than commands that wait for an
 * answer, which has a limit: what nobody waits for is forgotten. Not thread-safe.
 */
final class Tellings {
    private final List<Waiter> waiters = new ArrayList<>();

    /** What waits until each of these records was written with the change of this number, or a later one. */
    private record Waiter(TreeMap<String, Long> left, Telling telling) {}

    /** Keeps {@code telling} until {@code changes}, numbers by record, were written. */
    void add(Map<String, Long> changes, Telling telling) {
        waiters.removeIf(waiter -> !waiter.telling().wanted().getAsBoolean());
        waiters.add(new Waiter(new TreeMap<>(changes), telling));
    }

    int size() {
        return waiters.size();
    }

    /** A change was written; what waited for this one only. */
    List<Runnable> written(String record, long number) {
        List<Runnable> ready = new ArrayList<>();
        for (Waiter waiter : List.copyOf(waiters)) {
            Long awaited = waiter.left().get(record);
            if (awaited != null && awaited <= number) {
                waiter.left().remove(record);
            }
            if (waiter.left().isEmpty()) {
                waiters.remove(waiter);
                ready.add(waiter.telling().tell());
            }
        }
        return ready;
    }
}
