package org.firmwarerecovery.service.network;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a slow source says, at most a little old. One thread asks the source, one question at a time and each at most once in
 * {@link #FRESH}, however many requests want to know; that thread goes when there is nothing to ask. An answer that is older, but not too
 * old to be told at once, is told while a new one is fetched for whoever asks next. Without one a request waits: at most
 * {@link #PATIENCE}, which all requests share in each {@link #PATIENCE_EVERY}, however many questions they have, and not at all for a
 * source that has already been thinking for that long; then it gets the last answer, if that is not older than {@link #STALE}. No answer is
 * an answer too, but one that is not told at once: a source that fails is not asked more often, and is waited for again. Thread-safe.
 *
 * @param <V> an answer
 */
final class RecentAnswers<V> {
    /** How long an answer is as good as a new one. */
    static final Duration FRESH = Duration.ofSeconds(3);
    /** How long requests wait. */
    static final Duration PATIENCE = Duration.ofSeconds(2);
    /** Time in which they wait that long once: a request for all interfaces has a question for each of them. */
    static final Duration PATIENCE_EVERY = Duration.ofSeconds(10);
    /** Age from which an answer is told to nobody. */
    static final Duration STALE = Duration.ofSeconds(60);

    /** Questions whose answers are kept, more than there are interfaces; the one not asked for longest is forgotten. */
    private static final int QUESTIONS_MAX = 2 * NetworkLinks.LINKS_MAX;

    private static final Duration IDLE = Duration.ofSeconds(10);

    private final Function<String, Optional<V>> source;
    private final Duration atOnce;
    private final LongSupplier nanos;
    private final ThreadPoolExecutor worker;
    private final LinkedHashMap<String, Entry<V>> entries = new LinkedHashMap<>(16, 0.75f, true);
    /** When the question that is being asked was begun. */
    private @Nullable Long busySince;
    /** Requests that wait now; they began when {@link #waitingSince} says, and the time that others waited is in {@link #waited}. */
    private int waiting;

    private long waitingSince;
    private long waited;
    /** When the present {@link #PATIENCE_EVERY} began. */
    private long patientSince;

    /** What is known about one question; guarded by the lock of the whole. */
    private static final class Entry<V> {
        private @Nullable Answer<V> last;
        private @Nullable CompletableFuture<Optional<V>> running;
    }

    private record Answer<V>(Optional<V> value, long at) {}

    /**
     * Nothing is asked yet.
     *
     * @param name of the thread
     * @param source answers within a time of its own, empty when it cannot
     * @param atOnce age up to which an answer is told at once, {@link #FRESH} to {@link #STALE}
     * @param nanos a clock that never goes back
     */
    RecentAnswers(String name, Function<String, Optional<V>> source, Duration atOnce, LongSupplier nanos) {
        this.source = source;
        this.atOnce = atOnce;
        this.nanos = nanos;
        this.patientSince = nanos.getAsLong();
        this.worker = new ThreadPoolExecutor(
                1, 1, IDLE.toMillis(), TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(QUESTIONS_MAX), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
        worker.allowCoreThreadTimeOut(true);
    }

    /** The answer to a question; empty when there is none, or none yet. */
    Optional<V> of(String question) {
        CompletableFuture<Optional<V>> running;
        Optional<V> last;
        long wait;
        synchronized (this) {
            long now = nanos.getAsLong();
            Entry<V> entry = entry(question);
            Answer<V> known = entry.last;
            long age = known == null ? Long.MAX_VALUE : now - known.at();
            if (known != null && age < FRESH.toNanos()) {
                return known.value();
            }
            last = known == null || age >= STALE.toNanos() ? Optional.empty() : known.value();
            running = entry.running == null ? begin(question, entry) : entry.running;
            wait = last.isPresent() && age < atOnce.toNanos() ? 0 : patience(now);
            if (wait > 0) {
                waitingSince = waiting++ == 0 ? now : waitingSince;
            }
        }
        if (wait <= 0) {
            return last;
        }
        try {
            return await(running, wait, last);
        } finally {
            waitedEnough();
        }
    }

    /** How long a request may wait from now on. */
    private long patience(long now) {
        if (waiting == 0 && now - patientSince >= PATIENCE_EVERY.toNanos()) {
            patientSince = now;
            waited = 0;
        }
        long used = waited + (waiting == 0 ? 0 : now - waitingSince);
        long thinking = busySince == null ? 0 : now - busySince;
        return PATIENCE.toNanos() - Math.max(used, thinking);
    }

    private synchronized void waitedEnough() {
        if (--waiting == 0) {
            waited += nanos.getAsLong() - waitingSince;
        }
    }

    /** Puts in what somebody found out by himself just now. */
    synchronized void put(String question, Optional<V> value) {
        Entry<V> entry = new Entry<>();
        entry.last = new Answer<>(value, nanos.getAsLong());
        entries.put(question, entry);
        limit();
    }

    /** Everything changed: what is known, and what is being asked just now, counts no more. */
    synchronized void forget() {
        entries.clear();
    }

    private Entry<V> entry(String question) {
        Entry<V> entry = entries.computeIfAbsent(question, key -> new Entry<>());
        limit();
        return entry;
    }

    private void limit() {
        if (entries.size() > QUESTIONS_MAX) {
            entries.remove(entries.keySet().iterator().next());
        }
    }

    private CompletableFuture<Optional<V>> begin(String question, Entry<V> entry) {
        CompletableFuture<Optional<V>> answer = new CompletableFuture<>();
        try {
            worker.execute(() -> ask(question, entry, answer));
            entry.running = answer;
        } catch (RejectedExecutionException full) {
            answer.complete(Optional.empty());
        }
        return answer;
    }

    private void ask(String question, Entry<V> entry, CompletableFuture<Optional<V>> answer) {
        synchronized (this) {
            busySince = nanos.getAsLong();
        }
        Optional<V> value = Optional.empty();
        try {
            value = source.apply(question);
        } finally {
            synchronized (this) {
                busySince = null;
                // An entry that was forgotten meanwhile takes its answer with it.
                entry.last = new Answer<>(value, nanos.getAsLong());
                entry.running = null;
            }
            answer.complete(value);
        }
    }

    private static <V> Optional<V> await(CompletableFuture<Optional<V>> running, long nanos, Optional<V> otherwise) {
        try {
            return running.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            return otherwise;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return otherwise;
        } catch (ExecutionException e) {
            throw new IllegalStateException("an answer always comes", e);
        }
    }
}
