package org.firmwarerecovery.service.event;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.firmwarerecovery.update.io.journal.KeyedJournal;
import org.firmwarerecovery.update.io.journal.NewerFormatException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One log of a node on disk: at most {@link #ENTRIES_MAX} entries, of which those of one cause have a share ({@link
 * EventFact.Log#share}); the oldest of the same cause makes room (OverWritePolicy WrapsWhenFull). While the medium refuses, entries
 * are kept in memory only. Thread-safe; changes block for the medium, reading never does.
 */
public final class EventLog {
    /** Most entries of one log. */
    public static final int ENTRIES_MAX = 1000;
    /** Limits of its table: one entry more than the log has, since the new one is written before the oldest goes. */
    public static final KeyedJournal.Limits TABLE_LIMITS =
            new KeyedJournal.Limits(ENTRIES_MAX + 1, EventText.BYTES_MAX);

    private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);

    private final EventFact.Log kind;
    /** Null: the log is in memory only. */
    private final @Nullable KeyedJournal table;
    // Read while a change waits for the medium.
    private final ConcurrentSkipListMap<Long, EventRecord> entries = new ConcurrentSkipListMap<>();
    private final Map<EventFact.Cause, ArrayDeque<Long>> byCause = new EnumMap<>(EventFact.Cause.class);
    /** Entries that went but stand in the table still, as the medium refused. */
    private final ArrayDeque<String> leftovers = new ArrayDeque<>();

    private boolean failing;

    private EventLog(EventFact.Log kind, @Nullable KeyedJournal table) {
        this.kind = kind;
        this.table = table;
        for (EventFact.Cause cause : EventFact.Cause.values()) {
            byCause.put(cause, new ArrayDeque<>());
        }
    }

    /**
     * Reads what {@code table} holds; it stays the caller's to close.
     *
     * @throws NewerFormatException when a newer program wrote an entry; nothing is changed
     */
    public static EventLog open(EventFact.Log kind, KeyedJournal table) throws IOException {
        EventLog log = new EventLog(kind, table);
        List<String> senseless = new ArrayList<>();
        TreeMap<Long, EventRecord> read = new TreeMap<>();
        for (Map.Entry<String, byte[]> stored : table.values().entrySet()) {
            Optional<EventRecord> entry = EventText.read(kind, stored.getValue());
            if (entry.isPresent()) {
                read.put(entry.get().number(), entry.get());
            } else {
                senseless.add(stored.getKey());
            }
        }
        // Not before all are read: with a newer entry among them nothing may be changed.
        for (String key : senseless) {
            LOG.warn("{}: entry {} makes no sense and is left out", kind.id(), key);
            table.remove(key);
        }
        read.values().forEach(log::take);
        return log;
    }

    /** A log that ends with the process, for a node whose table cannot be used. */
    public static EventLog inMemory(EventFact.Log kind) {
        return new EventLog(kind, null);
    }

    /** Whether entries survive a restart. */
    public boolean isKept() {
        return table != null;
    }

    /** Which log this is. */
    public EventFact.Log kind() {
        return kind;
    }

    /** All entries, oldest first. */
    public List<EventRecord> entries() {
        return new ArrayList<>(entries.values());
    }

    /** The entry with this id. */
    public Optional<EventRecord> find(String id) {
        try {
            return Optional.ofNullable(entries.get(Long.parseLong(id)))
                    .filter(entry -> entry.id().equals(id));
        } catch (NumberFormatException e) {
            // Any client may ask for any id.
            return Optional.empty();
        }
    }

    /** Number of the newest entry. */
    OptionalLong newest() {
        Map.Entry<Long, EventRecord> last = entries.lastEntry();
        return last == null ? OptionalLong.empty() : OptionalLong.of(last.getKey());
    }

    /** Adds an entry; durable on return unless the medium refuses. */
    synchronized void add(EventRecord entry) {
        take(entry);
        if (table == null) {
            return;
        }
        try {
            store(table, entry);
            sweep(table);
            if (failing) {
                LOG.info("{} can be written again", kind.id());
            }
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                LOG.warn("{} cannot be written; new entries are lost with the next restart", kind.id(), e);
            }
            failing = true;
        }
    }

    /** Into memory; the oldest of its cause make room. */
    private void take(EventRecord entry) {
        EventFact.Cause cause = entry.fact().cause();
        ArrayDeque<Long> numbers = Objects.requireNonNull(byCause.get(cause));
        entries.put(entry.number(), entry);
        numbers.add(entry.number());
        while (numbers.size() > kind.share(cause)) {
            EventRecord oldest = entries.remove(numbers.remove());
            // One that was never written leaves nothing.
            if (oldest != null && table != null && table.get(oldest.id()).isPresent()) {
                leftovers.add(oldest.id());
            }
        }
    }

    /** The new one is written before the oldest goes; only a table full of leftovers has to be swept first. */
    private void store(KeyedJournal kept, EventRecord entry) throws IOException {
        byte[] text = EventText.write(entry);
        KeyedJournal.Put put = kept.put(entry.id(), text);
        if (put instanceof KeyedJournal.Put.Full) {
            sweep(kept);
            put = kept.put(entry.id(), text);
        }
        if (put instanceof KeyedJournal.Put.Full full) {
            kept.remove(full.oldestKey());
            kept.put(entry.id(), text);
        }
    }

    private void sweep(KeyedJournal kept) throws IOException {
        while (!leftovers.isEmpty()) {
            kept.remove(leftovers.element());
            leftovers.remove();
        }
    }

    /** Removes all entries, durably. */
    synchronized void clear() throws IOException {
        if (table != null) {
            table.clear();
        }
        entries.clear();
        leftovers.clear();
        byCause.values().forEach(ArrayDeque::clear);
    }
}
