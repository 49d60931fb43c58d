package org.firmwarerecovery.service.host;

import java.util.Arrays;
import java.util.Optional;

/** The values of {@code Resource.ResetType} that a host can be asked for. */
public enum ResetType {
    /** Turn it on. */
    ON("On", true),
    /** Turn it on at once. */
    FORCE_ON("ForceOn", true),
    /** Turn it off at once. */
    FORCE_OFF("ForceOff", false),
    /** Ask it to shut down. */
    GRACEFUL_SHUTDOWN("GracefulShutdown", false),
    /** Ask it to shut down, then restart it. */
    GRACEFUL_RESTART("GracefulRestart", true),
    /** Restart it at once. */
    FORCE_RESTART("ForceRestart", true),
    /** Take its power away and give it back. */
    POWER_CYCLE("PowerCycle", true);

    private final String label;
    private final boolean leavesOn;

    ResetType(String label, boolean leavesOn) {
        this.label = label;
        this.leavesOn = leavesOn;
    }

    /** As Redfish spells it. */
    public String label() {
        return label;
    }

    /** Whether the host runs afterwards. */
    public boolean leavesOn() {
        return leavesOn;
    }

    /** Whether the host boots anew, given whether it ran before; not known counts as running. */
    public boolean boots(boolean ran) {
        boolean restarts = this == GRACEFUL_RESTART || this == FORCE_RESTART || this == POWER_CYCLE;
        return restarts || (leavesOn && !ran);
    }

    /** The one of this spelling. */
    public static Optional<ResetType> of(String label) {
        return Arrays.stream(values()).filter(type -> type.label.equals(label)).findFirst();
    }
}
