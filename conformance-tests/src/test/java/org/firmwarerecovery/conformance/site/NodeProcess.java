package org.firmwarerecovery.conformance.site;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A node as a process of its own, with its files. */
public final class NodeProcess {
    private static final Pattern READY = Pattern.compile("(?m)^ready (https://\\S+) uuid=(\\S+)$");
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    /** Why an upload fails while the node fetches the same image from a peer. */
    private static final String FETCHED_BY_ITSELF = "the same image is being transferred already";

    private final Site site;
    private final String name;
    private final UUID uuid;
    private final Map<String, String> sections;
    private final Map<String, String> environment = new TreeMap<>();
    private @Nullable Distribution installed;
    private @Nullable Enclosure enclosure;
    private @Nullable Process process;
    private @Nullable URI address;
    private boolean shortLived;

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

    /** It searches for nobody: its peers are these, each {@link #asStaticPeer}. Before the start. */
    public NodeProcess knowing(String... peers) {
        return with("discovery", "{ ssdp: false, peers: [ " + String.join(", ", peers) + " ] }");
    }

    /** As a peer with this address stands in {@code discovery.peers} of a configuration. */
    static String asStaticPeer(String url, UUID uuid) {
        return "{ url: \"" + url + "\", uuid: " + uuid + " }";
    }

    /** As it stands in {@code discovery.peers} of another node's configuration; after the start. */
    public String asStaticPeer() {
        return asStaticPeer(address().toString(), uuid);
    }

    /** It looks at its banks this often and tries again at once: its banks are damaged time and again. Before the start. */
    public NodeProcess scanning(String interval) {
        return with("scan", "{ interval: " + interval + ", bandwidth: 512MiB/s }")
                .with("backoff", "{ initial: 200ms, max: 500ms }");
    }

    /** Started by the launcher of an installation from now on. */
    public NodeProcess installed(Distribution distribution) {
        installed = distribution;
        environment.putAll(distribution.environment());
        return this;
    }

    /** One more variable of its environment. */
    public NodeProcess environment(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** From the next start on it runs in here. */
    public NodeProcess in(Enclosure place) {
        enclosure = place;
        return this;
    }

    /** From the next start on it has these environment variables besides those of the tests. */
    public NodeProcess withEnvironment(Map<String, String> variables) {
        environment.clear();
        environment.putAll(variables);
        return this;
    }

    /** It will be killed again and again: lives of seconds gain nothing from the optimising compiler. Nothing else differs. */
    public NodeProcess shortLived() {
        shortLived = true;
        return this;
    }

    /** Starts it and waits for its ready line. */
    public NodeProcess start() throws Exception {
        return launch().awaitReady();
    }

    /** Starts it; it is not ready yet. */
    public NodeProcess launch() throws Exception {
        Path configuration = Files.createDirectories(folder()).resolve("node.yaml");
        StringBuilder yaml = new StringBuilder();
        sections.forEach((section, text) ->
                yaml.append(section).append(": ").append(text).append('\n'));
        Files.writeString(configuration, yaml);
        Files.deleteIfExists(output());
        Distribution from = installed;
        String[] serve = {"serve", "--config", configuration.toString()};
        List<String> ours = shortLived ? Program.toolCommand(serve) : Program.productCommand(serve);
        List<String> command = from == null ? ours : from.command(serve);
        Enclosure place = enclosure;
        ProcessBuilder builder = new ProcessBuilder(place == null ? command : place.enter(command))
                .directory(folder().toFile())
                .redirectOutput(output().toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().putAll(environment);
        process = builder.start();
        return this;
    }

    /** Waits for its ready line. */
    public NodeProcess awaitReady() throws Exception {
        Process started = running();
        address = Await.until(START_LIMIT, () -> name + " is not ready\n" + logText(), () -> {
            if (!started.isAlive()) {
                throw new AssertionError(name + " ended with " + started.exitValue() + "\n" + logText());
            }
            Matcher ready = READY.matcher(text(output()));
            return ready.find() ? Optional.of(URI.create(ready.group(1))) : Optional.empty();
        });
        return this;
    }

    /** Has an operator put a release into it; then it fills its other bank by itself. */
    public NodeProcess install(FirmwareVendor.Release release) throws Exception {
        Operator operator = operator();
        JsonNode over = update(operator, release);
        if (over.toString().contains(FETCHED_BY_ITSELF)) {
            // It healed itself with the very image in between: then it takes ours as soon as it is done.
            operator.awaitHealthy(Pair.LIMIT);
            over = update(operator, release);
        }
        if (!over.path("TaskState").asText().equals("Completed")) {
            throw new AssertionError(release.bundle() + " was not installed: " + over + "\n" + logText());
        }
        return this;
    }

    private JsonNode update(Operator operator, FirmwareVendor.Release release) throws Exception {
        // An empty node heals from the first peer that has an image; while it writes, an update has to wait.
        String task = Await.until(
                Pair.LIMIT,
                () -> name + " takes no update\n" + logText(),
                () -> operator.tryUpload(release.bundle(), "BMC"));
        return operator.finished(task, Pair.LIMIT);
    }

    /** Asks it to end (SIGTERM) and waits; its exit status, or empty when it did not run. */
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

    /** Waits until it is dead by somebody else's hand; its exit status. */
    public int awaitDeath(Duration limit) throws Exception {
        Process running = running();
        if (!running.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError(name + " still lives after " + limit.toSeconds() + " s\n" + logText());
        }
        process = null;
        return running.exitValue();
    }

    /** Sends it a signal by its name, such as {@code STOP}. */
    public void signal(String signal) throws Exception {
        Program.run(folder(), "kill", "-" + signal, Long.toString(pid()));
    }

    private Process running() {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException(name + " does not run");
        }
        return running;
    }

    /** Its process id. */
    public long pid() {
        return running().pid();
    }

    /** A client that is its administrator. */
    public Operator operator() {
        return operator(Site.ADMIN, site.password());
    }

    /** Its administrator's password. */
    public String password() {
        return site.password();
    }

    /** A client with any credentials. */
    public Operator operator(String user, String password) {
        return new Operator(address(), user, password);
    }

    /** True once it told its address. */
    public boolean isReady() {
        return address != null;
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

    /** Its name. */
    public String name() {
        return name;
    }

    /** Its folder. */
    public Path folder() {
        return site.root().resolve(name);
    }

    /** Its fleet identity, as enrolled. */
    public Path identity() {
        return folder().resolve("identity");
    }

    /** What it wrote to standard output. */
    public Path output() {
        return folder().resolve("stdout");
    }

    /** Its log. */
    public Path log() {
        return folder().resolve("log");
    }

    /** What it logged so far. */
    public String logText() {
        return text(log());
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException unreadable) {
            return file + " cannot be read: " + unreadable;
        }
    }

    /** File of a bank of the BMC component: {@code a} or {@code b}. */
    public Path bank(String stem) {
        return state().resolve("banks/BMC/" + stem + ".img");
    }

    /** Its state folder, with whatever is mounted there in its enclosure. */
    public Path state() {
        Path state = folder().resolve("state");
        Enclosure place = enclosure;
        return place == null ? state : place.seen(state);
    }

    /** True when the bank begins with the bytes of {@code image}. */
    public boolean bankHolds(String stem, Path image) throws Exception {
        long differs = Files.mismatch(bank(stem), image);
        return differs < 0 || differs == Files.size(image);
    }

    /** Overwrites bytes of a bank behind the node's back, as dd does. */
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

    /** Overwrites the beginning of both banks behind the node's back. */
    public void damageBothBanks() throws Exception {
        // It stands still meanwhile: a scan in between would repair one bank from the other.
        Process running = process;
        boolean runs = running != null && running.isAlive();
        if (runs) {
            signal("STOP");
        }
        damage("b", 4096, 64 * 1024);
        damage("a", 4096, 64 * 1024);
        if (runs) {
            signal("CONT");
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

    /** Puts bytes into a bank before the first start, the rest erased, as a flash programmer would. */
    public void program(String stem, Path content, long bankSize) throws Exception {
        Files.createDirectories(bank(stem).getParent());
        byte[] erased = new byte[Math.toIntExact(bankSize - Files.size(content))];
        Arrays.fill(erased, (byte) 0xFF);
        Files.copy(content, bank(stem));
        try (FileChannel channel = FileChannel.open(bank(stem), StandardOpenOption.APPEND)) {
            channel.write(ByteBuffer.wrap(erased));
        }
    }

    /** Its command line as the system shows it to everybody. */
    public String commandLine() throws Exception {
        return Files.readString(Path.of("/proc/" + pid() + "/cmdline")).replace('\0', ' ');
    }

    /** The product's command line client, run against this node as its administrator. */
    public Program.Result client(String command, String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(List.of(arguments));
        words.addAll(List.of(
                "--url",
                address().toString(),
                "--user",
                Site.ADMIN,
                "--password-file",
                site.passwordFile().toString()));
        words.addAll(List.of(
                "--ca", folder().resolve("state/identity/https/certificate.pem").toString()));
        return Program.run(folder(), Map.of(), Program.toolCommand(words.toArray(new String[0])));
    }
}
