package org.firmwarerecovery.service.event;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.firmwarerecovery.update.io.journal.KeyedJournal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One log of a node on disk: at most {@link #ENTRIES_MAX} entries, the oldest makes room (OverWritePolicy WrapsWhenFull). While the
 * medium refuses, entries are kept in memory only. Thread-safe; changes block for the medium.
 */
public final class EventLog {
    /** Most entries of one log. */
    public static final int ENTRIES_MAX = 1000;
    /** Limits of its table: one entry more than the log has, since the new one is written before the oldest goes. */
    public static final KeyedJournal.Limits TABLE_LIMITS =
            new KeyedJournal.Limits(ENTRIES_MAX + 1, EventText.BYTES_MAX);

    private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);

    private final EventFact.Log kind;
    private final KeyedJournal table;
    private final TreeMap<Long, EventRecord> entries = new TreeMap<>();
    private boolean failing;

    private EventLog(EventFact.Log kind, KeyedJournal table) {
        this.kind = kind;
        this.table = table;
    }

    /** Reads what {@code table} holds; it stays the caller's to close. */
    public static EventLog open(EventFact.Log kind, KeyedJournal table) throws IOException {
        EventLog log = new EventLog(kind, table);
        for (Map.Entry<String, byte[]> stored : table.values().entrySet()) {
            Optional<EventRecord> entry = EventText.read(kind, stored.getValue());
            if (entry.isPresent()) {
                log.entries.put(entry.get().number(), entry.get());
            } else {
                LOG.warn("{}: entry {} makes no sense and is left out", kind.id(), stored.getKey());
                table.remove(stored.getKey());
            }
        }
        return log;
    }

    /** Which log this is. */
    public EventFact.Log kind() {
        return kind;
    }

    /** All entries, oldest first. */
    public synchronized List<EventRecord> entries() {
        return new ArrayList<>(entries.values());
    }

    /** The entry with this id. */
    public synchronized Optional<EventRecord> find(String id) {
        try {
            return Optional.ofNullable(entries.get(Long.parseLong(id)))
                    .filter(entry -> entry.id().equals(id));
        } catch (NumberFormatException e) {
            // Any client may ask for any id.
            return Optional.empty();
        }
    }

    /** Number of the newest entry. */
    synchronized OptionalLong newest() {
        return entries.isEmpty() ? OptionalLong.empty() : OptionalLong.of(entries.lastKey());
    }

    /** Adds an entry; durable on return unless the medium refuses. */
    synchronized void add(EventRecord entry) {
        entries.put(entry.number(), entry);
        try {
            table.put(entry.id(), EventText.write(entry));
            while (entries.size() > ENTRIES_MAX) {
                table.remove(entries.pollFirstEntry().getValue().id());
            }
            if (failing) {
                LOG.info("{} can be written again", kind.id());
            }
            failing = false;
        } catch (IOException e) {
            while (entries.size() > ENTRIES_MAX) {
                entries.pollFirstEntry();
            }
            if (!failing) {
                LOG.warn("{} cannot be written; new entries are lost with the next restart", kind.id(), e);
            }
            failing = true;
        }
    }

    /** Removes all entries, durably. */
    synchronized void clear() throws IOException {
        table.clear();
        entries.clear();
    }
}
