package org.firmwarerecovery.conformance.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import org.firmwarerecovery.conformance.site.Await;
import org.firmwarerecovery.conformance.site.FirmwareVendor;
import org.firmwarerecovery.conformance.site.Lab;
import org.firmwarerecovery.conformance.site.NodeProcess;
import org.firmwarerecovery.conformance.site.Operator;
import org.firmwarerecovery.conformance.site.Pair;
import org.firmwarerecovery.conformance.site.Program;
import org.firmwarerecovery.conformance.site.SharedLab;
import org.firmwarerecovery.conformance.site.Site;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** A node is put on a machine that already has firmware: chapters of one story, told in order on one node. */
@ExtendWith(SharedLab.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UnmanagedBankTest {
    private static final long BANK = 2L * Lab.SMALL;

    private final NodeProcess node;
    private final FirmwareVendor.Release known;
    private final Path unknown;

    UnmanagedBankTest(Lab lab) throws Exception {
        node = lab.node("brownfield").with("components", Site.component("2MiB"));
        known = lab.small();
        unknown = lab.release("unknown", FirmwareVendor.Facts.first(Lab.SMALL).version("0.1.0", 0))
                .image();
    }

    @BeforeAll
    void both_banks_are_full_and_nobody_has_a_manifest() throws Exception {
        node.program("a", known.image(), BANK);
        node.program("b", unknown, BANK);
    }

    @Test
    @Order(1)
    void starting_on_full_banks_without_a_manifest_changes_no_byte() throws Exception {
        List<FileTime> times =
                List.of(Files.getLastModifiedTime(node.bank("a")), Files.getLastModifiedTime(node.bank("b")));
        Operator operator = node.start().operator();
        awaitState("BMC-A", "Unmanaged");
        awaitState("BMC-B", "Unmanaged");
        assertEquals(
                "Warning",
                operator.inventory("BMC-A").path("Status").path("Health").asText());
        assertTrue(node.logText().contains("BankUnmanaged"), node.logText());
        assertEquals(List.of(), operator.recoveries(), "an unmanaged bank is no finding");
        assertEquals(
                times, List.of(Files.getLastModifiedTime(node.bank("a")), Files.getLastModifiedTime(node.bank("b"))));
        assertTrue(node.bankHolds("a", known.image()));
        assertTrue(node.bankHolds("b", unknown));
    }

    @Test
    @Order(2)
    void adopt_makes_the_bank_managed_that_its_manifest_describes() throws Exception {
        FileTime before = Files.getLastModifiedTime(node.bank("a"));
        Program.Result adopted = node.client(
                "adopt", "--component", "BMC", "--manifest", known.manifest().toString());
        assertEquals(0, adopted.status(), adopted.output() + node.logText());
        awaitState("BMC-A", "Good");
        assertEquals("1.1.0", node.operator().inventory("BMC-A").path("Version").asText());
        assertEquals("Unmanaged", node.operator().bankState("BMC-B"), "the manifest says nothing about this bank");
        assertEquals(before, Files.getLastModifiedTime(node.bank("a")), "adopting never writes the bank");
        assertTrue(node.bankHolds("b", unknown));
    }

    @Test
    @Order(3)
    void a_manifest_that_does_not_describe_a_bank_is_not_bound_to_it() throws Exception {
        Path manifest = known.manifest();
        Program.Result refused = node.client(
                "adopt", "--component", "BMC", "--manifest", manifest.toString(), "--signature", unknown.toString());
        assertEquals(1, refused.status(), refused.output());
        assertEquals("Unmanaged", node.operator().bankState("BMC-B"));
    }

    @Test
    @Order(4)
    void an_update_from_a_bundle_makes_the_other_bank_managed() throws Exception {
        Operator operator = node.operator();
        assertEquals(
                "Completed",
                operator.finished(operator.upload(known.bundle()), Pair.LIMIT)
                        .path("TaskState")
                        .asText(),
                node.logText());
        awaitState("BMC-B", "Good");
        assertTrue(node.bankHolds("b", known.image()));
    }

    @Test
    @Order(5)
    void sigterm_ends_a_node_within_ten_seconds_with_status_0_and_it_comes_back_managed() throws Exception {
        long begin = System.nanoTime();
        int status = node.stop().orElseThrow();
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        assertEquals(0, status, node.logText());
        assertTrue(took.compareTo(Duration.ofSeconds(10)) <= 0, "it took " + took);
        node.start();
        awaitState("BMC-A", "Good");
        awaitState("BMC-B", "Good");
        node.stop();
    }

    private void awaitState(String bank, String state) throws Exception {
        Await.that(
                Duration.ofSeconds(30),
                () -> bank + " is not " + state + "\n" + node.logText(),
                () -> node.operator().bankState(bank).equals(state));
    }
}
