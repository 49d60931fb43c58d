package org.firmwarerecovery.update.io.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole files or none, and the space kept back. */
class AtomicFilesTest {
    @TempDir
    private Path folder;

    @Test
    void a_file_is_replaced_whole_and_no_temporary_file_stays() throws IOException {
        Path file = folder.resolve("f");
        AtomicFiles.write(file, new byte[] {1});
        AtomicFiles.write(file, new byte[] {2, 3});
        assertArrayEquals(new byte[] {2, 3}, Files.readAllBytes(file));
        assertEquals(1, count());
    }

    @Test
    void a_failed_write_leaves_the_old_file_and_nothing_else() throws IOException {
        Path file = folder.resolve("f");
        AtomicFiles.write(file, new byte[] {1});
        assertThrows(
                IOException.class,
                () -> AtomicFiles.replace(file, false, channel -> {
                    channel.write(ByteBuffer.wrap(new byte[100]));
                    throw new IOException("No space left on device");
                }));
        assertArrayEquals(new byte[] {1}, Files.readAllBytes(file));
        assertEquals(1, count());
    }

    @Test
    void an_owner_only_file_is_never_open_to_others_even_over_a_left_temporary_file() throws IOException {
        Path file = folder.resolve("key");
        Path left = folder.resolve("key" + AtomicFiles.TEMPORARY_ENDING);
        Files.write(left, new byte[] {9});
        Files.setPosixFilePermissions(left, PosixFilePermissions.fromString("rw-rw-rw-"));

        AtomicFiles.write(file, new byte[] {1}, true);

        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertFalse(Files.exists(left));
    }

    @Test
    void folders_are_made_with_their_parents() throws IOException {
        Path deep = folder.resolve("a/b/c");
        AtomicFiles.createFolders(deep, true);
        AtomicFiles.createFolders(deep, true);
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(deep)));
    }

    @Test
    void deleting_a_tree_follows_no_link() throws IOException {
        Path tree = folder.resolve("tree");
        Path outside = folder.resolve("outside");
        AtomicFiles.createFolders(tree.resolve("deep"), false);
        Files.write(tree.resolve("deep/file"), new byte[1]);
        AtomicFiles.createFolders(outside, false);
        Files.write(outside.resolve("keep"), new byte[1]);
        Files.createSymbolicLink(tree.resolve("link"), outside);

        AtomicFiles.deleteTree(tree);

        assertFalse(Files.exists(tree));
        assertTrue(Files.exists(outside.resolve("keep")));
        AtomicFiles.deleteTree(tree);
    }

    @Test
    void a_file_larger_than_expected_is_not_read() throws IOException {
        Path file = folder.resolve("f");
        Files.write(file, new byte[11]);
        assertEquals(11, AtomicFiles.read(file, 11).length);
        assertThrows(IOException.class, () -> AtomicFiles.read(file, 10));
    }

    @Test
    void the_reserve_holds_real_bytes_is_released_once_and_comes_back_when_there_is_room() throws IOException {
        AtomicLong usable = new AtomicLong(Long.MAX_VALUE);
        Path file = folder.resolve("reserve");
        ReserveFile reserve = ReserveFile.open(file, ReserveFile.RESERVE_BYTES, usable::get);
        assertTrue(reserve.isStanding());
        assertEquals(ReserveFile.RESERVE_BYTES, Files.size(file));

        usable.set(0);
        assertTrue(reserve.release());
        assertFalse(reserve.release());
        assertFalse(Files.exists(file));
        assertFalse(reserve.restore());

        usable.set(4L * ReserveFile.RESERVE_BYTES);
        assertTrue(reserve.restore());
        assertEquals(ReserveFile.RESERVE_BYTES, Files.size(file));
    }

    @Test
    void a_disk_that_is_full_at_the_start_is_no_reason_not_to_start() throws IOException {
        ReserveFile reserve = ReserveFile.open(folder.resolve("reserve"), ReserveFile.RESERVE_BYTES, () -> 10);
        assertFalse(reserve.isStanding());
        assertFalse(reserve.release());
    }

    @Test
    void the_text_of_a_full_disk_is_known_also_behind_a_wrapper() {
        IOException full = new IOException("cannot write", new IOException("No space left on device"));
        assertTrue(DiskSpace.isFull(full, folder));
        assertTrue(DiskSpace.isFull(new IOException("Disk quota exceeded"), folder));
        assertFalse(DiskSpace.isFull(new IOException("Input/output error"), folder));
    }

    @Test
    void sizes_are_told_in_units_that_can_stand_in_a_configuration() {
        assertEquals("64 MiB (67108864 bytes)", ByteText.exact(64L << 20));
        assertEquals("1000 bytes", ByteText.exact(1000));
        assertEquals("0 bytes", ByteText.exact(0));
        assertEquals("1 GiB (1073741824 bytes)", ByteText.exact(1L << 30));
    }

    private long count() throws IOException {
        try (var files = Files.list(folder)) {
            return files.count();
        }
    }
}
