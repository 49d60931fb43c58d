package org.firmwarerecovery.service.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A host behind commands: real processes. */
@Timeout(60)
@NullUnmarked // JUnit fills the fields.
class HookedHostTest {
    private static final Duration LONG = Duration.ofSeconds(40);

    @TempDir
    Path folder;

    private HookedHost host(String reset, String power, Duration interval, Duration within) {
        return HookedHost.start(new HostCommands(
                shell(reset),
                List.of(ResetType.ON, ResetType.FORCE_OFF, ResetType.FORCE_RESTART),
                List.of("Pxe"),
                shell(power),
                interval,
                within));
    }

    private static List<String> shell(String script) {
        return script.isEmpty() ? List.of() : List.of("sh", "-c", script);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            assertTrue(!new CountDownLatch(1).await(5, TimeUnit.MILLISECONDS), "nobody counts this down");
        }
    }

    @Test
    void the_power_is_what_the_status_of_the_command_says_and_a_reset_looks_again_at_once() throws Exception {
        Path state = Files.writeString(folder.resolve("state"), "0");
        try (HookedHost host = host(
                "case $RESET_TYPE in ForceOff) echo 3;; *) echo 0;; esac > " + state,
                "exit $(cat " + state + ")",
                LONG,
                LONG)) {
            await(() -> host.on().equals(Optional.of(true)));
            assertInstanceOf(Host.Outcome.Done.class, host.reset(ResetType.FORCE_OFF));
            await(() -> host.on().equals(Optional.of(false)));
            assertInstanceOf(Host.Outcome.Done.class, host.reset(ResetType.ON));
            await(() -> host.on().equals(Optional.of(true)));
        }
    }

    @Test
    void a_power_command_that_fails_says_nothing_about_the_host() throws Exception {
        Path state = Files.writeString(folder.resolve("state"), "0");
        try (HookedHost host = host("", "exit $(cat " + state + ")", Duration.ofMillis(100), LONG)) {
            await(() -> host.on().isPresent());
            Files.writeString(state, "1");
            await(() -> host.on().isEmpty());
            assertEquals(List.of(), host.resetTypes());
            assertEquals(List.of(), host.bootTargets());
        }
    }

    @Test
    void the_reset_command_is_told_what_and_where_from_and_uses_up_what_is_for_one_time() throws Exception {
        Path said = folder.resolve("said");
        try (HookedHost host = host("echo $HOOK $RESET_TYPE $BOOT_TARGET $BOOT_ONCE >> " + said, "", LONG, LONG)) {
            assertEquals(List.of("None", "Pxe"), host.bootTargets());
            host.boot(old -> new BootOverride("Once", "Pxe", Optional.empty()));
            host.reset(ResetType.FORCE_OFF);
            assertEquals("Once", host.boot().enabled(), "nothing booted");
            host.reset(ResetType.FORCE_RESTART);
            assertEquals(BootOverride.none(Optional.empty()), host.boot());
            host.boot(old -> new BootOverride("Continuous", "Pxe", Optional.empty()));
            host.reset(ResetType.FORCE_RESTART);
            host.reset(ResetType.FORCE_RESTART);
            assertEquals("Continuous", host.boot().enabled());
        }
        assertEquals(
                List.of(
                        "reset ForceOff Pxe true",
                        "reset ForceRestart Pxe true",
                        "reset ForceRestart Pxe false",
                        "reset ForceRestart Pxe false"),
                Files.readAllLines(said));
    }

    @Test
    void a_reset_that_fails_says_why_and_keeps_what_is_for_one_time() {
        try (HookedHost host = host("exit 7", "", LONG, LONG)) {
            host.boot(old -> new BootOverride("Once", "Pxe", Optional.empty()));
            Host.Outcome.Failed failed =
                    assertInstanceOf(Host.Outcome.Failed.class, host.reset(ResetType.FORCE_RESTART));
            assertTrue(failed.why().contains("status 7"), failed.why());
            assertEquals("Once", host.boot().enabled());
        }
    }

    @Test
    void a_reset_that_hangs_is_ended_and_another_one_does_not_wait_for_it() throws Exception {
        Path begun = folder.resolve("begun");
        try (HookedHost host = host("touch " + begun + "; sleep 300", "", LONG, Duration.ofSeconds(1))) {
            CompletableFuture<Host.Outcome> first =
                    CompletableFuture.supplyAsync(() -> host.reset(ResetType.FORCE_RESTART));
            await(() -> Files.exists(begun));
            assertInstanceOf(Host.Outcome.Busy.class, host.reset(ResetType.FORCE_RESTART));
            Host.Outcome.Failed failed = assertInstanceOf(Host.Outcome.Failed.class, first.get(30, TimeUnit.SECONDS));
            assertTrue(failed.why().contains("did not end within"), failed.why());
        }
    }

    @Test
    void closing_ends_a_reset_and_the_look_at_the_power() throws Exception {
        Path begun = folder.resolve("begun");
        HookedHost host = host("touch " + begun + "; sleep 300", "sleep 300", LONG, LONG);
        CompletableFuture<Host.Outcome> running =
                CompletableFuture.supplyAsync(() -> host.reset(ResetType.FORCE_RESTART));
        await(() -> Files.exists(begun));
        host.close();
        assertInstanceOf(Host.Outcome.Failed.class, running.get(30, TimeUnit.SECONDS));
    }
}
