package org.firmwarerecovery.update.engine;

import org.firmwarerecovery.update.journal.BarredDonor;
import org.firmwarerecovery.update.recovery.Recovery;
import org.jspecify.annotations.Nullable;

/**
 * Donors whose own bytes proved that they send something else than was promised: a manifest or a chunk, as it arrived, of another
 * digest. They are left alone for {@code NodeLimits.donorQuarantine}, in this recovery and in others. The journal keeps that, so
 * neither a restart nor the removal of a record ends it; an operator who starts a recovery does, for all components, as a bar
 * belongs to the donor. What is found wrong later, with an image in staging, may have gone wrong here.
 */
final class BarredDonors {
    private static final String KEY = "DonorBarred";

    private BarredDonors() {}

    /** Leaves a donor alone from now on. */
    static Recovery bar(Turn turn, Recovery recovery, String uuid, String why) {
        turn.count("DonorsBarred");
        if (uuid.length() <= BarredDonor.UUID_LENGTH_MAX) {
            turn.journal = turn.journal.barring(new BarredDonor(uuid, turn.now.uptimeMillis(), why));
            turn.persistNow();
        }
        return turn.tell(recovery, KEY, recovery.component().value(), uuid, why);
    }

    /** An operator wants all donors asked again. */
    static void forgive(Turn turn) {
        if (!turn.journal.barred().isEmpty()) {
            turn.journal = turn.journal.barringNobody();
            turn.persistNow();
        }
    }

    /** Why a donor is not asked, null when it is. */
    static @Nullable String why(Turn turn, String uuid) {
        long since = turn.now.uptimeMillis() - turn.limits.donorQuarantine().toMillis();
        for (BarredDonor donor : turn.journal.barred()) {
            if (donor.uuid().equals(uuid) && donor.since() > since && donor.since() <= turn.now.uptimeMillis()) {
                return "in quarantine: " + donor.reason();
            }
        }
        return null;
    }
}
