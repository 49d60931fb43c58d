package org.firmwarerecovery.discovery.io;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.firmwarerecovery.discovery.core.Arrival;
import org.firmwarerecovery.discovery.core.Datagram;
import org.firmwarerecovery.discovery.core.DiscoveryCounters;
import org.firmwarerecovery.discovery.core.DiscoveryEffect;
import org.firmwarerecovery.discovery.core.DiscoveryEvent;
import org.firmwarerecovery.discovery.core.DiscoveryLink;
import org.firmwarerecovery.discovery.core.DiscoveryMachine;
import org.firmwarerecovery.discovery.core.DiscoverySettings;
import org.firmwarerecovery.discovery.core.DiscoveryState;
import org.firmwarerecovery.discovery.core.SearchCounters;
import org.firmwarerecovery.discovery.core.SearchOutcome;
import org.firmwarerecovery.machine.Moment;
import org.firmwarerecovery.machine.Step;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the discovery machine of one node on one thread: sockets in, datagrams and upcalls out. All public methods may be
 * called from any thread and return at once, except {@link #close}, which waits for the goodbye.
 */
public final class DiscoveryLoop implements AutoCloseable {
    /** Searches waiting to be taken over by the discovery thread. */
    public static final int REQUESTS_MAX = 256;
    /** How often interfaces are looked at for changes. */
    public static final Duration REFRESH = Duration.ofSeconds(5);
    /** How long {@link #close} waits for the discovery thread. */
    public static final Duration CLOSE_MAX = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(DiscoveryLoop.class);

    private final SocketMaker maker;
    private final LongSupplier uptimeMillis;
    private final DiscoveryListener listener;
    private final SecureRandom random = new SecureRandom();
    private final InstantSource wallClock = InstantSource.system();
    private final ArrayBlockingQueue<DiscoveryEvent.SearchRequested> requests = new ArrayBlockingQueue<>(REQUESTS_MAX);
    private final AtomicReference<@Nullable List<String>> newDonates = new AtomicReference<>();
    private final AtomicReference<@Nullable Wish> newSettings = new AtomicReference<>();
    private final Thread thread;

    private volatile boolean closing;
    private volatile SsdpSockets sockets;
    private volatile DiscoveryCounters counters = DiscoveryCounters.ZERO;
    private volatile List<DiscoveryLink> links = List.of();

    private volatile DiscoverySettings inForce;

    // Owned by the discovery thread.
    private DiscoveryMachine machine;
    private DiscoveryState state;
    private @Nullable List<String> donates;
    private long refreshDueMillis;

    /** Settings to begin again under, and who waits for that. */
    private record Wish(DiscoverySettings settings, CompletableFuture<Void> done) {}

    /** Makes the sockets for settings; only tests have another one. */
    @FunctionalInterface
    interface SocketMaker {
        SsdpSockets make(DiscoverySettings settings) throws IOException;
    }

    private DiscoveryLoop(
            DiscoverySettings settings,
            SocketMaker maker,
            SsdpSockets sockets,
            LongSupplier uptimeMillis,
            DiscoveryListener listener) {
        this.maker = maker;
        this.inForce = settings;
        this.uptimeMillis = uptimeMillis;
        this.listener = listener;
        this.sockets = sockets;
        this.machine = new DiscoveryMachine(settings);
        this.state = machine.initialState();
        this.thread = new Thread(this::run, "discovery");
        this.thread.setDaemon(true);
    }

    /**
     * Opens the sockets that {@code settings} ask for and starts. When this returns, the node hears searches. Links that
     * cannot be opened are logged and tried again; with {@code ssdp: false} no socket is opened.
     *
     * @param uptimeMillis persisted uptime of the node, in milliseconds
     * @throws IOException when the process has no file descriptor left
     */
    public static DiscoveryLoop start(DiscoverySettings settings, LongSupplier uptimeMillis, DiscoveryListener listener)
            throws IOException {
        return start(settings, SsdpSockets::new, uptimeMillis, listener);
    }

    static DiscoveryLoop start(
            DiscoverySettings settings, SocketMaker maker, LongSupplier uptimeMillis, DiscoveryListener listener)
            throws IOException {
        SsdpSockets sockets = maker.make(settings);
        sockets.refresh();
        DiscoveryLoop loop = new DiscoveryLoop(settings, maker, sockets, uptimeMillis, listener);
        loop.links = sockets.links();
        loop.thread.start();
        return loop;
    }

    /**
     * Searches donors of {@code softwareIds} by multicast, starting at a random time within {@code startJitterMax}. Results
     * come to the listener. False when discovery is closed or {@link #REQUESTS_MAX} searches wait: then nothing comes.
     */
    public boolean search(String searchId, List<String> softwareIds, Duration startJitterMax) {
        DiscoveryEvent.SearchRequested request =
                new DiscoveryEvent.SearchRequested(searchId, softwareIds, startJitterMax);
        // Under the lock of end(): whatever is accepted here is still answered there.
        synchronized (requests) {
            if (closing || !requests.offer(request)) {
                return false;
            }
        }
        sockets.wakeup();
        return true;
    }

    /** From now on exactly {@code softwareIds} are donated. */
    public void donatesChanged(List<String> softwareIds) {
        newDonates.set(List.copyOf(softwareIds));
        sockets.wakeup();
    }

    /**
     * Ends discovery under the present settings (with goodbye) and begins again under {@code settings}. The result is there
     * when the former sockets are closed and the new ones open, or when a later call overtook this one; it is a failure
     * when discovery is closed, and when the process has no file descriptor left: then the present settings stay in force.
     */
    public CompletionStage<Void> reconfigure(DiscoverySettings settings) {
        Wish wish = new Wish(settings, new CompletableFuture<>());
        // Under the lock of end(): whatever is accepted here is still answered there.
        synchronized (requests) {
            if (closing) {
                return CompletableFuture.failedFuture(new IllegalStateException("discovery is closed"));
            }
            Wish overtaken = newSettings.getAndSet(wish);
            if (overtaken != null) {
                overtaken.done().complete(null);
            }
        }
        sockets.wakeup();
        return wish.done();
    }

    /** The settings in force, or the last ones without SSDP when discovery is closed or died. */
    public DiscoverySettings settings() {
        return inForce;
    }

    /** What was counted since the start. */
    public DiscoveryCounters counters() {
        return counters;
    }

    /** The links in use. */
    public List<DiscoveryLink> links() {
        return links;
    }

    /** Says goodbye, ends running searches and closes all sockets. Waits at most {@link #CLOSE_MAX}; may be repeated. */
    @Override
    public void close() {
        closing = true;
        sockets.wakeup();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(CLOSE_MAX.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("discovery.close_late");
        }
    }

    private void run() {
        try {
            apply(new DiscoveryEvent.Started(links));
            refreshDueMillis = uptimeMillis.getAsLong() + REFRESH.toMillis();
            while (!closing) {
                turn();
            }
            apply(new DiscoveryEvent.StopRequested());
        } catch (IOException | RuntimeException e) {
            LOG.error("discovery.ended nothing is found or answered any more", e);
        } finally {
            end();
        }
    }

    /** Every accepted search gets its one end, also when the loop dies. */
    private void end() {
        List<String> unfinished = new ArrayList<>();
        synchronized (requests) {
            closing = true;
            requests.forEach(request -> unfinished.add(request.searchId()));
            requests.clear();
            Wish wish = newSettings.getAndSet(null);
            if (wish != null) {
                wish.done().completeExceptionally(new IllegalStateException("discovery is closed"));
            }
        }
        inForce = inForce.withSsdp(false);
        state.searches().forEach(search -> unfinished.add(search.searchId()));
        for (String searchId : unfinished) {
            execute(new DiscoveryEffect.SearchFinished(searchId, SearchOutcome.STOPPED, SearchCounters.NONE));
        }
        closeSockets();
    }

    private void turn() throws IOException {
        Wish wish = newSettings.getAndSet(null);
        if (wish != null) {
            fulfil(wish);
        }
        List<String> changed = newDonates.getAndSet(null);
        if (changed != null) {
            donates = changed;
            apply(new DiscoveryEvent.DonatesChanged(changed));
        }
        takeRequests();
        long now = uptimeMillis.getAsLong();
        if (now >= refreshDueMillis) {
            refreshDueMillis = now + REFRESH.toMillis();
            if (sockets.refresh()) {
                links = sockets.links();
                apply(new DiscoveryEvent.LinksChanged(links));
            }
        }
        OptionalLong wake = machine.nextWake(state);
        long due = Math.min(refreshDueMillis, wake.orElse(Long.MAX_VALUE));
        sockets.receive(due - uptimeMillis.getAsLong(), this::received);
        if (wake.isPresent() && uptimeMillis.getAsLong() >= wake.getAsLong()) {
            apply(new DiscoveryEvent.Woke());
        }
    }

    private void takeRequests() {
        DiscoveryEvent.SearchRequested request = requests.poll();
        while (request != null) {
            apply(request);
            request = requests.poll();
        }
    }

    /** A wish that cannot be fulfilled for want of descriptors changes nothing; who made it may make it again. */
    private void fulfil(Wish wish) {
        try {
            if (!wish.settings().equals(inForce)) {
                restart(wish.settings());
            }
            wish.done().complete(null);
        } catch (IOException e) {
            LOG.warn("discovery.settings_refused the former ones stay", e);
            wish.done().completeExceptionally(e);
        } catch (RuntimeException e) {
            wish.done().completeExceptionally(e);
            throw e;
        }
    }

    private void restart(DiscoverySettings settings) throws IOException {
        // Before anything is given up: this is what fails when the process has no descriptor left.
        SsdpSockets next = maker.make(settings);
        apply(new DiscoveryEvent.StopRequested());
        closeSockets();
        sockets = next;
        inForce = settings;
        sockets.refresh();
        links = sockets.links();
        machine = new DiscoveryMachine(settings);
        state = machine.initialState(counters);
        List<String> known = donates;
        if (known != null) {
            apply(new DiscoveryEvent.DonatesChanged(known));
        }
        apply(new DiscoveryEvent.Started(links));
    }

    private void received(Arrival arrival, Datagram datagram) {
        apply(new DiscoveryEvent.DatagramReceived(arrival, datagram));
    }

    private void apply(DiscoveryEvent event) {
        byte[] chance = new byte[Moment.ENTROPY_DIGITS / 2];
        random.nextBytes(chance);
        Moment now = new Moment(
                uptimeMillis.getAsLong(), wallClock.instant(), HexFormat.of().formatHex(chance));
        Step<DiscoveryState, DiscoveryEffect> step = machine.apply(state, now, event);
        state = step.state();
        counters = state.counters();
        for (DiscoveryEffect effect : step.effects()) {
            execute(effect);
        }
    }

    private void execute(DiscoveryEffect effect) {
        if (effect instanceof DiscoveryEffect.SendDatagram send) {
            sockets.send(send);
            return;
        }
        try {
            tell(effect);
        } catch (RuntimeException e) {
            LOG.error("discovery.listener_failed {}", effect.getClass().getSimpleName(), e);
        }
    }

    private void tell(DiscoveryEffect effect) {
        if (effect instanceof DiscoveryEffect.DonorFound found) {
            LOG.debug(
                    "discovery.donor_found search={} uuid={}",
                    found.searchId(),
                    found.hint().uuid());
            listener.donorFound(found.searchId(), found.hint());
        } else if (effect instanceof DiscoveryEffect.SearchFinished finished) {
            LOG.info(
                    "discovery.search_finished search={} outcome={} {}",
                    finished.searchId(),
                    finished.outcome(),
                    finished.counters());
            listener.searchFinished(finished.searchId(), finished.outcome(), finished.counters());
        } else if (effect instanceof DiscoveryEffect.PeerSeen seen) {
            listener.peerSeen(seen.hint());
        } else if (effect instanceof DiscoveryEffect.PeerGone gone) {
            listener.peerGone(gone.uuid());
        }
    }

    private void closeSockets() {
        try {
            sockets.close();
        } catch (IOException e) {
            LOG.warn("discovery.close_failed", e);
        }
    }
}
