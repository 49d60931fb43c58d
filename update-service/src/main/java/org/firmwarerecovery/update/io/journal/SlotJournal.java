package org.firmwarerecovery.update.io.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.firmwarerecovery.update.io.file.AtomicFiles;
import org.firmwarerecovery.update.io.file.Bytes;
import org.firmwarerecovery.update.io.flash.FileFlash;
import org.firmwarerecovery.update.io.flash.Flash;

/**
 * The node-wide journal of the banks: two preallocated slots, each one {@linkplain RecordFrame record frame}. A write goes to
 * the slot that does not hold the newest record and is forced, so the record before it survives whatever happens to the write;
 * the valid slot with the highest sequence wins. It stands on {@link Flash} and erases before it programs, so the same journal
 * runs on a file, on NOR and on the power-cut model of the tests.
 *
 * <p>Costs: one write of a few KiB and one force. Threads: any; calls exclude each other and block.
 */
public final class SlotJournal implements Closeable {
    /** Bytes of a slot in the state folder: record limit plus {@link RecordFrame#HEADER_BYTES}. */
    public static final int SLOT_BYTES = 512 * 1024;

    private static final int FILE_BLOCK_BYTES = 4 * 1024;
    // Neither blank nor a frame: a cut-off journal file reads as damaged, not as one that was never written.
    private static final byte LOST = 0x5A;

    private final String name;
    private final Flash flash;
    private final int slotBytes;
    private LastRecord last;
    private int newestSlot;
    private long sequence;

    /**
     * Reads the slots on {@code flash}, which this journal then owns.
     *
     * @param name for messages
     * @param slotBytes half of the flash, a multiple of its erase block
     * @throws NewerFormatException when a slot was written by a newer program
     */
    public SlotJournal(String name, Flash flash, int slotBytes) throws IOException {
        if (slotBytes <= RecordFrame.HEADER_BYTES
                || slotBytes % flash.eraseBlockSize() != 0
                || flash.size() != 2L * slotBytes) {
            throw new IllegalArgumentException("two slots of " + slotBytes + " bytes do not fit a flash of "
                    + flash.size() + " bytes with erase blocks of " + flash.eraseBlockSize());
        }
        this.name = name;
        this.flash = flash;
        this.slotBytes = slotBytes;
        RecordFrame.Read[] slots = {readSlot(0), readSlot(1)};
        this.last = LastRecord.of(slots[0], slots[1]);
        this.sequence = last instanceof LastRecord.Recovered recovered ? recovered.sequence() : 0;
        this.newestSlot = slots[1] instanceof RecordFrame.Valid valid && valid.sequence() == sequence ? 1 : 0;
        if (!(last instanceof LastRecord.Recovered)) {
            this.newestSlot = 1;
        }
    }

    /** Opens or makes the journal file with two slots of {@link #SLOT_BYTES}. */
    public static SlotJournal open(Path file) throws IOException {
        long size = 2L * SLOT_BYTES;
        if (Files.exists(file)) {
            long found = Files.size(file);
            if (found > size) {
                throw new IOException(file + " has " + found + " bytes, a bank journal has " + size
                        + ": move the file away to rebuild the journal from banks and manifests");
            }
            refillShortened(file, found, size);
        }
        FileFlash flash = FileFlash.open(file, size, FILE_BLOCK_BYTES, "size of the bank journal", false);
        try {
            return new SlotJournal(file.toString(), flash, SLOT_BYTES);
        } catch (IOException | RuntimeException e) {
            flash.close();
            throw e;
        }
    }

    /** The record that was last when the journal was opened, or the last one written since. */
    public synchronized LastRecord read() {
        return last;
    }

    /** Largest record that fits a slot. */
    public int recordBytesMax() {
        return slotBytes - RecordFrame.HEADER_BYTES;
    }

    /**
     * Writes {@code record} over the older slot; durable on return.
     *
     * @return its sequence
     * @throws RecordTooLargeException when it exceeds {@link #recordBytesMax()}; nothing was written
     * @throws IOException when the medium failed: after a restart either this record or the one before it is the last
     */
    public synchronized long write(byte[] record) throws IOException {
        if (record.length > recordBytesMax()) {
            throw new RecordTooLargeException(name, "recordBytesMax", record.length, recordBytesMax());
        }
        // Taken even if the write fails, and the newest slot changes only on success: a failed force leaves it open
        // what the
        // medium holds, so the next try must again spare the slot that is known to be good, with a higher number.
        sequence++;
        int slot = 1 - newestSlot;
        byte[] frame = RecordFrame.encode(sequence, record);
        flash.erase((long) slot * slotBytes, roundUp(frame.length));
        flash.program((long) slot * slotBytes, ByteBuffer.wrap(frame));
        flash.force();
        if (last instanceof LastRecord.BothDamaged) {
            // Numbers start again, so a slot that becomes readable later must not outbid them.
            flash.erase((long) newestSlot * slotBytes, roundUp(RecordFrame.HEADER_BYTES));
            flash.force();
        }
        newestSlot = slot;
        last = new LastRecord.Recovered(sequence, Bytes.of(record), false);
        return sequence;
    }

    @Override
    public synchronized void close() throws IOException {
        flash.close();
    }

    private RecordFrame.Read readSlot(int slot) throws IOException {
        long start = (long) slot * slotBytes;
        byte[] header = new byte[RecordFrame.HEADER_BYTES];
        flash.read(start, ByteBuffer.wrap(header));
        // A length that makes no sense gives a frame without its record, which is damaged.
        byte[] frame = new byte[Math.min(slotBytes, RecordFrame.frameBytes(header))];
        flash.read(start, ByteBuffer.wrap(frame));
        RecordFrame.Read read = RecordFrame.decode(frame);
        if (read instanceof RecordFrame.Newer newer) {
            throw new NewerFormatException(name, newer.formatVersion(), RecordFrame.FORMAT_VERSION);
        }
        return read;
    }

    private long roundUp(int bytes) {
        int block = flash.eraseBlockSize();
        return (long) (bytes + block - 1) / block * block;
    }

    private static void refillShortened(Path file, long found, long size) throws IOException {
        if (found == size) {
            return;
        }
        byte[] lost = new byte[(int) (size - found)];
        Arrays.fill(lost, LOST);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            AtomicFiles.writeFully(channel, ByteBuffer.wrap(lost));
            channel.force(true);
        }
    }
}
