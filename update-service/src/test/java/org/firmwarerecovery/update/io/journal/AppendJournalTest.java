package org.firmwarerecovery.update.io.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.firmwarerecovery.update.io.file.AtomicFiles;
import org.firmwarerecovery.update.io.file.SpaceReserve;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal that grows: replay after cuts and damage, full disks, compaction. */
class AppendJournalTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("log.journal");
    }

    @Test
    void records_are_replayed_in_order_after_a_restart() throws IOException {
        write("one", "two", "three");
        assertEquals(List.of("one", "two", "three"), replay());
        write("four");
        assertEquals(List.of("one", "two", "three", "four"), replay());
    }

    @Test
    void only_the_owner_can_read_it() throws IOException {
        write("secret");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void a_tail_torn_at_every_length_is_cut_off_and_everything_before_stays() throws IOException {
        write("one", "two");
        byte[] before = Files.readAllBytes(file);
        write("three");
        byte[] after = Files.readAllBytes(file);
        for (int length = before.length; length < after.length; length++) {
            for (int junk : new int[] {-1, 0, 0xFF, 0x33}) {
                byte[] torn = junk < 0 ? Arrays.copyOf(after, length) : after.clone();
                if (junk >= 0) {
                    Arrays.fill(torn, length, after.length, (byte) junk);
                }
                if (Arrays.equals(torn, after)) {
                    continue;
                }
                Files.write(file, torn);
                String where = "torn at " + length + " with " + junk;
                assertEquals(List.of("one", "two"), replay(), where);
                assertEquals(before.length, Files.size(file), where);
                write("again");
                assertEquals(List.of("one", "two", "again"), replay(), where);
            }
        }
    }

    @Test
    void a_cut_while_the_file_is_made_gives_an_empty_journal() throws IOException {
        write();
        byte[] header = Files.readAllBytes(file);
        for (int length = 0; length < header.length; length++) {
            Files.write(file, Arrays.copyOf(header, length));
            assertEquals(List.of(), replay());
            write("one");
            assertEquals(List.of("one"), replay());
        }
        Files.write(file, new byte[header.length]);
        assertEquals(List.of(), replay());
    }

    @Test
    void every_single_bit_flip_costs_at_most_the_record_it_hits_or_what_follows_a_broken_length() throws IOException {
        write("one", "two", "three");
        byte[] whole = Files.readAllBytes(file);
        for (int bit = 0; bit < 8 * whole.length; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit / 8] ^= (byte) (1 << (bit % 8));
            Files.write(file, damaged);
            List<String> found = replay();
            int index = (bit / 8 - AppendJournal.FILE_HEADER_BYTES);
            if (index < 0) {
                assertEquals(List.of("one", "two", "three"), found, "header bit " + bit);
            } else {
                List<String> rest = new ArrayList<>(List.of("one", "two", "three"));
                rest.removeAll(found);
                assertTrue(!rest.isEmpty(), () -> "flip not noticed: " + found);
                assertEquals(index >= 11, found.contains("one"), () -> "found " + found);
            }
        }
    }

    @Test
    void a_damaged_record_in_the_middle_is_skipped_and_counted() throws IOException {
        write("one", "two", "three");
        byte[] bytes = Files.readAllBytes(file);
        bytes[AppendJournal.FILE_HEADER_BYTES + 11 + 8] ^= 1;
        Files.write(file, bytes);

        List<String> found = new ArrayList<>();
        try (AppendJournal journal = AppendJournal.open(file, SpaceReserve.NONE, record -> found.add(text(record)))) {
            assertEquals(List.of("one", "three"), found);
            assertEquals(new Replay(2, 1, 0), journal.replay());
        }
    }

    @Test
    void a_foreign_file_and_a_newer_format_are_refused_untouched() throws IOException {
        byte[] foreign = "this is a letter to my aunt, not a journal".getBytes(StandardCharsets.UTF_8);
        Files.write(file, foreign);
        IOException refused = assertThrows(IOException.class, this::replay);
        assertTrue(refused.toString().contains("is not a journal"), refused::toString);
        assertEquals(foreign.length, Files.size(file));

        Files.write(file, AppendJournal.fileHeader(2).array());
        assertThrows(NewerFormatException.class, this::replay);
    }

    @Test
    void the_largest_record_fits_and_one_byte_more_is_refused() throws IOException {
        try (AppendJournal journal = AppendJournal.open(file, SpaceReserve.NONE, record -> {})) {
            journal.append(new byte[AppendJournal.RECORD_BYTES_MAX]);
            assertThrows(
                    RecordTooLargeException.class, () -> journal.append(new byte[AppendJournal.RECORD_BYTES_MAX + 1]));
            assertThrows(IllegalArgumentException.class, () -> journal.append(new byte[0]));
        }
        assertEquals(1, replay().size());
    }

    @Test
    void the_file_limit_refuses_before_it_writes() throws IOException {
        try (AppendJournal journal = AppendJournal.open(file, SpaceReserve.NONE, record -> {})) {
            List<byte[]> records = new ArrayList<>();
            for (int i = 0; i < 65; i++) {
                records.add(new byte[AppendJournal.RECORD_BYTES_MAX]);
            }
            assertThrows(RecordTooLargeException.class, () -> journal.append(records));
            assertEquals(AppendJournal.FILE_HEADER_BYTES, journal.fileBytes());
        }
    }

    @Test
    void compaction_leaves_the_live_records_and_appends_go_on() throws IOException {
        try (AppendJournal journal = AppendJournal.open(file, SpaceReserve.NONE, record -> {})) {
            for (int i = 0; i < 100; i++) {
                journal.append(bytes("record " + i));
            }
            journal.compact(List.of(bytes("a"), bytes("b")));
            journal.append(bytes("c"));
        }
        assertEquals(List.of("a", "b", "c"), replay());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void a_compaction_cut_off_before_its_rename_leaves_the_old_journal() throws IOException {
        write("one", "two");
        Files.write(folder.resolve("log.journal" + AtomicFiles.TEMPORARY_ENDING), new byte[] {1, 2, 3});
        assertEquals(List.of("one", "two"), replay());
        try (AppendJournal journal = AppendJournal.open(file, SpaceReserve.NONE, record -> {})) {
            journal.compact(List.of(bytes("two")));
        }
        assertEquals(List.of("two"), replay());
    }

    @Test
    void on_a_full_disk_the_reserve_is_given_up_and_the_append_succeeds() throws IOException {
        FullDisk.Space space = new FullDisk.Space(AppendJournal.FILE_HEADER_BYTES + 5);
        List<String> calls = new ArrayList<>();
        SpaceReserve reserve = reserve(space, calls, 1000);
        try (AppendJournal journal = open(space, reserve)) {
            journal.append(bytes("needs more than five bytes"));
        }
        assertEquals(List.of("restore", "release", "restore"), calls);
        assertEquals(List.of("needs more than five bytes"), replay());
    }

    @Test
    void a_disk_that_stays_full_fails_the_append_and_leaves_the_journal_as_it_was() throws IOException {
        FullDisk.Space space = new FullDisk.Space(AppendJournal.FILE_HEADER_BYTES + 11 + 5);
        try (AppendJournal journal = open(space, reserve(space, new ArrayList<>(), 0))) {
            journal.append(bytes("one"));
            assertThrows(IOException.class, () -> journal.append(bytes("needs more than five bytes")));
            assertEquals(AppendJournal.FILE_HEADER_BYTES + 11, Files.size(file));
            space.add(100);
            journal.append(bytes("two"));
        }
        assertEquals(List.of("one", "two"), replay());
    }

    private AppendJournal open(FullDisk.Space space, SpaceReserve reserve) throws IOException {
        return AppendJournal.open(
                file, reserve, record -> {}, path -> new FullDisk(AtomicFiles.openOrCreate(path, true), space));
    }

    private static SpaceReserve reserve(FullDisk.Space space, List<String> calls, long bytes) {
        return new SpaceReserve() {
            private long left = bytes;

            @Override
            public boolean release() {
                calls.add("release");
                boolean had = left > 0;
                space.add(left);
                left = 0;
                return had;
            }

            @Override
            public boolean restore() {
                calls.add("restore");
                return false;
            }
        };
    }

    private void write(String... records) throws IOException {
        try (AppendJournal journal = AppendJournal.open(file, SpaceReserve.NONE, record -> {})) {
            for (String record : records) {
                journal.append(bytes(record));
            }
        }
    }

    private List<String> replay() throws IOException {
        List<String> records = new ArrayList<>();
        AppendJournal.open(file, SpaceReserve.NONE, record -> records.add(text(record)))
                .close();
        return records;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
