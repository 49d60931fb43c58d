package org.firmwarerecovery.update.engine;

import java.time.Duration;
import java.util.List;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.recovery.Recovery;

/** How often something may be tried, and how long the pauses between are. */
final class Budgets {
    private static final int DOUBLINGS_MAX = 16;

    private Budgets() {}

    /** Uptime at which a spent budget has room again, -1 while it has room. */
    static long back(List<Long> times, int budget, Duration window, long now) {
        if (ComponentRecord.within(times, window, now) < budget) {
            return -1;
        }
        if (budget <= 0) {
            return now + window.toMillis();
        }
        return times.get(times.size() - budget) + window.toMillis();
    }

    /**
     * Length of the pause after a failed attempt in milliseconds: doubles from the first to the longest, with up to half of it
     * left to chance so that nodes spread out.
     */
    static long pause(Turn turn, Recovery recovery) {
        return pause(turn, recovery.attempt());
    }

    /** The same after {@code failures} failures in a row. */
    static long pause(Turn turn, int failures) {
        int doublings = Math.min(DOUBLINGS_MAX, Math.max(0, failures - 1));
        long longest = turn.limits.backoffMax().toMillis();
        long pause = Math.min(longest, turn.limits.backoffFirst().toMillis() << doublings);
        return pause / 2 + turn.now.draw(7, pause / 2 + 1);
    }
}
