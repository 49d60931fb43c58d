package org.firmwarerecovery.update.io.flash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.io.file.Bytes;
import org.firmwarerecovery.update.io.journal.LastRecord;
import org.firmwarerecovery.update.io.journal.SlotJournal;
import org.junit.jupiter.api.Test;

/** NOR: the contract, that bits are only cleared, and that all who write flash erase before they program. */
class NorModelTest extends FlashContract {
    @Override
    Flash make() {
        return new NorModel(SIZE, BLOCK);
    }

    @Override
    Flash reopen(Flash before) {
        return ((NorModel) before).restarted();
    }

    @Test
    void bits_are_cleared_and_never_set() throws IOException {
        try (Flash nor = make()) {
            nor.program(10, ByteBuffer.wrap(new byte[] {(byte) 0xF0}));
            nor.program(10, ByteBuffer.wrap(new byte[] {(byte) 0x80}));

            assertThrows(IOException.class, () -> nor.program(10, ByteBuffer.wrap(new byte[] {(byte) 0xC0})));
            assertEquals((byte) 0x80, read(nor, 10, 1)[0]);
        }
    }

    @Test
    void a_bank_is_written_over_another_image_and_read_back() throws IOException {
        try (Flash nor = new NorModel(3 * NorModel.ERASE_BLOCK_BYTES + 5000, NorModel.ERASE_BLOCK_BYTES)) {
            BankFile bank = new BankFile(nor);
            for (int size : new int[] {200_000, 150_001, 1}) {
                byte[] image = noise(size);
                Digest digest = RunningDigest.of(Digest.SHA_256, image);
                ReadableByteChannel source = Channels.newChannel(new ByteArrayInputStream(image));

                assertInstanceOf(WriteOutcome.Written.class, bank.write(source, 100, size, digest, Pace.free()));

                assertInstanceOf(ReadBack.Same.class, bank.readBack(100, size, digest, Pace.free()));
                assertArrayEquals(erased(1000), read(nor, 100 + size, 1000));
            }
        }
    }

    @Test
    void the_journal_runs_on_nor() throws IOException {
        Flash nor = new NorModel(2 * BLOCK, BLOCK);
        for (int number = 0; number < 20; number++) {
            byte[] record = ("record " + number).repeat(1 + number % 7).getBytes(StandardCharsets.UTF_8);
            new SlotJournal("journal", nor, BLOCK).write(record);

            LastRecord.Recovered last =
                    assertInstanceOf(LastRecord.Recovered.class, new SlotJournal("journal", nor, BLOCK).read());
            assertEquals(Bytes.of(record), last.bytes());
        }
    }
}
