package org.firmwarerecovery.update.io.container.pldm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.firmwarerecovery.update.io.container.ContainerVectors;
import org.firmwarerecovery.update.io.container.Containers;
import org.firmwarerecovery.update.io.container.Inspection;
import org.firmwarerecovery.update.io.container.Profile;
import org.firmwarerecovery.update.io.container.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every published package gets its verdict, its reason and its whole parse. */
class PldmVectorsTest {
    private static final String PLDM = "pldm";
    private static final String FOREIGN = "foreign";
    private static final Pattern RULE = Pattern.compile("[a-z-]+( or [a-z-]+)*");
    private static final PldmPackageParser PARSER = new PldmPackageParser();

    static Stream<Arguments> vectors() throws IOException {
        return Stream.concat(vectors(PLDM, 99), vectors(FOREIGN, 2));
    }

    private static Stream<Arguments> vectors(String folder, int count) throws IOException {
        return ContainerVectors.of(folder, count).stream()
                .map(entry -> Arguments.of(
                        entry.get("file").asText(), entry.get("verdict").asText(), folder, entry));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("vectors")
    void every_vector_gets_its_verdict_and_its_whole_parse(String file, String verdict, String folder, JsonNode entry)
            throws IOException {
        Inspection found = inspect(folder, file, Profile.LENIENT);
        assertEquals(verdict, found.verdict().text(), found.reason());
        JsonNode expected = entry.path("expected");
        assertEquals(expected.isObject(), found.verdict().accepts());
        if (!found.verdict().accepts()) {
            assertTrue(found.parse().isEmpty() && found.parts().isEmpty(), "of a refused file nothing is given out");
            return;
        }
        JsonNode parse = ContainerVectors.json(found);
        if (folder.equals(PLDM)) {
            assertEquals(expected, parse);
        } else {
            expected.fieldNames().forEachRemaining(member -> {
                if (!member.equals("componentImageInformation")) {
                    assertEquals(expected.get(member), parse.get(member), member);
                }
            });
            assertSameMembers(expected.at("/componentImageInformation/0"), parse.at("/componentImageInformation/0"));
        }
    }

    private static void assertSameMembers(JsonNode expected, JsonNode parse) {
        assertTrue(expected.isObject());
        expected.fieldNames().forEachRemaining(member -> assertEquals(expected.get(member), parse.get(member), member));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("vectors")
    void a_refusal_begins_with_the_rule_that_is_broken(String file, String verdict, String folder, JsonNode entry)
            throws IOException {
        Inspection found = inspect(folder, file, Profile.LENIENT);
        String reason = entry.get("reason").asText();
        if (verdict.equals("reject") && RULE.matcher(reason).matches()) {
            List<String> rules = Arrays.asList(reason.split(" or ", -1));
            String said = found.reason().split(":", 2)[0];
            assertTrue(rules.contains(said), found.reason());
            assertTrue(found.reason().matches(".*[0-9].*"), "says where: " + found.reason());
        }
        assertEquals(verdict.equals("accept"), found.reason().isEmpty());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("vectors")
    void the_strict_profile_refuses_what_the_other_only_tolerates(
            String file, String verdict, String folder, JsonNode entry) throws IOException {
        Inspection lenient = inspect(folder, file, Profile.LENIENT);
        Inspection strict = inspect(folder, file, Profile.STRICT);
        if (lenient.verdict() == Verdict.ACCEPT_LENIENT) {
            assertEquals(Verdict.REJECT_STRICT, strict.verdict());
            assertEquals(lenient.reason(), strict.reason());
        } else {
            assertEquals(lenient, strict);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("vectors")
    void the_parts_are_the_components_where_they_lie(String file, String verdict, String folder, JsonNode entry)
            throws IOException {
        Inspection found = inspect(folder, file, Profile.LENIENT);
        JsonNode components = entry.at("/expected/componentImageInformation");
        assertEquals(components.size(), found.parts().size());
        for (int i = 0; i < components.size(); i++) {
            assertEquals(
                    components.get(i).get("locationOffset").asLong(),
                    found.parts().get(i).offset());
            assertEquals(
                    components.get(i).get("size").asLong(), found.parts().get(i).size());
            assertEquals(
                    components.get(i).get("versionString").asText(),
                    found.parts().get(i).version());
        }
    }

    @Test
    void versions_of_the_whole_are_those_of_the_package_and_of_its_sets() throws IOException {
        Inspection found = inspect(PLDM, "ok-r4-downstream.pldm", Profile.LENIENT);
        assertEquals(
                List.of("pkg-2.14.0", "2.14.0", "2.14.1-rc1", "F.43"),
                found.identity().versions());
        assertEquals(List.of(), found.identity().machines());
    }

    @Test
    void a_package_is_known_by_half_of_its_identifier() throws IOException {
        for (String file : List.of(
                "ok-r1-minimal.pldm",
                "ok-r4-minimal.pldm",
                "bad-uuid-13-documented-typo.pldm",
                "bad-uuid-mixed-endian.pldm",
                "bad-truncated-10-bytes.pldm")) {
            assertTrue(PARSER.recognises(head(file)), file);
        }
        for (String file : List.of("bad-unknown-uuid.pldm", "bad-truncated-empty.pldm")) {
            assertFalse(PARSER.recognises(head(file)), file);
        }
    }

    private static byte[] head(String file) throws IOException {
        byte[] bytes = Files.readAllBytes(ContainerVectors.file(PLDM, file));
        return Arrays.copyOf(bytes, Math.min(bytes.length, Containers.HEAD_BYTES));
    }

    private static Inspection inspect(String folder, String file, Profile profile) throws IOException {
        return ContainerVectors.inspect(PARSER, ContainerVectors.file(folder, file), profile);
    }
}
