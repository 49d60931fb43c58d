package org.firmwarerecovery.update.io.hook;

import java.time.Duration;
import java.util.List;

/**
 * The hooks of one component.
 *
 * @param prepare program and arguments run before the flip; empty for none
 * @param command program and arguments that start the bank's image; empty for none
 * @param within how long each of them may take
 * @param confirm how the image proves itself
 */
public record Hooks(List<String> prepare, List<String> command, Duration within, ConfirmRule confirm) {
    /** Copies the arguments. */
    public Hooks {
        prepare = List.copyOf(prepare);
        command = List.copyOf(command);
    }

    /** No hooks: an image that was read back counts as proven. */
    public static Hooks none() {
        return new Hooks(List.of(), List.of(), Duration.ofMinutes(1), new ConfirmRule.None());
    }
}
