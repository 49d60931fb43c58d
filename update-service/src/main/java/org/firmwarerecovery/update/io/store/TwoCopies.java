package org.firmwarerecovery.update.io.store;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.firmwarerecovery.update.io.file.AtomicFiles;
import org.firmwarerecovery.update.io.file.Bytes;
import org.firmwarerecovery.update.io.file.SpaceReserve;
import org.firmwarerecovery.update.io.journal.LastRecord;
import org.firmwarerecovery.update.io.journal.NewerFormatException;
import org.firmwarerecovery.update.io.journal.RecordFrame;
import org.firmwarerecovery.update.io.journal.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small file kept twice ({@code NAME.1}, {@code NAME.2}), each a {@linkplain RecordFrame record frame} with its checksum: the
 * newest whole copy wins and repairs the other. For what must not be lost to one bad sector: the floor and the boot settings.
 *
 * <p>Threads: any; calls exclude each other. A write costs two atomic files (some 10 ms).
 */
public final class TwoCopies {
    /** Largest content. */
    public static final int BYTES_MAX = 128 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(TwoCopies.class);

    private final Path[] copies;
    private final SpaceReserve reserve;
    private LastRecord last;
    private long sequence;

    private TwoCopies(Path file, SpaceReserve reserve) throws IOException {
        this.copies = new Path[] {
            file.resolveSibling(file.getFileName() + ".1"), file.resolveSibling(file.getFileName() + ".2")
        };
        this.reserve = reserve;
        byte[][] contents = {content(copies[0]), content(copies[1])};
        this.last = LastRecord.of(decode(0, contents[0]), decode(1, contents[1]));
        if (last instanceof LastRecord.Recovered recovered) {
            this.sequence = recovered.sequence();
            repair(contents, RecordFrame.encode(sequence, recovered.bytes().array()));
        }
    }

    /**
     * Reads both copies of {@code file} and repairs the older or damaged one.
     *
     * @throws NewerFormatException when a newer program wrote one
     */
    public static TwoCopies open(Path file, SpaceReserve reserve) throws IOException {
        return new TwoCopies(file, reserve);
    }

    /** The content; {@link LastRecord.Empty} when never written, {@link LastRecord.BothDamaged} when lost. */
    public synchronized LastRecord read() {
        return last;
    }

    /**
     * Replaces both copies; durable on return.
     *
     * @throws RecordTooLargeException above {@link #BYTES_MAX}; nothing was written
     * @throws IOException after a restart the content is the old or the new one
     */
    public synchronized void write(byte[] bytes) throws IOException {
        if (bytes.length > BYTES_MAX) {
            throw new RecordTooLargeException(copies[0].toString(), "BYTES_MAX", bytes.length, BYTES_MAX);
        }
        sequence++;
        byte[] frame = RecordFrame.encode(sequence, bytes);
        for (Path copy : copies) {
            reserve.write(AtomicFiles.folderOf(copy), () -> AtomicFiles.write(copy, frame, true));
        }
        last = new LastRecord.Recovered(sequence, Bytes.of(bytes), false);
    }

    /** A copy that cannot be repaired now is no reason not to start: the other one is whole. */
    private void repair(byte[][] contents, byte[] frame) {
        for (int i = 0; i < copies.length; i++) {
            if (!Arrays.equals(contents[i], frame)) {
                try {
                    AtomicFiles.write(copies[i], frame, true);
                    LOG.info("{} restored from its other copy", copies[i]);
                } catch (IOException e) {
                    LOG.warn("{} cannot be restored from its other copy", copies[i], e);
                }
            }
        }
    }

    private RecordFrame.Read decode(int copy, byte[] content) throws NewerFormatException {
        RecordFrame.Read read = RecordFrame.decode(content);
        if (read instanceof RecordFrame.Newer newer) {
            throw new NewerFormatException(copies[copy].toString(), newer.formatVersion(), RecordFrame.FORMAT_VERSION);
        }
        return read;
    }

    private static byte[] content(Path copy) throws IOException {
        try {
            return AtomicFiles.read(copy, BYTES_MAX + RecordFrame.HEADER_BYTES);
        } catch (NoSuchFileException e) {
            return new byte[0];
        }
    }
}
