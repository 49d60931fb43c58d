package org.firmwarerecovery.update.io.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.io.work.StopSignal;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HookWorkTest {
    private static final ComponentId BMC = new ComponentId("BMC");
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final StopSignal stop = new StopSignal();

    /** Nobody goes down here, and a test needs not wait for it as long as a node does. */
    private static HookWork with(Hooks hooks) {
        return with(hooks, new HookWork.Notice(Duration.ofMillis(50), Duration.ofMillis(20)));
    }

    private static HookWork with(Hooks hooks, HookWork.Notice notice) {
        return new HookWork(
                Map.of(BMC, hooks),
                (component, bank) -> new TreeMap<>(Map.of("IMAGE_VERSION", "1.2 beta; $(id)")),
                System::nanoTime,
                notice);
    }

    private static Hooks command(Duration within, String... words) {
        return new Hooks(List.of(), List.of(words), within, new ConfirmRule.None());
    }

    private NodeEvent.Outcome activate(Hooks hooks) throws InterruptedException {
        return with(hooks).activate(new NodeEffect.Activate(7, BMC, BankId.B), stop);
    }

    private NodeEvent.ConfirmationEnded confirm(ConfirmRule rule) throws InterruptedException {
        return confirm(rule, SHORT);
    }

    private NodeEvent.ConfirmationEnded confirm(ConfirmRule rule, Duration within) throws InterruptedException {
        Hooks hooks = new Hooks(List.of(), List.of(), within, rule);
        NodeEffect.AwaitConfirmation effect = new NodeEffect.AwaitConfirmation(8, BMC, BankId.B, within);
        return assertInstanceOf(NodeEvent.ConfirmationEnded.class, with(hooks).confirm(effect, stop));
    }

    @Test
    void a_component_without_a_hook_is_activated_at_once() throws Exception {
        assertEquals(new NodeEvent.Done(7), activate(Hooks.none()));
    }

    /** A shutdown reaches the whole group: a hook that traps the signal ends by itself, often before the node hears of it. */
    @Test
    void how_a_hook_ends_while_the_node_goes_down_says_nothing_about_the_image_and_is_kept_until_nobody_hears_it()
            throws Exception {
        for (int status : List.of(3, 0)) {
            Path started = folder.resolve("started" + status);
            String script = "trap 'exit " + status + "' TERM; echo $$ > '" + started + ".new' && mv '" + started
                    + ".new' '" + started + "'; while :; do sleep 0.01; done";
            HookWork work = with(command(LONG, "sh", "-c", script), HookWork.Notice.USUAL);
            StopSignal ours = new StopSignal();
            CompletableFuture<NodeEvent.Outcome> outcome = new CompletableFuture<>();
            Thread hook = new Thread(() -> {
                try {
                    outcome.complete(work.activate(new NodeEffect.Activate(7, BMC, BankId.B), ours));
                } catch (Exception e) {
                    outcome.completeExceptionally(e);
                }
            });
            hook.start();
            while (!Files.exists(started)) {
                Thread.onSpinWait();
            }
            long pid = Long.parseLong(Files.readString(started).strip());
            if (status == 0) {
                work.leave();
            }
            ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
            process.destroy();
            process.onExit().get(30, TimeUnit.SECONDS);
            work.leave();
            assertFalse(outcome.isDone(), "the loop still runs");
            ours.request();
            assertInstanceOf(NodeEvent.NotStarted.class, outcome.get(30, TimeUnit.SECONDS));
        }
    }

    /** The order of a host that goes down: the hook ends well, and only then the node hears of the shutdown. */
    @Test
    void a_good_end_of_a_hook_just_before_the_node_goes_down_is_kept_until_nobody_hears_it() throws Exception {
        for (HookAsked asked : List.<HookAsked>of(
                (work, stop) -> work.activate(new NodeEffect.Activate(7, BMC, BankId.B), stop),
                (work, stop) -> work.prepare(new NodeEffect.PrepareActivation(7, BMC, BankId.B), stop))) {
            // On a clock that stands still the moment after the end lasts until the node says that it goes down.
            HookWork work = new HookWork(
                    Map.of(BMC, new Hooks(List.of("true"), List.of("true"), LONG, new ConfirmRule.None())),
                    (component, bank) -> new TreeMap<>(),
                    () -> 0,
                    HookWork.Notice.USUAL);
            StopSignal ours = new StopSignal();
            CompletableFuture<NodeEvent.Outcome> outcome = CompletableFuture.supplyAsync(() -> {
                try {
                    return asked.of(work, ours);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThrows(TimeoutException.class, () -> outcome.get(1, TimeUnit.SECONDS));
            work.leave();
            ours.request();
            assertInstanceOf(NodeEvent.NotStarted.class, outcome.get(30, TimeUnit.SECONDS));
        }
    }

    /** One of the programs of a component. */
    @FunctionalInterface
    private interface HookAsked {
        NodeEvent.Outcome of(HookWork work, StopSignal stop) throws InterruptedException;
    }

    @Test
    void a_hook_learns_from_its_environment_what_it_is_about() throws Exception {
        Path out = folder.resolve("out");
        String script = "echo $COMPONENT $BANK $HOOK \"$IMAGE_VERSION\" > '" + out + "'";
        assertEquals(new NodeEvent.Done(7), activate(command(LONG, "sh", "-c", script)));
        assertEquals("BMC B activate 1.2 beta; $(id)\n", Files.readString(out));
        Hooks prepare = new Hooks(List.of("sh", "-c", script), List.of(), LONG, new ConfirmRule.None());
        assertEquals(
                new NodeEvent.Done(9), with(prepare).prepare(new NodeEffect.PrepareActivation(9, BMC, BankId.A), stop));
        assertEquals("BMC A prepare 1.2 beta; $(id)\n", Files.readString(out));
        assertTrue(confirm(new ConfirmRule.Command(List.of("sh", "-c", script)), LONG)
                .confirmed());
        assertEquals("BMC B confirm 1.2 beta; $(id)\n", Files.readString(out));
    }

    @Test
    void a_hook_that_fails_is_a_failed_activation_with_its_status() throws Exception {
        NodeEvent.Failed failed =
                assertInstanceOf(NodeEvent.Failed.class, activate(command(LONG, "sh", "-c", "exit 3")));
        assertTrue(failed.reason().contains("status 3"), failed.reason());
    }

    @Test
    void a_hook_that_cannot_be_started_says_so_since_nothing_speaks_against_the_image() throws Exception {
        NodeEvent.NotStarted failed = assertInstanceOf(
                NodeEvent.NotStarted.class,
                activate(command(SHORT, folder.resolve("absent").toString())));
        assertTrue(failed.reason().contains("could not be started"), failed.reason());
    }

    @Test
    void a_hook_or_confirmation_program_that_is_stopped_by_a_signal_blames_nobody() throws Exception {
        List<String> stopped = List.of("sh", "-c", "kill -TERM $$");
        Hooks hooks = new Hooks(List.of(), stopped, LONG, new ConfirmRule.Command(stopped));
        assertInstanceOf(NodeEvent.NotStarted.class, activate(hooks));
        NodeEffect.AwaitConfirmation effect = new NodeEffect.AwaitConfirmation(8, BMC, BankId.B, LONG);
        assertInstanceOf(NodeEvent.NotStarted.class, with(hooks).confirm(effect, stop));
    }

    @Test
    void an_image_that_was_asked_and_refused_is_not_excused_when_a_later_question_cannot_be_put() throws Exception {
        String shell = Files.createSymbolicLink(folder.resolve("sh"), Path.of("/bin/sh"))
                .toString();
        ConfirmRule once = new ConfirmRule.Command(List.of(shell, "-c", "rm '" + shell + "'; exit 1"));
        NodeEvent.ConfirmationEnded ended = confirm(once, Duration.ofSeconds(2));
        assertTrue(!ended.confirmed() && ended.detail().contains("could not be started"), ended.detail());
    }

    @Test
    void a_hook_that_does_not_end_is_ended_with_its_children() throws Exception {
        NodeEvent.Failed failed =
                assertInstanceOf(NodeEvent.Failed.class, activate(command(SHORT, "sh", "-c", "sleep 60 & wait")));
        assertTrue(failed.reason().contains("did not end"), failed.reason());
    }

    @Test
    void an_image_without_a_rule_is_confirmed_at_once() throws Exception {
        assertTrue(confirm(new ConfirmRule.None()).confirmed());
    }

    @Test
    void a_confirmation_command_is_asked_until_it_agrees() throws Exception {
        Path flag = folder.resolve("flag");
        String once = "test -e '" + flag + "' || { touch '" + flag + "'; exit 1; }";
        Hooks hooks = new Hooks(List.of(), List.of(), SHORT, new ConfirmRule.Command(List.of("sh", "-c", once)));
        NodeEffect.AwaitConfirmation effect =
                new NodeEffect.AwaitConfirmation(8, BMC, BankId.B, Duration.ofSeconds(30));
        assertTrue(
                assertInstanceOf(NodeEvent.ConfirmationEnded.class, with(hooks).confirm(effect, stop))
                        .confirmed());
    }

    @Test
    void a_confirmation_program_that_cannot_be_started_says_so_at_once_and_blames_nobody() throws Exception {
        String absent = folder.resolve("absent").toString();
        Hooks hooks = new Hooks(List.of(), List.of(), LONG, new ConfirmRule.Command(List.of(absent)));
        NodeEffect.AwaitConfirmation effect = new NodeEffect.AwaitConfirmation(8, BMC, BankId.B, LONG);
        NodeEvent.NotStarted missing =
                assertInstanceOf(NodeEvent.NotStarted.class, with(hooks).confirm(effect, stop));
        assertTrue(missing.reason().contains("could not be started"), missing.reason());
    }

    @Test
    void a_start_and_a_question_wait_for_their_pause_and_no_longer_than_until_they_are_told_to_stop() throws Exception {
        AtomicLong nanos = new AtomicLong();
        LongSupplier ticking = () -> nanos.getAndAdd(Duration.ofSeconds(1).toNanos());
        HookWork work = new HookWork(
                Map.of(BMC, Hooks.none()), (component, bank) -> new TreeMap<>(), ticking, HookWork.Notice.USUAL);
        work.activate(new NodeEffect.Activate(7, BMC, BankId.B, Duration.ofSeconds(3)), stop);
        assertTrue(nanos.get() >= Duration.ofSeconds(3).toNanos(), "after " + nanos.get());
        stop.request();
        with(Hooks.none()).activate(new NodeEffect.Activate(8, BMC, BankId.B, Duration.ofDays(1)), stop);
    }

    @Test
    void a_confirmation_that_never_comes_ends_with_the_last_reason() throws Exception {
        NodeEvent.ConfirmationEnded ended = confirm(new ConfirmRule.Command(List.of("false")));
        assertTrue(!ended.confirmed() && ended.detail().contains("status 1"), ended.detail());
    }

    @Test
    void a_url_that_nobody_serves_does_not_confirm() throws Exception {
        assertTrue(!confirm(new ConfirmRule.Http(URI.create("http://127.0.0.1:1/")))
                .confirmed());
    }

    @Test
    void a_heartbeat_from_before_the_activation_does_not_confirm_whatever_its_time_is() throws Exception {
        Path beat = Files.createFile(folder.resolve("beat"));
        ConfirmRule rule = new ConfirmRule.Heartbeat(beat, Duration.ofHours(1));
        Files.setLastModifiedTime(beat, FileTime.from(Instant.now().minusSeconds(60)));
        assertTrue(!confirm(rule).confirmed());
        Files.setLastModifiedTime(beat, FileTime.from(Instant.now().plusSeconds(3600)));
        assertTrue(!confirm(rule).confirmed());
        Files.delete(beat);
        NodeEvent.ConfirmationEnded absent = confirm(rule);
        assertTrue(!absent.confirmed() && absent.detail().contains("there is no heartbeat"), absent.detail());
    }

    @Test
    void a_heartbeat_after_the_activation_confirms_also_when_the_clock_jumps_back_meanwhile() throws Exception {
        Path beat = Files.createFile(folder.resolve("beat"));
        String image = "sleep 0.2; touch -d 1970-01-02T00:00:00 '" + beat + "'";
        Process running = new ProcessBuilder("sh", "-c", image).start();
        assertTrue(confirm(new ConfirmRule.Heartbeat(beat, LONG), LONG).confirmed());
        assertEquals(0, running.waitFor());
    }

    @Test
    void a_heartbeat_that_was_seen_too_late_does_not_count() throws Exception {
        AtomicLong nanos = new AtomicLong();
        Path beat = Files.createFile(folder.resolve("beat"));
        HeartbeatFile file = new HeartbeatFile(beat, Duration.ofSeconds(10), nanos::get);
        nanos.addAndGet(Duration.ofSeconds(11).toNanos());
        Files.writeString(beat, "1");
        assertEquals(Optional.of("the last heartbeat may be older than the largest age"), file.probe());
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        Files.writeString(beat, "22");
        assertEquals(Optional.empty(), file.probe());
    }
}
