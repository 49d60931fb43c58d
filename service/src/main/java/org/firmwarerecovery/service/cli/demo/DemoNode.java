package org.firmwarerecovery.service.cli.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.firmwarerecovery.service.cli.client.Access;
import org.firmwarerecovery.service.cli.client.RedfishClient;

/** One node of the demo: a process of its own, started by {@code java -jar}, reached over TLS like any other. */
final class DemoNode {
    private static final List<String> ARCHIVE_FLAGS =
            List.of("-XX:SharedArchiveFile=", "-XX:AOTCache=", "-Xshare:", "-Xlog:");
    private static final Pattern READY = Pattern.compile("ready (https://\\S+) uuid=(\\S+)");
    private static final Duration READY_WITHIN = Duration.ofMinutes(2);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(12);
    private static final int LOG_TAIL = 20;

    /**
     * System property with flags for the recipient's virtual machine, separated by spaces. {@code bin/make-archive} has the
     * recipient write its class data archive with them, which takes the virtual machine a while as it ends.
     */
    private static final String RECIPIENT_FLAGS = "firmware-recovery.demo.recipient-flags";

    private static final Duration STOP_WITH_FLAGS_WITHIN = Duration.ofMinutes(10);

    private final DemoPlan.Member member;
    private final Process process;
    private final Path log;
    private final CompletableFuture<URI> ready;

    private DemoNode(DemoPlan.Member member, Process process, Path log, CompletableFuture<URI> ready) {
        this.member = member;
        this.process = process;
        this.log = log;
        this.ready = ready;
    }

    /** Starts the process; it is not ready yet. */
    static DemoNode start(DemoFolder folder, DemoPlan.Member member) throws IOException {
        Path log = folder.log(member);
        List<String> command = command(flags(member));
        command.addAll(List.of("serve", "--config", folder.configuration(member).toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(log.toFile())
                .directory(folder.node(member).toFile())
                .start();
        CompletableFuture<URI> ready = new CompletableFuture<>();
        Thread reader = new Thread(() -> readOutput(process, ready), "output of " + member.name());
        reader.setDaemon(true);
        reader.start();
        return new DemoNode(member, process, log, ready);
    }

    /** The same program once more, with the memory that is recommended for a controller. */
    private static List<String> command(List<String> flags) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-Xss512k",
                "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(archiveFlags());
        command.addAll(flags);
        Optional<Path> jar = ownJar();
        if (jar.isPresent()) {
            command.addAll(List.of("-jar", jar.get().toString()));
        } else {
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.firmwarerecovery.service.Main"));
        }
        return command;
    }

    /** The archive of classes that this process was started with, if any: the nodes start faster with it as well. */
    private static List<String> archiveFlags() {
        String[] own = ProcessHandle.current().info().arguments().orElse(new String[0]);
        return Arrays.stream(own)
                .takeWhile(word -> word.startsWith("-"))
                .filter(word -> ARCHIVE_FLAGS.stream().anyMatch(word::startsWith))
                .toList();
    }

    private static List<String> flags(DemoPlan.Member member) {
        String flags = member.kind() == DemoPlan.Kind.RECIPIENT
                ? System.getProperty(RECIPIENT_FLAGS, "").strip()
                : "";
        return flags.isEmpty() ? List.of() : List.of(flags.split("\\s+"));
    }

    private static Optional<Path> ownJar() {
        try {
            Path place = Path.of(DemoNode.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Files.isRegularFile(place) ? Optional.of(place) : Optional.empty();
        } catch (URISyntaxException unusual) {
            return Optional.empty();
        }
    }

    private static void readOutput(Process process, CompletableFuture<URI> ready) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                address(line).ifPresent(ready::complete);
            }
            ready.completeExceptionally(new IOException("it ended before it was ready"));
        } catch (IOException failed) {
            ready.completeExceptionally(failed);
        }
    }

    /** The address in a {@code ready} line; empty for any other line. */
    static Optional<URI> address(String line) {
        Matcher matcher = READY.matcher(line);
        return matcher.matches() ? Optional.of(URI.create(matcher.group(1))) : Optional.empty();
    }

    /** Waits until the node is ready; gives its address. A node that never gets there is told with the end of its log. */
    URI awaitReady() throws IOException {
        try {
            return ready.get(READY_WITHIN.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw new IOException(member.name() + " did not start: " + reason(failed) + "\n" + logTail(), failed);
        } catch (TimeoutException late) {
            throw new IOException(
                    member.name() + " was not ready after " + READY_WITHIN.toSeconds() + " s\n" + logTail(), late);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped while " + member.name() + " was starting");
        }
    }

    private static String reason(ExecutionException failed) {
        Throwable cause = failed.getCause();
        return cause == null ? "unknown reason" : String.valueOf(cause.getMessage());
    }

    /** A client that speaks to the node as its administrator and checks its certificate. */
    RedfishClient client(DemoFolder folder) throws IOException {
        Path certificate = folder.state(member).resolve("identity/https/certificate.pem");
        return RedfishClient.connect(
                new Access(awaitReady(), DemoPlan.USER, folder.password(), Optional.of(certificate), false));
    }

    /** Which node of the plan this is. */
    DemoPlan.Member member() {
        return member;
    }

    /** Asks the process to end. */
    void stop() {
        process.destroy();
    }

    /** Makes sure that the process has ended. */
    void awaitStop() {
        try {
            Duration within = flags(member).isEmpty() ? STOP_WITHIN : STOP_WITH_FLAGS_WITHIN;
            if (!process.waitFor(within.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** The last lines of the node's log. */
    String logTail() throws IOException {
        List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL), lines.size()));
    }
}
