package org.firmwarerecovery.update.io.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.firmwarerecovery.update.io.work.StopSignal;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hooks that behave badly: real processes that hang, fork, detach and talk without end. */
@Timeout(60)
@NullUnmarked // JUnit fills the fields.
class HookProcessTest {
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration LONG = Duration.ofSeconds(40);

    @TempDir
    Path folder;

    private final StopSignal stop = new StopSignal();

    private Optional<String> run(Duration within, String script) throws InterruptedException {
        return shell(within, script).map(HookFailure::why);
    }

    private Optional<HookFailure> shell(Duration within, String script) throws InterruptedException {
        return HookProcess.run(List.of("sh", "-c", script), Map.of("COMPONENT", "BMC"), within, stop);
    }

    /** The process whose id a script wrote into {@code file}; waits until it did. */
    private ProcessHandle of(Path file) throws Exception {
        while (!Files.exists(file) || !Files.readString(file).endsWith("\n")) {
            assertTrue(!new CountDownLatch(1).await(5, TimeUnit.MILLISECONDS), "nobody counts this down");
        }
        return ProcessHandle.of(Long.parseLong(Files.readString(file).strip())).orElse(null);
    }

    private static void gone(ProcessHandle process) throws Exception {
        if (process != null) {
            process.onExit().get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void what_does_not_end_is_ended_with_its_children_and_what_detached_itself() throws Exception {
        Path child = folder.resolve("child");
        Path detached = folder.resolve("detached");
        String script =
                "sleep 300 & echo $! > " + child + "; setsid sh -c 'echo $$ > " + detached + "; exec sleep 300' & wait";
        Optional<String> failure = run(SHORT, script);
        assertTrue(failure.orElseThrow().contains("did not end within 400 ms"), failure.toString());
        gone(of(child));
        gone(of(detached));
    }

    @Test
    void an_orphan_of_a_hook_that_hangs_is_ended_too() throws Exception {
        Path orphan = folder.resolve("orphan");
        String script = "(setsid sh -c 'echo $$ > " + orphan + "; exec sleep 300' &) ; sleep 300";
        assertTrue(run(SHORT, script).isPresent());
        gone(of(orphan));
    }

    @Test
    void a_hook_that_leaves_a_program_running_ends_at_once_and_the_program_stays() throws Exception {
        Path left = folder.resolve("left");
        assertEquals(
                Optional.empty(),
                run(LONG, "setsid sh -c 'echo $$ > " + left + "; exec sleep 300' > /dev/null 2>&1 &"));
        ProcessHandle program = of(left);
        assertTrue(program.isAlive());
        program.destroyForcibly();
    }

    @Test
    void a_program_left_behind_with_our_pipe_does_not_hold_the_hook() throws Exception {
        Path left = folder.resolve("left");
        assertEquals(Optional.empty(), run(LONG, "sleep 300 & echo $! > " + left));
        of(left).destroyForcibly();
    }

    @Test
    void a_program_left_behind_that_floods_our_pipe_is_ended() throws Exception {
        Path left = folder.resolve("left");
        assertEquals(Optional.empty(), run(LONG, "yes & echo $! > " + left));
        gone(of(left));
    }

    @Test
    void output_without_end_neither_blocks_the_hook_nor_fills_the_heap() throws Exception {
        assertEquals(Optional.empty(), run(LONG, "head -c 200000000 /dev/zero"));
        assertTrue(run(SHORT, "yes").orElseThrow().contains("did not end"));
    }

    @Test
    void a_stop_ends_the_hook() throws Exception {
        Path started = folder.resolve("started");
        Thread stopper = new Thread(() -> {
            try {
                of(started);
                stop.request();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        stopper.start();
        Optional<String> failure = run(LONG, "echo $$ > " + started + "; exec sleep 300");
        assertEquals(Optional.of("sh was stopped"), failure);
        stopper.join();
    }

    /** Who starts the tests in the background may have them ignore the interrupt, and what they start with them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "kill -TERM $$",
                "exec env --default-signal=INT sh -c 'kill -INT $$'",
                "kill -HUP $$",
                "exit 143",
                "exit 130",
                "exit 129"
            })
    void a_hook_that_somebody_else_stops_by_a_signal_counts_as_not_run(String end) throws Exception {
        HookFailure failure = shell(LONG, end).orElseThrow();
        assertTrue(!failure.started() && failure.why().contains("was stopped by a signal"), failure.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"kill -KILL $$", "kill -SEGV $$", "kill -ABRT $$", "exit 1", "exit 127", "exit 255"})
    void a_hook_that_ends_in_any_other_way_ran_and_failed(String end) throws Exception {
        HookFailure failure = shell(LONG, end).orElseThrow();
        assertTrue(failure.started() && failure.why().contains("ended with status"), failure.toString());
    }

    @Test
    void a_value_that_no_environment_can_hold_is_a_failure_with_a_reason() throws Exception {
        HookFailure failure = HookProcess.run(List.of("true"), Map.of("IMAGE_VERSION", "1\u00002"), SHORT, stop)
                .orElseThrow();
        assertTrue(!failure.started() && failure.why().contains("could not be started"), failure.toString());
    }

    private HookProcess.Heard ask(Duration within, String script) throws InterruptedException {
        return HookProcess.ask(List.of("sh", "-c", script), Map.of(), within, stop, 65_536);
    }

    @Test
    void a_program_that_is_asked_answers_on_its_standard_output_alone_and_in_full() throws Exception {
        HookProcess.Heard heard = ask(LONG, "echo grumble >&2; printf '{\"a\": \"\\303\\266\"}'");
        assertEquals(new HookProcess.Heard("{\"a\": \"\u00f6\"}", Optional.empty()), heard);
        assertEquals(65_536, ask(LONG, "head -c 65536 /dev/zero").output().length());
    }

    @Test
    void an_answer_that_is_too_long_is_a_failure_and_fills_no_heap() throws Exception {
        HookProcess.Heard heard = ask(LONG, "head -c 200000000 /dev/zero");
        assertEquals("", heard.output());
        assertTrue(heard.failure().orElseThrow().why().contains("said too much"), heard.toString());
    }

    @Test
    void a_program_that_fails_gives_no_answer_but_its_reason() throws Exception {
        HookProcess.Heard heard = ask(LONG, "echo '{}'; echo 'no such\n interface' >&2; exit 4");
        assertEquals("", heard.output());
        assertEquals(
                "sh ended with status 4: no such interface",
                heard.failure().orElseThrow().why());
        assertTrue(
                ask(SHORT, "echo '{}'; sleep 300").failure().orElseThrow().why().contains("did not end within"));
    }

    @Test
    void what_a_program_that_was_asked_leaves_at_its_output_does_not_hold_the_answer() throws Exception {
        Path left = folder.resolve("left");
        HookProcess.Heard heard = ask(LONG, "sleep 300 & echo $! > " + left + "; echo '{}'");
        assertEquals(new HookProcess.Heard("{}\n", Optional.empty()), heard);
        ProcessHandle program = of(left);
        if (program != null) {
            program.destroyForcibly();
        }
    }
}
