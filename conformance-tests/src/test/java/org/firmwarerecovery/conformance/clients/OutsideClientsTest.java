package org.firmwarerecovery.conformance.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.firmwarerecovery.conformance.needs.CiOnly;
import org.firmwarerecovery.conformance.needs.Needs;
import org.firmwarerecovery.conformance.site.FirmwareVendor;
import org.firmwarerecovery.conformance.site.ImageShelf;
import org.firmwarerecovery.conformance.site.Lab;
import org.firmwarerecovery.conformance.site.NodeProcess;
import org.firmwarerecovery.conformance.site.Operator;
import org.firmwarerecovery.conformance.site.Program;
import org.firmwarerecovery.conformance.site.SharedLab;
import org.firmwarerecovery.conformance.site.Site;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** The clients that Debian ships, one after the other against one node; each updates it from one release to the other. */
@CiOnly("drives curl, redfishtool, sushy and Ansible")
@ExtendWith(SharedLab.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OutsideClientsTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String TARGET = Operator.UPDATE_SERVICE + "/FirmwareInventory/BMC";
    private static final String SIMPLE_UPDATE = Operator.UPDATE_SERVICE + "/Actions/UpdateService.SimpleUpdate";
    private static final String SESSIONS = "/redfish/v1/SessionService/Sessions";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final NodeProcess node;
    private final FirmwareVendor.Release older;
    private final FirmwareVendor.Release newer;
    private final ImageShelf olderShelf;
    private final ImageShelf newerShelf;

    OutsideClientsTest(Lab lab) throws Exception {
        older = lab.release("clients", FirmwareVendor.Facts.first(Lab.SMALL));
        newer = lab.small();
        olderShelf = ImageShelf.holding(older);
        newerShelf = ImageShelf.holding(newer);
        node = lab.node("driven")
                .with("components", Site.component("2MiB"))
                .with("policy", "{ donateAfter: 0s, attempts: 1000, writesPerDay: 1000, allowDowngrade: Operator }")
                .knowing();
    }

    @BeforeAll
    void start() throws Exception {
        olderShelf.letGo();
        newerShelf.letGo();
        node.start().install(older);
    }

    @AfterAll
    void stop() throws Exception {
        olderShelf.close();
        newerShelf.close();
        node.stop();
    }

    /** An update fills the other bank afterwards; while it does, another update has to wait. */
    @BeforeEach
    void settle() throws Exception {
        node.operator().awaitHealthy(LIMIT);
    }

    @Test
    @Needs("curl")
    @Order(1)
    void curl_logs_in_pushes_a_bundle_waits_and_logs_out() throws Exception {
        String login = curl(
                "-H",
                "Content-Type: application/json",
                "-d",
                "{\"UserName\":\"" + Site.ADMIN + "\",\"Password\":\"" + node.password() + "\"}",
                "-D",
                "-",
                at(SESSIONS));
        String token = "X-Auth-Token: " + header(login, "X-Auth-Token");
        String pushed = curl(
                "-H",
                token,
                "-F",
                "UpdateParameters={\"Targets\":[\"" + TARGET + "\"]};type=application/json",
                "-F",
                "UpdateFile=@" + newer.bundle() + ";type=application/octet-stream",
                "-D",
                "-",
                at(Operator.UPDATE_SERVICE + "/upload"));
        String monitor = header(pushed, "Location");
        assertTrue(monitor.matches("/redfish/v1/TaskService/Tasks/[^/]+/Monitor"), monitor);
        JsonNode task = node.operator().finished(monitor.replace("/Monitor", ""), LIMIT);
        assertEquals("Completed", task.path("TaskState").asText(), task.toString());
        JsonNode item = JSON.readTree(curl("-H", token, at(TARGET)));
        assertEquals("1.1.0", item.path("Version").asText());
        curl("-H", token, "-X", "DELETE", at(header(login, "Location")));
    }

    @Test
    @Needs("redfishtool")
    @Order(2)
    void redfishtool_updates_by_simple_update_and_looks_after_accounts() throws Exception {
        String body = "{\"ImageURI\":\"" + olderShelf.imageUri() + "\",\"Targets\":[\"" + TARGET + "\"]}";
        String task = redfishtool(0, "raw", "POST", SIMPLE_UPDATE, "-d", body);
        assertTrue(task.matches("(?s).*\"TaskState\": *\"Completed\".*"), task);
        String version = redfishtool(0, "-A", "Session", "raw", "GET", TARGET, "-P", "Version");
        assertTrue(version.contains("1.0.0"), version);
        String refused = redfishtool(5, "raw", "POST", SIMPLE_UPDATE, "-d", "{\"ImageURI\":7}");
        assertTrue(refused.contains("400"), refused);
        redfishtool(0, "AccountService", "adduser", "toolmade", "Tool-made-pass-12", "Operator");
        redfishtool(0, "AccountService", "useradmin", "toolmade", "disable");
        redfishtool(0, "AccountService", "deleteuser", "toolmade");
        redfishtool(0, "Systems", "-1", "reset", "ForceRestart");
        assertFalse(redfishtool(0, "AccountService", "Accounts").contains("toolmade"));
    }

    @Test
    @Needs({"python3", Needs.PYTHON + "sushy"})
    @Order(3)
    void sushy_updates_waits_subscribes_and_resets_the_host() throws Exception {
        String python = System.getenv().getOrDefault("PYTHON", "python3");
        String told = run(
                0,
                newerShelf,
                "1.1.0",
                List.of(python, resource("sushy_flow.py").toString()));
        assertTrue(told.contains("refused:"), told);
    }

    @Test
    @Needs({"ansible-playbook", Needs.ANSIBLE + "community.general"})
    @Order(4)
    void ansible_updates_waits_and_looks_after_accounts() throws Exception {
        String told = run(
                0,
                olderShelf,
                "1.0.0",
                List.of(
                        "ansible-playbook",
                        "-i",
                        "localhost,",
                        resource("play.yml").toString()));
        assertTrue(told.matches("(?s).*failed=0 .*"), told);
    }

    private String at(String path) {
        return node.address() + path;
    }

    /** The command line as manuals of vendors write it; the node's own certificate is what it trusts. */
    private String curl(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "curl",
                "-sS",
                "-f",
                "--cacert",
                node.folder().resolve("state/identity/https/certificate.pem").toString()));
        command.addAll(List.of(arguments));
        return run(0, olderShelf, "", command);
    }

    private String redfishtool(int status, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "redfishtool",
                "-r",
                node.address().getRawAuthority(),
                "-u",
                Site.ADMIN,
                "-p",
                node.password(),
                "-S",
                "Always"));
        command.addAll(List.of(arguments));
        return run(status, olderShelf, "", command);
    }

    private String run(int status, ImageShelf shelf, String version, List<String> command) throws Exception {
        Map<String, String> environment = new TreeMap<>(Map.of(
                "REDFISH_ADDRESS",
                node.address().getRawAuthority(),
                "REDFISH_USER",
                Site.ADMIN,
                "REDFISH_PASSWORD",
                node.password(),
                "IMAGE_URI",
                shelf.imageUri(),
                "IMAGE_VERSION",
                version,
                "PYTHONDONTWRITEBYTECODE",
                "1",
                "ANSIBLE_LOCAL_TEMP",
                node.folder().resolve("ansible").toString(),
                "ANSIBLE_REMOTE_TEMP",
                node.folder().resolve("ansible").toString()));
        // Requests takes them for more important than being told to trust any certificate.
        environment.put("REQUESTS_CA_BUNDLE", "");
        environment.put("CURL_CA_BUNDLE", "");
        environment.put("ANSIBLE_LOCALHOST_WARNING", "False");
        environment.put("ANSIBLE_NOCOLOR", "1");
        // Ansible starts in no other.
        environment.put("LC_ALL", "C.UTF-8");
        Program.Result result = Program.run(node.folder(), environment, command);
        assertEquals(status, result.status(), () -> command.get(0) + ":\n" + result.output() + "\n" + node.logText());
        return result.output();
    }

    private static String header(String answer, String name) {
        Matcher line = Pattern.compile("(?im)^" + name + ": (\\S+)\\s*$").matcher(answer);
        assertTrue(line.find(), () -> "no " + name + " in " + answer);
        return line.group(1);
    }

    private Path resource(String name) throws Exception {
        Path file = node.folder().resolve(name);
        try (InputStream in =
                Objects.requireNonNull(OutsideClientsTest.class.getResourceAsStream("/clients/" + name), name)) {
            Files.write(file, in.readAllBytes());
        }
        return file;
    }
}
