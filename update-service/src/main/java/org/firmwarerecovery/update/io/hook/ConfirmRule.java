package org.firmwarerecovery.update.io.hook;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** How a newly activated image proves that it works. */
public sealed interface ConfirmRule {
    /** Read-back and an activation hook that ended with 0 are proof enough. */
    record None() implements ConfirmRule {}

    /** A command that ends with 0; tried until it does. */
    record Command(List<String> command) implements ConfirmRule {
        /** Copies the arguments. */
        public Command {
            command = List.copyOf(command);
        }
    }

    /** A URL that answers 2xx; tried until it does. Nothing of the answer is read. */
    record Http(URI url) implements ConfirmRule {}

    /** A file that changes after the activation; the change must be seen before it is older than {@code maxAge}. */
    record Heartbeat(Path file, Duration maxAge) implements ConfirmRule {}
}
