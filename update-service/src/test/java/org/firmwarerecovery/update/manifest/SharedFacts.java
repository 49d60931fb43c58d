package org.firmwarerecovery.update.manifest;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The shelf of test vectors beside the project; a suite is skipped where it is absent, and fails so in CI. */
public final class SharedFacts {
    private static final JsonMapper JSON = new JsonMapper();

    private SharedFacts() {}

    /** The file or folder {@code relative} of the shelf. */
    public static Path path(String relative) {
        Path shelf = Path.of(System.getProperty("shared.dir", "../../shared"));
        Path path = shelf.resolve(relative);
        if (!Files.exists(path)) {
            String reason = "no test vectors at " + path + " (system property shared.dir)";
            return "true".equals(System.getenv("CI")) ? fail(reason) : abort(reason);
        }
        return path;
    }

    /** The JSON document {@code relative}. */
    public static JsonNode json(String relative) throws IOException {
        return JSON.readTree(path(relative).toFile());
    }
}
