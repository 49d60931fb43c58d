package org.firmwarerecovery.update.io.flash;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Non-volatile memory of one bank (or one journal), erased in blocks and programmed in between: the seam below everything that
 * writes firmware. Back ends: {@link FileFlash} now, NOR and MTD later; all pass one contract test.
 *
 * <p>Contract. Bytes of an erased range read {@code 0xFF}. A range must be erased before it is programmed; bytes programmed
 * twice without an erase in between are undefined (NOR can only clear bits). Nothing is durable, nor ordered, until
 * {@link #force()} returns: after a power cut any subset of the later operations may have happened, the last one in part.
 *
 * <p>Errors: {@link IOException} when the medium fails; {@link IllegalArgumentException} for a range outside of
 * {@code [0, size())} or an erase off the block grid, which is our own bug, since offsets are checked before.
 *
 * <p>Threads: reads from any thread at any time; one writer (erase, program, force) at a time, others wait. All calls block.
 * Never interrupt a thread in here to cancel: use the cancel check of {@link Pace}.
 */
public interface Flash extends Closeable {
    /** The byte that erased memory reads. */
    byte ERASED = (byte) 0xFF;

    /** Number of bytes; never changes while open. */
    long size();

    /** Erases begin at multiples of this many bytes and end at one, or at {@link #size()}. */
    int eraseBlockSize();

    /** Fills {@code target} from its position to its limit with the bytes at {@code offset}. */
    void read(long offset, ByteBuffer target) throws IOException;

    /** Sets {@code length} bytes at {@code offset} to {@link #ERASED}. */
    void erase(long offset, long length) throws IOException;

    /** Writes the remaining bytes of {@code source} at {@code offset}, which must be erased. */
    void program(long offset, ByteBuffer source) throws IOException;

    /** Returns when everything erased and programmed before is durable. */
    void force() throws IOException;

    /** Closes the medium; durable is only what was forced. */
    @Override
    void close() throws IOException;
}
