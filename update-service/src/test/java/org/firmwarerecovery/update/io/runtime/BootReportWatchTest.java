package org.firmwarerecovery.update.io.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.io.store.BootReport;
import org.firmwarerecovery.update.io.store.BootReports;
import org.firmwarerecovery.update.journal.JournalRecord;
import org.firmwarerecovery.update.node.BootResult;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Boot reports reach the machine in order, and stay on disk until the machine has them durably. */
@Timeout(30)
@NullUnmarked // JUnit fills the fields.
class BootReportWatchTest {
    private static final ComponentId BMC = new ComponentId("BMC");
    private static final Component SPEC = new Component(
            BMC, "BMC", "EXAMPLE-BMC-1", null, 1024, List.of(BankId.A, BankId.B), 0, 3, Duration.ofMinutes(2));
    private static final Duration INTERVAL = Duration.ofMillis(5);

    @TempDir
    Path state;

    private final CountDownLatch mayPersist = new CountDownLatch(1);
    private final AtomicBoolean diskBroken = new AtomicBoolean(true);
    private final ScriptedMachine machine = ScriptedMachine.answering(
            List.of(),
            event -> event instanceof NodeEvent.BootReported
                    ? List.<NodeEffect>of(new NodeEffect.Persist(JournalRecord.empty()))
                    : List.of());
    private BootReports reports;
    private NodeLoop loop;
    private BootReportWatch watch;

    @BeforeEach
    void start() throws IOException {
        reports = BootReports.of(state);
        LoopLimits limits = LoopLimits.defaults().retryingAfter(INTERVAL).closingWithin(Duration.ofSeconds(2));
        EventInbox inbox = new EventInbox(limits);
        JournalWriter journal = record -> {
            if (diskBroken.get()) {
                throw new IOException("no space left on device");
            }
        };
        loop = NodeLoop.start(machine, IdleShell.of(journal, inbox, limits, state -> {}, cause -> {}));
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (watch != null) {
            watch.close();
        }
        loop.close();
    }

    private void watch() {
        watch = BootReportWatch.start(reports, List.of(SPEC), loop::deliver, INTERVAL);
    }

    private void leave(BankId bank, BootResult result) throws IOException {
        reports.add(new BootReport(BMC, bank, result));
    }

    private static NodeEvent reported(BankId bank, BootResult result) {
        return new NodeEvent.BootReported(BMC, bank, result);
    }

    private void untilAllAreGone() throws IOException, InterruptedException {
        while (!reports.read().isEmpty()) {
            assertTrue(!mayPersist.await(5, TimeUnit.MILLISECONDS), "nobody counts this down");
        }
    }

    @Test
    void a_report_stays_until_it_is_durable_and_the_next_one_waits_for_it() throws Exception {
        leave(BankId.A, BootResult.STARTED);
        leave(BankId.A, BootResult.FAILED);
        watch();
        assertEquals(List.of(reported(BankId.A, BootResult.STARTED)), machine.await(1));
        assertEquals(2, reports.read().size());
        diskBroken.set(false);
        untilAllAreGone();
        assertEquals(
                List.of(reported(BankId.A, BootResult.STARTED), reported(BankId.A, BootResult.FAILED)), machine.seen());
    }

    @Test
    void a_report_that_was_not_durable_when_the_node_stopped_comes_again() throws Exception {
        leave(BankId.A, BootResult.FAILED);
        watch();
        machine.await(1);
        watch.close();
        loop.close();
        assertEquals(1, reports.read().size());
    }

    @Test
    void a_report_that_cannot_be_removed_counts_once_and_holds_up_no_other() throws Exception {
        diskBroken.set(false);
        AtomicInteger refused = new AtomicInteger();
        leave(BankId.A, BootResult.FAILED);
        leave(BankId.A, BootResult.OK);
        BootReportWatch.Removal removal = report -> {
            if (report.report().result() == BootResult.FAILED && refused.getAndIncrement() < 5) {
                throw new IOException("read-only file system");
            }
            reports.remove(report);
        };
        watch = BootReportWatch.start(reports, List.of(SPEC), loop::deliver, removal, INTERVAL);
        untilAllAreGone();
        assertEquals(List.of(reported(BankId.A, BootResult.FAILED), reported(BankId.A, BootResult.OK)), machine.seen());
    }

    @Test
    void reports_about_what_the_node_does_not_have_are_removed_and_later_ones_are_picked_up() throws Exception {
        diskBroken.set(false);
        watch();
        reports.add(new BootReport(new ComponentId("CPLD"), BankId.A, BootResult.FAILED));
        leave(BankId.GOLDEN, BootResult.FAILED);
        leave(BankId.B, BootResult.OK);
        untilAllAreGone();
        assertEquals(List.of(reported(BankId.B, BootResult.OK)), machine.await(1));
    }
}
