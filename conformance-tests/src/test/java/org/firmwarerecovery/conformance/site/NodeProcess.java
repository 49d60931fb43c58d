package org.firmwarerecovery.conformance.site;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A node as a process of its own, with its files. */
public final class NodeProcess {
    private static final Pattern READY = Pattern.compile("(?m)^ready (https://\\S+) uuid=(\\S+)$");
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(12);

    private final Site site;
    private final String name;
    private final UUID uuid;
    private final Map<String, String> sections;
    private @Nullable Process process;
    private @Nullable URI address;

    NodeProcess(Site site, String name, UUID uuid, Map<String, String> sections) {
        this.site = site;
        this.name = name;
        this.uuid = uuid;
        this.sections = sections;
    }

    /** Replaces a section of the configuration; before the start. */
    public NodeProcess with(String section, String yaml) {
        sections.put(section, yaml);
        return this;
    }

    /** Starts it and waits for its ready line. */
    public NodeProcess start() throws Exception {
        Path folder = Files.createDirectories(folder());
        Path configuration = folder.resolve("node.yaml");
        StringBuilder yaml = new StringBuilder();
        sections.forEach((section, text) -> yaml.append(section).append(": ").append(text).append('\n'));
        Files.writeString(configuration, yaml);
        Path output = folder.resolve("stdout");
        Files.deleteIfExists(output);
        Process started = new ProcessBuilder(Program.productCommand("serve", "--config", configuration.toString()))
                .directory(folder.toFile())
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
        process = started;
        address = Await.until(START_LIMIT, () -> name + " is not ready\n" + logText(), () -> {
            if (!started.isAlive()) {
                throw new AssertionError(name + " ended with " + started.exitValue() + "\n" + logText());
            }
            Matcher ready = READY.matcher(Files.exists(output) ? Files.readString(output) : "");
            return ready.find() ? Optional.of(URI.create(ready.group(1))) : Optional.empty();
        });
        return this;
    }

    /** Asks it to end and waits; its exit status, or empty when it did not run. */
    public Optional<Integer> stop() throws Exception {
        Process running = process;
        process = null;
        if (running == null || !running.isAlive()) {
            return Optional.empty();
        }
        running.destroy();
        if (!running.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            running.destroyForcibly().waitFor();
            throw new AssertionError(name + " did not end within " + STOP_LIMIT.toSeconds() + " s");
        }
        return Optional.of(running.exitValue());
    }

    /** Takes its power away. */
    public void kill() throws Exception {
        Process running = process;
        process = null;
        if (running != null) {
            running.destroyForcibly().waitFor();
        }
    }

    /** Its process id. */
    public long pid() {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException(name + " does not run");
        }
        return running.pid();
    }

    /** A client that is its administrator. */
    public Operator operator() {
        URI at = address;
        if (at == null) {
            throw new IllegalStateException(name + " was not started");
        }
        return new Operator(at, Site.ADMIN, site.password());
    }

    /** Its address. */
    public URI address() {
        URI at = address;
        if (at == null) {
            throw new IllegalStateException(name + " was not started");
        }
        return at;
    }

    /** Its identity. */
    public UUID uuid() {
        return uuid;
    }

    /** Its folder. */
    public Path folder() {
        return site.root().resolve(name);
    }

    /** Its log. */
    public Path log() {
        return folder().resolve("log");
    }

    /** What it logged so far. */
    public String logText() {
        try {
            return Files.exists(log()) ? Files.readString(log()) : "";
        } catch (IOException unreadable) {
            return "the log cannot be read: " + unreadable;
        }
    }

    /** File of a bank of the BMC component: {@code a} or {@code b}. */
    public Path bank(String stem) {
        return folder().resolve("state/banks/BMC/" + stem + ".img");
    }

    /** The first bytes of a bank. */
    public byte[] bankBytes(String stem, int length) throws Exception {
        byte[] all = Files.readAllBytes(bank(stem));
        return Arrays.copyOf(all, length);
    }

    /** Overwrites bytes of a bank behind the node's back. */
    public void damage(String stem, long offset, int length) throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(bank(stem).toFile(), "rw")) {
            byte[] bytes = new byte[length];
            file.seek(offset);
            file.readFully(bytes);
            for (int i = 0; i < length; i++) {
                bytes[i] ^= (byte) 0x5A;
            }
            file.seek(offset);
            file.write(bytes);
        }
    }

    /** Flips one bit of a bank behind the node's back. */
    public void flipBit(String stem, long offset) throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(bank(stem).toFile(), "rw")) {
            file.seek(offset);
            int was = file.read();
            file.seek(offset);
            file.write(was ^ 1);
        }
    }

    /** Its command line as the system shows it to everybody. */
    public String commandLine() throws Exception {
        return Files.readString(Path.of("/proc/" + pid() + "/cmdline")).replace('\0', ' ');
    }

    /** Names of files it must not put into logs. */
    public List<String> secrets() throws Exception {
        return List.of(site.password());
    }
}
