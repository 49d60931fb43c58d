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
import org.firmwarerecovery.update.io.journal.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One log of a node on disk: at most {@link #ENTRIES_MAX} entries, of which those of one cause have a share ({@link
 * EventFact.Log#share}) and make room for their like (OverWritePolicy WrapsWhenFull). In the audit log that is the oldest of the
 * author with the most entries of that cause, so that one author cannot turn the log over; elsewhere the oldest. While the medium
 * refuses, entries are kept in memory and written when it takes them again. Thread-safe; changes block for the medium, reading
 * never does.
 */
public final class EventLog {
    /** Most entries of one log. */
    public static final int ENTRIES_MAX = 1000;
    /**
     * Limits of its table: one entry more than the log has, since the new one is written before the oldest goes, and the newest
     * number.
     */
    public static final KeyedJournal.Limits TABLE_LIMITS =
            new KeyedJournal.Limits(ENTRIES_MAX + 2, EventText.BYTES_MAX);

    /** Key of the newest number that was given away when no entry has it any more. */
    private static final String NEWEST = "newest";

    private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);

    private final EventFact.Log kind;
    /** Null: the log is in memory only. */
    private final @Nullable KeyedJournal table;
    // Read while a change waits for the medium.
    private final ConcurrentSkipListMap<Long, EventRecord> entries = new ConcurrentSkipListMap<>();
    private final Map<EventFact.Cause, EventShare> shares = new EnumMap<>(EventFact.Cause.class);
    /** Entries that went but stand in the table still, as the medium refused. */
    private final ArrayDeque<String> leftovers = new ArrayDeque<>();
    /** Entries that the table lacks, as the medium refused; oldest first. */
    private final ArrayDeque<Long> unwritten = new ArrayDeque<>();

    private volatile long evicted;
    private volatile long marked;
    private boolean markUnwritten;
    private volatile boolean failing;

    private EventLog(EventFact.Log kind, @Nullable KeyedJournal table) {
        this.kind = kind;
        this.table = table;
        for (EventFact.Cause cause : EventFact.Cause.values()) {
            shares.put(cause, new EventShare());
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
            if (stored.getKey().equals(NEWEST)) {
                log.marked = EventText.readMark(stored.getValue());
                continue;
            }
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

    /** The oldest entries with numbers above this, oldest first, at most {@code max}. */
    List<EventRecord> after(long number, int max) {
        return entries.tailMap(number, false).values().stream().limit(max).toList();
    }

    /** Highest number of an entry that made room for others or was cleared; 0 when none was since the start. */
    long evicted() {
        return evicted;
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
        long newest = Math.max(marked, last == null ? 0 : last.getKey());
        return newest == 0 ? OptionalLong.empty() : OptionalLong.of(newest);
    }

    /** Remembers that a number was given away that no entry has, so that it is not given away again after a restart. */
    synchronized void mark(long number) {
        marked = number;
        markUnwritten = true;
        settle();
    }

    /** Whether the medium lacks something that is in memory. */
    boolean isBehind() {
        return failing;
    }

    /** Adds an entry; durable on return unless the medium refuses. */
    synchronized void add(EventRecord entry) {
        take(entry);
        if (table != null) {
            unwritten.add(entry.number());
            settle();
        }
    }

    /** Writes what the medium did not take before. */
    synchronized void settle() {
        if (table == null) {
            return;
        }
        try {
            while (!unwritten.isEmpty()) {
                EventRecord entry = entries.get(unwritten.element());
                if (entry != null) {
                    store(table, entry);
                }
                unwritten.remove();
            }
            sweep(table);
            if (markUnwritten) {
                table.put(NEWEST, EventText.mark(marked));
                markUnwritten = false;
            }
            if (failing) {
                LOG.info("{} can be written again, and nothing of it is missing", kind.id());
            }
            failing = false;
        } catch (RecordTooLargeException e) {
            LOG.error("{}: an entry is too large to be kept", kind.id(), e);
            unwritten.remove();
        } catch (IOException e) {
            fail(e);
        }
    }

    private void fail(IOException e) {
        if (!failing) {
            LOG.warn("{} cannot be written; until it can, new entries would be lost with a restart", kind.id(), e);
        }
        failing = true;
    }

    /** Into memory; others of its cause make room. */
    private void take(EventRecord entry) {
        EventFact.Cause cause = entry.fact().cause();
        EventShare share = Objects.requireNonNull(shares.get(cause));
        entries.put(entry.number(), entry);
        share.add(author(entry), entry.number());
        while (share.size() > kind.share(cause)) {
            long number = share.makeRoom();
            EventRecord gone = entries.remove(number);
            evicted = Math.max(evicted, number);
            unwritten.remove(number);
            // One that was never written leaves nothing.
            if (gone != null && table != null && table.get(gone.id()).isPresent()) {
                leftovers.add(gone.id());
            }
        }
    }

    private String author(EventRecord entry) {
        EventFact fact = entry.fact();
        if (kind != EventFact.Log.AUDIT) {
            return "";
        }
        if (fact.user() != null) {
            return fact.user();
        }
        // Who was refused or locked out is the first thing such an entry says.
        List<String> arguments = fact.message().messageArgs();
        return fact.cause() == EventFact.Cause.REFUSAL && !arguments.isEmpty() ? arguments.get(0) : "";
    }

    /** The new one is written before the oldest goes; only a table full of leftovers has to be swept first. */
    private void store(KeyedJournal kept, EventRecord entry) throws IOException {
        byte[] text = EventText.write(entry);
        KeyedJournal.Put put = kept.put(entry.id(), text);
        if (put instanceof KeyedJournal.Put.Full) {
            sweep(kept);
            put = kept.put(entry.id(), text);
        }
        if (put instanceof KeyedJournal.Put.Full) {
            kept.remove(kept.values().keySet().stream()
                    .filter(key -> !key.equals(NEWEST))
                    .findFirst()
                    .orElseThrow());
            kept.put(entry.id(), text);
        }
    }

    private void sweep(KeyedJournal kept) throws IOException {
        while (!leftovers.isEmpty()) {
            kept.remove(leftovers.element());
            leftovers.remove();
        }
    }

    /**
     * Removes all entries, durably.
     *
     * @param given newest number that was given away; none up to it ever comes again
     */
    synchronized void clear(long given) throws IOException {
        if (table != null) {
            table.clearTo(NEWEST, EventText.mark(given));
        }
        marked = given;
        markUnwritten = false;
        if (!entries.isEmpty()) {
            // Whoever has not read them yet has to know that they are gone.
            evicted = Math.max(evicted, entries.lastKey());
        }
        entries.clear();
        leftovers.clear();
        unwritten.clear();
        failing = false;
        shares.values().forEach(EventShare::clear);
    }
}
