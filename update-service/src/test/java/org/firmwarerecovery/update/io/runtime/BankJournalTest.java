package org.firmwarerecovery.update.io.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.io.file.AtomicFiles;
import org.firmwarerecovery.update.io.file.SpaceReserve;
import org.firmwarerecovery.update.io.flash.FaultyFlash;
import org.firmwarerecovery.update.io.flash.FaultyPower;
import org.firmwarerecovery.update.io.journal.NewerFormatException;
import org.firmwarerecovery.update.io.journal.RecordFrame;
import org.firmwarerecovery.update.io.journal.SlotJournal;
import org.firmwarerecovery.update.io.store.TwoCopies;
import org.firmwarerecovery.update.journal.BarredDonor;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.journal.JournalCodec;
import org.firmwarerecovery.update.journal.JournalRecord;
import org.firmwarerecovery.update.journal.Quarantine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start finds in the banks journal and in {@code boot/floor} after every kind of damage. */
class BankJournalTest {
    private static final int SLOT = 4096;
    private static final ComponentId BMC = new ComponentId("BMC");
    private static final Digest DIGEST = Digest.sha256("ab".repeat(32));
    private static final Digest OTHER = Digest.sha256("cd".repeat(32));
    private static final JournalRecord ONE = record(1, 3, DIGEST);
    private static final JournalRecord TWO = record(2, 4, OTHER);
    private static final ComponentRecord HELD =
            ComponentRecord.fresh(BankId.B, 4).withQuarantine(new Quarantine(OTHER, "it was not confirmed", 5));

    @TempDir
    private Path folder;

    private byte[] memory = new byte[2 * SLOT];
    private Path floor = Path.of("");

    @BeforeEach
    void useTwice() throws IOException {
        floor = folder.resolve("floor");
        Arrays.fill(memory, (byte) 0xFF);
        write(ONE, TWO);
    }

    @Test
    void what_was_written_last_is_loaded() throws IOException {
        assertEquals(new BankJournal.Loaded(TWO, false, false, List.of()), load());
    }

    @Test
    void a_first_start_lost_nothing() throws IOException {
        Arrays.fill(memory, (byte) 0xFF);
        deleteFloors();
        assertEquals(new BankJournal.Loaded(JournalRecord.empty(), false, false, List.of()), load());
    }

    @Test
    void a_first_start_that_the_power_cuts_is_no_loss_whatever_lowest_version_is_configured() throws IOException {
        Arrays.fill(memory, (byte) 0xFF);
        deleteFloors();
        FaultyFlash flash = flash();
        BankJournal journal = journal(flash);
        journal.load(List.of(component(BMC)));
        // A folder in the place of a copy: writing the floors fails, as if the power had gone in between.
        Files.createDirectories(folder.resolve("floor.1").resolve("in the way"));
        Files.createDirectories(folder.resolve("floor.2").resolve("in the way"));
        assertThrows(IOException.class, () -> journal.write(ONE));
        memory = flash.durableBytes();
        AtomicFiles.deleteTree(folder.resolve("floor.1"));
        AtomicFiles.deleteTree(folder.resolve("floor.2"));
        assertEquals(new BankJournal.Loaded(ONE, false, false, List.of()), load());
    }

    @Test
    void every_bit_flip_in_one_slot_leaves_the_other_record_whole_and_the_slot_is_restored() throws IOException {
        byte[] good = memory.clone();
        for (int slot = 0; slot < 2; slot++) {
            // Floors never sink, so the older record comes with the newer floor.
            JournalRecord expected = slot == 0 ? TWO : record(1, 4, DIGEST);
            for (int bit = 0; bit < 8 * frameBytes(slot == 0 ? ONE : TWO); bit++) {
                memory = flipped(good, 8 * SLOT * slot + bit);
                assertEquals(
                        new BankJournal.Loaded(expected, false, false, List.of()),
                        load(),
                        "slot " + slot + " bit " + bit);
                byte[] repaired = memory.clone();
                // Now the slot that was whole may break, too.
                memory = flipped(repaired, 8 * SLOT * (1 - slot) + 8 * 20);
                assertEquals(expected, load().record(), "after repair, slot " + slot + " bit " + bit);
            }
        }
    }

    @Test
    void both_slots_damaged_is_a_loss_and_the_floor_survives_it() throws IOException {
        byte[] good = memory.clone();
        for (int bit = 0; bit < 8 * frameBytes(ONE); bit += 7) {
            memory = flipped(flipped(good, bit), 8 * SLOT + bit);
            BankJournal.Loaded loaded = load();
            assertTrue(loaded.journalLost());
            assertFalse(loaded.floorsLost());
            assertEquals(4, entry(loaded, BMC).floor());
            assertEquals(new TreeMap<>(), entry(loaded, BMC).bound());
        }
    }

    @Test
    void a_journal_that_is_gone_although_there_was_one_is_a_loss() throws IOException {
        Arrays.fill(memory, (byte) 0xFF);
        assertTrue(load().journalLost());
        Arrays.fill(memory, (byte) 0);
        assertTrue(load().journalLost());
    }

    @Test
    void a_node_whose_floors_never_rose_notices_the_loss_too() throws IOException {
        Arrays.fill(memory, (byte) 0xFF);
        deleteFloors();
        write(JournalRecord.empty());
        Arrays.fill(memory, (byte) 0xFF);
        assertTrue(load().journalLost());
    }

    @Test
    void every_bit_flip_in_one_copy_of_the_floor_leaves_the_other_one() throws IOException {
        for (String copy : List.of("floor.1", "floor.2")) {
            byte[] good = Files.readAllBytes(folder.resolve(copy));
            for (int bit = 0; bit < 8 * good.length; bit++) {
                Files.write(folder.resolve(copy), flipped(good, bit));
                assertEquals(new BankJournal.Loaded(TWO, false, false, List.of()), load(), copy + " bit " + bit);
            }
        }
    }

    @Test
    void both_copies_of_the_floor_damaged_is_told_and_the_journal_keeps_the_floor() throws IOException {
        damageFloors();
        assertEquals(new BankJournal.Loaded(TWO, false, true, List.of()), load());
        write(TWO);
        assertEquals(new BankJournal.Loaded(TWO, false, false, List.of()), load());
    }

    @Test
    void everything_lost_is_told_as_such_and_the_next_record_counts_again() throws IOException {
        Arrays.fill(memory, (byte) 0x5A);
        damageFloors();
        assertEquals(new BankJournal.Loaded(JournalRecord.empty(), true, true, List.of(BMC)), load());
        write(ONE);
        assertEquals(new BankJournal.Loaded(ONE, false, false, List.of()), load());
    }

    @Test
    void quarantine_and_the_moment_outlive_the_journal() throws IOException {
        write(JournalRecord.empty().with(BMC, HELD, 77));
        Arrays.fill(memory, (byte) 0x5A);
        BankJournal.Loaded loaded = load();
        assertTrue(loaded.journalLost());
        assertTrue(entry(loaded, BMC).quarantined(OTHER));
        assertFalse(entry(loaded, BMC).quarantined(DIGEST));
        assertEquals(77, loaded.record().uptimeMillis());
    }

    @Test
    void a_quarantine_that_was_lifted_does_not_come_back_with_a_loss() throws IOException {
        write(JournalRecord.empty().with(BMC, HELD, 77));
        assertTrue(entry(load(), BMC).quarantined(OTHER));
        write(TWO);
        assertFalse(entry(load(), BMC).quarantined(OTHER));
        Arrays.fill(memory, (byte) 0x5A);
        assertFalse(entry(load(), BMC).quarantined(OTHER));
    }

    @Test
    void a_floor_that_is_unknown_stays_unknown_until_it_was_found_out() throws IOException {
        Arrays.fill(memory, (byte) 0x5A);
        deleteFloors();
        BankJournal.Loaded loaded = load();
        assertEquals(List.of(BMC), loaded.floorsUnknown());
        ComponentRecord lost = ComponentRecord.fresh(BankId.A, 0).lost(List.of(BankId.A, BankId.B));
        write(JournalRecord.empty()
                .with(BMC, lost.withQuarantine(HELD.quarantine().get(0)), 1));
        assertTrue(entry(load(), BMC).floorUnknown());
        Arrays.fill(memory, (byte) 0x5A);
        assertEquals(List.of(BMC), load().floorsUnknown(), "lost once more before anybody knew it");
        assertTrue(entry(load(), BMC).quarantined(OTHER), "what failed since is not tried again");
        write(JournalRecord.empty().with(BMC, lost.withFloorAtLeast(4).withFloorUnread(List.of(BankId.B)), 1));
        Arrays.fill(memory, (byte) 0x5A);
        assertEquals(List.of(BMC), load().floorsUnknown(), "bank B has not told yet");
        assertEquals(4, entry(load(), BMC).floor(), "it is at least as high as bank A said");
        write(JournalRecord.empty()
                .with(BMC, lost.withFloorAtLeast(6).withFloorUnread(List.of()).decided(BankId.A), 1));
        Arrays.fill(memory, (byte) 0x5A);
        assertEquals(List.of(), load().floorsUnknown());
        assertEquals(6, entry(load(), BMC).floor());
    }

    @Test
    void as_many_components_and_quarantines_as_are_allowed_fit_beside_the_journal() throws IOException {
        TreeMap<ComponentId, ComponentRecord> full = new TreeMap<>();
        for (int i = 0; i < JournalCodec.COMPONENTS_MAX; i++) {
            ComponentRecord entry = ComponentRecord.fresh(BankId.A, Long.MAX_VALUE);
            for (int held = 0; held < ComponentRecord.QUARANTINE_MAX; held++) {
                Digest digest = new Digest(Digest.SHA_384, String.format("%096x", held));
                entry = entry.withQuarantine(new Quarantine(digest, "", Long.MAX_VALUE));
            }
            full.put(new ComponentId("Component_with_a_long_name_" + i), entry);
        }
        memory = new byte[2 * SlotJournal.SLOT_BYTES];
        write(new JournalRecord(Long.MAX_VALUE, full));
        assertTrue(Files.size(folder.resolve("floor.1")) < TwoCopies.BYTES_MAX);
    }

    @Test
    void a_record_of_a_newer_layout_refuses_to_start() throws IOException {
        writeRaw("{\"formatVersion\":3}");
        assertThrows(NewerFormatException.class, this::load);
    }

    @Test
    void a_whole_record_that_makes_no_sense_is_as_good_as_lost() throws IOException {
        writeRaw("{\"formatVersion\":1,\"surprise\":true}");
        BankJournal.Loaded loaded = load();
        assertTrue(loaded.journalLost());
        assertEquals(4, entry(loaded, BMC).floor());
    }

    @Test
    void a_floor_of_a_newer_layout_refuses_to_start() throws IOException {
        TwoCopies.open(floor, SpaceReserve.NONE).write("{\"formatVersion\":7}".getBytes(StandardCharsets.UTF_8));
        assertThrows(NewerFormatException.class, this::load);
    }

    @Test
    void a_raised_floor_whose_file_could_not_be_written_is_written_at_the_next_try() throws IOException {
        JournalRecord raised = record(3, 9, OTHER);
        FaultyFlash flash = flash();
        Path gone = folder.resolve("away");
        BankJournal journal = journal(flash);
        journal.load(List.of(component(BMC)));
        Files.createDirectory(gone);
        Path moved = gone.resolve("floor.1");
        Files.move(folder.resolve("floor.1"), moved);
        Files.createDirectories(folder.resolve("floor.1/in/the/way"));
        assertThrows(IOException.class, () -> journal.write(raised));
        for (String left : List.of("floor.1/in/the/way", "floor.1/in/the", "floor.1/in", "floor.1")) {
            Files.delete(folder.resolve(left));
        }
        journal.write(raised);
        memory = flash.durableBytes();
        Arrays.fill(memory, (byte) 0x5A);
        assertEquals(9, entry(load(), BMC).floor());
    }

    @Test
    void as_many_full_components_as_are_allowed_fit_into_a_record_and_one_more_is_refused() {
        TreeMap<ComponentId, ComponentRecord> full = new TreeMap<>();
        for (int i = 0; i < JournalCodec.COMPONENTS_MAX; i++) {
            full.put(new ComponentId("Component_with_a_long_name_" + i), FullRecord.make());
        }
        JournalRecord most = new JournalRecord(1L << 40, full);
        for (int i = 0; i < JournalRecord.BARRED_MAX; i++) {
            String reason = "\u0001".repeat(JournalCodec.REASON_LENGTH_MAX);
            String uuid = String.format("%064d", i);
            most = most.barring(new BarredDonor(uuid, 1L << 40, reason));
        }
        byte[] bytes = JournalCodec.write(most);
        assertTrue(bytes.length <= SlotJournal.SLOT_BYTES - RecordFrame.HEADER_BYTES, () -> bytes.length + " bytes");
        full.put(BMC, ComponentRecord.fresh(BankId.A, 0));
        assertThrows(IllegalArgumentException.class, () -> JournalCodec.write(new JournalRecord(1, full)));
    }

    @Test
    void components_that_left_the_configuration_make_room_but_keep_their_floors() throws IOException {
        TreeMap<ComponentId, ComponentRecord> many = new TreeMap<>();
        for (int i = 0; i < JournalCodec.COMPONENTS_MAX; i++) {
            many.put(new ComponentId("C" + i), ComponentRecord.fresh(BankId.A, 5));
        }
        memory = new byte[2 * 64 * 1024];
        write(new JournalRecord(8, many));
        BankJournal.Loaded loaded = load();
        assertEquals(List.of(BMC), List.copyOf(loaded.record().components().keySet()));
        assertEquals(8, loaded.record().uptimeMillis());
        write(loaded.record());
        BankJournal journal = journal(flash());
        ComponentId old = new ComponentId("C7");
        assertEquals(5, entry(journal.load(List.of(component(old))), old).floor());
    }

    private BankJournal.Loaded load() throws IOException {
        FaultyFlash flash = flash();
        BankJournal.Loaded loaded = journal(flash).load(List.of(component(BMC)));
        memory = flash.durableBytes();
        return loaded;
    }

    private void write(JournalRecord... records) throws IOException {
        FaultyFlash flash = flash();
        BankJournal journal = journal(flash);
        journal.load(List.of(component(BMC)));
        for (JournalRecord record : records) {
            journal.write(record);
        }
        memory = flash.durableBytes();
    }

    private void writeRaw(String text) throws IOException {
        FaultyFlash flash = flash();
        new SlotJournal("journal", flash, memory.length / 2).write(text.getBytes(StandardCharsets.UTF_8));
        memory = flash.durableBytes();
    }

    private FaultyFlash flash() {
        return new FaultyFlash(new FaultyPower(Long.MAX_VALUE, 1), memory, 256);
    }

    private BankJournal journal(FaultyFlash flash) throws IOException {
        return new BankJournal(
                new SlotJournal("journal", flash, memory.length / 2), TwoCopies.open(floor, SpaceReserve.NONE));
    }

    private void deleteFloors() throws IOException {
        Files.delete(folder.resolve("floor.1"));
        Files.delete(folder.resolve("floor.2"));
    }

    private void damageFloors() throws IOException {
        Files.write(folder.resolve("floor.1"), new byte[] {1, 2});
        Files.write(folder.resolve("floor.2"), new byte[] {3});
    }

    private static ComponentRecord entry(BankJournal.Loaded loaded, ComponentId id) {
        return Objects.requireNonNull(loaded.record().of(id));
    }

    private static int frameBytes(JournalRecord record) {
        return RecordFrame.HEADER_BYTES + JournalCodec.write(record).length;
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] flipped = bytes.clone();
        flipped[bit / 8] ^= (byte) (1 << (bit % 8));
        return flipped;
    }

    private static JournalRecord record(long uptime, long floor, Digest bound) {
        ComponentRecord entry = ComponentRecord.fresh(BankId.B, floor).written(BankId.B, bound);
        return JournalRecord.empty().with(BMC, entry, uptime);
    }

    private static Component component(ComponentId id) {
        return new Component(
                id, id.value(), "S-" + id, null, 1024, List.of(BankId.A, BankId.B), 0, 3, Duration.ofMinutes(2));
    }
}
