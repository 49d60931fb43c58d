package org.firmwarerecovery.service.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigurationReferenceTest {
    /** Tests run in the folder of their module. */
    private static final Path README = Path.of("..", "README.md");

    @Test
    void the_readme_holds_the_reference_that_the_program_makes() throws IOException {
        String readme = Files.readString(README);
        int begin = readme.indexOf(ConfigurationReference.BEGIN);
        int end = readme.indexOf(ConfigurationReference.END);
        assertTrue(begin >= 0 && end > begin, "the markers are missing");
        assertEquals(
                ConfigurationReference.markdown(),
                readme.substring(begin + ConfigurationReference.BEGIN.length(), end)
                                .strip() + "\n",
                "replace what is between the markers by the output of: config reference");
    }

    @Test
    void every_key_has_a_row_with_type_and_meaning() {
        List<String> lines = ConfigurationReference.markdown().lines().toList();
        for (String path : ConfigurationReference.paths()) {
            List<String> rows = lines.stream()
                    .filter(line -> line.startsWith("| `" + path + "` |"))
                    .toList();
            assertEquals(1, rows.size(), path);
            String[] cells = rows.get(0).split("(?<!\\\\)\\|", -1);
            assertEquals(8, cells.length, path);
            assertTrue(!cells[2].isBlank() && !cells[4].isBlank() && !cells[6].isBlank(), rows.get(0));
            assertTrue(cells[6].strip().endsWith("."), rows.get(0));
        }
    }
}
