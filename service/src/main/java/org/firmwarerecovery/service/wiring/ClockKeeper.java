package org.firmwarerecovery.service.wiring;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.firmwarerecovery.update.io.trust.ClockRule;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the newest time that the clock ever showed, at the start, every hour and at the end, so that a clock that lost its time is
 * recognised after a restart; and says in the log when the clock is unset and when it was set. One thread of its own.
 */
final class ClockKeeper implements AutoCloseable {
    /** How often the clock is looked at. */
    static final Duration LOOK_EVERY = Duration.ofMinutes(1);
    /** How often the time is stored, which wears flash. */
    static final Duration STORE_EVERY = Duration.ofHours(1);

    /** What is stored is this much older, so that a clock that is put back a little is not taken for an unset one. */
    static final Duration SLACK = Duration.ofMinutes(5);

    /** The clock showed no time that is newer than what is stored by more than this. */
    static final Duration BEHIND_MAX = STORE_EVERY.plus(LOOK_EVERY).plus(SLACK);

    private static final Logger LOG = LoggerFactory.getLogger(ClockKeeper.class);

    private final ClockRule rule;
    private final InstantSource wall;
    private final Consumer<Instant> store;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(null, this::run, "clock-keeper", 0);
    private Instant stored = Instant.EPOCH;
    private boolean unset;

    private ClockKeeper(ClockRule rule, InstantSource wall, Consumer<Instant> store) {
        this.rule = rule;
        this.wall = wall;
        this.store = store;
    }

    /** Looks at the clock now and from now on; {@code store} makes a time durable. */
    static ClockKeeper start(ClockRule rule, InstantSource wall, Consumer<Instant> store) {
        ClockKeeper keeper = new ClockKeeper(rule, wall, store);
        keeper.look(Duration.ZERO);
        keeper.thread.setDaemon(true);
        keeper.thread.start();
        return keeper;
    }

    @Override
    public void close() throws InterruptedException {
        closing.countDown();
        thread.join();
        look(Duration.ZERO);
    }

    private void run() {
        try {
            while (!closing.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                look(STORE_EVERY);
            }
        } catch (InterruptedException e) {
            LOG.error("the time is no longer kept", e);
        }
    }

    private void look(Duration least) {
        Instant now = wall.instant();
        boolean before = unset;
        unset = rule.now().clockUnset();
        if (unset && !before) {
            LOG.warn(
                    "ClockUnset: the clock shows {}, before the newest time known; the end of validity is not judged",
                    now);
        } else if (before && !unset) {
            LOG.info("the clock was set, it shows {}", now);
        }
        if (!unset && Duration.between(stored, now).compareTo(least) >= 0) {
            try {
                store.accept(now.minus(SLACK));
                stored = now;
            } catch (UncheckedIOException e) {
                LOG.warn("the time cannot be kept: {}", e.getMessage(), e);
            }
        }
    }
}
