package org.firmwarerecovery.service.wiring;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What the machine says about itself through DMI, for asset data that the configuration does not give. Real or absent. */
final class Assets {
    private static final Path DMI = Path.of("/sys/class/dmi/id");
    private static final int LENGTH_MAX = 128;

    private Assets() {}

    /** The value in a DMI file such as {@code sys_vendor}; empty when there is none or this user may not read it. */
    static Optional<String> dmi(String name) {
        Path file = DMI.resolve(name);
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8).strip();
            return text.isEmpty() || text.length() > LENGTH_MAX ? Optional.empty() : Optional.of(text);
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
