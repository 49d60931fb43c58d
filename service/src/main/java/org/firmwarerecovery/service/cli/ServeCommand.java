package org.firmwarerecovery.service.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.firmwarerecovery.service.cli.terminal.Screen;
import org.firmwarerecovery.service.config.ConfigurationLoader.Outcome;
import org.firmwarerecovery.service.config.ConfigurationSource;
import org.firmwarerecovery.service.config.NodeConfiguration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code serve}: runs a node until it is told to stop. One line on standard output when it is ready, logs on standard error;
 * SIGTERM and Ctrl-C stop it within ten seconds with exit status 0. A node that broke down ends with
 * {@link ExitStatus#BROKEN_DOWN} as soon, whatever its parts do.
 */
@Command(name = "serve", description = "Runs a node.")
final class ServeCommand implements Callable<Integer> {
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

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
        AtomicInteger status = new AtomicInteger(ExitStatus.DONE);
        try (NodeService node = launcher.start(configuration(source), source)) {
            // Halting from the hook is the only way to end a signalled Java process with a status of our own.
            Thread hook = new Thread(
                    () -> {
                        node.close();
                        stop.countDown();
                        screen.err().flush();
                        Runtime.getRuntime().halt(status.get());
                    },
                    "stop");
            Runtime.getRuntime().addShutdownHook(hook);
            guard(node, status, stop);
            screen.line("ready " + node.address() + " uuid=" + node.uuid());
            stop.await();
            return status.get();
        } catch (StartRefusedException refused) {
            refused.problems().forEach(screen::note);
            return refused.status();
        }
    }

    /** Its thread stands ready from the start: a process without memory may not get one any more. */
    private static void guard(NodeService node, AtomicInteger status, CountDownLatch stop) {
        CountDownLatch broken = new CountDownLatch(1);
        Thread guard = new Thread(
                () -> {
                    try {
                        broken.await();
                        LockSupport.parkNanos(CLOSE_WITHIN.toNanos());
                        Runtime.getRuntime().halt(ExitStatus.BROKEN_DOWN);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "breakdown-guard");
        guard.setDaemon(true);
        guard.start();
        node.brokenDown().thenAccept(cause -> {
            status.set(ExitStatus.BROKEN_DOWN);
            broken.countDown();
            stop.countDown();
        });
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
