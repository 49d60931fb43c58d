package org.firmwarerecovery.update.io.flash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The MTD back end against a device that is a file, facts of the kernel that are a folder, and a {@code flash_erase} that is a
 * script: the contract, and what a device and its tools may do.
 */
class MtdFlashTest extends FlashContract {
    private static final String FIELD = "components.BMC.size";

    @TempDir
    private Path folder;

    @Override
    Flash make() throws IOException {
        device(1);
        return open(SIZE, false);
    }

    @Override
    Flash reopen(Flash before) throws IOException {
        before.close();
        return open(SIZE, false);
    }

    @Test
    void the_whole_last_block_is_erased_and_nothing_behind_it() throws IOException {
        try (Flash flash = make()) {
            byte[] noise = noise(5 * BLOCK);
            Files.write(node(), noise);

            flash.erase(0, SIZE);

            byte[] left = Files.readAllBytes(node());
            assertArrayEquals(erased(4 * BLOCK), Arrays.copyOf(left, 4 * BLOCK));
            assertArrayEquals(Arrays.copyOfRange(noise, 4 * BLOCK, 5 * BLOCK), tail(left));
        }
    }

    @Test
    void a_single_block_is_erased_by_its_byte_address() throws IOException {
        try (Flash flash = make()) {
            flash.erase(BLOCK, BLOCK);

            assertEquals(
                    node() + " " + BLOCK + " 1",
                    Files.readString(folder.resolve("said")).strip());
        }
    }

    @Test
    void nothing_to_erase_starts_no_program_since_no_blocks_would_mean_all_of_them() throws IOException {
        try (Flash flash = make()) {
            flash.program(0, ByteBuffer.wrap(noise(SIZE)));

            flash.erase(BLOCK, 0);

            assertArrayEquals(noise(SIZE), read(flash, 0, SIZE));
            assertTrue(Files.notExists(folder.resolve("said")));
        }
    }

    @Test
    void a_program_that_fails_is_told_with_what_it_said() throws IOException {
        try (Flash flash = make()) {
            script("echo 'MTD Erase failure'; exit 3");

            IOException failed = assertThrows(IOException.class, () -> flash.erase(0, SIZE));

            assertTrue(String.valueOf(failed.getMessage()).endsWith("status 3: MTD Erase failure"), failed.toString());
        }
    }

    @Test
    void a_program_that_is_content_with_a_block_that_did_not_erase_is_not_believed() throws IOException {
        try (Flash flash = make()) {
            flash.program(2 * BLOCK + 7, ByteBuffer.wrap(new byte[] {0}));
            script("exit 0");

            IOException failed = assertThrows(IOException.class, () -> flash.erase(0, SIZE));

            assertEquals(node() + " did not erase at " + (2 * BLOCK + 7), failed.getMessage());
        }
    }

    @Test
    void mtd_utils_that_are_not_installed_are_named() throws IOException {
        device(1);
        MtdErase missing =
                new MtdErase(List.of(folder.resolve("no-such-program").toString()));
        try (Flash flash = MtdFlash.open(MtdDevice.of(node(), kernel()), missing, SIZE, FIELD, false)) {
            IOException failed = assertThrows(IOException.class, () -> flash.erase(0, SIZE));

            assertTrue(String.valueOf(failed.getMessage()).contains("no-such-program"), failed.toString());
        }
    }

    @Test
    void a_protected_bank_is_read_only() throws IOException {
        device(1);
        try (Flash golden = open(SIZE, true)) {
            assertThrows(IOException.class, () -> golden.erase(0, SIZE));
            assertThrows(IOException.class, () -> golden.program(0, ByteBuffer.wrap(noise(10))));
            assertArrayEquals(erased(SIZE), read(golden, 0, SIZE));
        }
    }

    @Test
    void a_device_programmed_in_units_gets_whole_units_filled_with_ones() throws IOException {
        device(16);
        try (Flash flash = open(SIZE, false)) {
            flash.program(32, ByteBuffer.wrap(noise(100)));

            assertArrayEquals(noise(100), read(flash, 32, 100));
            assertArrayEquals(erased(500), read(flash, 132, 500));
            assertThrows(IOException.class, () -> flash.program(33, ByteBuffer.wrap(noise(16))));
        }
    }

    @Test
    void a_bank_larger_than_its_device_is_refused_with_the_field_and_the_largest_size() throws IOException {
        device(1);

        IOException refused = assertThrows(IOException.class, () -> open(5 * BLOCK + 1, false));

        assertTrue(String.valueOf(refused.getMessage()).startsWith(FIELD + " is "), refused.toString());
        assertTrue(String.valueOf(refused.getMessage()).endsWith("to " + 5 * BLOCK + " or less"), refused.toString());
    }

    @Test
    void nand_and_devices_that_the_kernel_does_not_know_are_refused() throws IOException {
        device(1);
        fact("type", "nand");
        IOException nand = assertThrows(IOException.class, () -> open(SIZE, false));
        assertTrue(String.valueOf(nand.getMessage()).contains("UBI"), nand.toString());

        IOException unknown = assertThrows(IOException.class, () -> MtdDevice.of(folder.resolve("mtd9"), kernel()));
        assertTrue(String.valueOf(unknown.getMessage()).contains("no MTD device"), unknown.toString());
    }

    @Test
    void facts_that_make_no_sense_are_refused() throws IOException {
        for (String[] fact :
                new String[][] {{"size", "-1"}, {"size", "x"}, {"erasesize", "0"}, {"writesize", "5000"}}) {
            device(1);
            fact(fact[0], fact[1]);
            assertThrows(IOException.class, () -> open(SIZE, false), String.join(" ", fact));
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

    private Path node() {
        return folder.resolve("mtd4");
    }

    private Path kernel() {
        return folder.resolve("class");
    }

    private static byte[] tail(byte[] bytes) {
        return Arrays.copyOfRange(bytes, 4 * BLOCK, bytes.length);
    }

    private Flash open(long size, boolean isProtected) throws IOException {
        MtdErase eraser =
                new MtdErase(List.of("/bin/sh", folder.resolve("flash_erase").toString()));
        return MtdFlash.open(MtdDevice.of(node(), kernel()), eraser, size, FIELD, isProtected);
    }

    /** A device of five erased blocks, and a program that erases it as mtd-utils do. */
    private void device(int writeSize) throws IOException {
        Files.write(node(), erased(5 * BLOCK));
        Files.createDirectories(kernel().resolve("mtd4"));
        fact("type", "nor");
        fact("size", Integer.toString(5 * BLOCK));
        fact("erasesize", Integer.toString(BLOCK));
        fact("writesize", Integer.toString(writeSize));
        script("echo \"$1 $2 $3\" > '" + folder.resolve("said") + "'\n"
                + "[ \"$3\" -gt 0 ] || exit 9\n"
                + "head -c $(($3 * " + BLOCK + ")) /dev/zero | tr '\\000' '\\377' |"
                + " dd of=\"$1\" bs=" + BLOCK + " seek=$(($2 / " + BLOCK
                + ")) conv=notrunc iflag=fullblock 2> /dev/null");
    }

    private void fact(String name, String value) throws IOException {
        Files.writeString(kernel().resolve("mtd4").resolve(name), value + "\n");
    }

    private void script(String text) throws IOException {
        Files.writeString(folder.resolve("flash_erase"), text + "\n");
    }
}
