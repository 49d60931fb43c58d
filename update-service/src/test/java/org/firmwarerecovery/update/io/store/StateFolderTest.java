package org.firmwarerecovery.update.io.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.firmwarerecovery.update.io.file.AtomicFiles;
import org.firmwarerecovery.update.io.file.Bytes;
import org.firmwarerecovery.update.io.file.ReserveFile;
import org.firmwarerecovery.update.io.file.SpaceReserve;
import org.firmwarerecovery.update.io.journal.KeyedJournal;
import org.firmwarerecovery.update.io.journal.LastRecord;
import org.firmwarerecovery.update.io.journal.NewerFormatException;
import org.firmwarerecovery.update.io.journal.RecordFrame;
import org.firmwarerecovery.update.io.journal.RecordTooLargeException;
import org.firmwarerecovery.update.io.journal.SlotJournal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layout, lock and format of the state folder, and its twice-kept files. */
class StateFolderTest {
    @TempDir
    private Path folder;

    @Test
    void a_new_folder_gets_its_layout_and_private_parts() throws IOException {
        Path root = folder.resolve("deep/state");
        try (StateFolder state = StateFolder.open(root)) {
            assertEquals("1\n", Files.readString(root.resolve("formatVersion")));
            for (String name : new String[] {"identity", "identity/https", "identity/fleet", "store"}) {
                assertEquals("rwx------", permissions(root.resolve(name)), name);
            }
            for (String name : new String[] {"boot/manifests", "banks", "images"}) {
                assertTrue(Files.isDirectory(root.resolve(name)), name);
            }
            assertEquals(ReserveFile.RESERVE_BYTES, Files.size(root.resolve("store/reserve")));
            try (SlotJournal journal = state.bankJournal()) {
                assertInstanceOf(LastRecord.Empty.class, journal.read());
            }
            try (KeyedJournal table = state.table("accounts", new KeyedJournal.Limits(10, 100))) {
                table.put("admin", new byte[] {1});
            }
            assertEquals("rw-------", permissions(root.resolve("store/accounts.journal")));
            assertThrows(IllegalArgumentException.class, () -> state.table("../x", new KeyedJournal.Limits(10, 100)));
        }
    }

    @Test
    void on_a_full_disk_only_a_table_that_a_recovery_needs_takes_the_reserve() throws IOException {
        KeyedJournal.Limits limits = new KeyedJournal.Limits(10, 100);
        Path reserve = folder.resolve("store/reserve");
        try (StateFolder state = StateFolder.open(folder)) {
            // Every write to this device fails as on a full disk.
            Files.createSymbolicLink(folder.resolve("store/audit.journal"), Path.of("/dev/full"));
            assertThrows(IOException.class, () -> state.tableWithoutReserve("audit", limits));
            assertTrue(Files.exists(reserve));
            // The same file as a table with the reserve: it is given up, and made again as the disk is not full at all.
            Object before =
                    Files.readAttributes(reserve, BasicFileAttributes.class).fileKey();
            assertThrows(IOException.class, () -> state.table("audit", limits));
            assertFalse(Files.exists(reserve)
                    && before.equals(Files.readAttributes(reserve, BasicFileAttributes.class)
                            .fileKey()));
        }
    }

    @Test
    void what_is_there_stays_and_open_permissions_of_the_identity_are_closed() throws IOException {
        Path key = folder.resolve("identity/fleet/node.key");
        Files.createDirectories(key.getParent());
        Files.setPosixFilePermissions(folder.resolve("identity"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(key, "key");
        Files.createDirectories(folder.resolve("banks/BMC"));
        Files.write(folder.resolve("banks/BMC/a.img"), new byte[100]);

        StateFolder.open(folder).close();

        assertEquals("key", Files.readString(key));
        assertEquals(100, Files.size(folder.resolve("banks/BMC/a.img")));
        assertEquals("rwx------", permissions(folder.resolve("identity")));
    }

    @Test
    void a_second_node_in_this_process_is_refused_by_name_of_the_folder_until_the_first_closes() throws IOException {
        StateFolder first = StateFolder.open(folder);
        StateFolderException refused = assertThrows(StateFolderException.class, () -> StateFolder.open(folder));
        assertEquals(StateFolderException.Problem.IN_USE, refused.problem());
        assertTrue(refused.toString().contains(folder.toRealPath().toString()), refused::toString);
        first.close();
        StateFolder.open(folder).close();
    }

    @Test
    void a_second_process_is_refused_and_told_who_holds_the_folder() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path program = folder.resolve("Hold.java");
        Files.writeString(program, HOLD);
        Path state = folder.resolve("state");
        StateFolder.open(state).close();
        Process other = new ProcessBuilder(
                        java.toString(),
                        program.toString(),
                        state.resolve("lock").toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))) {
            assertEquals("locked", lines.readLine());
            StateFolderException refused = assertThrows(StateFolderException.class, () -> StateFolder.open(state));
            assertEquals(StateFolderException.Problem.IN_USE, refused.problem());
            assertTrue(refused.toString().contains("process " + other.pid()), refused::toString);
            assertTrue(refused.toString().contains("node.state"), refused::toString);
        } finally {
            other.destroyForcibly();
        }
        assertTrue(other.waitFor(30, TimeUnit.SECONDS));
        StateFolder.open(state).close();
    }

    @Test
    void a_newer_format_refuses_to_start_and_frees_the_lock() throws IOException {
        StateFolder.open(folder).close();
        Files.writeString(folder.resolve("formatVersion"), "2\n");
        NewerFormatException refused = assertThrows(NewerFormatException.class, () -> StateFolder.open(folder));
        assertTrue(refused.toString().contains(folder.toString()), refused::toString);

        Files.writeString(folder.resolve("formatVersion"), "one");
        assertEquals(
                StateFolderException.Problem.DAMAGED,
                assertThrows(StateFolderException.class, () -> StateFolder.open(folder))
                        .problem());

        Files.writeString(folder.resolve("formatVersion"), "1");
        StateFolder.open(folder).close();
    }

    @Test
    void a_file_in_place_of_the_folder_is_told() throws IOException {
        Path file = folder.resolve("state");
        Files.write(file, new byte[1]);
        StateFolderException refused = assertThrows(StateFolderException.class, () -> StateFolder.open(file));
        assertEquals(StateFolderException.Problem.NOT_USABLE, refused.problem());
        assertTrue(refused.toString().contains(file.toString()), refused::toString);
    }

    @Test
    void temporary_files_of_a_power_cut_are_swept() throws IOException {
        StateFolder.open(folder).close();
        Path left = folder.resolve("identity/https/https.key" + AtomicFiles.TEMPORARY_ENDING);
        Files.write(left, new byte[10]);
        StateFolder.open(folder).close();
        assertFalse(Files.exists(left));
    }

    @Test
    void two_copies_give_the_newest_and_repair_the_other() throws IOException {
        try (StateFolder state = StateFolder.open(folder)) {
            TwoCopies floor = state.floor();
            assertEquals(new LastRecord.Empty(), floor.read());
            floor.write(new byte[] {1});
            floor.write(new byte[] {2});
            Path one = folder.resolve("boot/floor.1");
            Path two = folder.resolve("boot/floor.2");
            byte[] whole = Files.readAllBytes(one);
            assertArrayEquals(whole, Files.readAllBytes(two));

            for (Path damaged : new Path[] {one, two}) {
                for (int bit = 0; bit < 8 * whole.length; bit++) {
                    byte[] flipped = whole.clone();
                    flipped[bit / 8] ^= (byte) (1 << (bit % 8));
                    Files.write(damaged, flipped);
                    LastRecord last = TwoCopies.open(folder.resolve("boot/floor"), SpaceReserve.NONE)
                            .read();
                    assertEquals(new LastRecord.Recovered(2, Bytes.of(new byte[] {2}), true), last);
                    assertArrayEquals(whole, Files.readAllBytes(damaged), "repaired");
                }
                Files.delete(damaged);
                state.floor();
                assertArrayEquals(whole, Files.readAllBytes(damaged), "restored");
            }
        }
    }

    @Test
    void a_cut_between_the_two_copies_gives_the_newer_one() throws IOException {
        Path settings = folder.resolve("settings");
        TwoCopies copies = TwoCopies.open(settings, SpaceReserve.NONE);
        copies.write(new byte[] {1});
        byte[] newer = RecordFrame.encode(2, new byte[] {2});
        Files.write(folder.resolve("settings.1"), newer);

        TwoCopies after = TwoCopies.open(settings, SpaceReserve.NONE);

        assertEquals(new LastRecord.Recovered(2, Bytes.of(new byte[] {2}), false), after.read());
        assertArrayEquals(newer, Files.readAllBytes(folder.resolve("settings.2")));
        after.write(new byte[] {3});
        assertEquals(
                new LastRecord.Recovered(3, Bytes.of(new byte[] {3}), false),
                TwoCopies.open(settings, SpaceReserve.NONE).read());
    }

    @Test
    void both_copies_damaged_is_told_and_too_much_content_is_refused() throws IOException {
        Path settings = folder.resolve("settings");
        TwoCopies copies = TwoCopies.open(settings, SpaceReserve.NONE);
        copies.write(new byte[TwoCopies.BYTES_MAX]);
        assertThrows(RecordTooLargeException.class, () -> copies.write(new byte[TwoCopies.BYTES_MAX + 1]));
        Files.write(folder.resolve("settings.1"), new byte[] {1, 2});
        Files.write(folder.resolve("settings.2"), new byte[] {3});
        TwoCopies lost = TwoCopies.open(settings, SpaceReserve.NONE);
        assertEquals(new LastRecord.BothDamaged(), lost.read());
        lost.write(new byte[] {4});
        assertInstanceOf(
                LastRecord.Recovered.class,
                TwoCopies.open(settings, SpaceReserve.NONE).read());
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    /** Another program that takes the same lock. */
    private static final String HOLD = """
            import java.nio.ByteBuffer;
            import java.nio.channels.FileChannel;
            import java.nio.file.Path;
            import java.nio.file.StandardOpenOption;
            class Hold {
                public static void main(String[] arguments) throws Exception {
                    FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE);
                    channel.lock();
                    channel.truncate(0);
                    channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\\n").getBytes()));
                    System.out.println("locked");
                    System.in.read();
                }
            }
            """;
}
