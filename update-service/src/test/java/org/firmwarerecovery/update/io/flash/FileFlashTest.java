package org.firmwarerecovery.update.io.flash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file back end: the contract, and what others may do to its file. */
class FileFlashTest extends FlashContract {
    @TempDir
    private Path folder;

    @Override
    Flash make() throws IOException {
        return FileFlash.open(folder.resolve("banks/a.img"), SIZE, BLOCK, "components.BMC.size", false);
    }

    @Override
    Flash reopen(Flash before) throws IOException {
        before.close();
        return make();
    }

    @Test
    void the_file_has_exactly_its_size_and_no_temporary_file_stays() throws IOException {
        assertEquals(SIZE, Files.size(folder.resolve("banks/a.img")));
        try (var files = Files.list(folder.resolve("banks"))) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void a_size_that_is_no_multiple_of_the_fill_is_filled_whole() throws IOException {
        Path file = folder.resolve("odd.img");
        try (Flash odd = FileFlash.open(file, 2_500_001, "components.BMC.size")) {
            assertEquals(2_500_001, Files.size(file));
            assertTrue(new BankFile(odd).erased());
        }
    }

    @Test
    void opening_a_file_that_is_too_long_names_field_and_remedy_and_changes_nothing() throws IOException {
        Path file = folder.resolve("b.img");
        Files.write(file, noise(3 * 1024 * 1024));

        FlashSizeException refused = assertThrows(
                FlashSizeException.class, () -> FileFlash.open(file, 2 * 1024 * 1024, "components.BMC.size"));

        assertEquals("components.BMC.size", refused.field());
        assertEquals(3 * 1024 * 1024, refused.foundBytes());
        assertTrue(refused.toString().contains("components.BMC.size is 2 MiB (2097152 bytes)"), refused::toString);
        assertTrue(refused.toString().contains("b.img"), refused::toString);
        assertTrue(refused.toString().contains("set components.BMC.size to 3145728"), refused::toString);
        assertArrayEquals(noise(3 * 1024 * 1024), Files.readAllBytes(file));
    }

    @Test
    void a_file_that_was_cut_off_opens_unchanged_reads_erased_at_its_end_and_is_whole_after_a_write()
            throws IOException {
        Path file = folder.resolve("short.img");
        for (int length : new int[] {0, 1, 1000, SIZE - 1}) {
            Files.write(file, Arrays.copyOf(noise(SIZE), length));
            byte[] expected = erased(SIZE);
            System.arraycopy(noise(SIZE), 0, expected, 0, length);
            try (Flash flash = FileFlash.open(file, SIZE, "components.BMC.size")) {
                assertArrayEquals(expected, read(flash, 0, SIZE));
                assertEquals(length, Files.size(file));
                flash.erase(0, SIZE);
                flash.force();
                assertEquals(SIZE, Files.size(file));
            }
        }
        Files.write(file, Arrays.copyOf(noise(SIZE), 10));
        try (Flash golden = FileFlash.openProtected(file, SIZE, "components.BMC.size")) {
            assertEquals((byte) 0xFF, read(golden, SIZE - 1, 1)[0]);
        }
    }

    @Test
    void opening_an_existing_file_changes_no_byte() throws IOException {
        Path file = folder.resolve("full.img");
        Files.write(file, noise(SIZE));
        FileFlash.open(file, SIZE, "components.BMC.size").close();
        assertArrayEquals(noise(SIZE), Files.readAllBytes(file));
    }

    @Test
    void a_protected_flash_is_read_but_never_written() throws IOException {
        Path file = folder.resolve("golden.img");
        Files.write(file, noise(SIZE));
        try (Flash golden = FileFlash.openProtected(file, SIZE, "components.BMC.size")) {
            assertArrayEquals(noise(SIZE), read(golden, 0, SIZE));
            assertThrows(IOException.class, () -> golden.program(0, ByteBuffer.allocate(1)));
            assertThrows(IOException.class, () -> golden.erase(0, SIZE));
        }
        assertArrayEquals(noise(SIZE), Files.readAllBytes(file));
    }

    @Test
    void bytes_that_another_program_overwrites_are_seen_at_once() throws IOException {
        Path file = folder.resolve("banks/a.img");
        try (Flash flash = make()) {
            flash.program(0, ByteBuffer.wrap(noise(SIZE)));
            flash.force();
            try (var other = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
                other.position(100).write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
            }
            assertArrayEquals(new byte[] {1, 2, 3}, read(flash, 100, 3));
        }
    }

    @Test
    void a_removed_file_reads_as_erased_and_the_next_write_makes_it_again() throws IOException {
        Path file = folder.resolve("banks/a.img");
        try (Flash flash = make()) {
            flash.program(0, ByteBuffer.wrap(noise(SIZE)));
            flash.force();
            Files.delete(file);

            assertTrue(new BankFile(flash).erased());
            assertFalse(Files.exists(file), "reading makes no file");

            flash.erase(0, SIZE);
            flash.program(10, ByteBuffer.wrap(noise(20)));
            flash.force();
            assertEquals(SIZE, Files.size(file));
            assertArrayEquals(noise(20), Arrays.copyOfRange(Files.readAllBytes(file), 10, 30));
        }
    }

    @Test
    void a_file_removed_between_program_and_force_fails_the_force() throws IOException {
        try (Flash flash = make()) {
            flash.program(0, ByteBuffer.wrap(noise(10)));
            Files.delete(folder.resolve("banks/a.img"));
            assertThrows(IOException.class, flash::force);
        }
    }

    @Test
    void the_lost_end_of_a_shortened_file_reads_as_erased_and_is_healed_by_a_write() throws IOException {
        Path file = folder.resolve("banks/a.img");
        try (Flash flash = make()) {
            flash.program(0, ByteBuffer.wrap(noise(SIZE)));
            flash.force();
            try (var other = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
                ((java.nio.channels.FileChannel) other).truncate(1000);
            }

            byte[] expected = erased(SIZE);
            System.arraycopy(noise(SIZE), 0, expected, 0, 1000);
            assertArrayEquals(expected, read(flash, 0, SIZE));

            flash.erase(0, SIZE);
            flash.force();
            assertEquals(SIZE, Files.size(file));
        }
    }

    @Test
    void a_replaced_file_is_the_new_content() throws IOException {
        Path file = folder.resolve("banks/a.img");
        try (Flash flash = make()) {
            Path other = folder.resolve("other.img");
            Files.write(other, noise(SIZE));
            Files.move(other, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);

            assertArrayEquals(noise(SIZE), read(flash, 0, SIZE));
        }
    }

    @Test
    void an_interrupted_reader_does_not_end_the_flash_for_others() throws IOException {
        try (Flash flash = make()) {
            Thread.currentThread().interrupt();
            assertThrows(IOException.class, () -> flash.read(0, ByteBuffer.allocate(10)));
            assertTrue(Thread.interrupted());

            assertArrayEquals(erased(10), read(flash, 0, 10));
        }
    }
}
