package org.firmwarerecovery.update.io.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.firmwarerecovery.update.manifest.SharedFacts;
import org.junit.jupiter.params.provider.Arguments;

/** The published vectors of one folder, and what a parser makes of them. */
public final class ContainerVectors {
    private static final String FOLDER = "testdata/images/";
    private static final JsonMapper JSON = new JsonMapper();

    private ContainerVectors() {}

    /** The entries of a folder's index, which has to hold {@code count} of them. */
    public static List<JsonNode> of(String folder, int count) throws IOException {
        List<JsonNode> entries = new ArrayList<>();
        SharedFacts.json(FOLDER + folder + "/index.json").forEach(entries::add);
        assertEquals(count, entries.size());
        return entries;
    }

    /** One file of a folder. */
    public static Path file(String folder, String name) {
        return SharedFacts.path(FOLDER + folder).resolve(name);
    }

    /** Reads a file where it lies, as a node would. */
    public static Inspection inspect(ContainerParser parser, Path file, Profile profile) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return parser.inspect(ImageBytes.of(channel), profile);
        }
    }

    /** The parse as {@code image inspect} would print it. */
    public static JsonNode json(Inspection inspection) throws IOException {
        return JSON.readTree(JSON.writeValueAsBytes(inspection.parse()));
    }

    /** Names, verdicts and expected parses of a folder, for a parameterized test. */
    public static Stream<Arguments> arguments(String folder, int count) throws IOException {
        return of(folder, count).stream()
                .map(entry -> Arguments.of(
                        entry.get("file").asText(), entry.get("verdict").asText(), entry.path("expected")));
    }

    /** Fails unless verdict and all expected members are there. */
    public static void compare(String verdict, JsonNode expected, Inspection found) throws IOException {
        assertEquals(verdict, found.verdict().text(), found.reason());
        contains("", expected, json(found));
    }

    private static void contains(String place, JsonNode expected, JsonNode found) {
        if (expected.isMissingNode()) {
            return;
        }
        if (expected.isObject()) {
            expected.properties()
                    .forEach(member ->
                            contains(place + "/" + member.getKey(), member.getValue(), found.path(member.getKey())));
        } else if (expected.isArray()) {
            assertEquals(expected.size(), found.size(), place);
            for (int i = 0; i < expected.size(); i++) {
                contains(place + "/" + i, expected.get(i), found.path(i));
            }
        } else {
            assertEquals(expected.asText(), found.asText(), place);
            assertEquals(expected.getNodeType(), found.getNodeType(), place);
        }
    }
}
