package org.firmwarerecovery.conformance.redfish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.firmwarerecovery.conformance.needs.CiOnly;
import org.firmwarerecovery.conformance.needs.Needs;
import org.firmwarerecovery.conformance.site.Lab;
import org.firmwarerecovery.conformance.site.NodeProcess;
import org.firmwarerecovery.conformance.site.Operator;
import org.firmwarerecovery.conformance.site.Pair;
import org.firmwarerecovery.conformance.site.Program;
import org.firmwarerecovery.conformance.site.SharedLab;
import org.firmwarerecovery.conformance.site.Site;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * DMTF's Redfish-Service-Validator over a node with a history, OEM checks on. The environment variable
 * {@code REDFISH_VALIDATOR_DIR} (or the system property of that name) names a checkout of the tool, {@code PYTHON} another
 * interpreter than {@code python3}; nothing is fetched.
 */
@ExtendWith(SharedLab.class)
@CiOnly("drives DMTF's Redfish-Service-Validator")
@Needs({"python3", Needs.SHARED})
class ServiceValidatorTest {
    private static final String PLACE = "REDFISH_VALIDATOR_DIR";
    private static final Pattern COUNTS =
            Pattern.compile("(?s)PASS.*?WARN.*?FAIL.*?\\|\\s*(\\d+)\\s*\\|\\s*(\\d+)\\s*\\|\\s*(\\d+)\\s*\\|");
    /** So that look-ups of schemas on the internet fail at once. */
    private static final String DEAD_PROXY = "http://127.0.0.1:9";

    @TempDir
    Path folder;

    @Test
    void the_service_validator_finds_no_failure(Pair pair, Lab lab) throws Exception {
        String place = System.getProperty(PLACE, System.getenv().getOrDefault(PLACE, ""));
        assumeTrue(!place.isEmpty(), PLACE + " names no checkout of Redfish-Service-Validator");
        Path checkout = Path.of(place).toAbsolutePath();
        Path tool = checkout.resolve("RedfishServiceValidator.py");
        assertTrue(Files.isRegularFile(tool), tool + " is not there");
        NodeProcess node = pair.alpha();
        haveAHistory(node);
        Path schemas = copy(Path.of(System.getProperty("shared.dir")).resolve("dmtf/csdl"));
        // What it needs beside it is taken from the system, or from checkouts next to its own.
        String beside = checkout.resolveSibling("python-redfish-library/src")
                + File.pathSeparator
                + checkout.resolveSibling("Redfish-Tacklebox");
        Program.Result result = Program.run(
                folder,
                Map.of("PYTHONDONTWRITEBYTECODE", "1", "PYTHONPATH", beside),
                List.of(
                        System.getenv().getOrDefault("PYTHON", "python3"),
                        tool.toString(),
                        "--rhost",
                        node.address().toString(),
                        "--user",
                        Site.ADMIN,
                        "--password",
                        lab.site().password(),
                        "--ext_http_proxy",
                        DEAD_PROXY,
                        "--ext_https_proxy",
                        DEAD_PROXY,
                        "--schema_directory",
                        schemas.toString(),
                        "--logdir",
                        folder.resolve("logs").toString()));
        Matcher counts = COUNTS.matcher(result.output().replaceAll("\\u001b\\[[0-9;]*m", ""));
        assertTrue(counts.find(), "no counts: " + result.output());
        assertTrue(Integer.parseInt(counts.group(1)) > 100, "only " + counts.group(1) + " checks passed");
        assertEquals("0", counts.group(3), result.output());
    }

    /** An empty tree passes easily: there has to be a recovery, a Task, a peer. */
    private static void haveAHistory(NodeProcess node) throws Exception {
        Operator operator = node.operator();
        List<String> known = operator.recoveryIds();
        node.damageBothBanks();
        operator.healed(known, Pair.LIMIT);
        operator.awaitHealthy(Pair.LIMIT);
    }

    private Path copy(Path schemas) throws Exception {
        // The tool writes into its schema folder.
        Path copied = Files.createDirectory(folder.resolve("schemas"));
        try (Stream<Path> files = Files.list(schemas)) {
            for (Path file : files.toList()) {
                Files.copy(file, copied.resolve(file.getFileName()));
            }
        }
        return copied;
    }
}
