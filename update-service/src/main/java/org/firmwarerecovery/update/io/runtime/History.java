package org.firmwarerecovery.update.io.runtime;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.firmwarerecovery.update.io.journal.KeyedJournal;
import org.firmwarerecovery.update.io.journal.NewerFormatException;
import org.firmwarerecovery.update.io.journal.RecordTooLargeException;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.job.JobCodec;
import org.firmwarerecovery.update.job.JobText;
import org.firmwarerecovery.update.node.NodeState;
import org.firmwarerecovery.update.recovery.Recovery;
import org.firmwarerecovery.update.recovery.RecoveryCodec;
import org.firmwarerecovery.update.recovery.RecoveryText;
import org.firmwarerecovery.update.text.StrictJson;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memory of recoveries and jobs (Tasks) over a restart: two tables that follow the state of the machine. Each change of
 * phase and each line told is written in its order, as soon as the medium takes it; mere progress of a transfer about once a
 * second. What the banks need stands in the banks journal, so no work waits for this one: after a power cut the last moments
 * of the story may be missing, but nothing that somebody was told in answer to a command, which waits for
 * {@link #whenDurable}.
 *
 * <p>While the medium refuses (full, read-only) everything is kept and tried again; when {@link #EVENTS_MAX} changes wait,
 * only the last one of each record is kept, which tells the whole story, too.
 *
 * <p>Threads: {@link #accept} is for the loop thread and never blocks on the medium; one thread of its own writes.
 */
public final class History implements StateWatch, AutoCloseable {
    /** Limits of one table: far more than the machine remembers, and as much per record as its codec writes. */
    public static final KeyedJournal.Limits TABLE_LIMITS = new KeyedJournal.Limits(4096, StrictJson.BYTES_MAX);
    /** Most changes that wait before those of the same record are drawn together. */
    public static final int EVENTS_MAX = 1024;
    /** Shortest time between two writes of one record that tell only progress. */
    static final Duration PROGRESS_GAP = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(History.class);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);

    private final Shelf<Recovery> recoveries;
    private final Shelf<Job> jobs;
    private final Duration retryAfter;
    private final Thread writer = new Thread(this::run, "history");
    private final ArrayDeque<Change<?>> events = new ArrayDeque<>();
    private final LinkedHashMap<String, Change<?>> progress = new LinkedHashMap<>();
    private final TreeMap<String, Long> progressDue = new TreeMap<>();
    private final Tellings tellings = new Tellings();
    /** What the last state changed: record and number of the change (loop thread only). */
    private Map<String, Long> latest = new TreeMap<>();

    private long numbers;
    private @Nullable Change<?> writing;
    private boolean closing;
    private boolean failing;

    /** One kind of record: its table, its text, and what the table should hold by now (loop thread only). */
    private static final class Shelf<T> {
        private final String name;
        private final HistoryTable table;
        private final Function<T, byte[]> text;
        private final BiFunction<T, T, HistoryChange> compare;
        private final TreeMap<String, T> known = new TreeMap<>();

        private Shelf(
                String name, HistoryTable table, Function<T, byte[]> text, BiFunction<T, T, HistoryChange> compare) {
            this.name = name;
            this.table = table;
            this.text = text;
            this.compare = compare;
        }
    }

    /** A record to write, null for one to remove; what happened has a growing number, mere progress 0. */
    private record Change<T>(
            Shelf<T> shelf, String id, @Nullable T value, long number) {
        String key() {
            return shelf.name + "/" + id;
        }

        Change<T> numbered(long next) {
            return new Change<>(shelf, id, value, next);
        }
    }

    private History(HistoryTable recoveries, HistoryTable jobs, Duration retryAfter) {
        this.recoveries = new Shelf<>("recoveries", recoveries, RecoveryCodec::write, HistoryChange::of);
        this.jobs = new Shelf<>("tasks", jobs, JobCodec::write, HistoryChange::of);
        this.retryAfter = retryAfter;
    }

    /**
     * Reads both tables and starts to follow the machine. A record that cannot be understood is left out with a log line.
     *
     * @param recoveries the table of recoveries, which stays the caller's to close
     * @param jobs the table of jobs, likewise
     * @throws NewerFormatException when a newer program wrote one of the records
     */
    public static History open(KeyedJournal recoveries, KeyedJournal jobs) throws NewerFormatException {
        return open(HistoryTable.in(recoveries), HistoryTable.in(jobs), Duration.ofSeconds(1));
    }

    static History open(HistoryTable recoveries, HistoryTable jobs, Duration retryAfter) throws NewerFormatException {
        History history = new History(recoveries, jobs, retryAfter);
        history.load();
        history.writer.setDaemon(true);
        history.writer.start();
        return history;
    }

    private void load() throws NewerFormatException {
        for (Map.Entry<String, byte[]> entry : recoveries.table.values().entrySet()) {
            RecoveryText text = RecoveryCodec.read(entry.getValue());
            if (text instanceof RecoveryText.Newer newer) {
                throw newer(recoveries, newer.formatVersion(), RecoveryCodec.FORMAT_VERSION);
            }
            if (text instanceof RecoveryText.Ok ok && ok.recovery().id().equals(entry.getKey())) {
                recoveries.known.put(entry.getKey(), ok.recovery());
            } else {
                leaveOut(recoveries, entry.getKey(), text);
            }
        }
        for (Map.Entry<String, byte[]> entry : jobs.table.values().entrySet()) {
            JobText text = JobCodec.read(entry.getValue());
            if (text instanceof JobText.Newer newer) {
                throw newer(jobs, newer.formatVersion(), JobCodec.FORMAT_VERSION);
            }
            if (text instanceof JobText.Ok ok && ok.job().id().equals(entry.getKey())) {
                jobs.known.put(entry.getKey(), ok.job());
            } else {
                leaveOut(jobs, entry.getKey(), text);
            }
        }
    }

    private static NewerFormatException newer(Shelf<?> shelf, long found, int supported) {
        return new NewerFormatException("store/" + shelf.name, found, supported);
    }

    private static void leaveOut(Shelf<?> shelf, String id, Object text) {
        LOG.warn("store/{}: {} makes no sense and is left out: {}", shelf.name, id, text);
    }

    /** Recoveries as they were remembered at the start, by id. */
    public List<Recovery> recoveries() {
        return List.copyOf(recoveries.known.values());
    }

    /** Jobs as they were remembered at the start, by id. */
    public List<Job> jobs() {
        return List.copyOf(jobs.known.values());
    }

    /** Notices what changed and has it written. */
    @Override
    public void accept(NodeState state) {
        List<Change<?>> happened = new ArrayList<>();
        List<Change<?>> counted = new ArrayList<>();
        notice(recoveries, state.recoveries(), happened, counted);
        notice(jobs, state.jobs(), happened, counted);
        latest = new TreeMap<>();
        if (happened.isEmpty() && counted.isEmpty()) {
            return;
        }
        synchronized (this) {
            for (Change<?> change : happened) {
                progress.remove(change.key());
                latest.put(change.key(), ++numbers);
                events.add(change.numbered(numbers));
            }
            counted.forEach(change -> progress.put(change.key(), change));
            if (events.size() > EVENTS_MAX) {
                drawTogether();
            }
            notifyAll();
        }
    }

    @Override
    public void whenDurable(Telling telling) {
        synchronized (this) {
            TreeMap<String, Long> left = new TreeMap<>(latest);
            left.entrySet().removeIf(record -> !outstanding(record.getKey(), record.getValue()));
            // What an earlier command began may still wait for the medium, and is promised once more.
            Stream.concat(Stream.ofNullable(writing), events.stream())
                    .filter(change -> change.number() > 0 && telling.records().contains(change.id()))
                    .forEach(change -> left.merge(change.key(), change.number(), Math::max));
            if (!left.isEmpty()) {
                tellings.add(left, telling);
                return;
            }
        }
        telling.tell().run();
    }

    /** How much waits to be told. */
    synchronized int untold() {
        return tellings.size();
    }

    private boolean outstanding(String key, long number) {
        Change<?> now = writing;
        boolean underWay = now != null && now.key().equals(key) && now.number() >= number;
        return underWay || events.stream().anyMatch(waits -> waits.key().equals(key) && waits.number() >= number);
    }

    // A record that did not change is the same object; comparing every record with each event would cost too much.
    @SuppressWarnings("ReferenceEquality")
    private static <T> void notice(
            Shelf<T> shelf, Map<String, T> now, List<Change<?>> happened, List<Change<?>> counted) {
        for (String id : List.copyOf(shelf.known.keySet())) {
            if (!now.containsKey(id)) {
                shelf.known.remove(id);
                happened.add(new Change<T>(shelf, id, null, 0));
            }
        }
        for (Map.Entry<String, T> entry : now.entrySet()) {
            T before = shelf.known.put(entry.getKey(), entry.getValue());
            if (before != entry.getValue()) {
                HistoryChange change =
                        before == null ? HistoryChange.EVENT : shelf.compare.apply(before, entry.getValue());
                if (change != HistoryChange.NONE) {
                    (change == HistoryChange.EVENT ? happened : counted)
                            .add(new Change<>(shelf, entry.getKey(), entry.getValue(), 0));
                }
            }
        }
    }

    /** Each record tells its whole story, so the last one of each id is enough. */
    private void drawTogether() {
        LinkedHashMap<String, Change<?>> last = new LinkedHashMap<>();
        for (Change<?> change : events) {
            last.remove(change.key());
            last.put(change.key(), change);
        }
        events.clear();
        events.addAll(last.values());
    }

    /** Returns when everything that changed so far is durable; false when it was not {@code within} that time. */
    synchronized boolean flush(Duration within) throws InterruptedException {
        long until = System.nanoTime() + within.toNanos();
        while (writing != null || !events.isEmpty() || !progress.isEmpty()) {
            long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
            if (left <= 0 || !writer.isAlive()) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /** Writes what waits, but not for longer than two seconds; then nothing is written any more. */
    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        try {
            if (!flush(CLOSE_WITHIN)) {
                LOG.warn("the last changes of recoveries and tasks could not be written before the end");
            }
            writer.join(CLOSE_WITHIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            Change<?> change = next();
            while (change != null) {
                boolean done = write(change);
                if (done) {
                    settle(change).forEach(Runnable::run);
                }
                synchronized (this) {
                    if (!done) {
                        writing = null;
                        events.addFirst(change);
                    }
                    notifyAll();
                    if (!done && !pause()) {
                        return;
                    }
                }
                change = next();
            }
        } catch (InterruptedException e) {
            LOG.error("the history of recoveries and tasks is not written any more", e);
        }
    }

    /** What waited for this change only. */
    private synchronized List<Runnable> settle(Change<?> written) {
        writing = null;
        return tellings.written(written.key(), written.number());
    }

    /** Waits before the next try; false when the end came. */
    private synchronized boolean pause() throws InterruptedException {
        long until = System.nanoTime() + retryAfter.toNanos();
        long left = retryAfter.toNanos();
        while (!closing && left > 0) {
            wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
            left = until - System.nanoTime();
        }
        return !closing;
    }

    /** The next change that is due; null at the end. */
    private synchronized @Nullable Change<?> next() throws InterruptedException {
        while (true) {
            Change<?> event = events.poll();
            if (event != null) {
                writing = event;
                return event;
            }
            long now = System.nanoTime();
            long shortest = Long.MAX_VALUE;
            for (Change<?> change : progress.values()) {
                Long due = progressDue.get(change.key());
                long left = due == null || closing ? 0 : due - now;
                if (left <= 0) {
                    progress.remove(change.key());
                    progressDue.put(change.key(), now + PROGRESS_GAP.toNanos());
                    writing = change;
                    return change;
                }
                shortest = Math.min(shortest, left);
            }
            if (closing) {
                return null;
            }
            if (shortest == Long.MAX_VALUE) {
                progressDue.values().removeIf(due -> due <= now);
                wait();
            } else {
                wait(TimeUnit.NANOSECONDS.toMillis(shortest) + 1);
            }
        }
    }

    /** True when it is durable, or never will be. */
    private <T> boolean write(Change<T> change) {
        try {
            T value = change.value();
            if (value == null) {
                change.shelf().table.remove(change.id());
            } else {
                put(change.shelf(), change.id(), change.shelf().text.apply(value));
            }
            if (failing) {
                LOG.info("the history of recoveries and tasks can be written again");
                failing = false;
            }
            return true;
        } catch (RecordTooLargeException | RuntimeException e) {
            LOG.error("{} can not be remembered", change.key(), e);
            return true;
        } catch (IOException e) {
            if (!failing) {
                LOG.error("the history of recoveries and tasks can not be written; it is kept and tried again", e);
                failing = true;
            }
            return false;
        }
    }

    private static void put(Shelf<?> shelf, String id, byte[] text) throws IOException {
        Optional<String> oldest = shelf.table.put(id, text);
        if (oldest.isPresent()) {
            LOG.warn("store/{} is full; {} is forgotten", shelf.name, oldest.get());
            shelf.table.remove(oldest.get());
            shelf.table.put(id, text);
        }
    }
}
