package org.firmwarerecovery.service.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.firmwarerecovery.service.cli.terminal.Screen;
import org.firmwarerecovery.service.config.ConfigurationSource;
import org.firmwarerecovery.service.config.NodeConfiguration;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The stable contract of the command line: names, options, exit statuses. */
@NullUnmarked // JUnit fills the fields.
class CommandLineTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final RefusingLauncher launcher = new RefusingLauncher();

    @TempDir
    Path folder;

    private CommandLine commandLine() {
        return RootCommand.commandLine(launcher, new Screen(new PrintWriter(out), new PrintWriter(err), false));
    }

    private int execute(String... arguments) {
        return commandLine().execute(arguments);
    }

    @Test
    void every_command_of_the_contract_is_there() {
        TreeSet<String> names = new TreeSet<>();
        collect(commandLine(), "", names);
        assertEquals(
                new TreeSet<>(List.of(
                        "demo",
                        "serve",
                        "check-config",
                        "config",
                        "config reference",
                        "manifest",
                        "manifest create",
                        "manifest sign",
                        "manifest verify",
                        "manifest show",
                        "manifest revoke",
                        "bundle",
                        "bundle create",
                        "image",
                        "image inspect",
                        "fleet",
                        "fleet init",
                        "fleet enroll",
                        "admin",
                        "admin reset-password",
                        "boot",
                        "boot report",
                        "status",
                        "peers",
                        "recover",
                        "verify",
                        "adopt",
                        "update")),
                names);
    }

    private static void collect(CommandLine line, String prefix, Set<String> names) {
        line.getSubcommands().forEach((name, sub) -> {
            names.add(prefix + name);
            collect(sub, prefix + name + " ", names);
        });
    }

    @Test
    void client_commands_share_their_options_and_none_takes_a_password() {
        for (String name : List.of("status", "peers", "recover", "verify", "adopt", "update")) {
            CommandLine command = commandLine().getSubcommands().get(name);
            for (String option : List.of("--url", "--user", "--password-file", "--ca", "--insecure", "--json")) {
                assertTrue(command.getCommandSpec().findOption(option) != null, name + " " + option);
            }
        }
        List<String> suspicious = new ArrayList<>();
        options(commandLine(), suspicious);
        assertEquals(List.of(), suspicious);
    }

    /** Arguments can be read by every user of a machine: no option may carry a secret itself. */
    private static void options(CommandLine line, List<String> suspicious) {
        for (OptionSpec option : line.getCommandSpec().options()) {
            boolean secret = option.longestName().matches("--(password|token|secret|pin)");
            if (secret) {
                suspicious.add(line.getCommandName() + " " + option.longestName());
            }
        }
        line.getSubcommands().values().forEach(sub -> options(sub, suspicious));
    }

    @Test
    void wrong_usage_ends_with_2() {
        assertEquals(2, execute());
        assertEquals(2, execute("serve"));
        assertEquals(2, execute("serv", "--config", "x"));
        assertEquals(2, execute("demo", "--fault", "fire"));
        assertEquals(2, execute("demo", "--nodes", "0"));
        assertEquals(2, execute("demo", "--size", "1KiB"));
        assertEquals(2, execute("fleet", "enroll", "--fleet", "x", "--name", "n", "--uuid", "no", "--out", "y"));
        assertEquals(
                2,
                execute(
                        "manifest",
                        "create",
                        "x",
                        "--software-id",
                        "S",
                        "--machine",
                        "M",
                        "--version",
                        "1",
                        "--security-version",
                        "0",
                        "--scheme",
                        "SemanticVersioning",
                        "--out",
                        "y"));
        assertEquals(
                2,
                execute(
                        "manifest",
                        "create",
                        "x",
                        "--software-id",
                        "S",
                        "--machine",
                        "M",
                        "--version",
                        "1",
                        "--security-version",
                        "0",
                        "--chunk-size",
                        "65KiB",
                        "--out",
                        "y"));
    }

    @Test
    void help_ends_with_0_everywhere() {
        TreeSet<String> names = new TreeSet<>();
        collect(commandLine(), "", names);
        for (String name : names) {
            List<String> arguments = new ArrayList<>(List.of(name.split(" ")));
            arguments.add("--help");
            assertEquals(0, execute(arguments.toArray(new String[0])), name);
        }
        assertEquals(0, execute("--version"));
    }

    @Test
    void a_bad_configuration_ends_with_78_and_tells_every_problem() throws IOException {
        Path file = Files.writeString(folder.resolve("node.yaml"), "scan: { intervall: 1s }\nnode: { naem: x }\n");
        for (String command : List.of("check-config", "serve")) {
            out.getBuffer().setLength(0);
            err.getBuffer().setLength(0);
            assertEquals(78, execute(command, "--config", file.toString()), command);
            String told = out.toString() + err;
            assertTrue(told.contains(file + ":1: scan.intervall: unknown key: did you mean scan.interval?"), told);
            assertTrue(told.contains(file + ":2: node.naem: unknown key: did you mean node.name?"), told);
        }
        assertEquals(
                78,
                execute("check-config", "--config", folder.resolve("none.yaml").toString()));
    }

    @Test
    void a_node_whose_state_is_refused_ends_with_78_or_when_that_may_pass_with_75() throws IOException {
        Path file = Files.writeString(folder.resolve("node.yaml"), "");
        assertEquals(78, execute("serve", "--config", file.toString()));
        assertTrue(err.toString().contains("state is of a newer program"), err.toString());
        launcher.passing = true;
        assertEquals(75, execute("serve", "--config", file.toString()), "what may pass is worth another start");
    }

    @Test
    void effective_shows_value_and_source_of_each_key() throws IOException {
        Path file = Files.writeString(folder.resolve("node.yaml"), "scan:\n  interval: 2s\n");
        assertEquals(0, execute("check-config", "--config", file.toString(), "--effective", "--set", "policy.slots=2"));
        assertTrue(out.toString().matches("(?s).*scan\\.interval +=  ?2s +# " + file + ":2\n.*"), out.toString());
        assertTrue(out.toString().matches("(?s).*policy\\.slots +=  ?2 +# --set\n.*"), out.toString());
        assertTrue(out.toString().matches("(?s).*policy\\.attempts +=  ?9 +# Redfish\n.*"), out.toString());
        assertTrue(out.toString().matches("(?s).*scan\\.bandwidth +=  ?8MiB/s +# default\n.*"), out.toString());
    }

    @Test
    void client_commands_need_a_password_from_file_or_environment() {
        assertEquals(1, execute("status", "--url", "https://127.0.0.1:1"));
        assertTrue(err.toString().contains("--password-file"), err.toString());
    }

    @Test
    void a_fleet_is_made_and_a_node_enrolled() {
        String fleet = folder.resolve("fleet").toString();
        assertEquals(0, execute("fleet", "init", "--out", fleet));
        assertEquals(1, execute("fleet", "init", "--out", fleet), "an existing fleet is never replaced");
        assertEquals(
                0,
                execute(
                        "fleet",
                        "enroll",
                        "--fleet",
                        fleet,
                        "--name",
                        "bmc-01",
                        "--uuid",
                        "3f2b8a52-6f0e-4f5f-9a52-0d6b1f0c7e11",
                        "--role",
                        "recipient",
                        "donor",
                        "--out",
                        folder.resolve("bmc-01").toString()),
                err.toString());
        for (String name : List.of("node.pem", "node.key", "fleet-ca.pem", "fleet.key")) {
            assertTrue(Files.exists(folder.resolve("bmc-01").resolve(name)), name);
        }
    }

    @Test
    void a_line_that_begins_with_a_command_is_taken_apart_by_that_command_alone() {
        Screen screen = new Screen(new PrintWriter(out), new PrintWriter(err), false);
        for (String name : commandLine().getSubcommands().keySet()) {
            CommandLine one = RootCommand.commandLine(launcher, screen, List.of(name, "--help"));
            assertEquals(List.of(name), List.copyOf(one.getSubcommands().keySet()));
        }
        CommandLine all = RootCommand.commandLine(launcher, screen, List.of("--help"));
        assertEquals(
                commandLine().getSubcommands().keySet(), all.getSubcommands().keySet());
    }

    @Test
    void a_password_is_reset_only_where_a_node_has_its_state() {
        assertEquals(78, execute("admin", "reset-password", "--state", folder.toString()));
    }

    /** Knows one setting of Redfish and starts nothing. */
    private static final class RefusingLauncher implements NodeLauncher {
        private boolean passing;

        @Override
        public Map<String, String> storedSettings(Path state) {
            return Map.of("policy.attempts", "9");
        }

        @Override
        public NodeService start(NodeConfiguration configuration, ConfigurationSource source)
                throws StartRefusedException {
            throw new StartRefusedException(List.of("the state is of a newer program"), passing);
        }
    }
}
