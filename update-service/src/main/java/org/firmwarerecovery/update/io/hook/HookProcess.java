package org.firmwarerecovery.update.io.hook;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.firmwarerecovery.update.io.work.StopSignal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Runs one program to its end, within a time, and logs the first part of what it says. Its output is read until it ends, however
 * much it is, and not after: a program that it leaves running must say what it says elsewhere. A program that does not end in
 * time is ended with everything it started, also what detached itself. Blocks; thread-safe.
 */
final class HookProcess {
    /** Most bytes of a program's output that are logged; the rest is read and thrown away so that it never blocks. */
    static final int OUTPUT_MAX = 4096;

    private static final Logger LOG = LoggerFactory.getLogger(HookProcess.class);
    private static final Duration LOOK_FIRST = Duration.ofNanos(100_000);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final int READ_BYTES = 64 * 1024;

    /** As shells and the Java runtime count: SIGHUP, SIGINT, SIGTERM. What ends a program so is somebody outside of it. */
    private static final Set<Integer> STOPPED_BY_SIGNAL = Set.of(128 + 1, 128 + 2, 128 + 15);

    /** For the last words of a program that ended; more is only needed where it left something running that holds its output. */
    private static final Duration ANSWER_GRACE = Duration.ofSeconds(2);

    private static final Duration CLOSE_STEP = Duration.ofMillis(50);
    private static final int CLOSE_LOOKS_MAX = 60;

    private final Process process;
    private final HookKin kin;
    private final @Nullable HookAnswer answer;
    private final StringBuilder said = new StringBuilder();
    private final byte[] buffer = new byte[READ_BYTES];

    private HookProcess(Process process, HookKin kin, @Nullable HookAnswer answer) {
        this.process = process;
        this.kin = kin;
        this.answer = answer;
    }

    /**
     * How a program ended that was asked something.
     *
     * @param output what it wrote to its standard output; empty unless it ended with 0
     * @param failure why it did not end well
     */
    record Heard(String output, Optional<HookFailure> failure) {}

    /**
     * Runs a program; empty when it ended with 0, else why it did not.
     *
     * @param environment added to the node's own environment
     */
    static Optional<HookFailure> run(
            List<String> command, Map<String, String> environment, Duration within, StopSignal stop)
            throws InterruptedException {
        return run(command, environment, within, stop, 0).failure();
    }

    /**
     * Runs a program for what it writes to its standard output, which is not logged; what it says on standard error becomes a part
     * of the reason when it fails. What it leaves running must not hold its output: that may be ended.
     *
     * @param bytesMax longest output; a longer one is a failure
     */
    static Heard ask(
            List<String> command, Map<String, String> environment, Duration within, StopSignal stop, int bytesMax)
            throws InterruptedException {
        return run(command, environment, within, stop, bytesMax);
    }

    private static Heard run(
            List<String> command, Map<String, String> environment, Duration within, StopSignal stop, int answerMax)
            throws InterruptedException {
        boolean asked = answerMax > 0;
        HookKin kin = new HookKin(UUID.randomUUID().toString());
        HookProcess started;
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(!asked);
            // Passwords of the node are none of a hook's business, and its output is logged.
            builder.environment().keySet().removeIf(name -> name.startsWith("FIRMWARE_RECOVERY_"));
            builder.environment().putAll(environment);
            builder.environment().put(HookKin.MARK, kin.mark());
            Process process = builder.start();
            process.getOutputStream().close();
            started =
                    new HookProcess(process, kin, asked ? HookAnswer.start(process.getInputStream(), answerMax) : null);
        } catch (IOException | IllegalArgumentException e) {
            String why = command.get(0) + " could not be started: " + e.getMessage();
            return new Heard("", Optional.of(HookFailure.notRun(why)));
        }
        Runnable end = started::end;
        stop.onRequest(end);
        try {
            Optional<HookFailure> failure = started.await(command.get(0), environment, within, stop);
            return started.heard(command.get(0), failure);
        } finally {
            stop.forget(end);
        }
    }

    private Heard heard(String name, Optional<HookFailure> failure) {
        if (answer == null) {
            return new Heard("", failure);
        }
        if (failure.isPresent()) {
            return new Heard("", failure.map(end -> end.saying(said.toString())));
        }
        return answer.text()
                .map(text -> new Heard(text, failure))
                .orElseGet(() -> new Heard("", Optional.of(HookFailure.ran(name + " said too much"))));
    }

    private Optional<HookFailure> await(String name, Map<String, String> environment, Duration within, StopSignal stop)
            throws InterruptedException {
        boolean ended;
        try {
            ended = endsWithin(within);
        } finally {
            if (process.isAlive()) {
                end();
            }
            endAnswer();
            closeOutput();
        }
        String status = ended ? "status " + process.exitValue() : "stopped";
        String text = said.toString().strip();
        // Who asks does so again and again, and tells himself what is worth it.
        LOG.atLevel(answer == null ? Level.INFO : Level.DEBUG)
                .log("hook {} for {}: {}{}", name, environment, status, text.isEmpty() ? "" : ", it said: " + text);
        if (stop.requested()) {
            return Optional.of(HookFailure.ran(name + " was stopped"));
        }
        if (!ended) {
            return Optional.of(HookFailure.ran(name + " did not end within " + within.toMillis() + " ms"));
        }
        int value = process.exitValue();
        if (STOPPED_BY_SIGNAL.contains(value)) {
            // A shutdown of the host or Ctrl-C reaches the whole group, this program often before us.
            return Optional.of(HookFailure.notRun(name + " was stopped by a signal, status " + value));
        }
        return value == 0 ? Optional.empty() : Optional.of(HookFailure.ended(name, value));
    }

    /** Reads what the program says until it ends; false when its time is over first. */
    private boolean endsWithin(Duration within) throws InterruptedException {
        long end = System.nanoTime() + within.toNanos();
        long pause = LOOK_FIRST.toNanos();
        while (System.nanoTime() < end) {
            boolean over = !process.isAlive();
            boolean read = readSome();
            if (over) {
                return true;
            }
            // Short while it talks, so that it never waits for us; longer and longer while it is silent.
            pause = read ? LOOK_FIRST.toNanos() : Math.min(2 * pause, LOOK_EVERY.toNanos());
            process.waitFor(pause, TimeUnit.NANOSECONDS);
        }
        return false;
    }

    /** Reads what is there without waiting for more, which a program left behind could make a wait for ever. */
    private boolean readSome() {
        try {
            InputStream output = answer == null ? process.getInputStream() : process.getErrorStream();
            int there = Math.min(output.available(), READ_BYTES);
            int read = there <= 0 ? 0 : Math.max(0, output.read(buffer, 0, there));
            int kept = Math.min(read, OUTPUT_MAX - said.length());
            if (kept > 0) {
                said.append(new String(buffer, 0, kept, StandardCharsets.ISO_8859_1));
            }
            return read > 0;
        } catch (IOException e) {
            LOG.debug("the output of a hook cannot be read", e);
            return false;
        }
    }

    private void end() {
        kin.end(process);
    }

    private void endAnswer() throws InterruptedException {
        if (answer != null && !answer.endsWithin(ANSWER_GRACE)) {
            end();
            if (!answer.endsWithin(ANSWER_GRACE)) {
                LOG.warn("the output of a hook is held by a program that could not be ended");
            }
        }
    }

    /**
     * The Java runtime takes over what is left in the pipe of an ended process, into memory and without a bound; only closing
     * keeps it from that, and closing waits for it. So a program left behind that writes faster than that is ended; one that is
     * quiet is what a hook is for, and stays however slow this machine is at the moment.
     */
    private void closeOutput() throws InterruptedException {
        Thread closer = new Thread(this::close, "hook-output");
        closer.setDaemon(true);
        closer.start();
        for (int look = 0; look < CLOSE_LOOKS_MAX; look++) {
            closer.join(CLOSE_STEP.toMillis());
            if (!closer.isAlive()) {
                return;
            }
            kin.endThoseThatWrite(CLOSE_STEP);
        }
        LOG.warn("the output of a hook cannot be closed");
    }

    private void close() {
        try {
            process.getInputStream().close();
            process.getErrorStream().close();
        } catch (IOException e) {
            LOG.debug("the output of a hook cannot be closed", e);
        }
    }
}
