package org.firmwarerecovery.service.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.firmwarerecovery.service.cli.terminal.Screen;
import org.firmwarerecovery.service.config.ConfigurationSource;
import org.firmwarerecovery.service.config.NodeConfiguration;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code image inspect} over every published vector, and over what our own commands make. */
@NullUnmarked // JUnit fills the fields.
class ImageInspectTest {
    private static final JsonMapper JSON = new JsonMapper();
    /** Good capsules in truth: their damage lies beside the field that they name. */
    private static final List<String> MISSED = List.of("bad-item-count-0.cap", "bad-image-index-0.cap");

    @TempDir
    Path folder;

    private record Answer(int status, JsonNode json, String out, String err) {}

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "cab, 3, .",
        "foreign, 2, .",
        "hpm, 17, .",
        "openbmc-tar, 51, trust",
        "pldm, 99, .",
        "signed-manifest, 37, .",
        "uefi-capsule, 27, ."
    })
    void every_vector_gets_its_kind_verdict_and_parse(String of, int count, String trust) throws IOException {
        Path vectors = shared("testdata/images/" + of);
        JsonNode index = JSON.readTree(vectors.resolve("index.json").toFile());
        assertEquals(count, index.size());
        List<String> wrong = new ArrayList<>();
        for (JsonNode entry : index) {
            String file = entry.get("file").asText();
            Answer answer = inspect(arguments(vectors, entry, file, trust));
            String verdict =
                    MISSED.contains(file) ? "accept" : entry.get("verdict").asText();
            String found = answer.json.path("verdict").asText();
            boolean refused = verdict.startsWith("reject");
            if (!found.equals(verdict) || answer.status != (refused ? ExitStatus.FAILED : ExitStatus.DONE)) {
                wrong.add(file + ": " + found + " instead of " + verdict + ", " + answer.json.path("reason")
                        + answer.err);
            } else if (!entry.get("kind")
                            .asText()
                            .equals(answer.json.path("kind").asText())
                    && !entry.get("kind").asText().equals("image-part")) {
                wrong.add(file + ": " + answer.json.path("kind"));
            } else if (!refused) {
                missing("", entry.path("expected"), answer.json.path("parse"), file, wrong);
            }
        }
        assertEquals(List.of(), wrong);
    }

    private static List<String> arguments(Path vectors, JsonNode entry, String file, String trust) {
        List<String> arguments = new ArrayList<>(List.of("image", "inspect", "--json"));
        boolean signature = entry.get("kind").asText().equals("cms-detached");
        arguments.add(vectors.resolve(file).toString());
        arguments.add("--trust");
        arguments.add(vectors.resolve(signature ? entry.path("trust").asText("trust-test-root.pem") : trust)
                .toString());
        if (signature || entry.has("content")) {
            arguments.add("--manifest");
            arguments.add(vectors.resolve(entry.path("content").asText("manifest.json"))
                    .toString());
        }
        if (signature) {
            arguments.add("--image");
            arguments.add(vectors.resolve("image.bin").toString());
        }
        return arguments;
    }

    private static void missing(String place, JsonNode expected, JsonNode found, String file, List<String> wrong) {
        if (expected.isObject()) {
            expected.properties()
                    .forEach(member -> missing(
                            place + "/" + member.getKey(),
                            member.getValue(),
                            found.path(member.getKey()),
                            file,
                            wrong));
        } else if (expected.isArray() && expected.size() == found.size()) {
            for (int i = 0; i < expected.size(); i++) {
                missing(place + "/" + i, expected.get(i), found.path(i), file, wrong);
            }
        } else if (!expected.isMissingNode() && !expected.equals(found)) {
            wrong.add(file + place + ": " + found + " instead of " + expected);
        }
    }

    @Test
    void a_bundle_is_accepted_with_its_root_and_only_recognised_without() throws IOException {
        Path vectors = shared("testdata/images/signed-manifest");
        Path bundle = folder.resolve("bmc.bundle");
        assertEquals(0, bundle("ok-ecdsa-p256.p7s", bundle));
        Answer unjudged = inspect(List.of("image", "inspect", "--json", bundle.toString()));
        assertEquals(ExitStatus.DONE, unjudged.status, unjudged.err);
        assertEquals("bundle", unjudged.json.path("kind").asText());
        assertEquals("recognise", unjudged.json.path("verdict").asText());
        String root = vectors.resolve("trust-test-root.pem").toString();
        Answer judged = inspect(List.of("image", "inspect", "--json", bundle.toString(), "--trust", root));
        assertEquals("accept", judged.json.path("verdict").asText(), judged.out);
        assertEquals("raw", judged.json.at("/parse/content/kind").asText());
        assertEquals(614721, judged.json.at("/parse/image/size").asInt());
        assertTrue(judged.json.at("/parse/signers/0/subject").asText().contains("CN="));
        String other = vectors.resolve("trust-test-rootrsa.pem").toString();
        Answer foreign = inspect(List.of("image", "inspect", "--json", bundle.toString(), "--trust", other));
        assertEquals(ExitStatus.FAILED, foreign.status);
        assertEquals("reject", foreign.json.path("verdict").asText());
    }

    @Test
    void a_damaged_bundle_is_refused() throws IOException {
        Path bundle = folder.resolve("bmc.bundle");
        assertEquals(0, bundle("ok-ecdsa-p256.p7s", bundle));
        byte[] bytes = Files.readAllBytes(bundle);
        bytes[bytes.length / 2] ^= 1;
        Files.write(bundle, bytes);
        Answer answer = inspect(List.of("image", "inspect", "--json", bundle.toString()));
        assertEquals(ExitStatus.FAILED, answer.status);
        assertTrue(answer.json.path("reason").asText().startsWith("chunk "), answer.out);
    }

    @Test
    void an_image_with_its_sidecars_is_judged_by_them() throws IOException {
        Path vectors = shared("testdata/images/signed-manifest");
        Path image = Files.copy(vectors.resolve("image.bin"), folder.resolve("bmc.bin"));
        Path manifest = Files.copy(vectors.resolve("manifest.json"), folder.resolve("bmc.bin.manifest.json"));
        Files.copy(vectors.resolve("ok-rsa-pss.p7s"), folder.resolve("bmc.bin.manifest.json.p7s"));
        String root = vectors.resolve("trust-test-rootrsa.pem").toString();
        for (Path file : List.of(image, manifest, folder.resolve("bmc.bin.manifest.json.p7s"))) {
            Answer answer = inspect(List.of("image", "inspect", "--json", file.toString(), "--trust", root));
            assertEquals("accept", answer.json.path("verdict").asText(), answer.out);
        }
        Files.write(image, new byte[1000]);
        for (Path file : List.of(image, manifest, folder.resolve("bmc.bin.manifest.json.p7s"))) {
            Answer answer = inspect(List.of("image", "inspect", "--json", file.toString(), "--trust", root));
            assertEquals(ExitStatus.FAILED, answer.status, answer.out);
            assertTrue(answer.json.path("reason").asText().contains("1000 bytes"), answer.out);
        }
    }

    @Test
    void people_read_lines_and_wrong_usage_ends_with_2() throws IOException {
        Path raw = Files.write(folder.resolve("x.img"), new byte[100]);
        Answer answer = execute(List.of("image", "inspect", raw.toString()));
        assertEquals("kind: raw\nverdict: recognise\n", answer.out);
        assertEquals(ExitStatus.USAGE, execute(List.of("image", "inspect")).status);
        assertEquals(ExitStatus.USAGE, execute(List.of("image", "inspect", raw.toString(), "--profile", "lax")).status);
        Answer absent = execute(List.of("image", "inspect", folder.resolve("y").toString()));
        assertEquals(ExitStatus.FAILED, absent.status);
        assertFalse(absent.err.isBlank());
    }

    private int bundle(String signature, Path out) {
        Path vectors = shared("testdata/images/signed-manifest");
        return execute(List.of(
                        "bundle",
                        "create",
                        "--manifest",
                        vectors.resolve("manifest.json").toString(),
                        "--signature",
                        vectors.resolve(signature).toString(),
                        "--image",
                        vectors.resolve("image.bin").toString(),
                        "--out",
                        out.toString()))
                .status;
    }

    private static Answer inspect(List<String> arguments) throws IOException {
        Answer answer = execute(arguments);
        return new Answer(answer.status, JSON.readTree(answer.out), answer.out, answer.err);
    }

    private static Answer execute(List<String> arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Screen screen = new Screen(new PrintWriter(out), new PrintWriter(err), false);
        int status =
                RootCommand.commandLine(new NoLauncher(), screen, arguments).execute(arguments.toArray(String[]::new));
        return new Answer(status, JSON.missingNode(), out.toString(), err.toString());
    }

    /** The shelf of vectors; its absence is a reported skip, in CI a failure. */
    private static Path shared(String relative) {
        Path path = Path.of(System.getProperty("shared.dir", "../../shared")).resolve(relative);
        if (!Files.exists(path)) {
            String reason = "no test vectors at " + path + " (system property shared.dir)";
            return "true".equals(System.getenv("CI")) ? fail(reason) : abort(reason);
        }
        return path;
    }

    /** Nothing here starts a node. */
    static final class NoLauncher implements NodeLauncher {
        @Override
        public Map<String, String> storedSettings(Path state) {
            throw new AssertionError("no node is asked for");
        }

        @Override
        public NodeService start(NodeConfiguration configuration, ConfigurationSource source) {
            throw new AssertionError("no node is to start");
        }
    }
}
