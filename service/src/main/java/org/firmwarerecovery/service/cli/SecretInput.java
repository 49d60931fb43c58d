package org.firmwarerecovery.service.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.firmwarerecovery.service.cli.terminal.Screen;
import org.jspecify.annotations.Nullable;

/** Passwords from a file, the environment or a terminal: never from an argument, which every user of a machine can read. */
final class SecretInput {
    private SecretInput() {}

    /** The first line of {@code file}, else the variable of {@code environment}, else what a person types. */
    static Optional<String> read(
            @Nullable Path file, Map<String, String> environment, String variable, Screen screen, String prompt)
            throws IOException {
        if (file != null) {
            String line = Files.readString(file).lines().findFirst().orElse("");
            if (line.isEmpty()) {
                throw new IOException(file + ": the first line, which is the password, is empty");
            }
            return Optional.of(line);
        }
        String value = environment.get(variable);
        if (value != null && !value.isEmpty()) {
            return Optional.of(value);
        }
        Console console = screen.interactive() ? System.console() : null;
        return console == null
                ? Optional.empty()
                : Optional.ofNullable(console.readPassword("%s: ", prompt)).map(String::new);
    }
}
