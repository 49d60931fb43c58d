package org.firmwarerecovery.service.event;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.firmwarerecovery.machine.Step;
import org.firmwarerecovery.redfish.message.Message;
import org.firmwarerecovery.redfish.message.RecoveryMessages;
import org.firmwarerecovery.update.io.journal.KeyedJournal;
import org.firmwarerecovery.update.io.journal.NewerFormatException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the {@link DeliveryMachine}: keeps subscriptions in a table that survives a restart, sends on threads of their own, wakes it
 * when a repetition is due. What waits for a receiver is in memory only.
 *
 * <p>Thread-safe. A change of a subscription blocks for the medium; a published event blocks for nothing but that.
 */
public final class EventHub implements AutoCloseable {
    /** Limits of the table: the subscriptions and one entry for the settings. */
    public static final KeyedJournal.Limits TABLE_LIMITS =
            new KeyedJournal.Limits(DeliveryState.SUBSCRIPTIONS_MAX + 1, 256 * 1024);

    /** Carries a delivery out. */
    @FunctionalInterface
    public interface Push {
        /** Sends and waits for the answer; an exception says why the receiver did not take it. */
        void send(DeliveryEffect.Send delivery) throws IOException;

        /** A subscription is gone; whatever was remembered of its receiver is of no use any more. */
        default void forget(String subscription) {}
    }

    private static final Logger LOG = LoggerFactory.getLogger(EventHub.class);
    private static final String SETTINGS = "settings";
    /** What the medium refused is written again with the first event after this. */
    private static final long SETTLE_MILLIS = 30_000;

    private static final long IDLE_SECONDS = 10;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Null: subscriptions are in memory only. */
    private final @Nullable KeyedJournal table;

    private final Push push;
    private final EventSink sink;
    private final InstantSource wall;
    private final Owners owners;
    /** Ids of subscriptions that the table does not hold as they are, as the medium refused. */
    private final TreeSet<String> unwritten = new TreeSet<>();

    private volatile Consumer<String> onOwnerEnd = account -> {};
    private long settleAt;
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, EventHub::thread);
    // Each subscriber has at most one delivery under way, so none ever waits for the thread of another.
    private final ThreadPoolExecutor senders = new ThreadPoolExecutor(
            0,
            2 * DeliveryState.SUBSCRIPTIONS_MAX,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            EventHub::thread);
    private final long startedNanos = System.nanoTime();
    private volatile DeliveryState state;
    private @Nullable Future<?> alarm;

    private EventHub(
            @Nullable KeyedJournal table,
            Push push,
            EventSink sink,
            InstantSource wall,
            Owners owners,
            DeliveryState state) {
        this.table = table;
        this.push = push;
        this.sink = sink;
        this.wall = wall;
        this.owners = owners;
        this.state = state;
    }

    /**
     * Reads the subscriptions and starts; the table stays the caller's to close. Those of accounts that are gone end, those of
     * disabled ones rest.
     *
     * @throws NewerFormatException when a newer program wrote one of them; nothing is changed
     */
    public static EventHub open(KeyedJournal table, Push push, EventSink sink, InstantSource wall, Owners owners)
            throws IOException {
        DeliverySettings settings = DeliverySettings.defaults();
        List<String> senseless = new ArrayList<>();
        List<Subscription> kept = new ArrayList<>();
        for (Map.Entry<String, byte[]> entry : table.values().entrySet()) {
            if (entry.getKey().equals(SETTINGS)) {
                settings = SubscriptionText.readSettings(entry.getValue());
                continue;
            }
            Optional<Subscription> read = SubscriptionText.read(entry.getValue());
            if (read.isPresent()) {
                kept.add(read.get());
            } else {
                senseless.add(entry.getKey());
            }
        }
        // Not before all are read: with a newer one among them nothing may be changed.
        for (String key : senseless) {
            LOG.warn("event subscription {} makes no sense and is removed", key);
            table.remove(key);
        }
        EventHub hub = new EventHub(table, push, sink, wall, owners, DeliveryMachine.start(settings, kept));
        hub.judgeOwners();
        return hub;
    }

    /** Starts without any subscription and keeps none over a restart, for a node whose table cannot be used. */
    public static EventHub inMemory(Push push, EventSink sink, InstantSource wall, Owners owners) {
        return new EventHub(
                null, push, sink, wall, owners, DeliveryMachine.start(DeliverySettings.defaults(), List.of()));
    }

    private void judgeOwners() {
        for (DeliveryState.Subscriber one : List.copyOf(state.subscribers().values())) {
            String owner = one.subscription().owner();
            Owners.Standing standing = owner == null ? Owners.Standing.ACTIVE : owners.standing(owner);
            if (standing == Owners.Standing.GONE) {
                LOG.warn(
                        "event subscription {} ends: its account is gone",
                        one.subscription().id());
                apply(new DeliveryEvent.Removed(one.subscription().id()));
            } else if (standing == Owners.Standing.DISABLED) {
                apply(new DeliveryEvent.Suspended(one.subscription().id()));
            }
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "event delivery");
        thread.setDaemon(true);
        return thread;
    }

    /** All subscriptions and what waits for them. */
    public DeliveryState state() {
        return state;
    }

    /** Adds a subscription, durably; false when there are as many as there may be. */
    public synchronized boolean subscribe(Subscription subscription) throws IOException {
        if (state.subscribers().size() >= DeliveryState.SUBSCRIPTIONS_MAX) {
            return false;
        }
        change(new DeliveryEvent.Subscribed(subscription));
        return true;
    }

    /** Tells {@code listener} the id of each account whose subscriptions end or rest from now on; it must not block. */
    public void whenOwnerEnds(Consumer<String> listener) {
        onOwnerEnd = listener;
    }

    /** An account was removed: nobody is told anything in its name any more. */
    public void ownerRemoved(String account) {
        owned(account).forEach(id -> apply(new DeliveryEvent.Removed(id)));
        onOwnerEnd.accept(account);
    }

    /** An account was disabled: its subscriptions rest until somebody resumes them. */
    public void ownerDisabled(String account) {
        owned(account).forEach(id -> apply(new DeliveryEvent.Suspended(id)));
        onOwnerEnd.accept(account);
    }

    /** Somebody else may know the login by now: who listens to a stream logs in again. What is pushed goes where it went. */
    public void ownerReplacesLogin(String account) {
        onOwnerEnd.accept(account);
    }

    private List<String> owned(String account) {
        return state.subscribers().values().stream()
                .map(DeliveryState.Subscriber::subscription)
                .filter(subscription -> account.equals(subscription.owner()))
                .map(Subscription::id)
                .toList();
    }

    /** Changes settings, durably; what {@code change} is given stays until it is done. */
    public synchronized void set(UnaryOperator<DeliverySettings> change) throws IOException {
        DeliverySettings settings = change.apply(state.settings());
        if (table != null) {
            table.put(SETTINGS, SubscriptionText.write(settings));
        }
        change(new DeliveryEvent.Set(settings));
    }

    /** Changes a subscription, durably; what {@code change} is given stays until it is done. Nothing when it is gone. */
    public synchronized void amend(String id, UnaryOperator<Subscription> change) throws IOException {
        DeliveryState.Subscriber known = state.subscribers().get(id);
        if (known != null) {
            change(new DeliveryEvent.Changed(change.apply(known.subscription())));
        }
    }

    /** Does what a client asked for; durable on return. Nothing is changed when the medium refuses. */
    public synchronized void change(DeliveryEvent event) throws IOException {
        settle();
        Step<DeliveryState, DeliveryEffect> step = DeliveryMachine.apply(state, uptime(), event);
        for (DeliveryEffect effect : step.effects()) {
            persist(effect);
        }
        state = step.state();
        execute(step.effects());
    }

    /** Takes a notification for those who want it. */
    public void publish(Notification notification) {
        List<String> deaf = state.subscribers().values().stream()
                .map(DeliveryState.Subscriber::subscription)
                .filter(subscription -> !owners.mayHear(subscription.owner(), notification))
                .map(Subscription::id)
                .toList();
        apply(new DeliveryEvent.Published(notification, deaf));
    }

    private synchronized void apply(DeliveryEvent event) {
        Step<DeliveryState, DeliveryEffect> step = DeliveryMachine.apply(state, uptime(), event);
        state = step.state();
        if (!unwritten.isEmpty() && uptime() >= settleAt) {
            settleLater();
            try {
                settle();
            } catch (IOException e) {
                LOG.warn("changes of event subscriptions are still not durable", e);
            }
        }
        for (DeliveryEffect effect : step.effects()) {
            try {
                persist(effect);
            } catch (IOException e) {
                LOG.warn("a change of an event subscription is not durable", e);
                unwritten.add(
                        effect instanceof DeliveryEffect.Keep keep
                                ? keep.subscription().id()
                                : forgotten(effect));
                settleLater();
            }
        }
        execute(step.effects());
    }

    private static String forgotten(DeliveryEffect effect) {
        return ((DeliveryEffect.Forget) effect).id();
    }

    private void settleLater() {
        settleAt = uptime() + SETTLE_MILLIS;
    }

    /** Writes what the medium refused before: one that is removed must not come back with a restart. */
    private void settle() throws IOException {
        for (String id : List.copyOf(unwritten)) {
            DeliveryState.Subscriber now = state.subscribers().get(id);
            persist(now == null ? new DeliveryEffect.Forget(id) : new DeliveryEffect.Keep(now.subscription()));
        }
    }

    private void persist(DeliveryEffect effect) throws IOException {
        if (table == null) {
            return;
        }
        if (effect instanceof DeliveryEffect.Keep keep) {
            String id = keep.subscription().id();
            if (table.put(id, SubscriptionText.write(keep.subscription())) instanceof KeyedJournal.Put.Full) {
                throw new IOException("the table of subscriptions is full of removed ones");
            }
            unwritten.remove(id);
        } else if (effect instanceof DeliveryEffect.Forget forget) {
            table.remove(forget.id());
            unwritten.remove(forget.id());
        }
    }

    private void execute(List<DeliveryEffect> effects) {
        for (DeliveryEffect effect : effects) {
            if (effect instanceof DeliveryEffect.Send send) {
                start(send);
            } else if (effect instanceof DeliveryEffect.Forget forget) {
                push.forget(forget.id());
            } else if (effect instanceof DeliveryEffect.GaveUp gaveUp) {
                Message message = gaveUp.removed()
                        ? RecoveryMessages.subscriptionTerminated(gaveUp.id(), gaveUp.reason())
                        : RecoveryMessages.subscriptionSuspended(gaveUp.id(), gaveUp.reason());
                String origin = gaveUp.removed() ? EventPaths.EVENT_SERVICE : EventPaths.subscription(gaveUp.id());
                sink.publish(new EventFact(
                        EventFact.Log.EVENTS,
                        message,
                        wall.instant(),
                        origin,
                        gaveUp.removed() ? "EventService" : "EventDestination",
                        null));
            }
        }
        wakeLater();
    }

    private void wakeLater() {
        if (alarm != null) {
            alarm.cancel(false);
            alarm = null;
        }
        OptionalLong wake = DeliveryMachine.nextWake(state);
        if (wake.isPresent() && !clock.isShutdown()) {
            long delay = Math.max(1, wake.getAsLong() - uptime());
            alarm = clock.schedule(() -> apply(new DeliveryEvent.Woken()), delay, TimeUnit.MILLISECONDS);
        }
    }

    private void start(DeliveryEffect.Send send) {
        String id = send.subscription().id();
        try {
            senders.execute(() -> {
                String failure = attempt(send);
                apply(
                        failure.isEmpty()
                                ? new DeliveryEvent.Delivered(id, send.delivery())
                                : new DeliveryEvent.Failed(id, send.delivery(), failure));
                if (!state.subscribers().containsKey(id)) {
                    // It was removed while this was under way.
                    push.forget(id);
                }
            });
        } catch (RejectedExecutionException e) {
            // Either the node stops, or subscriptions were made and removed again and again while their receiver hangs.
            if (!clock.isShutdown()) {
                clock.execute(() -> apply(new DeliveryEvent.Postponed(id, send.delivery())));
            }
        }
    }

    /** Why it failed; empty when it did not. */
    private String attempt(DeliveryEffect.Send send) {
        Subscription subscription = send.subscription();
        // What waited may be for somebody who was entitled to it once.
        List<Notification> content = send.content().stream()
                .filter(notification -> owners.mayHear(subscription.owner(), notification))
                .toList();
        try {
            if (!content.isEmpty()) {
                push.send(new DeliveryEffect.Send(subscription, send.delivery(), content));
            }
            return "";
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            LOG.debug(
                    "delivery {} of subscription {} failed",
                    send.delivery(),
                    send.subscription().id(),
                    e);
            return reason.isBlank() ? e.getClass().getSimpleName() : reason;
        } catch (RuntimeException e) {
            LOG.error("delivery of subscription {} failed", send.subscription().id(), e);
            return e.getClass().getSimpleName();
        }
    }

    private long uptime() {
        return (System.nanoTime() - startedNanos) / NANOS_PER_MILLI;
    }

    /** Stops; what is under way is cut off. */
    @Override
    public void close() {
        clock.shutdownNow();
        senders.shutdownNow();
    }
}
