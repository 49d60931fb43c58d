package org.firmwarerecovery.update.engine;

import org.firmwarerecovery.update.recovery.Recovery;
import org.firmwarerecovery.update.recovery.Story;
import org.jspecify.annotations.Nullable;

/**
 * Donors that sent something bad. They are left alone for {@code NodeLimits.donorQuarantine}, in this recovery and in others;
 * the records of recoveries are where that is written down.
 */
final class BarredDonors {
    private static final String KEY = "DonorBarred";

    private BarredDonors() {}

    /** Leaves a donor alone from now on. */
    static Recovery bar(Turn turn, Recovery recovery, String uuid, String why) {
        turn.count("DonorsBarred");
        return turn.tell(recovery, KEY, recovery.component().value(), uuid, why);
    }

    /** Why a donor is not asked, null when it is. */
    static @Nullable String why(Turn turn, String uuid) {
        long since = turn.now.uptimeMillis() - turn.limits.donorQuarantine().toMillis();
        for (Recovery recovery : turn.recoveries.values()) {
            for (Story.Entry entry : recovery.story().timeline()) {
                boolean barred = entry.messageKey().equals(KEY)
                        && entry.uptimeMillis() > since
                        && entry.uptimeMillis() <= turn.now.uptimeMillis();
                if (barred && entry.args().get(1).equals(uuid)) {
                    return "in quarantine: " + entry.args().get(2);
                }
            }
        }
        return null;
    }
}
