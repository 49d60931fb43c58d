package org.firmwarerecovery.update.io.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.Optional;
import org.firmwarerecovery.update.io.file.AtomicFiles;

/**
 * The file {@code chunks}: size and chunk size of the image, and one bit per chunk that was written. A bit is a claim, not a
 * proof: it is not forced, and whoever resumes hashes what it claims. Threads: calls exclude each other.
 */
final class ChunkMap implements Closeable {
    static final String NAME = "chunks";
    static final int HEADER_BYTES = 24;

    private static final int MAGIC = 0x46524348; // "FRCH"
    private static final int FORMAT_VERSION = 1;

    private final FileChannel channel;
    private final BitSet present;

    private ChunkMap(FileChannel channel, BitSet present) {
        this.channel = channel;
        this.present = present;
    }

    /** Bytes of the file for {@code shape}. */
    static long fileBytes(ImageShape shape) {
        return HEADER_BYTES + (shape.chunkCount() + 7L) / 8;
    }

    static ChunkMap create(Path folder, ImageShape shape) throws IOException {
        ByteBuffer content = ByteBuffer.allocate((int) fileBytes(shape));
        content.putInt(MAGIC).putInt(FORMAT_VERSION).putInt(shape.chunkSize()).putInt(shape.chunkCount());
        content.putLong(shape.size());
        AtomicFiles.write(folder.resolve(NAME), content.array());
        return new ChunkMap(openFile(folder), new BitSet(shape.chunkCount()));
    }

    /** The map of an earlier attempt, if it is one for {@code shape}. */
    static Optional<ChunkMap> resume(Path folder, ImageShape shape) throws IOException {
        Path file = folder.resolve(NAME);
        if (!Files.exists(file) || Files.size(file) != fileBytes(shape)) {
            return Optional.empty();
        }
        byte[] content = AtomicFiles.read(file, (int) fileBytes(shape));
        ByteBuffer header = ByteBuffer.wrap(content);
        boolean same = header.getInt() == MAGIC
                && header.getInt() == FORMAT_VERSION
                && header.getInt() == shape.chunkSize()
                && header.getInt() == shape.chunkCount()
                && header.getLong() == shape.size();
        if (!same) {
            return Optional.empty();
        }
        BitSet claimed = BitSet.valueOf(header.slice());
        claimed.clear(shape.chunkCount(), Math.max(claimed.length(), shape.chunkCount()));
        return Optional.of(new ChunkMap(openFile(folder), claimed));
    }

    /** Size of the image by the file in {@code folder}; empty if that is not readable. */
    static Optional<Long> imageSize(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        if (!Files.isRegularFile(file) || Files.size(file) < HEADER_BYTES) {
            return Optional.empty();
        }
        ByteBuffer header = ByteBuffer.wrap(AtomicFiles.read(file, HEADER_BYTES + ImageShape.CHUNKS_MAX / 8));
        if (header.getInt() != MAGIC || header.getInt() != FORMAT_VERSION) {
            return Optional.empty();
        }
        return Optional.of(header.getLong(HEADER_BYTES - Long.BYTES));
    }

    synchronized boolean has(int chunk) {
        return present.get(chunk);
    }

    synchronized BitSet present() {
        return (BitSet) present.clone();
    }

    synchronized void set(int chunk, boolean there) throws IOException {
        present.set(chunk, there);
        int first = chunk / 8 * 8;
        byte eight = 0;
        for (int bit = 0; bit < 8; bit++) {
            eight |= (byte) (present.get(first + bit) ? 1 << bit : 0);
        }
        ByteBuffer one = ByteBuffer.allocate(1).put(0, eight);
        while (one.hasRemaining()) {
            channel.write(one, HEADER_BYTES + first / 8);
        }
    }

    synchronized void force() throws IOException {
        channel.force(false);
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
    }

    private static FileChannel openFile(Path folder) throws IOException {
        return FileChannel.open(folder.resolve(NAME), StandardOpenOption.WRITE);
    }
}
