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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code manifest create} of what vendors ship. */
@NullUnmarked // JUnit fills the fields.
class ManifestCreateTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    private Path out;
    private String said = "";

    @BeforeEach
    void name() {
        out = folder.resolve("x.manifest.json");
    }

    @Test
    void the_only_component_of_a_package_is_the_payload() throws IOException {
        assertEquals(ExitStatus.DONE, create("ok-r1-minimal.pldm", "2.14.0"), said);
        JsonNode manifest = JSON.readTree(out.toFile());
        assertEquals("pldm", manifest.path("container").asText());
        assertEquals(65_655, manifest.at("/image/size").asInt());
        assertEquals(1, manifest.path("payloads").size());
        assertEquals("BMC", manifest.at("/payloads/0/component").asText());
        assertEquals(119, manifest.at("/payloads/0/packageOffset").asInt());
        assertEquals(
                "e5b16e3e85aa55a228108e61ed18cab97097c88a7d3ed3f2741d711a6c99cb57",
                manifest.at("/payloads/0/digest/sha-256").asText());
    }

    @Test
    void of_several_components_it_is_said_whose_they_are() throws IOException {
        assertEquals(ExitStatus.FAILED, create("ok-r1-multi.pldm", "2.14.0"));
        assertTrue(said.contains("0 is component 0 (identifier 100)") && said.contains("--component-of"), said);
        assertFalse(Files.exists(out));
        assertEquals(
                ExitStatus.DONE,
                create("ok-r1-multi.pldm", "2.14.0", "--component-of", "0=BMC", "--component-of", "2=BIOS"),
                said);
        JsonNode manifest = JSON.readTree(out.toFile());
        List<String> components = new ArrayList<>();
        manifest.path("payloads")
                .forEach(one -> components.add(one.path("component").asText() + " at "
                        + one.path("packageOffset").asLong()));
        assertEquals(List.of("BMC at 344", "BIOS at 299359"), components);
        List<String> compatible = new ArrayList<>();
        manifest.path("compatible")
                .forEach(one -> compatible.add(one.path("softwareId").asText()));
        assertEquals(List.of("BMC", "BIOS"), compatible);
    }

    @Test
    void what_a_node_would_refuse_is_refused_here() throws IOException {
        assertEquals(ExitStatus.FAILED, create("ok-r1-minimal.pldm", "2.15.0"));
        assertTrue(said.contains("version: the manifest says 2.15.0"), said);
        assertEquals(ExitStatus.FAILED, create("bad-overlapping-components.pldm", "2.14.0"));
        assertTrue(said.contains("component-overlap"), said);
        assertEquals(ExitStatus.FAILED, create("ok-r1-multi.pldm", "2.14.0", "--component-of", "3=BMC"));
        assertFalse(Files.exists(out));
    }

    @Test
    void a_container_is_taken_as_it_is_only_when_that_is_said() throws IOException {
        assertEquals(ExitStatus.DONE, create("bad-overlapping-components.pldm", "7", "--raw"), said);
        JsonNode manifest = JSON.readTree(out.toFile());
        assertEquals("raw", manifest.path("container").asText());
        assertTrue(manifest.path("payloads").isMissingNode()
                || manifest.path("payloads").isEmpty());
    }

    @Test
    void parts_that_contradict_are_wrong_usage() throws IOException {
        String file = "ok-r1-multi.pldm";
        assertEquals(ExitStatus.USAGE, create(file, "2.14.0", "--raw", "--component-of", "0=BMC"));
        assertEquals(ExitStatus.USAGE, create(file, "2.14.0", "--component-of", "0=BIOS"));
        assertEquals(ExitStatus.USAGE, create(file, "2.14.0", "--component-of", "0=BMC", "--component-of", "1=BMC"));
        assertEquals(ExitStatus.USAGE, create(file, "2.14.0", "--component-of", "first=BMC"));
    }

    private int create(String vector, String version, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "manifest",
                "create",
                shared("testdata/images/pldm").resolve(vector).toString(),
                "--software-id",
                "BMC",
                "--machine",
                "example",
                "--version",
                version,
                "--security-version",
                "1",
                "--out",
                out.toString()));
        arguments.addAll(List.of(more));
        StringWriter text = new StringWriter();
        Screen screen = new Screen(new PrintWriter(text), new PrintWriter(text), false);
        int status =
                RootCommand.commandLine(new NoLauncher(), screen, arguments).execute(arguments.toArray(String[]::new));
        said = text.toString();
        return status;
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
    private static final class NoLauncher implements NodeLauncher {
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
