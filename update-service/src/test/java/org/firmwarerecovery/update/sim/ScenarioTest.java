package org.firmwarerecovery.update.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Stories of one node as text: a command, dashes, the trace it leads to. {@code -Dscenarios.write=true} writes the traces
 * anew, to be read before they are kept.
 */
class ScenarioTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "scenarios");

    @TestFactory
    Stream<DynamicTest> every_story_goes_as_written() throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(FOLDER)) {
            files = found.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
        }
        assertTrue(files.size() >= 8, "scenarios are missing: " + files);
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> play(file)));
    }

    private static void play(Path file) throws IOException {
        String text = Files.readString(file);
        String played = replay(text);
        if (Boolean.getBoolean("scenarios.write")) {
            Files.writeString(file, played);
        } else {
            assertEquals(text, played);
        }
    }

    /** The same file with the traces that the commands truly lead to. */
    private static String replay(String text) {
        StringBuilder out = new StringBuilder();
        List<String> lines = new ArrayList<>(text.lines().toList());
        Scenario scenario = new Scenario();
        int i = 0;
        while (i < lines.size()) {
            String line = lines.get(i++);
            if (line.startsWith("#") || line.isBlank()) {
                scenario = line.startsWith("##") ? new Scenario() : scenario;
                out.append(line).append('\n');
                continue;
            }
            out.append(line).append("\n----\n").append(scenario.tell(line));
            if (i < lines.size() && lines.get(i).equals("----")) {
                i++;
            }
            while (i < lines.size() && lines.get(i).startsWith("  ")) {
                i++;
            }
        }
        return out.toString();
    }
}
