package org.firmwarerecovery.service.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.firmwarerecovery.service.config.ConfigurationLoader.Outcome;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.journal.JournalCodec;
import org.firmwarerecovery.update.policy.SourceKind;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked // JUnit fills the fields.
class ConfigurationLoaderTest {
    @TempDir
    Path base;

    private Outcome parse(String text) {
        return parse(text, Map.of(), Map.of());
    }

    private Outcome parse(String text, Map<String, String> redfish, Map<String, String> overrides) {
        // A relative name keeps messages short; paths in the file then start at the working directory.
        return ConfigurationLoader.parse(text, Path.of("bmc.yaml"), redfish, overrides);
    }

    private static NodeConfiguration accepted(Outcome outcome) {
        return assertInstanceOf(Outcome.Accepted.class, outcome, outcome::toString)
                .configuration();
    }

    private static List<String> problems(Outcome outcome) {
        return assertInstanceOf(Outcome.Refused.class, outcome, outcome::toString).problems().stream()
                .map(ConfigurationProblem::toString)
                .toList();
    }

    @Test
    void an_empty_file_starts_a_node_without_components_and_peers() {
        for (String text : List.of("", "# nothing\n", "---\n", "node:\ncomponents:\n")) {
            NodeConfiguration configuration = accepted(parse(text));
            assertEquals(List.of(), configuration.components());
            assertEquals(List.of(), configuration.discovery().peers());
            assertEquals(8443, configuration.listen().https());
            assertEquals(Duration.ofHours(24), configuration.scan().interval());
            assertEquals(8L << 20, configuration.scan().bandwidth().perSecond().bytes());
            assertEquals(Path.of("state").toAbsolutePath(), configuration.node().state());
        }
    }

    @Test
    void all_problems_are_told_at_once_with_file_and_line() {
        String text = """
                node: { name: bmc-01 }
                scan:
                  intervall: 2s
                  bandwidth: 8MiB
                components:
                  - id: BMC
                    softwareID: X
                    size: 64 MB
                    banks: [A, a]
                colour: red
                """;
        assertEquals(
                List.of(
                        "bmc.yaml:3: scan.intervall: unknown key: did you mean scan.interval?",
                        "bmc.yaml:7: components.BMC.softwareID: unknown key: did you mean softwareId?",
                        "bmc.yaml:10: colour: unknown key: one of accounts, admin, backoff, compat, components, discovery, "
                                + "events, host, hostHooks, images, listen, negotiation, networkHooks, node, policy, scan, sessions, "
                                + "tasks, telemetry, transfer, trust, update",
                        "bmc.yaml:4: scan.bandwidth: \"8MiB\" cannot be used: a rate above zero, such as 8MiB/s",
                        "bmc.yaml:6: components.BMC.softwareId: missing: this key is required",
                        "bmc.yaml:8: components.BMC.size: \"64 MB\" cannot be used: a size above zero with B, KiB, MiB or GiB,"
                                + " such as 64MiB",
                        "bmc.yaml:9: components.BMC.banks: \"a\" is no choice: a list, each item one of A, B, Golden"
                                + " (did you mean A?)"),
                problems(parse(text)));
    }

    @Test
    void a_session_lasts_no_longer_than_redfish_can_say() {
        assertEquals(
                Duration.ofDays(1),
                accepted(parse("sessions: { timeout: 1d }")).sessions().timeout());
        for (String outside : List.of("86401s", "7d", "29s")) {
            List<String> problems = problems(parse("sessions: { timeout: " + outside + " }"));
            assertEquals(1, problems.size(), problems.toString());
            assertTrue(problems.get(0).contains("at least 30s and at most 24h"), problems.get(0));
        }
    }

    @Test
    void a_key_in_the_wrong_section_is_found_where_it_belongs() {
        assertEquals(
                List.of(
                        "bmc.yaml:1: node.softwareId: unknown key: one of node.asset, node.name, node.roles,"
                                + " node.serviceIdentification, node.state, node.uuid",
                        "bmc.yaml:2: offersMax: unknown key: did you mean policy.offersMax?"),
                problems(parse("node: { softwareId: X }\noffersMax: 3\n")));
    }

    @Test
    void text_that_is_no_yaml_and_repeated_keys_are_told_with_their_line() {
        assertTrue(problems(parse("node: { name: x\n")).get(0).startsWith("bmc.yaml:"));
        assertEquals(
                List.of("bmc.yaml:3: scan.interval: stands twice: each key once"),
                problems(parse("scan:\n  interval: 1s\n  interval: 2s\n")));
        assertEquals(
                List.of("bmc.yaml:1: : not a mapping: sections such as node: and components:".replace(": : ", ": ")),
                problems(parse("[1, 2]")));
    }

    @Test
    void precedence_is_default_file_redfish_command_line() {
        String text = "policy: { slots: 2, attempts: 3, collect: 4s }\n";
        Outcome outcome =
                parse(text, Map.of("policy.attempts", "5", "policy.collect", "6s"), Map.of("policy.collect", "7s"));
        NodeConfiguration.Policy policy = accepted(outcome).policy();
        assertEquals(32, policy.offersMax());
        assertEquals(2, policy.slots());
        assertEquals(5, policy.attempts());
        assertEquals(Duration.ofSeconds(7), policy.collect());
        Settings settings = ((Outcome.Accepted) outcome).settings();
        assertEquals("default", settings.origin("policy.offersMax").place());
        assertEquals("bmc.yaml:1", settings.origin("policy.slots").place());
        assertEquals("Redfish", settings.origin("policy.attempts").place());
        assertEquals("--set", settings.origin("policy.collect").place());
    }

    @Test
    void redfish_changes_only_what_it_may() {
        assertEquals(
                List.of("Redfish: listen.https: cannot be changed through Redfish: a change of the file"),
                problems(parse("", Map.of("listen.https", "1"), Map.of())));
    }

    @Test
    void list_elements_are_addressed_by_id_on_the_command_line() {
        String text =
                "components: [ { id: BMC, softwareId: X, size: 64MiB }, { id: BIOS, softwareId: Y, size: 1MiB } ]\n";
        NodeConfiguration configuration = accepted(parse(
                text,
                Map.of(),
                Map.of(
                        "components.BIOS.size",
                        "32MiB",
                        "components.BMC.boot.maxFailures",
                        "7",
                        "policy.sources",
                        "Network,Golden")));
        assertEquals(32L << 20, configuration.components().get(1).size().bytes());
        assertEquals(64L << 20, configuration.components().get(0).size().bytes());
        assertEquals(7, configuration.components().get(0).bootFailuresMax());
        assertEquals(
                List.of(SourceKind.NETWORK, SourceKind.GOLDEN),
                configuration.policy().sources());
        assertEquals(
                List.of(
                        "--set: components.BCM.size: no such element or key: an id of the file (BMC, BIOS) and one of its keys"),
                problems(parse(text, Map.of(), Map.of("components.BCM.size", "1MiB"))));
    }

    @Test
    void a_whole_list_can_be_given_on_the_command_line() {
        NodeConfiguration configuration = accepted(parse(
                "components: [ { id: BMC, softwareId: X, size: 64MiB } ]\n",
                Map.of(),
                Map.of("components", "[{id: BIOS, softwareId: Y, size: 16MiB, banks: [A]}]")));
        assertEquals(1, configuration.components().size());
        assertEquals("BIOS", configuration.components().get(0).name());
        assertEquals(List.of(BankId.A), configuration.components().get(0).banks());
    }

    @Test
    void a_plain_interface_name_is_of_class_lan() {
        NodeConfiguration.Discovery discovery = accepted(
                        parse("discovery: { interfaces: [eth0, { name: wlan0, class: Wireless }] }"))
                .discovery();
        assertEquals(
                List.of(
                        new NodeConfiguration.Interface("eth0", NodeConfiguration.Medium.LAN, true),
                        new NodeConfiguration.Interface("wlan0", NodeConfiguration.Medium.WIRELESS, true)),
                discovery.interfaces());
    }

    @Test
    void every_way_to_confirm_is_read() {
        String head = "components: [ { id: BMC, softwareId: X, size: 1MiB, activation: { confirm: ";
        assertEquals(new Confirmation.None(), confirm(head + "none } } ]"));
        assertEquals(
                new Confirmation.Command(List.of("/bin/true", "-v")),
                confirm(head + "{command: [/bin/true, -v]} } } ]"));
        assertInstanceOf(Confirmation.Http.class, confirm(head + "{http: 'http://127.0.0.1:9/ok'} } } ]"));
        assertEquals(
                new Confirmation.Heartbeat(Path.of("beat").toAbsolutePath(), Duration.ofSeconds(30)),
                confirm(head + "{file: beat} } } ]"));
        assertEquals(
                1,
                problems(parse(head + "{http: 'http://user:secret@host/'} } } ]"))
                        .size());
        assertEquals(
                1,
                problems(parse(head + "{file: beat, http: 'http://h/'} } } ]")).size());
    }

    private Confirmation confirm(String text) {
        return accepted(parse(text)).components().get(0).activation().confirm();
    }

    @Test
    void duplicate_components_and_unwritable_banks_are_refused() {
        assertEquals(List.of("bmc.yaml:3: components: BMC stands twice: each id once"), problems(parse("""
                        components:
                          - { id: BMC, softwareId: X, size: 1MiB }
                          - { id: BMC, softwareId: Y, size: 1MiB }
                        """)));
        assertEquals(
                List.of("bmc.yaml:1: components.BMC.banks: no bank that can be written comes first:"
                        + " A or B first, such as [A, B]"),
                problems(parse("components: [ { id: BMC, softwareId: X, size: 1MiB, banks: [Golden] } ]")));
    }

    @Test
    void banks_on_mtd_need_a_device_each() {
        String head = "components: [ { id: BMC, softwareId: X, size: 1MiB, ";
        accepted(parse(head + "flash: mtd, devices: { A: /dev/mtd4, B: /dev/mtd5 } } ]"));
        assertEquals(
                List.of("bmc.yaml:1: components.BMC.flash: mtd without a device of bank B: devices.B, such as"
                        + " /dev/mtd4"),
                problems(parse(head + "flash: mtd, devices: { A: /dev/mtd4 } } ]")));
        assertEquals(
                List.of("bmc.yaml:1: components.BMC.devices.B: a device of two banks: a device for each bank"),
                problems(parse(head + "flash: mtd, devices: { A: /dev/mtd4, B: /dev/../dev/mtd4 } } ]")));
        assertEquals(
                List.of("bmc.yaml:1: components.BMC.devices.A: a device of no use: flash is file: flash: mtd and the"
                        + " bank in banks, or no device"),
                problems(parse(head + "devices: { A: /dev/mtd4 } } ]")));
    }

    @Test
    void roles_must_fit_what_the_node_has() {
        assertEquals(1, problems(parse("node: { roles: [Recipient] }")).size());
        assertEquals(1, problems(parse("node: { roles: [Console] }")).size());
        accepted(parse("node: { roles: [Console] }\nimages: { library: . }"));
        accepted(parse("node: { roles: [Donor] }"));
    }

    @Test
    void network_settings_are_not_written_where_nobody_reads_them() {
        assertEquals(
                List.of("bmc.yaml:1: networkHooks.write: nobody sees what was written: networkHooks.read as well"),
                problems(parse("networkHooks: { write: [/bin/net] }\n")));
    }

    @Test
    void a_fleet_ca_needs_certificate_and_key() {
        List<String> problems = problems(parse("trust: { fleetCa: nowhere.pem }"));
        assertEquals(3, problems.size());
        assertTrue(problems.get(0).startsWith("default: trust.certificate: missing"), problems.toString());
        assertTrue(problems.get(2).contains("nowhere.pem cannot be read"), problems.toString());
    }

    @Test
    void secret_files_must_be_the_owners_only() throws IOException {
        Path secret = base.resolve("password");
        Files.writeString(secret, "x\n");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r-----"));
        List<String> problems = problems(parse("admin: { passwordFile: '" + secret + "' }"));
        assertEquals(1, problems.size());
        assertTrue(
                problems.get(0).endsWith("can be read or written by others: chmod 600 " + secret), problems.toString());
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        assertEquals(
                Optional.of(secret),
                accepted(parse("admin: { passwordFile: '" + secret + "' }"))
                        .admin()
                        .passwordFile());
    }

    @Test
    void paths_are_relative_to_the_file() throws IOException {
        Path folder = Files.createDirectory(base.resolve("etc"));
        Path file = Files.writeString(folder.resolve("bmc.yaml"), "node: { state: ../var/state }\n");
        Outcome outcome = ConfigurationLoader.load(file, Map.of(), Map.of());
        assertEquals(base.resolve("var/state"), accepted(outcome).node().state());
    }

    @Test
    void a_missing_file_is_a_problem_and_no_exception() {
        Path missing = base.resolve("none.yaml");
        assertEquals(
                List.of(missing + ": no such file: a readable YAML file"),
                problems(ConfigurationLoader.load(missing, Map.of(), Map.of())));
    }

    @Test
    void a_node_that_can_verify_nothing_is_told_so() {
        Outcome outcome = parse("components: [ { id: BMC, softwareId: X, size: 1MiB } ]");
        assertEquals(
                2, assertInstanceOf(Outcome.Accepted.class, outcome).notes().size());
    }

    @Test
    void a_scan_that_never_ends_is_told_and_its_checks_get_the_time_they_need() {
        String slow = "scan: { interval: 1h, bandwidth: 1KiB/s }\n";
        Outcome outcome = parse(slow + "components: [ { id: BMC, softwareId: X, size: 8MiB, banks: [A, B] } ]");
        List<String> notes = assertInstanceOf(Outcome.Accepted.class, outcome).notes();
        assertTrue(
                notes.stream()
                        .anyMatch(note -> note.contains("component BMC takes 16384 s, longer than scan.interval")),
                notes.toString());
        NodeConfiguration configuration = accepted(outcome);
        assertEquals(
                Duration.ofSeconds(16384),
                configuration.scan().timeFor(configuration.components().get(0)));
    }

    @Test
    void more_components_than_the_journal_holds_are_refused() {
        StringBuilder text = new StringBuilder("components:\n");
        for (int i = 0; i < JournalCodec.COMPONENTS_MAX; i++) {
            text.append("  - { id: C").append(i).append(", softwareId: X, size: 1MiB }\n");
        }
        accepted(parse(text.toString()));
        List<String> problems = problems(parse(text + "  - { id: More, softwareId: X, size: 1MiB }\n"));
        assertEquals(1, problems.size(), problems::toString);
        assertTrue(
                problems.get(0).endsWith("33 components do not fit into the journal of the banks: at most 32"),
                problems::toString);
    }

    @Test
    void aliases_cannot_make_a_small_file_large() {
        String text = "a: &a [1, 2]\nb: &b [*a, *a]\nc: [*b, *b]\n";
        assertTrue(problems(parse(text)).get(0).contains("bmc.yaml:"));
    }
}
