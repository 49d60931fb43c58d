package org.firmwarerecovery.update.io.flash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import java.util.List;
import org.firmwarerecovery.update.component.Digest;

/**
 * What a node does with one bank: is it erased, what does it hold, write a payload, read it back. Payloads stand at their bank
 * offset; every other byte of the bank stays erased and is in no digest (DESIGN.md section 6).
 *
 * <p>The order of a safe write is the caller's: the journal says Writing (forced) <em>before</em> {@link #write}, which forces
 * the data before it returns; then {@link #readBack}, then Written, then Flip. Digest and write share one loop over 128 KiB
 * buffers and one force, so a write costs about as much as the digest alone.
 *
 * <p>Threads: as {@link Flash}: any number of readers, one writer. Blocking; {@link Pace} limits and cancels.
 */
public final class BankFile {
    /** Bytes moved at a time. */
    public static final int BUFFER_BYTES = 128 * 1024;

    private static final byte[] ERASED_BUFFER = erasedBuffer();

    private final Flash flash;

    /** Operations on {@code flash}, which stays the caller's to close. */
    public BankFile(Flash flash) {
        this.flash = flash;
    }

    /** The memory itself. */
    public Flash flash() {
        return flash;
    }

    /** True when every byte is erased; stops at the first buffer with another byte. */
    public boolean erased() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        for (long offset = 0; offset < flash.size(); offset += buffer.limit()) {
            buffer.clear().limit((int) Math.min(BUFFER_BYTES, flash.size() - offset));
            flash.read(offset, buffer);
            if (!Arrays.equals(buffer.array(), 0, buffer.limit(), ERASED_BUFFER, 0, buffer.limit())) {
                return false;
            }
        }
        return true;
    }

    /** SHA-256 over the bytes of {@code extents}, one after the other. */
    public HashOutcome hash(List<Extent> extents, Pace pace) throws IOException {
        return hash(Digest.SHA_256, extents, pace);
    }

    /**
     * Digest over the bytes of {@code extents}, one after the other.
     *
     * @param extents must lie in the bank; check with {@link #fits} first
     */
    public HashOutcome hash(String algorithm, List<Extent> extents, Pace pace) throws IOException {
        RunningDigest digest = new RunningDigest(algorithm);
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        Pace.Run run = pace.begin();
        for (Extent extent : extents) {
            FlashRange.check(flash, extent.offset(), extent.length());
            for (long done = 0; done < extent.length(); done += buffer.limit()) {
                buffer.clear().limit((int) Math.min(BUFFER_BYTES, extent.length() - done));
                flash.read(extent.offset() + done, buffer);
                digest.add(buffer.flip());
                if (!run.advance(buffer.limit())) {
                    return new HashOutcome.Cancelled(run.bytesDone());
                }
            }
        }
        return new HashOutcome.Hashed(digest.finish(), run.bytesDone());
    }

    /** True when {@code extent} lies in this bank. */
    public boolean fits(Extent extent) {
        return FlashRange.fits(extent.offset(), extent.length(), flash.size());
    }

    /**
     * Erases the bank, programs one payload and makes it durable. Equals {@link #erase()}, {@link #program} and
     * {@link #force()}; several payloads for one bank are written with these.
     */
    public WriteOutcome write(ReadableByteChannel payload, long bankOffset, long size, Digest expected, Pace pace)
            throws IOException {
        if (!fits(new Extent(bankOffset, size))) {
            return new WriteOutcome.DoesNotFit(bankOffset, size, flash.size());
        }
        erase();
        WriteOutcome outcome = program(payload, bankOffset, size, expected, pace);
        force();
        return outcome;
    }

    /** Erases the whole bank. */
    public void erase() throws IOException {
        flash.erase(0, flash.size());
    }

    /** Programs one payload into an erased bank, hashing in the same loop; not durable before {@link #force()}. */
    public WriteOutcome program(ReadableByteChannel payload, long bankOffset, long size, Digest expected, Pace pace)
            throws IOException {
        if (!fits(new Extent(bankOffset, size))) {
            return new WriteOutcome.DoesNotFit(bankOffset, size, flash.size());
        }
        RunningDigest digest = new RunningDigest(expected.algorithm());
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        Pace.Run run = pace.begin();
        while (run.bytesDone() < size) {
            buffer.clear().limit((int) Math.min(BUFFER_BYTES, size - run.bytesDone()));
            if (!fill(payload, buffer)) {
                return new WriteOutcome.SourceEnded(run.bytesDone() + buffer.position(), size);
            }
            digest.add(buffer.flip());
            flash.program(bankOffset + run.bytesDone(), buffer.rewind());
            if (!run.advance(buffer.limit())) {
                return new WriteOutcome.Cancelled(run.bytesDone());
            }
        }
        Digest written = digest.finish();
        return written.equals(expected)
                ? new WriteOutcome.Written(written)
                : new WriteOutcome.OtherDigest(expected, written);
    }

    /** Makes everything written durable. */
    public void force() throws IOException {
        flash.force();
    }

    /** Reads a payload from the bank and compares its digest: what a write is believed by, not the write itself. */
    public ReadBack readBack(long bankOffset, long size, Digest expected, Pace pace) throws IOException {
        Extent extent = new Extent(bankOffset, size);
        if (!fits(extent)) {
            return new ReadBack.DoesNotFit(bankOffset, size, flash.size());
        }
        HashOutcome outcome = hash(expected.algorithm(), List.of(extent), pace);
        if (outcome instanceof HashOutcome.Hashed hashed) {
            return hashed.digest().equals(expected)
                    ? new ReadBack.Same(expected)
                    : new ReadBack.Different(expected, hashed.digest());
        }
        return new ReadBack.Cancelled(outcome.bytesDone());
    }

    private static boolean fill(ReadableByteChannel source, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (source.read(buffer) < 0) {
                return false;
            }
        }
        return true;
    }

    private static byte[] erasedBuffer() {
        byte[] bytes = new byte[BUFFER_BYTES];
        Arrays.fill(bytes, Flash.ERASED);
        return bytes;
    }
}
