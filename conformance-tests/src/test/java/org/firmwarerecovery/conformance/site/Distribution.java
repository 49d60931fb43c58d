package org.firmwarerecovery.conformance.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The archive that is installed on a controller, unpacked into a folder, with the Java runtime that it is to use. */
public final class Distribution {
    private static final Path RUNTIMES = Path.of("/usr/lib/jvm");

    private final Path home;
    private final Path runtime;
    private final Path archive;

    private Distribution(Path home, Path runtime, Path archive) {
        this.home = home;
        this.runtime = runtime;
        this.archive = archive;
    }

    /** Unpacks the archive that the build made beside the jar; it is to run on the runtime of this build. */
    public static Distribution unpack(Path folder) throws Exception {
        Path home = Files.createDirectories(folder);
        Program.run(home, "tar", "-xzf", packed().toString(), "--strip-components=1");
        return new Distribution(home, Path.of(System.getProperty("java.home")), home.resolve("lib/archive"));
    }

    /** The archive itself; a build with -Dfast makes none. */
    public static Path packed() throws IOException {
        Path target = Program.jar().resolveSibling("");
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName().toString().matches("firmware-recovery-.*\\.tar\\.gz"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no firmware-recovery-*.tar.gz in " + target
                            + "; build the service module without -Dfast"));
        }
    }

    /**
     * Homes of the runtimes on this machine that a node can run on, by version; with system property {@code runtime} only that
     * version.
     */
    public static TreeMap<Integer, Path> runtimes() throws IOException {
        TreeMap<Integer, Path> homes = new TreeMap<>();
        if (Files.isDirectory(RUNTIMES)) {
            try (Stream<Path> all = Files.list(RUNTIMES)) {
                for (Path home : all.filter(one -> Files.isExecutable(one.resolve("bin/java")))
                        .sorted()
                        .toList()) {
                    homes.put(version(home), home);
                }
            }
        }
        homes.put(Runtime.version().feature(), Path.of(System.getProperty("java.home")));
        int only = Integer.getInteger("runtime", 0);
        homes.keySet().removeIf(version -> version < 17 || (only != 0 && version != only));
        return homes;
    }

    private static int version(Path home) throws IOException {
        Path release = home.resolve("release");
        if (!Files.isReadable(release)) {
            return 0;
        }
        return Files.readAllLines(release).stream()
                .filter(line -> line.startsWith("JAVA_VERSION="))
                .map(line -> line.replaceAll("^JAVA_VERSION=\"?(\\d+).*", "$1"))
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElse(0);
    }

    /** The same installation on another runtime, with its class data archive in a file of its own. */
    public Distribution on(Path otherRuntime, String archiveName) {
        return new Distribution(home, otherRuntime, home.resolve("lib").resolve(archiveName));
    }

    /** Where it was unpacked. */
    public Path home() {
        return home;
    }

    /** The class data archive; there is none before {@link #makeArchive}. */
    public Path archive() {
        return archive;
    }

    /** Runs {@code bin/make-archive}; gives what it said. */
    public String makeArchive() throws Exception {
        List<String> command = List.of(home.resolve("bin/make-archive").toString());
        return Program.run(home, environment(), command).orFail(command);
    }

    /** The launcher with arguments. */
    public List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(launcher().toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    Path launcher() {
        return home.resolve("bin/firmware-recovery");
    }

    /** What the scripts find in their environment. */
    public Map<String, String> environment() {
        return Map.of("JAVA_HOME", runtime.toString(), "FIRMWARE_RECOVERY_ARCHIVE", archive.toString());
    }
}
