package org.firmwarerecovery.update.io.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.Optional;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.io.container.ImageBytes;
import org.firmwarerecovery.update.io.container.PacedImage;
import org.firmwarerecovery.update.io.flash.Extent;
import org.firmwarerecovery.update.io.flash.HashOutcome;
import org.firmwarerecovery.update.io.flash.Pace;
import org.firmwarerecovery.update.io.flash.RunningDigest;
import org.firmwarerecovery.update.manifest.Rejection;

/**
 * An image on its way into the store: its space is taken, chunks come in any order, from any donor, each compared with its
 * digest before it counts. Closing suspends the transfer: the next staging of the same image goes on from it, after a restart
 * too. {@link #complete} compares the whole digest and moves the image into the store.
 *
 * <p>Threads: chunks may be written by several threads at once; {@code complete}, {@code discard} and {@code close} are for the
 * owner, when no chunk is being written. An interrupted thread closes the file (a JDK rule): cancel with {@link Pace} instead.
 */
public final class ImageStaging implements Closeable {
    static final String IMAGE_NAME = "image";

    private final ImageStore store;
    private final Path folder;
    private final ImageShape shape;
    private final ChunkMap chunks;
    private final FileChannel image;
    private boolean ended;

    ImageStaging(ImageStore store, Path folder, ImageShape shape, ChunkMap chunks) throws IOException {
        this.store = store;
        this.folder = folder;
        this.shape = shape;
        this.chunks = chunks;
        this.image = FileChannel.open(folder.resolve(IMAGE_NAME), StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** What is being staged. */
    public ImageShape shape() {
        return shape;
    }

    /** Chunks that are there and right; a copy. */
    public BitSet present() {
        return chunks.present();
    }

    /** Number of chunks still to come. */
    public int chunksMissing() {
        return shape.chunkCount() - chunks.present().cardinality();
    }

    /** Bytes of the chunks that are there. */
    public long bytesPresent() {
        BitSet present = chunks.present();
        long bytes = 0;
        for (int chunk = present.nextSetBit(0); chunk >= 0; chunk = present.nextSetBit(chunk + 1)) {
            bytes += shape.chunkLength(chunk);
        }
        return bytes;
    }

    /**
     * Takes chunk {@code index}. The caller has compared its digest on arrival; it is compared again here, since this is the
     * last place where a wrong chunk costs only itself.
     *
     * @throws IOException the medium failed; the chunk does not count
     */
    public ChunkOutcome writeChunk(int index, byte[] bytes) throws IOException {
        return writeChunk(index, ByteBuffer.wrap(bytes));
    }

    /** Like {@link #writeChunk(int, byte[])} with the remaining bytes of {@code bytes}. */
    public ChunkOutcome writeChunk(int index, ByteBuffer bytes) throws IOException {
        int length = shape.chunkLength(index);
        if (bytes.remaining() != length) {
            return new ChunkOutcome.WrongLength(length, bytes.remaining());
        }
        if (chunks.has(index)) {
            return new ChunkOutcome.AlreadyThere();
        }
        if (!shape.chunkDigests().isEmpty()) {
            Digest expected = shape.chunkDigests().get(index);
            RunningDigest digest = new RunningDigest(expected.algorithm());
            digest.add(bytes.duplicate());
            Digest found = digest.finish();
            if (!found.equals(expected)) {
                return new ChunkOutcome.WrongDigest(expected, found);
            }
        }
        long position = shape.chunkOffset(index);
        while (bytes.hasRemaining()) {
            position += image.write(bytes, position);
        }
        chunks.set(index, true);
        return new ChunkOutcome.Accepted(chunksMissing());
    }

    /**
     * Takes the whole image from a stream (an upload, a bundle), which must stand at its first byte; chunks that are there are
     * read over.
     *
     * @param pace its progress counts from 0 to the size of the image
     */
    public FillOutcome fill(InputStream source, Pace pace) throws IOException {
        byte[] buffer = new byte[shape.chunkSize()];
        Pace.Run run = pace.begin();
        for (int chunk = 0; chunk < shape.chunkCount(); chunk++) {
            int length = shape.chunkLength(chunk);
            int read = source.readNBytes(buffer, 0, length);
            if (read < length) {
                return new FillOutcome.SourceEnded(run.bytesDone() + read, shape.size());
            }
            ChunkOutcome outcome = writeChunk(chunk, ByteBuffer.wrap(buffer, 0, length));
            if (outcome instanceof ChunkOutcome.WrongDigest wrong) {
                return new FillOutcome.WrongChunk(chunk, wrong.expected(), wrong.found());
            }
            if (!run.advance(length)) {
                return new FillOutcome.Cancelled(run.bytesDone());
            }
        }
        return new FillOutcome.Filled();
    }

    /**
     * Makes the image durable, compares its whole digest, has its content checked and moves it into the store; then this
     * staging area is closed.
     */
    public CompleteOutcome complete(Keep keep, ContentCheck check, Pace pace) throws IOException {
        int missing = chunksMissing();
        if (missing > 0) {
            return new CompleteOutcome.Incomplete(missing);
        }
        image.force(true);
        chunks.force();
        HashOutcome outcome = ImageHash.of(image, shape.digest().algorithm(), new Extent(0, shape.size()), pace);
        if (outcome instanceof HashOutcome.Hashed hashed) {
            if (!hashed.digest().equals(shape.digest())) {
                discard();
                return new CompleteOutcome.OtherDigest(shape.digest(), hashed.digest());
            }
            return admit(keep, check, new PacedImage(ImageBytes.of(image), pace));
        }
        return new CompleteOutcome.Cancelled(outcome.bytesDone());
    }

    private CompleteOutcome admit(Keep keep, ContentCheck check, PacedImage content) throws IOException {
        Optional<Rejection> refused;
        try {
            refused = check.check(content);
        } catch (PacedImage.CancelledException cancelled) {
            return new CompleteOutcome.Cancelled(content.bytesDone());
        }
        if (refused.isPresent()) {
            discard();
            return new CompleteOutcome.Refused(refused.get());
        }
        end();
        return new CompleteOutcome.Completed(store.admit(this, folder, keep));
    }

    /** Gives up: nothing of the image stays on disk. */
    public void discard() throws IOException {
        end();
        store.discard(this);
    }

    /** Suspends: what is there stays for the next staging of the same image. After completing or discarding it does nothing. */
    @Override
    public void close() throws IOException {
        if (!ended) {
            end();
            store.suspend(this);
        }
    }

    /** Whatever happens now, the image is no longer being staged: the next attempt must find the place free. */
    private void end() throws IOException {
        ended = true;
        boolean closed = false;
        try {
            image.close();
            chunks.close();
            closed = true;
        } finally {
            if (!closed) {
                store.suspend(this);
            }
        }
    }

    /** Hashes what the chunk map claims and drops wrong claims; false when cancelled. */
    boolean recheck(Pace pace) throws IOException {
        BitSet claimed = chunks.present();
        Pace.Run run = pace.begin();
        for (int chunk = claimed.nextSetBit(0); chunk >= 0; chunk = claimed.nextSetBit(chunk + 1)) {
            boolean right = false;
            if (!shape.chunkDigests().isEmpty()) {
                Digest expected = shape.chunkDigests().get(chunk);
                Extent extent = new Extent(shape.chunkOffset(chunk), shape.chunkLength(chunk));
                HashOutcome found = ImageHash.of(image, expected.algorithm(), extent, Pace.free());
                right = found instanceof HashOutcome.Hashed hashed
                        && hashed.digest().equals(expected);
            }
            if (!right) {
                chunks.set(chunk, false);
            }
            if (!run.advance(shape.chunkLength(chunk))) {
                return false;
            }
        }
        return true;
    }
}
