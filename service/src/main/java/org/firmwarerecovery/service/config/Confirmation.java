package org.firmwarerecovery.service.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** How a newly activated image proves that it works. */
public sealed interface Confirmation {
    /** Read-back and an activation hook that ends with 0 are proof enough. */
    record None() implements Confirmation {}

    /**
     * A command that ends with 0.
     *
     * @param command program and arguments, no shell
     */
    record Command(List<String> command) implements Confirmation {
        /** Copies the arguments. */
        public Command {
            command = List.copyOf(command);
        }
    }

    /**
     * A URL that answers 2xx.
     *
     * @param url http or https
     */
    record Http(URI url) implements Confirmation {}

    /**
     * A file that the running firmware touches: its heartbeat.
     *
     * @param file the file
     * @param maxAge oldest age that still counts as alive
     */
    record Heartbeat(Path file, Duration maxAge) implements Confirmation {}
}
