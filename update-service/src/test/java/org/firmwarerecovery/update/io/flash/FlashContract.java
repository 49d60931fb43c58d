package org.firmwarerecovery.update.io.flash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every flash back end promises; a back end's test extends this class and makes an erased flash of three blocks and a half. */
abstract class FlashContract {
    /** Erase block of the flash under test. */
    static final int BLOCK = 4096;
    /** Its size: the last block is short. */
    static final int SIZE = 3 * BLOCK + BLOCK / 2;

    private Flash flash;

    /** An erased flash of {@link #SIZE} bytes with blocks of {@link #BLOCK}. */
    abstract Flash make() throws IOException;

    /** The same memory after the program ended in order and started again. */
    abstract Flash reopen(Flash before) throws IOException;

    @BeforeEach
    void open() throws IOException {
        flash = make();
    }

    @AfterEach
    void close() throws IOException {
        flash.close();
    }

    @Test
    void a_new_flash_is_erased() throws IOException {
        assertEquals(SIZE, flash.size());
        assertEquals(BLOCK, flash.eraseBlockSize());
        assertArrayEquals(erased(SIZE), read(flash, 0, SIZE));
    }

    @Test
    void programmed_bytes_read_back_and_touch_no_neighbour() throws IOException {
        byte[] bytes = noise(1000);

        flash.program(BLOCK - 500, ByteBuffer.wrap(bytes));

        assertArrayEquals(bytes, read(flash, BLOCK - 500, 1000));
        assertArrayEquals(erased(BLOCK - 500), read(flash, 0, BLOCK - 500));
        assertArrayEquals(erased(SIZE - BLOCK - 500), read(flash, BLOCK + 500, SIZE - BLOCK - 500));
    }

    @Test
    void erase_clears_its_blocks_only() throws IOException {
        byte[] bytes = noise(SIZE);
        flash.program(0, ByteBuffer.wrap(bytes));

        flash.erase(BLOCK, BLOCK);

        assertArrayEquals(Arrays.copyOf(bytes, BLOCK), read(flash, 0, BLOCK));
        assertArrayEquals(erased(BLOCK), read(flash, BLOCK, BLOCK));
        assertArrayEquals(Arrays.copyOfRange(bytes, 2 * BLOCK, SIZE), read(flash, 2 * BLOCK, SIZE - 2 * BLOCK));
    }

    @Test
    void the_short_last_block_can_be_erased() throws IOException {
        flash.program(0, ByteBuffer.wrap(noise(SIZE)));

        flash.erase(3 * BLOCK, BLOCK / 2);
        assertArrayEquals(erased(BLOCK / 2), read(flash, 3 * BLOCK, BLOCK / 2));

        flash.erase(0, SIZE);
        assertArrayEquals(erased(SIZE), read(flash, 0, SIZE));
    }

    @Test
    void forced_bytes_are_there_after_a_restart() throws IOException {
        byte[] bytes = noise(SIZE);
        flash.program(0, ByteBuffer.wrap(bytes));
        flash.force();

        flash = reopen(flash);

        assertArrayEquals(bytes, read(flash, 0, SIZE));
    }

    @Test
    void direct_and_sliced_buffers_are_taken_from_position_to_limit() throws IOException {
        byte[] bytes = noise(300);
        ByteBuffer source =
                ByteBuffer.allocateDirect(500).position(100).put(bytes).flip().position(100);
        flash.program(7, source);
        assertEquals(0, source.remaining());

        ByteBuffer target = ByteBuffer.allocateDirect(400).position(50).limit(350);
        flash.read(7, target);

        assertEquals(0, target.remaining());
        byte[] found = new byte[300];
        target.position(50).get(found);
        assertArrayEquals(bytes, found);
    }

    @Test
    void nothing_at_the_very_end_is_fine_and_one_byte_more_is_not() throws IOException {
        flash.read(SIZE, ByteBuffer.allocate(0));
        flash.program(SIZE, ByteBuffer.allocate(0));
        flash.erase(0, 0);

        assertThrows(IllegalArgumentException.class, () -> flash.read(SIZE, ByteBuffer.allocate(1)));
        assertThrows(IllegalArgumentException.class, () -> flash.read(-1, ByteBuffer.allocate(1)));
        assertThrows(IllegalArgumentException.class, () -> flash.program(SIZE - 1, ByteBuffer.allocate(2)));
        assertThrows(IllegalArgumentException.class, () -> flash.program(Long.MAX_VALUE, ByteBuffer.allocate(2)));
        assertThrows(IllegalArgumentException.class, () -> flash.erase(0, SIZE + 1L));
        assertThrows(IllegalArgumentException.class, () -> flash.erase(BLOCK, Long.MAX_VALUE));
        assertThrows(IllegalArgumentException.class, () -> flash.erase(0, -BLOCK));
    }

    @Test
    void erases_off_the_grid_are_refused() throws IOException {
        flash.program(0, ByteBuffer.wrap(noise(SIZE)));
        byte[] before = read(flash, 0, SIZE);

        assertThrows(IllegalArgumentException.class, () -> flash.erase(1, BLOCK));
        assertThrows(IllegalArgumentException.class, () -> flash.erase(0, BLOCK - 1));
        assertThrows(IllegalArgumentException.class, () -> flash.erase(BLOCK, BLOCK + 1));

        assertArrayEquals(before, read(flash, 0, SIZE));
    }

    @Test
    void a_closed_flash_refuses_everything() throws IOException {
        flash.close();

        assertThrows(ClosedChannelException.class, () -> flash.read(0, ByteBuffer.allocate(1)));
        assertThrows(ClosedChannelException.class, () -> flash.erase(0, BLOCK));
        assertThrows(ClosedChannelException.class, () -> flash.program(0, ByteBuffer.allocate(1)));
    }

    static byte[] read(Flash flash, long offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        flash.read(offset, buffer);
        return buffer.array();
    }

    static byte[] erased(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, Flash.ERASED);
        return bytes;
    }

    static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
