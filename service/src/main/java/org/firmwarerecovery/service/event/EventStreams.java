package org.firmwarerecovery.service.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams of server-sent events (DSP0266, clause on the event stream). Each has no more than a place in the numbers of the
 * {@link EventDesk} and reads on from there at the speed of its client, so that a slow one holds up nobody and costs no memory. One
 * that is still behind when the logs needed the room of what it had not seen is broken off, as is one that takes nothing for
 * {@link #STALL_SECONDS}; its client comes back with Last-Event-ID and reads what is kept.
 *
 * <p>Of metric reports each stream gets the newest when it begins and then every new one; a slow one skips those in between.
 *
 * <p>Streams outlive the session that opened them, but neither the account nor the EventService.
 *
 * <p>Thread-safe; one thread of its own sends to all, and never waits.
 */
public final class EventStreams implements AutoCloseable {
    /** A client hears at least a comment this often. */
    public static final int HEARTBEAT_SECONDS = 10;
    /** A client that takes nothing for this long is given up. */
    static final int STALL_SECONDS = 60;

    private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);
    private static final int BATCH_MAX = 16;
    private static final int ID_BYTES = 6;
    private static final byte[] COMMENT = ":\n\n".getBytes(UTF_8);

    private final EventDesk desk;
    private final Owners owners;
    private final BooleanSupplier enabled;
    private final StreamPlaces places;
    private final SecureRandom random = new SecureRandom();
    private final TreeMap<String, Stream> streams = new TreeMap<>();
    private final AtomicBoolean news = new AtomicBoolean();
    private final ScheduledThreadPoolExecutor sender;
    private volatile @Nullable ReportRecord newestReport;
    private @Nullable Future<?> heartbeat;
    private long opened;
    private boolean closed;

    private EventStreams(EventDesk desk, Owners owners, BooleanSupplier enabled, StreamPlaces places) {
        this.desk = desk;
        this.owners = owners;
        this.enabled = enabled;
        this.places = places;
        this.sender = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "event streams");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Streams of what {@code desk} records.
     *
     * @param enabled whether events are sent at all
     */
    public static EventStreams start(EventDesk desk, Owners owners, BooleanSupplier enabled, StreamPlaces places) {
        EventStreams made = new EventStreams(desk, owners, enabled, places);
        desk.follow(event -> made.wake());
        made.heartbeat =
                made.sender.scheduleWithFixedDelay(made::beat, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
        return made;
    }

    /**
     * A stream as its subscription shows it.
     *
     * @param id of the subscription
     * @param owner id of the account that opened it
     * @param context the text of the client
     * @param format what it is sent; empty when it may be sent anything
     */
    public record Shown(String id, String owner, String context, Optional<EventFormat> format) {}

    /** A stream. All but the context and whether it waits belongs to the sender. */
    private static final class Stream {
        private final String id;
        private final String owner;
        private final long order;
        private final StreamFilter filter;
        private final long replayedTo;
        private volatile String context = "";
        private @Nullable Outlet outlet;
        private long seen;
        private long seenReport;
        private volatile boolean waiting;
        private long movedNanos = System.nanoTime();

        private Stream(String id, String owner, long order, StreamFilter filter, StreamPosition seen, long replayedTo) {
            this.id = id;
            this.owner = owner;
            this.order = order;
            this.filter = filter;
            this.seen = seen.event();
            this.seenReport = seen.report();
            this.replayedTo = replayedTo;
        }

        /** What passes the filter, but for the news that this stream was opened. */
        private boolean wants(EventRecord event) {
            return filter.admits(event)
                    && !EventPaths.subscription(id).equals(event.fact().origin());
        }

        private String position() {
            return new StreamPosition(seen, seenReport).id();
        }
    }

    /**
     * Takes a place for a stream; {@link #begin} or {@link #end} follows. Another stream may have to end for that ({@link
     * StreamPlaces}).
     *
     * @param owner id of an account
     * @param after what the client has; empty when it wants no events from the past
     * @return its id; empty when there is no place for it
     */
    public synchronized Optional<String> reserve(String owner, StreamFilter filter, Optional<StreamPosition> after) {
        StreamPlaces.Place place = places.place(
                owner,
                streams.values().stream()
                        .map(stream -> new StreamPlaces.Held(stream.id, stream.owner, stream.waiting, stream.order))
                        .toList());
        if (closed || place instanceof StreamPlaces.Place.None) {
            return Optional.empty();
        }
        if (place instanceof StreamPlaces.Place.Of other) {
            LOG.info("event stream {} ends: a new one takes its place", other.id());
            end(other.id(), true);
        }
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        String id = EventPaths.STREAM_ID + HexFormat.of().formatHex(bytes);
        long newest = desk.newest();
        // A number that was never given away is of another node or made up.
        StreamPosition from =
                after.filter(position -> position.event() <= newest).orElse(new StreamPosition(newest, 0));
        streams.put(id, new Stream(id, owner, opened++, filter, from, newest));
        return Optional.of(id);
    }

    /** Sends to {@code outlet} what its reservation wanted. */
    public void begin(String id, Outlet outlet) {
        outlet.whenClosed(() -> end(id));
        boolean taken = run(() -> {
            Stream stream = find(id);
            if (stream == null) {
                outlet.close(true);
                return;
            }
            stream.outlet = outlet;
            // The client hears at once that it is heard.
            send(stream, COMMENT);
            pump(stream);
        });
        if (!taken) {
            outlet.close(true);
        }
    }

    /** Takes a metric report for those who want it. Never blocks. */
    public void publish(ReportRecord report) {
        newestReport = report;
        wake();
    }

    /** All streams. */
    public synchronized List<Shown> all() {
        return streams.values().stream()
                .map(stream -> new Shown(stream.id, stream.owner, stream.context, stream.filter.format()))
                .toList();
    }

    /** The stream of this subscription. */
    public Optional<Shown> shown(String id) {
        return all().stream().filter(stream -> stream.id().equals(id)).findFirst();
    }

    /** Changes the text that is sent with each event. */
    public void say(String id, String context) {
        Stream stream = find(id);
        if (stream != null) {
            stream.context = context;
        }
    }

    /** Ends a stream; false when there is none. */
    public boolean end(String id) {
        return end(id, true);
    }

    /** Ends the streams of an account that is gone or disabled. */
    public void ownerEnds(String account) {
        all().stream().filter(stream -> stream.owner().equals(account)).forEach(stream -> end(stream.id()));
    }

    /** Ends all streams. */
    public void endAll() {
        all().forEach(stream -> end(stream.id()));
    }

    private boolean end(String id, boolean whole) {
        Stream stream;
        synchronized (this) {
            stream = streams.remove(id);
        }
        if (stream == null) {
            return false;
        }
        run(() -> {
            if (stream.outlet != null) {
                stream.outlet.close(whole);
            }
        });
        return true;
    }

    private synchronized @Nullable Stream find(String id) {
        return streams.get(id);
    }

    private synchronized List<Stream> streams() {
        return new ArrayList<>(streams.values());
    }

    /** False when the streams are closed. */
    private boolean run(Runnable work) {
        try {
            sender.execute(work);
            return true;
        } catch (RejectedExecutionException e) {
            LOG.debug("the streams are closed", e);
            return false;
        }
    }

    /** One pass over all streams for any number of events that come in before it begins. */
    private void wake() {
        if (news.compareAndSet(false, true)) {
            run(() -> {
                news.set(false);
                streams().forEach(stream -> guarded(stream, this::pump));
            });
        }
    }

    private void beat() {
        streams().forEach(stream -> guarded(stream, this::beat));
    }

    private void beat(Stream stream) {
        boolean stalled = System.nanoTime() - stream.movedNanos > TimeUnit.SECONDS.toNanos(STALL_SECONDS);
        if (stalled) {
            LOG.info("event stream {} ends: its client takes nothing", stream.id);
            end(stream.id, false);
        } else if (!enabled.getAsBoolean() || owners.standing(stream.owner) != Owners.Standing.ACTIVE) {
            end(stream.id, true);
        } else {
            send(stream, COMMENT);
        }
    }

    /** What goes wrong with one stream ends that stream and nothing else. */
    private void guarded(Stream stream, Consumer<Stream> work) {
        try {
            work.accept(stream);
        } catch (RuntimeException e) {
            LOG.error("event stream {} failed", stream.id, e);
            end(stream.id, false);
        }
    }

    /** Sends what this stream has not seen, as far as its client takes it. */
    private void pump(Stream stream) {
        List<EventRecord> unseen = unseen(stream);
        while (!unseen.isEmpty() && isReady(stream)) {
            for (EventRecord event : unseen) {
                if (!isReady(stream)) {
                    break;
                }
                if (stream.wants(event) && owners.mayHear(stream.owner, event)) {
                    send(stream, text(event.id(), EventPayload.of(List.of(event), stream.context)));
                }
                stream.seen = event.number();
            }
            unseen = unseen(stream);
        }
        pumpReport(stream);
    }

    /** A larger number than that of the newest report is of a process before this one, and tells nothing of its reports. */
    private void pumpReport(Stream stream) {
        ReportRecord report = newestReport;
        if (report != null
                && report.number() != stream.seenReport
                && stream.filter.admits(report)
                && owners.mayHear(stream.owner, report)
                && isReady(stream)) {
            stream.seenReport = report.number();
            send(stream, text(stream.position(), ReportPayload.of(report, stream.context)));
        }
    }

    /** The next that this stream has not seen; none, and its end, when some of it is gone. */
    private List<EventRecord> unseen(Stream stream) {
        List<EventRecord> unseen = desk.after(stream.seen, BATCH_MAX);
        // Judged after reading: what made room meanwhile may be among what was not read.
        if (desk.evicted() > Math.max(stream.seen, stream.replayedTo)) {
            if (end(stream.id, false)) {
                LOG.info("event stream {} ends: its client is too slow", stream.id);
            }
            return List.of();
        }
        return unseen;
    }

    private boolean isReady(Stream stream) {
        Outlet outlet = stream.outlet;
        if (outlet == null) {
            return false;
        }
        boolean ready = outlet.isReady();
        if (!ready && !stream.waiting) {
            stream.waiting = true;
            outlet.whenReady(() -> run(() -> {
                stream.waiting = false;
                guarded(stream, this::pump);
            }));
        }
        return ready;
    }

    private void send(Stream stream, byte[] bytes) {
        Outlet outlet = stream.outlet;
        if (outlet != null && isReady(stream)) {
            try {
                outlet.send(bytes);
                stream.movedNanos = System.nanoTime();
            } catch (IOException e) {
                LOG.debug("event stream {} ends", stream.id, e);
                end(stream.id, false);
            }
        }
    }

    private static byte[] text(String id, byte[] document) {
        return ("id: " + id + "\ndata: " + new String(document, UTF_8) + "\n\n").getBytes(UTF_8);
    }

    /** Ends all streams at once and takes no more. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            if (heartbeat != null) {
                heartbeat.cancel(false);
            }
        }
        endAll();
        sender.shutdown();
        try {
            // So that no server waits for answers that never end.
            if (!sender.awaitTermination(1, TimeUnit.SECONDS)) {
                sender.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
