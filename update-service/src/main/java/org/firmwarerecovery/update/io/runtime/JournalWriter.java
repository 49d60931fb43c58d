package org.firmwarerecovery.update.io.runtime;

import java.io.IOException;
import org.firmwarerecovery.update.journal.JournalRecord;

/** Makes a journal record durable. Called by the loop thread only; blocks. */
@FunctionalInterface
public interface JournalWriter {
    /**
     * Returns when {@code record} survives a power cut.
     *
     * @throws org.firmwarerecovery.update.io.journal.RecordTooLargeException when no try will ever succeed; so says any
     *     RuntimeException, which is our own bug: the loop breaks down
     * @throws IOException when it may not; the loop tries the same record again
     */
    void write(JournalRecord record) throws IOException;
}
