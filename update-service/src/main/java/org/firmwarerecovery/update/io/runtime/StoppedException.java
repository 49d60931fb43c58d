package org.firmwarerecovery.update.io.runtime;

import org.firmwarerecovery.update.io.flash.Pace;
import org.firmwarerecovery.update.io.work.StopSignal;

/** Thrown out of work that was told to stop; the loop makes a failed outcome of it, for which nobody waits. */
final class StoppedException extends Exception {
    private static final long serialVersionUID = 1;

    StoppedException() {
        super("stopped", null, false, false);
    }

    /** As fast as it goes, until {@code stop}. */
    static Pace free(StopSignal stop) {
        return Pace.free().cancelledBy(stop::requested);
    }
}
