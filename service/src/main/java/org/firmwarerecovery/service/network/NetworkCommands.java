package org.firmwarerecovery.service.network;

import java.time.Duration;
import java.util.List;

/**
 * An operator's programs for the settings of the network.
 *
 * @param read program and arguments that print the settings of one subject as JSON; empty for none
 * @param write program and arguments that change them; empty: nothing can be written
 * @param within how long each of them may run
 */
public record NetworkCommands(List<String> read, List<String> write, Duration within) {
    /** Copies the lists. */
    public NetworkCommands {
        read = List.copyOf(read);
        write = List.copyOf(write);
    }
}
