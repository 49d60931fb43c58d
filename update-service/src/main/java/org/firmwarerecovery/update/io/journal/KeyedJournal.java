package org.firmwarerecovery.update.io.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.firmwarerecovery.update.io.file.SpaceReserve;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A durable table from short keys to small values on an {@link AppendJournal}: accounts, settings, subscriptions, tasks, log
 * entries, recoveries. Kept whole in memory, oldest key first; a key keeps its age when its value changes. It compacts itself
 * when more than half of a large file is history.
 *
 * <p>Limits: so many entries, values so large. A full table refuses a new key and names the oldest; what may be evicted is the
 * caller's decision (a running task may not, an old log entry may).
 *
 * <p>Threads: any; calls exclude each other. Changes block for one force. Arrays handed in or out are copies.
 */
public final class KeyedJournal implements Closeable {
    /** Longest key in UTF-8 bytes. */
    public static final int KEY_BYTES_MAX = 256;
    /** A file below this size is never compacted. */
    public static final long COMPACT_ABOVE_BYTES = 256 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(KeyedJournal.class);
    private static final byte PUT = 'P';
    private static final byte REMOVE = 'R';
    private static final int ENTRY_OVERHEAD_BYTES = AppendJournal.RECORD_HEADER_BYTES + 3;

    private final Path file;
    private final Limits limits;
    private final LinkedHashMap<String, byte[]> entries = new LinkedHashMap<>();
    private final AppendJournal journal;
    private long liveBytes;

    private KeyedJournal(Path file, Limits limits, SpaceReserve reserve) throws IOException {
        this.file = file;
        this.limits = limits;
        this.journal = AppendJournal.open(file, reserve, this::apply);
    }

    /** Opens or makes the table. More entries than a limit lowered since then are kept until removed. */
    public static KeyedJournal open(Path file, Limits limits, SpaceReserve reserve) throws IOException {
        return new KeyedJournal(file, limits, reserve);
    }

    /** What opening it showed. */
    public Replay replay() {
        return journal.replay();
    }

    /**
     * Sets the value of {@code key}; durable on return of {@link Put.Stored}.
     *
     * @throws RecordTooLargeException for a value above {@link Limits#valueBytesMax()}; nothing changed
     */
    public synchronized Put put(String key, byte[] value) throws IOException {
        if (value.length > limits.valueBytesMax()) {
            throw new RecordTooLargeException(file.toString(), "valueBytesMax", value.length, limits.valueBytesMax());
        }
        if (!entries.containsKey(key) && entries.size() >= limits.entriesMax()) {
            return new Put.Full(limits.entriesMax(), entries.keySet().iterator().next());
        }
        byte[] record = record(PUT, key, value);
        journal.append(record);
        apply(record);
        compactIfWorthwhile();
        return new Put.Stored();
    }

    /** Removes {@code key}; durable on return. False when it was not there. */
    public synchronized boolean remove(String key) throws IOException {
        if (!entries.containsKey(key)) {
            return false;
        }
        byte[] record = record(REMOVE, key, new byte[0]);
        journal.append(record);
        apply(record);
        compactIfWorthwhile();
        return true;
    }

    /** Removes every key at once; durable on return. */
    public synchronized void clear() throws IOException {
        journal.compact(List.of());
        entries.clear();
        liveBytes = 0;
    }

    /**
     * Removes every key but this one, which gets this value, at once; durable on return.
     *
     * @throws RecordTooLargeException for a value above {@link Limits#valueBytesMax()}; nothing changed
     */
    public synchronized void clearTo(String key, byte[] value) throws IOException {
        if (value.length > limits.valueBytesMax()) {
            throw new RecordTooLargeException(file.toString(), "valueBytesMax", value.length, limits.valueBytesMax());
        }
        byte[] record = record(PUT, key, value);
        journal.compact(List.of(record));
        entries.clear();
        liveBytes = 0;
        apply(record);
    }

    /** The value of {@code key}. */
    public synchronized Optional<byte[]> get(String key) {
        return Optional.ofNullable(entries.get(key)).map(byte[]::clone);
    }

    /** Keys and values now, oldest key first. */
    public synchronized Map<String, byte[]> values() {
        LinkedHashMap<String, byte[]> copy = new LinkedHashMap<>();
        entries.forEach((key, value) -> copy.put(key, value.clone()));
        return Collections.unmodifiableMap(copy);
    }

    /** Number of keys. */
    public synchronized int size() {
        return entries.size();
    }

    /** Rewrites the file with the live entries only. */
    public synchronized void compact() throws IOException {
        List<byte[]> live = new ArrayList<>(entries.size());
        entries.forEach((key, value) -> live.add(record(PUT, key, value)));
        journal.compact(live);
    }

    /** Bytes of the file, history included. */
    public long fileBytes() {
        return journal.fileBytes();
    }

    @Override
    public synchronized void close() throws IOException {
        journal.close();
    }

    /** The change is durable already, so a failed compaction is no failure of it: the longer file goes on. */
    private void compactIfWorthwhile() {
        if (journal.fileBytes() <= COMPACT_ABOVE_BYTES || journal.fileBytes() <= 2 * liveBytes) {
            return;
        }
        try {
            compact();
        } catch (IOException e) {
            LOG.warn("compaction of {} failed; it goes on with {} bytes", file, journal.fileBytes(), e);
        }
    }

    private void apply(byte[] record) {
        ByteBuffer fields = ByteBuffer.wrap(record);
        byte kind = fields.get();
        byte[] keyBytes = new byte[Short.toUnsignedInt(fields.getShort())];
        fields.get(keyBytes);
        byte[] value = new byte[fields.remaining()];
        fields.get(value);
        String key = new String(keyBytes, StandardCharsets.UTF_8);
        byte[] before = kind == PUT ? entries.put(key, value) : entries.remove(key);
        if (before != null) {
            liveBytes -= entryBytes(keyBytes.length, before.length);
        }
        if (kind == PUT) {
            liveBytes += entryBytes(keyBytes.length, value.length);
        }
    }

    private static long entryBytes(int keyBytes, int valueBytes) {
        return ENTRY_OVERHEAD_BYTES + (long) keyBytes + valueBytes;
    }

    private static byte[] record(byte kind, String key, byte[] value) {
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        if (keyBytes.length == 0 || keyBytes.length > KEY_BYTES_MAX) {
            throw new IllegalArgumentException("a key has 1 to " + KEY_BYTES_MAX + " bytes, not " + keyBytes.length);
        }
        return ByteBuffer.allocate(3 + keyBytes.length + value.length)
                .put(kind)
                .putShort((short) keyBytes.length)
                .put(keyBytes)
                .put(value)
                .array();
    }

    /**
     * How large a table may grow.
     *
     * @param entriesMax number of keys
     * @param valueBytesMax bytes of one value; at most {@link AppendJournal#RECORD_BYTES_MAX} less the key
     */
    public record Limits(int entriesMax, int valueBytesMax) {
        /** Refuses limits that the file could not hold. */
        public Limits {
            if (entriesMax <= 0 || valueBytesMax <= 0) {
                throw new IllegalArgumentException("limits must be positive: " + entriesMax + ", " + valueBytesMax);
            }
            if (valueBytesMax > AppendJournal.RECORD_BYTES_MAX - KEY_BYTES_MAX - 3) {
                throw new IllegalArgumentException("valueBytesMax " + valueBytesMax + " exceeds a journal record");
            }
        }
    }

    /** What a put did. */
    public sealed interface Put {
        /** The value is durable. */
        record Stored() implements Put {}

        /**
         * The table is full; nothing changed.
         *
         * @param entriesMax its limit
         * @param oldestKey the first candidate for removal
         */
        record Full(int entriesMax, String oldestKey) implements Put {}
    }
}
