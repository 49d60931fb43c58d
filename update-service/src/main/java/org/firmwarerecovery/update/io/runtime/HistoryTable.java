package org.firmwarerecovery.update.io.runtime;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.firmwarerecovery.update.io.journal.KeyedJournal;

/** One durable table of a {@link History}: a seam, so that tests can let a medium fail. Called by one thread at a time. */
interface HistoryTable {
    /** Keys and values, oldest key first. */
    Map<String, byte[]> values();

    /**
     * Sets a value; durable on return.
     *
     * @return the oldest key when the table is full and the value was not taken
     */
    Optional<String> put(String key, byte[] value) throws IOException;

    /** Removes a key if it is there; durable on return. */
    void remove(String key) throws IOException;

    /** The table in {@code journal}, which stays the caller's to close. */
    static HistoryTable in(KeyedJournal journal) {
        return new HistoryTable() {
            @Override
            public Map<String, byte[]> values() {
                return journal.values();
            }

            @Override
            public Optional<String> put(String key, byte[] value) throws IOException {
                return journal.put(key, value) instanceof KeyedJournal.Put.Full full
                        ? Optional.of(full.oldestKey())
                        : Optional.empty();
            }

            @Override
            public void remove(String key) throws IOException {
                journal.remove(key);
            }
        };
    }
}
