package org.firmwarerecovery.service.host;

import java.time.Duration;
import java.util.List;

/**
 * An operator's commands for the host.
 *
 * @param reset program and arguments that reset it; empty for none
 * @param resetTypes what that program can do
 * @param bootTargets where it can make the host boot from; empty: it does not look at that
 * @param power program and arguments that end with 0 when the host is on and with 3 when it is off; empty for none
 * @param powerInterval time between two looks at the power
 * @param within how long each of them may run
 */
public record HostCommands(
        List<String> reset,
        List<ResetType> resetTypes,
        List<String> bootTargets,
        List<String> power,
        Duration powerInterval,
        Duration within) {
    /** Copies the lists. */
    public HostCommands {
        reset = List.copyOf(reset);
        resetTypes = List.copyOf(resetTypes);
        bootTargets = List.copyOf(bootTargets);
        power = List.copyOf(power);
    }
}
