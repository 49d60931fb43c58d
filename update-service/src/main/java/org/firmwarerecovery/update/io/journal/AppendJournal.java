package org.firmwarerecovery.update.io.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.firmwarerecovery.update.io.file.AtomicFiles;
import org.firmwarerecovery.update.io.file.SpaceReserve;
import org.jspecify.annotations.Nullable;

/**
 * A file of records {length, CRC-32C, bytes} that grows at its end: append + {@code force(false)}. Opening replays it and cuts
 * off a torn tail; compaction replaces it by temp + force + rename + directory force. On a full disk the
 * {@linkplain SpaceReserve reserve} is given up and the append tried once more. The file is readable by its owner only.
 *
 * <p>A record whose checksum is wrong in the middle is skipped when the journal goes on behind it; the count says so. An append
 * either is durable on return or, after an error, is not in the journal.
 *
 * <p>Threads: any; calls exclude each other and block for the force (0.1 ms to 30 ms).
 */
public final class AppendJournal implements Closeable {
    /** Newest format this program writes and reads. */
    public static final int FORMAT_VERSION = 1;
    /** Largest record. */
    public static final int RECORD_BYTES_MAX = 1024 * 1024;
    /** Largest file; whoever appends compacts long before. */
    public static final long FILE_BYTES_MAX = 64L * 1024 * 1024;
    /** Damaged records in a row after which the rest counts as torn. */
    public static final int DAMAGED_IN_A_ROW_MAX = 16;

    static final int FILE_HEADER_BYTES = 12;
    static final int RECORD_HEADER_BYTES = 8;
    private static final int MAGIC = 0x4652414A; // "FRAJ"

    private final Path file;
    private final SpaceReserve reserve;
    private final ChannelSource source;
    private FileChannel channel;
    private Replay replay = new Replay(0, 0, 0);
    private long end;
    private boolean tailUnknown;

    private AppendJournal(Path file, SpaceReserve reserve, ChannelSource source) throws IOException {
        this.file = file;
        this.reserve = reserve;
        this.source = source;
        this.channel = source.open(file);
    }

    /**
     * Opens or makes the journal and hands every whole record to {@code records}, oldest first.
     *
     * @throws NewerFormatException when a newer program wrote it
     * @throws DamagedJournalException when its start makes no sense
     */
    public static AppendJournal open(Path file, SpaceReserve reserve, Consumer<byte[]> records) throws IOException {
        return open(file, reserve, records, path -> AtomicFiles.openOrCreate(path, true));
    }

    static AppendJournal open(Path file, SpaceReserve reserve, Consumer<byte[]> records, ChannelSource source)
            throws IOException {
        AppendJournal journal = new AppendJournal(file, reserve, source);
        try {
            journal.load(records);
            return journal;
        } catch (IOException | RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    /** What opening it showed. */
    public synchronized Replay replay() {
        return replay;
    }

    /** Bytes of the file. */
    public synchronized long fileBytes() {
        return end;
    }

    /** Appends one record; durable on return. */
    public void append(byte[] record) throws IOException {
        append(List.of(record));
    }

    /**
     * Appends {@code records} with one force; durable on return. A power cut may keep the first of them only.
     *
     * @throws RecordTooLargeException when one exceeds {@link #RECORD_BYTES_MAX} or the file {@link #FILE_BYTES_MAX}
     * @throws IOException the journal is as before
     */
    public synchronized void append(List<byte[]> records) throws IOException {
        long bytes = 0;
        for (byte[] record : records) {
            checkRecord(record);
            bytes += RECORD_HEADER_BYTES + record.length;
        }
        if (end + bytes > FILE_BYTES_MAX) {
            throw new RecordTooLargeException(file.toString(), "FILE_BYTES_MAX", end + bytes, FILE_BYTES_MAX);
        }
        ByteBuffer frames = ByteBuffer.allocate((int) bytes);
        records.forEach(record -> putRecord(frames, record));
        reserve.write(AtomicFiles.folderOf(file), () -> appendFrames(frames.rewind()));
    }

    /** Replaces the whole journal by {@code live}, atomically; durable on return. After an error the old one goes on. */
    public synchronized void compact(Collection<byte[]> live) throws IOException {
        for (byte[] record : live) {
            checkRecord(record);
        }
        reserve.write(
                AtomicFiles.folderOf(file),
                () -> AtomicFiles.replace(file, true, fresh -> {
                    AtomicFiles.writeFully(fresh, fileHeader());
                    for (byte[] record : live) {
                        ByteBuffer frame = ByteBuffer.allocate(RECORD_HEADER_BYTES + record.length);
                        putRecord(frame, record);
                        AtomicFiles.writeFully(fresh, frame.flip());
                    }
                }));
        // Closed first: should the new file not open, appends fail instead of going to the old one, which has no name
        // any more.
        channel.close();
        channel = source.open(file);
        end = channel.size();
        tailUnknown = false;
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
    }

    private void appendFrames(ByteBuffer frames) throws IOException {
        if (tailUnknown) {
            channel.truncate(end);
            tailUnknown = false;
        }
        tailUnknown = true;
        try {
            long position = end;
            while (frames.hasRemaining()) {
                position += channel.write(frames, position);
            }
            channel.force(false);
            end = position;
            tailUnknown = false;
        } catch (IOException e) {
            removeTail(e);
            throw e;
        }
    }

    /** Removes what a failed append left; if even that fails, the next append tries again before it writes. */
    private void removeTail(IOException reason) {
        try {
            channel.truncate(end);
            channel.force(false);
            tailUnknown = false;
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    private void load(Consumer<byte[]> records) throws IOException {
        long size = channel.size();
        if (size <= FILE_HEADER_BYTES && !hasHeader()) {
            // New, or the power went while the header was written: there never was a record.
            channel.truncate(0);
            reserve.write(AtomicFiles.folderOf(file), () -> {
                channel.position(0);
                AtomicFiles.writeFully(channel, fileHeader());
                channel.force(false);
            });
            end = FILE_HEADER_BYTES;
            return;
        }
        Step first = step(FILE_HEADER_BYTES, size);
        if (!hasHeader() && first.record == null) {
            throw new DamagedJournalException(file);
        }
        replayFrom(FILE_HEADER_BYTES, size, records);
        if (end < size) {
            channel.truncate(end);
            channel.force(false);
        }
    }

    private void replayFrom(long start, long size, Consumer<byte[]> records) throws IOException {
        long whole = 0;
        long damaged = 0;
        long skipped = 0;
        long position = start;
        end = start;
        while (position < size && skipped < DAMAGED_IN_A_ROW_MAX) {
            Step step = step(position, size);
            byte[] record = step.record;
            if (step.next < 0) {
                break;
            }
            if (record == null) {
                skipped++;
            } else {
                records.accept(record);
                whole++;
                damaged += skipped;
                skipped = 0;
                end = step.next;
            }
            position = step.next;
        }
        replay = new Replay(whole, damaged, size - end);
    }

    /** The record at {@code position}, and where the next one begins; negative when the length makes no sense. */
    private Step step(long position, long size) throws IOException {
        if (size - position < RECORD_HEADER_BYTES) {
            return new Step(null, -1);
        }
        ByteBuffer header = ByteBuffer.wrap(readAt(position, RECORD_HEADER_BYTES));
        int length = header.getInt();
        int checksum = header.getInt();
        if (length <= 0 || length > RECORD_BYTES_MAX || length > size - position - RECORD_HEADER_BYTES) {
            return new Step(null, -1);
        }
        byte[] record = readAt(position + RECORD_HEADER_BYTES, length);
        long next = position + RECORD_HEADER_BYTES + length;
        return checksum == checksum(record) ? new Step(record, next) : new Step(null, next);
    }

    private boolean hasHeader() throws IOException {
        if (channel.size() < FILE_HEADER_BYTES) {
            return false;
        }
        ByteBuffer header = ByteBuffer.wrap(readAt(0, FILE_HEADER_BYTES));
        CRC32C checksum = new CRC32C();
        checksum.update(header.duplicate().limit(FILE_HEADER_BYTES - Integer.BYTES));
        int magic = header.getInt();
        int version = header.getInt();
        if (magic != MAGIC || header.getInt() != (int) checksum.getValue()) {
            return false;
        }
        if (version != FORMAT_VERSION) {
            throw new NewerFormatException(file.toString(), Integer.toUnsignedLong(version), FORMAT_VERSION);
        }
        return true;
    }

    private byte[] readAt(long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new IOException(file + " became shorter while it was read");
            }
        }
        return buffer.array();
    }

    private void checkRecord(byte[] record) throws IOException {
        if (record.length == 0) {
            throw new IllegalArgumentException("a record has at least one byte");
        }
        if (record.length > RECORD_BYTES_MAX) {
            throw new RecordTooLargeException(file.toString(), "RECORD_BYTES_MAX", record.length, RECORD_BYTES_MAX);
        }
    }

    static ByteBuffer fileHeader() {
        return fileHeader(FORMAT_VERSION);
    }

    static ByteBuffer fileHeader(int version) {
        ByteBuffer header = ByteBuffer.allocate(FILE_HEADER_BYTES).putInt(MAGIC).putInt(version);
        CRC32C checksum = new CRC32C();
        checksum.update(header.array(), 0, header.position());
        return header.putInt((int) checksum.getValue()).flip();
    }

    private static void putRecord(ByteBuffer target, byte[] record) {
        target.putInt(record.length).putInt(checksum(record)).put(record);
    }

    /** Over length and bytes, so that a length of zeros from a torn write is no record. */
    private static int checksum(byte[] record) {
        CRC32C checksum = new CRC32C();
        checksum.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, record.length));
        checksum.update(record);
        return (int) checksum.getValue();
    }

    /** Opens the file; a seam for tests with a full disk. */
    @FunctionalInterface
    interface ChannelSource {
        FileChannel open(Path file) throws IOException;
    }

    private static final class Step {
        private final byte @Nullable [] record;
        private final long next;

        private Step(byte @Nullable [] record, long next) {
            this.record = record;
            this.next = next;
        }
    }
}
