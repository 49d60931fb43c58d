package org.firmwarerecovery.redfish.testing;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.firmwarerecovery.redfish.json.RedfishMapper;

/** Official DMTF files below {@code shared.dir}; a test that needs them is skipped without them, and fails in CI. */
public final class DmtfFiles {
    private DmtfFiles() {}

    /** The folder {@code dmtf/NAME}. */
    public static Path folder(String name) {
        Path folder = Path.of(System.getProperty("shared.dir", "../../shared"), "dmtf", name);
        if (!Files.isDirectory(folder)) {
            if ("true".equals(System.getenv("CI"))) {
                fail("CI needs the DMTF files: no folder " + folder);
            }
            assumeTrue(false, "no DMTF files, set shared.dir: " + folder);
        }
        return folder;
    }

    /** One file of such a folder. */
    public static JsonNode json(String folder, String file) {
        return json(folder(folder).resolve(file));
    }

    /** All JSON files of such a folder, by name. */
    public static List<JsonNode> all(String folder) {
        try (Stream<Path> files = Files.list(folder(folder))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(DmtfFiles::json)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(Path file) {
        try {
            return RedfishMapper.lenient().readTree(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
