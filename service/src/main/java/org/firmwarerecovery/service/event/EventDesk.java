package org.firmwarerecovery.service.event;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.firmwarerecovery.redfish.message.EventMessages;
import org.firmwarerecovery.redfish.message.RecoveryMessages;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes every fact of the node, numbers it, has its log keep it, and then tells those who follow: nobody hears what a power cut
 * could take back. When more comes than the medium takes, at most {@link #WAITING_MAX} facts of each log wait; those left out are
 * counted and the count is recorded in that log.
 *
 * <p>Threads: {@link #publish} from any, without blocking; one thread of its own writes and tells.
 */
public final class EventDesk implements EventSink, AutoCloseable {
    /** Most facts of one log that wait for the medium. */
    public static final int WAITING_MAX = 1024;

    private static final Logger LOG = LoggerFactory.getLogger(EventDesk.class);
    private static final String MANAGER = EventPaths.MANAGER;
    /** Most records of no log that are known for a while. */
    private static final int PASSING_MAX = 256;

    private static final long CLOSE_WITHIN_MILLIS = 2_000;
    private static final long CLEAR_WITHIN_SECONDS = 30;
    /** While the medium refuses it is tried again this often, beside with each new fact. */
    private static final long RETRY_MILLIS = 30_000;

    private final EventLog events;
    private final EventLog audit;
    private final InstantSource wall;
    // One for each log, so that a flood in one costs nothing in another.
    private final Map<EventFact.Log, Lane> lanes = new EnumMap<>(EventFact.Log.class);
    private final List<Consumer<EventRecord>> followers = new CopyOnWriteArrayList<>();
    private final Thread writer = new Thread(this::run, "events");
    private long last;
    /** Everything up to this number can be read. */
    private volatile long told;
    /** Facts that no log keeps. */
    private final ConcurrentSkipListMap<Long, EventRecord> passing = new ConcurrentSkipListMap<>();

    private volatile long passed;
    private long arrivals;
    private boolean closing;

    /** What waits for one log. */
    private static final class Lane {
        private final EventFact.Log kind;
        private final ArrayDeque<Arrival> waiting = new ArrayDeque<>();
        private long lost;

        private Lane(EventFact.Log kind) {
            this.kind = kind;
        }

        /** Place in the order of all lanes; the count of what was lost comes when its lane is empty. */
        private long place() {
            return waiting.isEmpty() ? Long.MAX_VALUE : waiting.element().place();
        }

        private boolean isIdle() {
            return waiting.isEmpty() && lost == 0;
        }
    }

    /** Something to do for one log, in its order. */
    private record Arrival(long place, Runnable work) {}

    private EventDesk(EventLog events, EventLog audit, InstantSource wall) {
        this.events = events;
        this.audit = audit;
        this.wall = wall;
        for (EventFact.Log kind : EventFact.Log.values()) {
            lanes.put(kind, new Lane(kind));
        }
        this.last = Math.max(events.newest().orElse(0), audit.newest().orElse(0));
        this.told = last;
    }

    /** Starts to keep facts in these logs. */
    public static EventDesk start(EventLog events, EventLog audit, InstantSource wall) {
        EventDesk desk = new EventDesk(events, audit, wall);
        desk.writer.setDaemon(true);
        desk.writer.start();
        return desk;
    }

    /** The log of this kind. */
    public EventLog log(EventFact.Log kind) {
        return kind == EventFact.Log.EVENTS ? events : audit;
    }

    /** Both logs. */
    public List<EventLog> logs() {
        return List.of(events, audit);
    }

    /** The newest records of both logs, oldest first, at most {@code max}. */
    public List<EventRecord> newest(int max) {
        List<EventRecord> all = Stream.concat(events.entries().stream(), audit.entries().stream())
                .sorted(Comparator.comparingLong(EventRecord::number))
                .toList();
        return all.subList(Math.max(0, all.size() - max), all.size());
    }

    /** Number of the newest record. */
    public long newest() {
        return told;
    }

    /** The oldest records with numbers above this that are still known, oldest first, at most {@code max}. Never blocks. */
    public List<EventRecord> after(long number, int max) {
        // First: what comes in while the logs are read one after the other is for the next time.
        long until = told;
        return Stream.of(
                        events.after(number, max).stream(),
                        audit.after(number, max).stream(),
                        passing.tailMap(number, false).values().stream().limit(max))
                .flatMap(Function.identity())
                .filter(entry -> entry.number() <= until)
                .sorted(Comparator.comparingLong(EventRecord::number))
                .limit(max)
                .toList();
    }

    /** Highest number of a record that made room for others or was cleared; 0 when there is none. */
    public long evicted() {
        return Math.max(passed, Math.max(events.evicted(), audit.evicted()));
    }

    /** Tells {@code follower} of each record from now on, on the desk's thread; it must not block. */
    public void follow(Consumer<EventRecord> follower) {
        followers.add(follower);
    }

    @Override
    public synchronized void publish(EventFact fact) {
        Lane lane = lane(fact.log());
        if (lane.waiting.size() >= WAITING_MAX) {
            lane.lost++;
            return;
        }
        lane.waiting.add(new Arrival(arrivals++, () -> record(fact)));
        notifyAll();
    }

    /**
     * Empties a log of everything that was published before, and records who did it as its first entry. Blocks for the medium.
     *
     * @throws IOException when the medium refuses; the log is as it was
     */
    public void clear(EventLog log, String user) throws IOException {
        CompletableFuture<Void> done = new CompletableFuture<>();
        synchronized (this) {
            if (closing) {
                throw new IOException("the node stops");
            }
            lane(log.kind()).waiting.add(new Arrival(arrivals++, () -> clear(log, user, done)));
            notifyAll();
        }
        try {
            done.get(CLEAR_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException refused ? refused : new IOException(e);
        } catch (TimeoutException e) {
            throw new IOException("the medium does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void clear(EventLog log, String user, CompletableFuture<Void> done) {
        try {
            log.clear(last);
        } catch (IOException e) {
            done.completeExceptionally(e);
            return;
        }
        record(new EventFact(
                log.kind(),
                EventMessages.logCleared(log.kind().id()),
                wall.instant(),
                EventPaths.log(log.kind()),
                "LogService",
                user));
        done.complete(null);
    }

    private void settle() {
        logs().forEach(EventLog::settle);
    }

    private void run() {
        try {
            Runnable work = next();
            while (work != null) {
                work.run();
                work = next();
            }
            settle();
        } catch (InterruptedException e) {
            LOG.error("events are not recorded any more", e);
        }
    }

    private void record(EventFact fact) {
        EventRecord entry = new EventRecord(++last, fact);
        if (fact.log() == EventFact.Log.NONE) {
            pass(entry);
        } else {
            log(fact.log()).add(entry);
        }
        told = entry.number();
        for (Consumer<EventRecord> follower : followers) {
            try {
                follower.accept(entry);
            } catch (RuntimeException e) {
                LOG.error("event {} could not be told", entry.id(), e);
            }
        }
    }

    private void pass(EventRecord entry) {
        events.mark(entry.number());
        passing.put(entry.number(), entry);
        if (passing.size() > PASSING_MAX) {
            passed = passing.pollFirstEntry().getKey();
        }
    }

    private Lane lane(EventFact.Log kind) {
        return Objects.requireNonNull(lanes.get(kind));
    }

    private synchronized @Nullable Runnable next() throws InterruptedException {
        while (!closing && lanes.values().stream().allMatch(Lane::isIdle)) {
            if (logs().stream().anyMatch(EventLog::isBehind)) {
                wait(RETRY_MILLIS);
                if (!closing && lanes.values().stream().allMatch(Lane::isIdle)) {
                    return this::settle;
                }
            } else {
                wait();
            }
        }
        Optional<Lane> first =
                lanes.values().stream().filter(lane -> !lane.isIdle()).min(Comparator.comparingLong(Lane::place));
        return first.map(this::next).orElse(null);
    }

    private Runnable next(Lane lane) {
        if (!lane.waiting.isEmpty()) {
            return lane.waiting.remove().work();
        }
        EventFact.Log log = lane.kind == EventFact.Log.NONE ? EventFact.Log.EVENTS : lane.kind;
        EventFact told =
                new EventFact(log, RecoveryMessages.recordsLost(lane.lost), wall.instant(), MANAGER, "Manager", null);
        lane.lost = 0;
        return () -> record(told);
    }

    /** Writes what waits, but not for longer than two seconds. */
    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        try {
            writer.join(CLOSE_WITHIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            int left = lanes.values().stream()
                    .mapToInt(lane -> lane.waiting.size())
                    .sum();
            if (left > 0) {
                LOG.warn("{} events could not be recorded before the end", left);
                lanes.values().forEach(lane -> lane.waiting.clear());
            }
        }
    }
}
