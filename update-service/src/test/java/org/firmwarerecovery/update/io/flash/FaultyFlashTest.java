package org.firmwarerecovery.update.io.flash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The model of a power cut keeps the same contract as real back ends, and is as bad as it claims. */
class FaultyFlashTest extends FlashContract {
    private FaultyPower power = new FaultyPower(Long.MAX_VALUE, 1);

    @Override
    Flash make() {
        return new FaultyFlash(power, SIZE, BLOCK);
    }

    @Override
    Flash reopen(Flash before) {
        power = new FaultyPower(Long.MAX_VALUE, 1);
        return new FaultyFlash(power, ((FaultyFlash) before).durableBytes(), BLOCK);
    }

    @Test
    void forced_bytes_survive_every_cut_and_unforced_ones_come_out_in_many_ways() throws IOException {
        Set<Integer> outcomes = new HashSet<>();
        for (int seed = 0; seed < 200; seed++) {
            FaultyPower cut = new FaultyPower(Long.MAX_VALUE, seed);
            FaultyFlash flash = new FaultyFlash(cut, SIZE, BLOCK);
            flash.program(0, ByteBuffer.wrap(noise(BLOCK)));
            flash.force();
            flash.program(BLOCK, ByteBuffer.wrap(noise(BLOCK)));
            flash.program(2 * BLOCK, ByteBuffer.wrap(noise(BLOCK)));

            cut.cut();

            byte[] left = flash.durableBytes();
            assertArrayEquals(noise(BLOCK), Arrays.copyOf(left, BLOCK));
            outcomes.add(Arrays.hashCode(left));
        }
        assertTrue(outcomes.size() > 10, () -> "only " + outcomes.size() + " different outcomes");
    }

    @Test
    void the_power_goes_before_the_chosen_operation_and_stays_off() throws IOException {
        FaultyPower cut = new FaultyPower(2, 1);
        FaultyFlash flash = new FaultyFlash(cut, SIZE, BLOCK);
        flash.program(0, ByteBuffer.wrap(noise(10)));
        flash.force();

        assertThrows(PowerCutException.class, () -> flash.erase(0, BLOCK));
        assertThrows(PowerCutException.class, () -> flash.read(0, ByteBuffer.allocate(1)));
        assertThrows(PowerCutException.class, flash::force);
        assertEquals(2, cut.operations());
        assertArrayEquals(noise(10), Arrays.copyOf(flash.durableBytes(), 10));
    }

    @Test
    void programming_without_an_erase_only_clears_bits() throws IOException {
        FaultyFlash flash = new FaultyFlash(power, SIZE, BLOCK);
        flash.program(0, ByteBuffer.wrap(new byte[] {0x0F}));
        flash.program(0, ByteBuffer.wrap(new byte[] {0x3C}));

        assertArrayEquals(new byte[] {0x0C}, read(flash, 0, 1));
    }
}
