package org.firmwarerecovery.update.io.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
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

    @TempDir
    Path folder;

    private final StopSignal stop = new StopSignal();

    private static HookWork with(Hooks hooks) {
        return new HookWork(Map.of(BMC, hooks), InstantSource.system());
    }

    private static Hooks command(Duration within, String... words) {
        return new Hooks(List.of(), List.of(words), within, new ConfirmRule.None());
    }

    private NodeEvent.Outcome activate(Hooks hooks) throws InterruptedException {
        return with(hooks).activate(new NodeEffect.Activate(7, BMC, BankId.B), stop);
    }

    private NodeEvent.ConfirmationEnded confirm(ConfirmRule rule) throws InterruptedException {
        Hooks hooks = new Hooks(List.of(), List.of(), SHORT, rule);
        NodeEffect.AwaitConfirmation effect = new NodeEffect.AwaitConfirmation(8, BMC, BankId.B, SHORT);
        return assertInstanceOf(NodeEvent.ConfirmationEnded.class, with(hooks).confirm(effect, stop));
    }

    @Test
    void a_component_without_a_hook_is_activated_at_once() throws Exception {
        assertEquals(new NodeEvent.Done(7), activate(Hooks.none()));
    }

    @Test
    void a_hook_learns_component_and_bank_from_its_environment() throws Exception {
        Path out = folder.resolve("out");
        assertEquals(
                new NodeEvent.Done(7),
                activate(command(Duration.ofSeconds(10), "sh", "-c", "echo $COMPONENT $BANK > '" + out + "'")));
        assertEquals("BMC B\n", Files.readString(out));
    }

    @Test
    void a_hook_that_fails_is_a_failed_activation_with_its_status() throws Exception {
        NodeEvent.Failed failed = assertInstanceOf(
                NodeEvent.Failed.class, activate(command(Duration.ofSeconds(10), "sh", "-c", "exit 3")));
        assertTrue(failed.reason().contains("status 3"), failed.reason());
    }

    @Test
    void a_hook_that_cannot_be_started_is_a_failed_activation() throws Exception {
        NodeEvent.Failed failed = assertInstanceOf(
                NodeEvent.Failed.class,
                activate(command(SHORT, folder.resolve("absent").toString())));
        assertTrue(failed.reason().contains("could not be started"), failed.reason());
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
    void a_heartbeat_from_before_the_activation_does_not_confirm_and_a_new_one_does() throws Exception {
        Path beat = Files.createFile(folder.resolve("beat"));
        ConfirmRule rule = new ConfirmRule.Heartbeat(beat, Duration.ofHours(1));
        Files.setLastModifiedTime(beat, FileTime.from(Instant.now().minusSeconds(60)));
        assertTrue(!confirm(rule).confirmed());
        Files.setLastModifiedTime(beat, FileTime.from(Instant.now().plusSeconds(60)));
        assertTrue(confirm(rule).confirmed());
    }
}
