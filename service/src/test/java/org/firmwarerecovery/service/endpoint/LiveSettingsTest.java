package org.firmwarerecovery.service.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Settings that several clients change at the same time. */
@Timeout(60)
class LiveSettingsTest {
    private final List<String> kept = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable Thread> second = new AtomicReference<>();
    private final LiveSettings settings = new LiveSettings(this::keep, true, Duration.ofDays(1));

    /** Lets the second client begin as soon as the first one's wish is kept, and run as far as it can. */
    private void keep(Map<String, String> changed) {
        kept.addAll(changed.values());
        Thread other = second.getAndSet(null);
        if (other != null) {
            other.start();
            while (other.getState() != Thread.State.BLOCKED && other.isAlive()) {
                Thread.onSpinWait();
            }
        }
    }

    private void race(Runnable first, Runnable other) throws InterruptedException {
        Thread client = new Thread(other, "second client");
        second.set(client);
        first.run();
        client.join();
    }

    @Test
    void what_is_kept_last_is_in_force() throws InterruptedException {
        race(() -> settings.enableUpdates(true), () -> settings.enableUpdates(false));
        assertEquals(kept.get(kept.size() - 1), Boolean.toString(settings.updatesEnabled()));
        race(() -> settings.keepTasks(Duration.ofMinutes(5)), () -> settings.keepTasks(Duration.ofMinutes(9)));
        assertEquals(kept.get(kept.size() - 1), settings.tasksKept().toMinutes() + "m");
    }
}
