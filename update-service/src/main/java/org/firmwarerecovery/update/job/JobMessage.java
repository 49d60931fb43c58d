package org.firmwarerecovery.update.job;

import java.time.Instant;
import java.util.List;

/**
 * One message of a job or recovery, by its registry key.
 *
 * @param key key in the registry {@code FirmwareRecovery.1.0} or, with the prefix {@code Update.}, in the Update registry
 * @param args arguments in the registry's order
 * @param at wall clock, for people
 * @param uptimeMillis uptime, for durations
 */
public record JobMessage(String key, List<String> args, Instant at, long uptimeMillis) {
    /** Copies the arguments. */
    public JobMessage {
        args = List.copyOf(args);
    }
}
