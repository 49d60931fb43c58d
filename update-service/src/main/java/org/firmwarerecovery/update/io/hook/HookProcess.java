package org.firmwarerecovery.update.io.hook;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.firmwarerecovery.update.io.work.StopSignal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one program to its end, within a time, and logs the first part of what it says. Blocks; thread-safe. */
final class HookProcess {
    /** Most bytes of a program's output that are logged; the rest is read and thrown away so that it never blocks. */
    static final int OUTPUT_MAX = 4096;

    private static final Logger LOG = LoggerFactory.getLogger(HookProcess.class);
    private static final Duration OUTPUT_GRACE = Duration.ofSeconds(1);

    private HookProcess() {}

    /**
     * Runs a program; empty when it ended with 0, else why it did not.
     *
     * @param environment added to the node's own environment
     */
    static Optional<String> run(List<String> command, Map<String, String> environment, Duration within, StopSignal stop)
            throws InterruptedException {
        Process process;
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            // Passwords of the node are none of a hook's business, and its output is logged.
            builder.environment().keySet().removeIf(name -> name.startsWith("FIRMWARE_RECOVERY_"));
            builder.environment().putAll(environment);
            process = builder.start();
            process.getOutputStream().close();
        } catch (IOException e) {
            return Optional.of(command.get(0) + " could not be started: " + e.getMessage());
        }
        stop.onRequest(() -> end(process));
        CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(process.getInputStream()));
        boolean ended = process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
        if (!ended) {
            end(process);
        }
        String said = said(output);
        LOG.info(
                "hook {} for {}: {}{}",
                command.get(0),
                environment,
                ended ? "status " + process.exitValue() : "stopped",
                said);
        if (stop.requested()) {
            return Optional.of(command.get(0) + " was stopped");
        }
        if (!ended) {
            return Optional.of(command.get(0) + " did not end within " + within.toMillis() + " ms");
        }
        return process.exitValue() == 0
                ? Optional.empty()
                : Optional.of(command.get(0) + " ended with status " + process.exitValue());
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static String read(InputStream stream) {
        StringBuilder text = new StringBuilder();
        byte[] buffer = new byte[1024];
        try (stream) {
            for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                if (text.length() < OUTPUT_MAX) {
                    text.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            text.append("(its output could not be read: ")
                    .append(e.getMessage())
                    .append(')');
        }
        return text.length() > OUTPUT_MAX ? text.substring(0, OUTPUT_MAX) : text.toString();
    }

    /** What it said; a grandchild that keeps the stream open does not keep us waiting. */
    private static String said(CompletableFuture<String> output) throws InterruptedException {
        try {
            String text =
                    output.get(OUTPUT_GRACE.toMillis(), TimeUnit.MILLISECONDS).strip();
            return text.isEmpty() ? "" : ", it said: " + text;
        } catch (ExecutionException | TimeoutException e) {
            return ", its output did not end";
        }
    }
}
