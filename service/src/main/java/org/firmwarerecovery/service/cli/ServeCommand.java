package org.firmwarerecovery.service.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.firmwarerecovery.service.cli.terminal.Screen;
import org.firmwarerecovery.service.config.ConfigurationLoader.Outcome;
import org.firmwarerecovery.service.config.ConfigurationSource;
import org.firmwarerecovery.service.config.NodeConfiguration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code serve}: runs a node until it is told to stop. One line on standard output when it is ready, logs on standard error;
 * SIGTERM and Ctrl-C stop it within ten seconds with exit status 0.
 */
@Command(name = "serve", description = "Runs a node.")
final class ServeCommand implements Callable<Integer> {
    @Option(names = "--config", required = true, paramLabel = "FILE", description = "Configuration file (YAML).")
    private Path config = Path.of("");

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Overrides one key; may be repeated.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    private final NodeLauncher launcher;
    private final Screen screen;

    ServeCommand(NodeLauncher launcher, Screen screen) {
        this.launcher = launcher;
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        ConfigurationSource source = new ConfigurationSource(config, overrides);
        CountDownLatch stop = new CountDownLatch(1);
        try (NodeService node = launcher.start(configuration(source), source)) {
            // Halting from the hook is the only way to end a signalled Java process with a status of our own.
            Thread hook = new Thread(
                    () -> {
                        node.close();
                        stop.countDown();
                        screen.err().flush();
                        Runtime.getRuntime().halt(ExitStatus.DONE);
                    },
                    "stop");
            Runtime.getRuntime().addShutdownHook(hook);
            screen.line("ready " + node.address() + " uuid=" + node.uuid());
            stop.await();
            return ExitStatus.DONE;
        } catch (StartRefusedException refused) {
            refused.problems().forEach(screen::note);
            return ExitStatus.BAD_CONFIGURATION;
        }
    }

    /** The configuration with the settings that were changed through Redfish. */
    private NodeConfiguration configuration(ConfigurationSource source) throws StartRefusedException, IOException {
        Outcome first = source.load(Map.of());
        Map<String, String> stored =
                launcher.storedSettings(accepted(first).node().state());
        Outcome outcome = stored.isEmpty() ? first : source.load(stored);
        if (outcome instanceof Outcome.Accepted accepted) {
            accepted.notes().forEach(note -> screen.note("note: " + note));
        }
        return accepted(outcome);
    }

    private static NodeConfiguration accepted(Outcome outcome) throws StartRefusedException {
        if (outcome instanceof Outcome.Refused refused) {
            List<String> problems =
                    refused.problems().stream().map(String::valueOf).toList();
            throw new StartRefusedException(problems);
        }
        return ((Outcome.Accepted) outcome).configuration();
    }
}
