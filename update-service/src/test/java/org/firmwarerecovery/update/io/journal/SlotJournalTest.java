package org.firmwarerecovery.update.io.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.firmwarerecovery.update.io.file.Bytes;
import org.firmwarerecovery.update.io.flash.FaultyFlash;
import org.firmwarerecovery.update.io.flash.FaultyPower;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two slots: which record is the last one, after every kind of damage and cut. */
class SlotJournalTest {
    private static final int SLOT = 256;
    private static final byte[] ONE = text("Writing bank B");
    private static final byte[] TWO = text("Written bank B, digest 1234");
    private static final byte[] THREE = text("Flip");

    @TempDir
    private Path folder;

    @Test
    void a_new_journal_is_empty_and_its_first_record_is_the_last() throws IOException {
        Path file = folder.resolve("journal");
        try (SlotJournal journal = SlotJournal.open(file)) {
            assertEquals(new LastRecord.Empty(), journal.read());
            assertEquals(1, journal.write(ONE));
            assertEquals(recovered(1, ONE, false), journal.read());
        }
        assertEquals(2L * SlotJournal.SLOT_BYTES, Files.size(file));
        try (SlotJournal journal = SlotJournal.open(file)) {
            assertEquals(recovered(1, ONE, false), journal.read());
        }
    }

    @Test
    void many_records_alternate_and_the_newest_wins_after_each_restart() throws IOException {
        Path file = folder.resolve("journal");
        for (int i = 1; i <= 20; i++) {
            try (SlotJournal journal = SlotJournal.open(file)) {
                assertEquals(i, journal.write(text("record " + i)));
            }
            try (SlotJournal journal = SlotJournal.open(file)) {
                assertEquals(recovered(i, text("record " + i), false), journal.read());
            }
        }
    }

    @Test
    void an_empty_record_is_a_record() throws IOException {
        byte[] memory = memoryAfter(new byte[0]);
        assertEquals(recovered(1, new byte[0], false), read(memory));
    }

    @Test
    void the_largest_record_fits_and_one_byte_more_is_refused_without_a_write() throws IOException {
        try (SlotJournal journal = SlotJournal.open(folder.resolve("journal"))) {
            assertEquals(SlotJournal.SLOT_BYTES - 24, journal.recordBytesMax());
            byte[] largest = new byte[journal.recordBytesMax()];
            new Random(1).nextBytes(largest);
            journal.write(largest);

            RecordTooLargeException refused = assertThrows(
                    RecordTooLargeException.class, () -> journal.write(new byte[journal.recordBytesMax() + 1]));
            assertEquals(journal.recordBytesMax() + 1, refused.bytes());
            assertTrue(refused.toString().contains("recordBytesMax is " + journal.recordBytesMax()), refused::toString);
            assertEquals(recovered(1, largest, false), journal.read());
        }
        try (SlotJournal journal = SlotJournal.open(folder.resolve("journal"))) {
            assertInstanceOf(LastRecord.Recovered.class, journal.read());
        }
    }

    @Test
    void every_single_bit_flip_in_the_older_slot_leaves_the_newer_record() throws IOException {
        byte[] memory = memoryAfter(ONE, TWO);
        for (int bit = 0; bit < 8 * frameBytes(ONE); bit++) {
            LastRecord last = read(flipped(memory, bit));
            assertEquals(recovered(2, TWO, true), last, "bit " + bit);
        }
    }

    @Test
    void every_single_bit_flip_in_the_newer_slot_leaves_the_older_record_and_tells_of_the_damage() throws IOException {
        byte[] memory = memoryAfter(ONE, TWO);
        for (int bit = 0; bit < 8 * frameBytes(TWO); bit++) {
            LastRecord last = read(flipped(memory, 8 * SLOT + bit));
            assertEquals(recovered(1, ONE, true), last, "bit " + bit);
        }
    }

    @Test
    void every_pair_of_flips_one_in_each_slot_is_told_as_lost_or_survived_but_never_believed() throws IOException {
        byte[] memory = memoryAfter(ONE, TWO);
        Random random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            byte[] damaged = flipped(memory, random.nextInt(8 * frameBytes(ONE)));
            damaged = flipped(damaged, 8 * SLOT + random.nextInt(8 * frameBytes(TWO)));
            assertEquals(new LastRecord.BothDamaged(), read(damaged));
        }
    }

    @Test
    void a_write_torn_at_every_length_leaves_the_old_or_the_new_record() throws IOException {
        byte[] before = memoryAfter(ONE, TWO);
        byte[] after = memoryAfter(ONE, TWO, THREE);
        for (int length = 0; length <= frameBytes(THREE); length++) {
            for (boolean erasedFirst : new boolean[] {true, false}) {
                byte[] torn = before.clone();
                if (erasedFirst) {
                    Arrays.fill(torn, 0, SLOT, (byte) 0xFF);
                }
                System.arraycopy(after, 0, torn, 0, length);
                LastRecord.Recovered last = assertInstanceOf(LastRecord.Recovered.class, read(torn));
                // A record that ends in the bytes that stood there before is whole earlier than its last byte.
                boolean whole = Arrays.equals(torn, 0, frameBytes(THREE), after, 0, frameBytes(THREE));
                assertEquals(Bytes.of(whole ? THREE : TWO), last.bytes(), "torn at " + length);
            }
        }
    }

    @Test
    void the_first_write_torn_at_every_length_is_never_believed() throws IOException {
        byte[] after = memoryAfter(ONE);
        for (int length = 1; length < frameBytes(ONE); length++) {
            byte[] torn = new byte[2 * SLOT];
            Arrays.fill(torn, (byte) 0xFF);
            System.arraycopy(after, 0, torn, 0, length);
            assertEquals(new LastRecord.BothDamaged(), read(torn), "torn at " + length);
        }
    }

    @Test
    void preallocated_zeros_count_as_never_written() throws IOException {
        assertEquals(new LastRecord.Empty(), read(new byte[2 * SLOT]));
    }

    @Test
    void after_both_are_damaged_the_next_records_count_again() throws IOException {
        byte[] damaged = flipped(flipped(memoryAfter(ONE, TWO), 100), 8 * SLOT + 100);
        FaultyPower power = new FaultyPower(Long.MAX_VALUE, 1);
        FaultyFlash flash = new FaultyFlash(power, damaged, SLOT);
        SlotJournal journal = new SlotJournal("journal", flash, SLOT);
        assertEquals(new LastRecord.BothDamaged(), journal.read());

        journal.write(THREE);

        assertEquals(recovered(1, THREE, false), read(flash.durableBytes()));
    }

    @Test
    void a_damaged_slot_is_the_one_written_next() throws IOException {
        FaultyFlash flash =
                new FaultyFlash(new FaultyPower(Long.MAX_VALUE, 1), flipped(memoryAfter(ONE, TWO), 8 * SLOT + 9), SLOT);
        new SlotJournal("journal", flash, SLOT).write(THREE);
        assertEquals(recovered(2, THREE, false), read(flash.durableBytes()));
    }

    @Test
    void a_write_that_failed_spares_the_good_slot_at_the_next_try() throws IOException {
        for (int operations = 0; operations < 3; operations++) {
            FaultyPower power = new FaultyPower(Long.MAX_VALUE, 1);
            FailingOnce flash = new FailingOnce(new FaultyFlash(power, memoryAfter(ONE, TWO), SLOT), operations);
            SlotJournal journal = new SlotJournal("journal", flash, SLOT);

            assertThrows(IOException.class, () -> journal.write(THREE));
            assertEquals(recovered(2, TWO, false), journal.read());
            long sequence = journal.write(text("again"));

            assertTrue(sequence > 3, "higher than the number of the failed one, which may be on the medium");
            assertEquals(recovered(sequence, text("again"), false), read(flash.durableBytes()));
            assertEquals(recovered(2, TWO, true), read(flipped(flash.durableBytes(), 9)));
        }
    }

    @Test
    void a_newer_format_refuses_even_beside_a_record_of_ours() throws IOException {
        byte[] memory = memoryAfter(ONE, TWO);
        byte[] newer = RecordFrame.encode(2, 1, text("from the future"));
        System.arraycopy(newer, 0, memory, 0, newer.length);

        NewerFormatException refused = assertThrows(NewerFormatException.class, () -> read(memory));

        assertEquals(2, refused.found());
        assertEquals(RecordFrame.FORMAT_VERSION, refused.supported());
    }

    @Test
    void a_shortened_file_keeps_its_whole_slot_and_tells_of_the_other() throws IOException {
        Path file = folder.resolve("journal");
        try (SlotJournal journal = SlotJournal.open(file)) {
            journal.write(ONE);
            journal.write(TWO);
        }
        byte[] content = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(content, SlotJournal.SLOT_BYTES + 10));
        try (SlotJournal journal = SlotJournal.open(file)) {
            assertEquals(recovered(1, ONE, true), journal.read());
        }
        Files.write(file, new byte[0]);
        try (SlotJournal journal = SlotJournal.open(file)) {
            assertEquals(new LastRecord.BothDamaged(), journal.read());
        }
    }

    @Test
    void a_file_that_is_too_long_is_refused_untouched() throws IOException {
        Path file = folder.resolve("journal");
        byte[] other = new byte[2 * SlotJournal.SLOT_BYTES + 1];
        Files.write(file, other);
        IOException refused = assertThrows(IOException.class, () -> SlotJournal.open(file));
        assertTrue(refused.toString().contains("move the file away"), refused::toString);
        assertEquals(other.length, Files.size(file));
    }

    @Test
    void every_power_cut_during_many_writes_recovers_the_last_forced_record_or_the_one_under_way() throws IOException {
        FaultyPower good = new FaultyPower(Long.MAX_VALUE, 0);
        writeTen(new FaultyFlash(good, 2 * SLOT, SLOT));
        for (long cut = 0; cut < good.operations(); cut++) {
            for (long seed = 0; seed < 40; seed++) {
                FaultyPower power = new FaultyPower(cut, seed);
                FaultyFlash flash = new FaultyFlash(power, 2 * SLOT, SLOT);
                int done = writeTen(flash);
                LastRecord last = read(flash.durableBytes());
                String where = "cut " + cut + " seed " + seed + ": " + last;
                if (last instanceof LastRecord.Recovered recovered) {
                    assertTrue(recovered.sequence() == done || recovered.sequence() == done + 1, where);
                    assertEquals(Bytes.of(text("record " + recovered.sequence())), recovered.bytes(), where);
                } else {
                    assertEquals(0, done, where);
                }
            }
        }
    }

    /** Writes until the power goes; the number of writes that returned. */
    private static int writeTen(FaultyFlash flash) {
        int done = 0;
        try {
            SlotJournal journal = new SlotJournal("journal", flash, SLOT);
            while (done < 10) {
                journal.write(text("record " + (done + 1)));
                done++;
            }
        } catch (IOException cut) {
            assertTrue(cut.toString().contains("power"), cut::toString);
        }
        return done;
    }

    private static byte[] memoryAfter(byte[]... records) throws IOException {
        FaultyFlash flash = new FaultyFlash(new FaultyPower(Long.MAX_VALUE, 1), 2 * SLOT, SLOT);
        SlotJournal journal = new SlotJournal("journal", flash, SLOT);
        for (byte[] record : records) {
            journal.write(record);
        }
        return flash.durableBytes();
    }

    private static LastRecord read(byte[] memory) throws IOException {
        FaultyFlash flash = new FaultyFlash(new FaultyPower(Long.MAX_VALUE, 1), memory, SLOT);
        return new SlotJournal("journal", flash, SLOT).read();
    }

    private static byte[] flipped(byte[] memory, int bit) {
        byte[] flipped = memory.clone();
        flipped[bit / 8] ^= (byte) (1 << (bit % 8));
        return flipped;
    }

    private static int frameBytes(byte[] record) {
        return RecordFrame.HEADER_BYTES + record.length;
    }

    private static LastRecord recovered(long sequence, byte[] bytes, boolean otherSlotDamaged) {
        return new LastRecord.Recovered(sequence, Bytes.of(bytes), otherSlotDamaged);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
