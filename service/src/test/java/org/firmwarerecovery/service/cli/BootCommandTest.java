package org.firmwarerecovery.service.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.firmwarerecovery.service.cli.terminal.Screen;
import org.firmwarerecovery.service.config.ConfigurationSource;
import org.firmwarerecovery.service.config.NodeConfiguration;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.io.store.BootReport;
import org.firmwarerecovery.update.io.store.BootReports;
import org.firmwarerecovery.update.io.store.StateFolder;
import org.firmwarerecovery.update.node.BootResult;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code boot report} as a boot script calls it: exit statuses and what is on disk afterwards. */
@NullUnmarked // JUnit fills the fields.
class BootCommandTest {
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    private int report(String state, String component, String bank, String result) {
        NodeLauncher launcher = new NodeLauncher() {
            @Override
            public Map<String, String> storedSettings(Path of) {
                return Map.of();
            }

            @Override
            public NodeService start(NodeConfiguration configuration, ConfigurationSource source) throws IOException {
                throw new IOException("not here");
            }
        };
        Screen screen = new Screen(new PrintWriter(new StringWriter()), new PrintWriter(err), false);
        return RootCommand.commandLine(launcher, screen)
                .execute(
                        "boot",
                        "report",
                        "--state",
                        state,
                        "--component",
                        component,
                        "--bank",
                        bank,
                        "--result",
                        result);
    }

    @Test
    void a_report_is_left_for_the_node_that_holds_the_folder() throws IOException {
        Path state = folder.resolve("state");
        try (StateFolder node = StateFolder.open(state)) {
            Files.createDirectories(state.resolve("banks/BMC"));
            assertEquals(0, report(state.toString(), "BMC", "A", "failed"));
            assertEquals(
                    new BootReport(new ComponentId("BMC"), BankId.A, BootResult.FAILED),
                    node.bootReports().read().get(0).report());
        }
        assertEquals(0, report(state.toString(), "BMC", "Golden", "ok"));
        assertEquals(2, BootReports.of(state).read().size());
    }

    @Test
    void every_mistake_has_its_status_and_a_sentence() throws IOException {
        Path state = folder.resolve("state");
        StateFolder.open(state).close();
        assertEquals(78, report(folder.resolve("elsewhere").toString(), "BMC", "A", "ok"));
        assertTrue(err.toString().contains("no state of a node"), err.toString());
        assertEquals(1, report(state.toString(), "BMC", "A", "ok"));
        assertTrue(err.toString().contains("there is no component BMC"), err.toString());
        assertEquals(2, report(state.toString(), "BMC", "C", "ok"));
        assertTrue(err.toString().contains("not a bank: C (A, B or Golden)"), err.toString());
        assertEquals(2, report(state.toString(), "BMC", "A", "maybe"));
        assertTrue(err.toString().contains("started, ok or failed"), err.toString());
        assertEquals(2, report(state.toString(), "../BMC", "A", "ok"));
        assertTrue(err.toString().contains("is not a component id"), err.toString());
        assertEquals(0, BootReports.of(state).read().size());
    }
}
