package org.firmwarerecovery.conformance.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.firmwarerecovery.conformance.needs.CiOnly;
import org.firmwarerecovery.conformance.needs.Needs;
import org.firmwarerecovery.conformance.site.Await;
import org.firmwarerecovery.conformance.site.Enclosure;
import org.firmwarerecovery.conformance.site.FirmwareVendor;
import org.firmwarerecovery.conformance.site.Lab;
import org.firmwarerecovery.conformance.site.NodeProcess;
import org.firmwarerecovery.conformance.site.Operator;
import org.firmwarerecovery.conformance.site.Pair;
import org.firmwarerecovery.conformance.site.Program;
import org.firmwarerecovery.conformance.site.ReadOnlyCalls;
import org.firmwarerecovery.conformance.site.SharedLab;
import org.firmwarerecovery.conformance.site.Site;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A node whose disk is full, cannot be written or lost something: it says so, loses nothing, and goes on when the cause is
 * gone. In this order, since every start costs seconds.
 */
@CiOnly("mounts file systems")
@Needs({Needs.ROOT, "unshare", "nsenter", "mount", "umount", "strace"})
@ExtendWith(SharedLab.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DiskTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int EXIT_NOT_NOW = 75;

    private final Lab lab;
    private final Pair pair;
    private final Enclosure place;
    private final NodeProcess node;
    private final Path state;

    DiskTest(Lab lab, Pair pair) throws Exception {
        this.lab = lab;
        this.pair = pair;
        place = Enclosure.withMounts(lab.site().root());
        node = lab.node("disk").in(place).knowing(pair.beta().asStaticPeer());
        state = node.folder().resolve("state");
    }

    @BeforeAll
    void the_state_folder_is_a_disk_of_its_own_with_room_for_the_banks_but_not_for_an_image_besides() throws Exception {
        Files.createDirectories(state);
        place.run(
                "mount",
                "-t",
                "tmpfs",
                "-o",
                "mode=700,size=" + (2 * Site.BANK_MIB + Site.BANK_MIB / 2) + "m",
                "disk",
                state.toString());
        node.start();
    }

    @AfterAll
    void stop() throws Exception {
        try {
            node.stop();
        } finally {
            place.close();
        }
    }

    @Test
    @Order(1)
    void a_full_disk_is_told_in_the_record_and_the_recovery_goes_on_when_there_is_room() throws Exception {
        Operator operator = node.operator();
        operator.newRecovery(
                List.of(), "tells of the disk", recovery -> recovery.toString().contains("the disk is full"), SOON);
        assertFalse(node.bankHolds("a", pair.release().image()));
        place.run("mount", "-o", "remount,size=" + 4 * Site.BANK_MIB + "m", state.toString());
        JsonNode recovery = operator.healed(List.of(), Pair.LIMIT);
        assertEquals("Recovered", recovery.path("Result").asText(), recovery.toString());
        operator.awaitHealthy(Pair.LIMIT);
        assertBothHoldTheRelease();
    }

    @Test
    @Order(2)
    void a_second_node_on_the_same_state_folder_ends_with_75_and_the_first_one_stays_as_it_was() throws Exception {
        assertRefusedStart("is in use by process");
        node.operator().awaitHealthy(SOON);
        assertBothHoldTheRelease();
    }

    @Test
    @Order(3)
    void a_state_folder_that_becomes_read_only_stops_the_repair_and_not_the_service() throws Exception {
        Operator operator = node.operator();
        List<String> known = operator.recoveryIds();
        node.damageBothBanks();
        place.run("mount", "--bind", state.toString(), state.toString());
        place.run("mount", "-o", "remount,ro,bind", state.toString());
        try {
            // Nothing can be opened for writing any more; what is open still takes bytes, so the record can tell.
            operator.newRecovery(
                    known, "tells", recovery -> recovery.toString().contains("Read-only file system"), SOON);
            // Now as a worn-out flash does it: what is open takes nothing either.
            int logged = node.logText().length();
            try (ReadOnlyCalls calls = ReadOnlyCalls.of(node, place, state)) {
                List<String> before = digests();
                Await.that(
                        SOON,
                        () -> "the log does not tell:\n" + node.logText().substring(logged),
                        () -> node.logText().substring(logged).contains("journal of the banks can not be written")
                                && node.logText().substring(logged).contains("Read-only file system"));
                assertEquals(
                        200, operator.request().get(Operator.UPDATE_SERVICE).statusCode());
                assertEquals(before, digests(), "something was written");
            }
            assertFalse(node.bankHolds("a", pair.release().image())
                    && node.bankHolds("b", pair.release().image()));
        } finally {
            place.run("umount", "--lazy", state.toString());
        }
        operator.healed(known, Pair.LIMIT);
        operator.awaitHealthy(Pair.LIMIT);
        assertBothHoldTheRelease();
    }

    @Test
    @Order(4)
    void a_node_does_not_start_on_a_state_folder_that_it_cannot_write() throws Exception {
        node.stop();
        place.run("mount", "-o", "remount,ro", state.toString());
        try {
            assertRefusedStart("Read-only file system");
        } finally {
            place.run("mount", "-o", "remount,rw", state.toString());
        }
    }

    @Test
    @Order(5)
    void a_node_starts_anew_on_a_full_disk_and_repairs_its_banks_there() throws Exception {
        node.stop();
        place.run("sh", "-c", "cat /dev/zero >'" + state.resolve("filler") + "' 2>/dev/null || true");
        assertEquals(0, Files.getFileStore(node.state()).getUsableSpace(), "the disk is not full");
        Operator operator = node.start().operator();
        operator.awaitHealthy(SOON);
        assertBothHoldTheRelease();
        List<String> known = operator.recoveryIds();
        node.damage("a", 4096, 1024);
        operator.healed(known, Pair.LIMIT);
        operator.awaitHealthy(Pair.LIMIT);
        assertBothHoldTheRelease();
        place.run("rm", state.resolve("filler").toString());
    }

    @Test
    @Order(6)
    void one_damaged_slot_of_the_journal_and_one_lost_copy_of_the_manifests_are_made_good() throws Exception {
        node.stop();
        List<FileTime> before = times();
        flip(0);
        List<Path> copies = manifests("boot/manifests");
        for (Path copy : copies) {
            Files.delete(copy);
        }
        node.start().operator().awaitHealthy(SOON);
        Await.that(
                SOON,
                () -> "no second copies",
                () -> manifests("boot/manifests").equals(copies));
        assertEquals(before, times());
    }

    @Test
    @Order(7)
    void a_journal_with_two_damaged_slots_is_rebuilt_and_the_floor_stays_where_it_was() throws Exception {
        node.stop();
        List<FileTime> before = times();
        flip(0);
        flip(1);
        Operator operator = node.start().operator();
        operator.awaitHealthy(SOON);
        assertEquals(before, times());
        FirmwareVendor.Release old =
                lab.release("old", FirmwareVendor.Facts.first(Lab.SMALL).version("0.9.0", 0));
        JsonNode task = operator.finished(operator.upload(old.bundle()), SOON);
        assertEquals("Exception", task.path("TaskState").asText(), task.toString());
        assertTrue(task.toString().contains("BelowFloor"), task.toString());
        assertBothHoldTheRelease();
    }

    @Test
    @Order(8)
    void banks_whose_manifests_are_all_lost_are_unmanaged_and_not_touched() throws Exception {
        node.stop();
        List<FileTime> before = times();
        for (String folder : List.of("boot/manifests", "banks/BMC")) {
            List<Path> copies = manifests(folder);
            assertFalse(copies.isEmpty(), folder);
            for (Path copy : copies) {
                Files.delete(copy);
            }
        }
        Operator operator = node.start().operator();
        for (String bank : List.of("BMC-A", "BMC-B")) {
            Await.that(
                    SOON,
                    () -> bank + " is not unmanaged\n" + node.logText(),
                    () -> operator.bankState(bank).equals("Unmanaged"));
        }
        assertEquals(before, times());
        assertBothHoldTheRelease();
    }

    /** Starts the same node once more; it has to end with the status for an unusable state and say why. */
    private void assertRefusedStart(String why) throws Exception {
        List<String> command = place.enter(Program.productCommand(
                "serve", "--config", node.folder().resolve("node.yaml").toString()));
        Program.Result second = Program.run(lab.site().root(), Map.of(), command);
        assertEquals(EXIT_NOT_NOW, second.status(), second.output());
        assertTrue(second.output().contains(why), second.output());
        assertTrue(second.output().contains("state"), second.output());
        assertFalse(second.output().contains("\tat "), "a message, not a stack trace: " + second.output());
    }

    private void assertBothHoldTheRelease() throws Exception {
        for (String bank : List.of("a", "b")) {
            assertTrue(node.bankHolds(bank, pair.release().image()), bank);
        }
    }

    /** What is in the banks and in the journal. */
    private List<String> digests() throws Exception {
        List<String> digests = new ArrayList<>();
        for (Path file : List.of(node.bank("a"), node.bank("b"), node.state().resolve("banks/journal"))) {
            digests.add(Program.run(lab.site().root(), "sha256sum", file.toString()));
        }
        return digests;
    }

    private List<FileTime> times() throws IOException {
        return List.of(Files.getLastModifiedTime(node.bank("a")), Files.getLastModifiedTime(node.bank("b")));
    }

    private List<Path> manifests(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(node.state().resolve(folder))) {
            return files.filter(file -> file.toString().contains("manifest.json"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    /** Flips a bit in the record of a slot of the journal. */
    private void flip(int slot) throws IOException {
        try (RandomAccessFile journal =
                new RandomAccessFile(node.state().resolve("banks/journal").toFile(), "rw")) {
            long offset = slot * journal.length() / 2 + 100;
            journal.seek(offset);
            int was = journal.read();
            journal.seek(offset);
            journal.write(was ^ 4);
        }
    }
}
