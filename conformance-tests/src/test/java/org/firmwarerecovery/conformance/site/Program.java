package org.firmwarerecovery.conformance.site;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end and keeps what it said. */
public final class Program {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    /**
     * What a program left.
     *
     * @param status exit status
     * @param output standard output and standard error, as they came
     */
    public record Result(int status, String output) {
        /** The output of a program that had to succeed. */
        public String orFail(List<String> command) {
            if (status != 0) {
                throw new AssertionError("exit status " + status + " of " + command + "\n" + output);
            }
            return output;
        }
    }

    private Program() {}

    /** Runs a command in a folder; both streams together. */
    public static Result run(Path folder, Map<String, String> environment, List<String> command) throws Exception {
        Path log = Files.createTempFile(folder, "program", ".out");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("did not end within " + LIMIT.toSeconds() + " s: " + command);
        }
        Result result = new Result(process.exitValue(), Files.readString(log));
        Files.delete(log);
        return result;
    }

    /** Runs a command that has to succeed. */
    public static String run(Path folder, String... command) throws Exception {
        return run(folder, Map.of(), List.of(command)).orFail(List.of(command));
    }

    /** Runs our own program's command line; it has to succeed. */
    public static String product(Path folder, String... arguments) throws Exception {
        List<String> command = toolCommand(arguments);
        return run(folder, Map.of(), command).orFail(command);
    }

    /** How one of our offline tools or the client is started: a run of a second gains nothing from the optimising compiler. */
    public static List<String> toolCommand(String... arguments) {
        List<String> command = new ArrayList<>(productCommand(arguments));
        command.add(1, "-XX:TieredStopAtLevel=1");
        return command;
    }

    /** How our own program is started: the packaged jar, with the memory recommended for a controller. */
    public static List<String> productCommand(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-Xss512k"));
        command.addAll(SharedClasses.flags());
        command.addAll(List.of("-jar", jar().toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** The packaged product. */
    public static Path jar() {
        String place = System.getProperty("firmware-recovery.jar", "");
        Path jar = Path.of(place).toAbsolutePath();
        if (place.isEmpty() || !Files.isRegularFile(jar)) {
            throw new AssertionError("system property firmware-recovery.jar names no file: '" + place
                    + "'; build the service module first (mvn -pl service package)");
        }
        return jar;
    }
}
