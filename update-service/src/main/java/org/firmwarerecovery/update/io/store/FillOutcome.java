package org.firmwarerecovery.update.io.store;

import org.firmwarerecovery.update.component.Digest;

/** How taking a whole image from a stream ended. After anything but {@link Filled} the right chunks before stay. */
public sealed interface FillOutcome {
    /** Every chunk is there. */
    record Filled() implements FillOutcome {}

    /**
     * A chunk is not the one of the manifest.
     *
     * @param chunk its index
     * @param expected by the manifest
     * @param found in the stream
     */
    record WrongChunk(int chunk, Digest expected, Digest found) implements FillOutcome {}

    /**
     * The stream ended early.
     *
     * @param bytesDone bytes it gave
     * @param size bytes of the image
     */
    record SourceEnded(long bytesDone, long size) implements FillOutcome {}

    /**
     * The cancel check stopped it.
     *
     * @param bytesDone bytes taken until then
     */
    record Cancelled(long bytesDone) implements FillOutcome {}
}
