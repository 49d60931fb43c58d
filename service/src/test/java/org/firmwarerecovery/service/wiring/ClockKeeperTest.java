package org.firmwarerecovery.service.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.firmwarerecovery.update.io.trust.ClockRule;
import org.firmwarerecovery.update.io.trust.TrustTime;
import org.junit.jupiter.api.Test;

/** The newest time is kept, an impossible one is not. */
class ClockKeeperTest {
    private static final Instant SET = Instant.parse("2090-01-01T00:00:00Z");

    private final AtomicReference<Instant> wall = new AtomicReference<>(Instant.EPOCH);
    private final List<Instant> stored = new ArrayList<>();
    private final ClockRule rule = new ClockRule(
            TrustTime.AUTO, wall::get, () -> stored.isEmpty() ? Instant.EPOCH : stored.get(stored.size() - 1));

    @Test
    void a_clock_in_1970_is_not_kept_and_one_that_was_set_meanwhile_is() throws InterruptedException {
        ClockKeeper keeper = ClockKeeper.start(rule, wall::get, stored::add);
        assertEquals(List.of(), stored);
        wall.set(SET);
        keeper.close();
        assertEquals(List.of(SET.minus(ClockKeeper.SLACK)), stored);
    }

    @Test
    void a_clock_that_lost_its_time_does_not_replace_the_newest_one() throws InterruptedException {
        stored.add(SET);
        wall.set(SET.minusSeconds(3600));
        ClockKeeper.start(rule, wall::get, stored::add).close();
        assertEquals(List.of(SET), stored);
    }
}
