package org.firmwarerecovery.conformance.redfish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.firmwarerecovery.conformance.needs.Needs;
import org.firmwarerecovery.conformance.site.Lab;
import org.firmwarerecovery.conformance.site.NodeProcess;
import org.firmwarerecovery.conformance.site.Pair;
import org.firmwarerecovery.conformance.site.Program;
import org.firmwarerecovery.conformance.site.SharedLab;
import org.firmwarerecovery.conformance.site.Site;
import org.firmwarerecovery.conformance.site.TlsParty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a node keeps to itself and whom it does not let in. */
@ExtendWith(SharedLab.class)
class SecurityTest {
    private static final String ACCOUNTS = "/redfish/v1/AccountService/Accounts";
    private static final String IMAGE = "/redfish/v1/UpdateService/FirmwareInventory/BMC-A/image";
    private static final Pattern SECRET_LINE = Pattern.compile("[A-Za-z0-9+/=]{32,}");

    @Test
    @Needs("ss")
    void a_node_that_was_told_nothing_opens_one_socket_and_has_a_password_that_only_its_first_start_tells(Lab lab)
            throws Exception {
        NodeProcess node = lab.site().bareNode("bare").start();
        try {
            String sockets = Program.run(node.folder(), "ss", "-Hlntup");
            List<String> own = sockets.lines()
                    .filter(line -> line.contains("pid=" + node.pid() + ","))
                    .toList();
            assertEquals(1, own.size(), "off means no socket:\n" + sockets);
            assertTrue(own.get(0).startsWith("tcp"), own.get(0));
            assertTrue(
                    own.get(0).contains("127.0.0.1]:" + node.address().getPort())
                            || own.get(0).contains("127.0.0.1:" + node.address().getPort()),
                    own.get(0));
            String told = Files.readString(node.output()) + node.logText();
            Matcher word =
                    Pattern.compile("password[^\\n]*?[:=] ?'?([^\\s']{12,})'?").matcher(told);
            assertTrue(word.find(), "the first start tells the password once:\n" + told);
            String password = word.group(1);
            assertEquals(told.indexOf(password), told.lastIndexOf(password), "it was told twice");
            assertEquals(
                    200,
                    node.operator("admin", password).request().get(ACCOUNTS).statusCode());
            for (String guess : List.of("admin", "password", "0penBmc", "")) {
                assertEquals(
                        401,
                        node.operator("admin", guess).request().get(ACCOUNTS).statusCode(),
                        guess);
            }
            for (String user : List.of("root", "Administrator", "recovery", "peer")) {
                assertEquals(
                        401, node.operator(user, user).request().get(ACCOUNTS).statusCode(), user);
            }
            node.stop();
            String before = node.logText();
            node.start();
            String second = Files.readString(node.output()) + node.logText().substring(before.length());
            assertFalse(word.reset(second).find(), "the second start tells it again:\n" + second);
        } finally {
            node.stop();
        }
    }

    @Test
    void wrong_credentials_are_answered_401_with_a_challenge(Pair pair) {
        Response answer = pair.alpha().operator("nobody", "nothing").request().get(ACCOUNTS);
        assertEquals(401, answer.statusCode());
        assertTrue(
                answer.header("WWW-Authenticate").startsWith("Basic realm="),
                answer.headers().toString());
        Response anonymous = pair.alpha().operator().anonymous().get(ACCOUNTS);
        assertEquals(401, anonymous.statusCode());
        assertNotNull(anonymous.header("WWW-Authenticate"));
    }

    @Test
    void a_peer_of_the_fleet_reads_inventories_and_nothing_of_the_people(Pair pair) throws Exception {
        try (Visitor peer =
                new Visitor(pair.alpha(), TlsParty.enrolled(pair.beta().identity()))) {
            Visitor.Seen inventory = peer.get("/redfish/v1/UpdateService/FirmwareInventory");
            assertEquals(200, inventory.status(), inventory.text());
            for (String path :
                    List.of(ACCOUNTS, "/redfish/v1/SessionService/Sessions", "/redfish/v1/TaskService/Tasks")) {
                assertEquals(403, peer.get(path).status(), path);
            }
        }
    }

    @Test
    void a_peer_without_a_lease_gets_no_byte_of_an_image(Pair pair) throws Exception {
        try (Visitor peer =
                new Visitor(pair.alpha(), TlsParty.enrolled(pair.beta().identity()))) {
            for (String part : List.of("", ".manifest.json", ".manifest.json.p7s")) {
                Visitor.Seen seen = peer.get(IMAGE + part);
                assertEquals(403, seen.status(), part + seen.text());
                assertTrue(seen.text().contains("LeaseRequired"), seen.text());
            }
        }
        Response person =
                pair.alpha().operator().request().header("Range", "bytes=0-15").get(IMAGE);
        assertEquals(206, person.statusCode(), "people with an account may read images");
    }

    @Test
    void a_certificate_that_the_fleet_did_not_issue_is_nobody(Pair pair, Lab lab) throws Exception {
        TlsParty papers = TlsParty.stranger(
                lab.site().root().resolve("stranger"), pair.beta().uuid());
        try (Visitor stranger = new Visitor(pair.alpha(), papers)) {
            for (String path : List.of("/redfish/v1/UpdateService/FirmwareInventory", IMAGE, ACCOUNTS)) {
                Visitor.Seen seen = stranger.get(path);
                assertEquals(401, seen.status(), path + ": " + seen.text());
                assertTrue(seen.headers().containsKey("www-authenticate"), path);
            }
        }
    }

    @Test
    void no_secret_is_in_a_log_or_in_a_command_line(Pair pair, Lab lab) throws Exception {
        for (NodeProcess node : pair.both()) {
            String shown = node.logText() + node.commandLine() + Files.readString(node.output());
            for (String secret : secrets(lab.site(), node)) {
                assertFalse(shown.contains(secret), () -> "a secret of " + node.name() + " is shown");
            }
        }
    }

    /** The administrator's password, the fleet's key, and each line of each private key. */
    private static List<String> secrets(Site site, NodeProcess node) throws IOException {
        List<String> secrets = new ArrayList<>(List.of(site.password()));
        secrets.add(Files.readString(node.identity().resolve("fleet.key")).strip());
        for (Path file : keyFiles(node)) {
            SECRET_LINE.matcher(text(file)).results().forEach(line -> secrets.add(line.group()));
        }
        assertTrue(secrets.size() > 3, "only " + secrets.size() + " secrets were looked for");
        return secrets;
    }

    @Test
    void key_files_can_be_read_by_their_owner_only(Pair pair) throws Exception {
        for (NodeProcess node : pair.both()) {
            List<Path> keys = keyFiles(node);
            assertTrue(keys.size() >= 3, "fleet key, node key and https key, but only " + keys);
            for (Path key : keys) {
                assertEquals(
                        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)), key.toString());
            }
        }
    }

    private static List<Path> keyFiles(NodeProcess node) throws IOException {
        try (Stream<Path> files = Files.walk(node.folder())) {
            return files.filter(Files::isRegularFile)
                    .filter(file ->
                            file.toString().endsWith(".key") || text(file).contains("PRIVATE KEY-----"))
                    .toList();
        }
    }

    private static String text(Path file) {
        try {
            // Keys are small; images are not looked into.
            return Files.size(file) > 64 * 1024
                    ? ""
                    : new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
