package org.firmwarerecovery.update.io.hook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import org.firmwarerecovery.update.io.work.StopSignal;

/**
 * Runs an operator's program for the host beside the node, with the same care as the hooks of a component: without a shell, its
 * output logged up to a limit, ended with everything it started when its time is over.
 */
public final class HostHook {
    private HostHook() {}

    /**
     * How a run ended.
     *
     * @param status exit status; empty when it could not be started, was stopped, or did not end in time
     * @param why what went wrong, for people; empty when it ended with 0
     */
    public record Ending(OptionalInt status, String why) {
        /** Whether it ended with 0. */
        public boolean well() {
            return status.isPresent() && status.getAsInt() == 0;
        }
    }

    /**
     * Runs a program to its end. Blocks up to {@code within} and the time to end what it started.
     *
     * @param command program and arguments, at least the program
     * @param environment added to the node's own environment
     */
    public static Ending run(
            List<String> command, SortedMap<String, String> environment, Duration within, StopSignal stop)
            throws InterruptedException {
        return ending(HookProcess.run(command, environment, within, stop));
    }

    /**
     * How a program ended that was asked something.
     *
     * @param ending how it ended
     * @param output what it wrote to its standard output, as UTF-8; empty unless it ended with 0
     */
    public record Answer(Ending ending, String output) {}

    /**
     * Runs a program for what it writes to its standard output. Nothing is logged; what it says on standard error becomes a part of
     * {@link Ending#why}. Blocks as {@link #run}. What it leaves running must not hold its output: that may be ended.
     *
     * @param bytesMax longest output; a longer one is a failure
     */
    public static Answer ask(
            List<String> command, SortedMap<String, String> environment, Duration within, StopSignal stop, int bytesMax)
            throws InterruptedException {
        HookProcess.Heard heard = HookProcess.ask(command, environment, within, stop, bytesMax);
        return new Answer(ending(heard.failure()), heard.output());
    }

    private static Ending ending(Optional<HookFailure> failure) {
        return failure.map(end -> new Ending(end.status(), end.why()))
                .orElseGet(() -> new Ending(OptionalInt.of(0), ""));
    }
}
