package org.firmwarerecovery.service.event;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.firmwarerecovery.machine.Step;
import org.firmwarerecovery.service.event.DeliveryState.Subscriber;

/**
 * Who is sent what, when, and how often (DSP0266, clause on eventing). Pure: time is uptime in milliseconds, given with each event.
 *
 * <pre>
 * waiting -> under way -> delivered
 *    ^           | failed
 *    |___________| after the interval; after retryAttempts repetitions the policy: removed, suspended, or on for ever
 * </pre>
 *
 * One delivery per subscriber at a time, in the order of the events; a subscriber that is slow or dead has its own bounded queue and
 * holds up nobody.
 */
public final class DeliveryMachine {
    /** The longest pause of RetryForeverWithBackoff is this many doublings of the interval. */
    static final int DOUBLINGS_MAX = 6;
    /** After this a delivery that we could not begin is tried again. */
    static final long POSTPONED_MILLIS = 1_000;

    private final List<DeliveryEffect> effects = new ArrayList<>();
    private final long now;
    private DeliveryState state;

    private DeliveryMachine(DeliveryState state, long now) {
        this.state = state;
        this.now = now;
    }

    /** The state after a start. */
    public static DeliveryState start(DeliverySettings settings, List<Subscription> kept) {
        TreeMap<String, Subscriber> subscribers = new TreeMap<>();
        kept.forEach(subscription -> subscribers.put(subscription.id(), Subscriber.of(subscription)));
        return new DeliveryState(settings, subscribers);
    }

    /** One step. */
    public static Step<DeliveryState, DeliveryEffect> apply(DeliveryState state, long now, DeliveryEvent event) {
        DeliveryMachine step = new DeliveryMachine(state, now);
        step.take(event);
        step.send();
        return new Step<>(step.state, step.effects);
    }

    /** The uptime at which a delivery is repeated; empty when none waits for that. */
    public static OptionalLong nextWake(DeliveryState state) {
        return state.settings().enabled()
                ? state.subscribers().values().stream()
                        .filter(one -> one.retryAt() >= 0 && !one.subscription().suspended())
                        .mapToLong(Subscriber::retryAt)
                        .min()
                : OptionalLong.empty();
    }

    private void take(DeliveryEvent event) {
        if (event instanceof DeliveryEvent.Published published) {
            publish(published);
        } else if (event instanceof DeliveryEvent.Subscribed subscribed) {
            if (state.subscribers().size() < DeliveryState.SUBSCRIPTIONS_MAX) {
                keep(Subscriber.of(subscribed.subscription()));
            }
        } else if (event instanceof DeliveryEvent.Changed changed) {
            Subscriber known = state.subscribers().get(changed.subscription().id());
            if (known != null) {
                // Whatever was wrong may be mended now.
                keep(known.with(changed.subscription()).afresh());
            }
        } else if (event instanceof DeliveryEvent.Removed removed) {
            forget(removed.id());
        } else if (event instanceof DeliveryEvent.Suspended suspended) {
            suspend(suspended.id(), true);
        } else if (event instanceof DeliveryEvent.Resumed resumed) {
            suspend(resumed.id(), false);
        } else if (event instanceof DeliveryEvent.Delivered delivered) {
            Subscriber one = state.subscribers().get(delivered.id());
            if (one != null && one.underWay() > 0 && one.delivery() == delivered.delivery()) {
                state = state.with(one.delivered());
            }
        } else if (event instanceof DeliveryEvent.Failed failed) {
            Subscriber one = state.subscribers().get(failed.id());
            if (one != null && one.underWay() > 0 && one.delivery() == failed.delivery()) {
                fail(one, failed.reason());
            }
        } else if (event instanceof DeliveryEvent.Postponed postponed) {
            Subscriber one = state.subscribers().get(postponed.id());
            if (one != null && one.underWay() > 0 && one.delivery() == postponed.delivery()) {
                state = state.with(one.postponed(now + POSTPONED_MILLIS));
            }
        } else if (event instanceof DeliveryEvent.Set set) {
            state = new DeliveryState(set.settings(), state.subscribers());
        }
    }

    private void publish(DeliveryEvent.Published published) {
        Notification notification = published.notification();
        for (Subscriber one : List.copyOf(state.subscribers().values())) {
            Subscription wish = one.subscription();
            boolean told = !published.deaf().contains(wish.id());
            if (told && !wish.suspended() && wish.filter().admits(notification)) {
                state = state.with(one.plus(notification));
            }
        }
    }

    private void suspend(String id, boolean stop) {
        Subscriber one = state.subscribers().get(id);
        if (one != null && one.subscription().suspended() != stop) {
            keep(one.with(one.subscription().suspended(stop)).afresh());
        }
    }

    private void fail(Subscriber one, String reason) {
        DeliverySettings settings = state.settings();
        Subscription subscription = one.subscription();
        boolean last = one.failures() >= settings.retryAttempts();
        if (last && subscription.policy() == Subscription.RetryPolicy.TERMINATE) {
            forget(subscription.id());
            effects.add(new DeliveryEffect.GaveUp(subscription.id(), true, reason));
            return;
        }
        boolean suspending = last && subscription.policy() == Subscription.RetryPolicy.SUSPEND;
        boolean growing = last && subscription.policy() == Subscription.RetryPolicy.BACKOFF;
        int doublings = growing ? Math.min(DOUBLINGS_MAX, one.failures() - settings.retryAttempts() + 1) : 0;
        long pause = (settings.retryIntervalSeconds() * 1_000L) << doublings;
        Subscriber failed = one.failed(now + pause, reason);
        if (suspending) {
            keep(failed.with(subscription.suspended(true)).afresh());
            effects.add(new DeliveryEffect.GaveUp(subscription.id(), false, reason));
        } else {
            state = state.with(failed);
        }
    }

    /** Starts every delivery that may start. */
    private void send() {
        if (!state.settings().enabled()) {
            return;
        }
        for (Subscriber one : List.copyOf(state.subscribers().values())) {
            boolean due = one.retryAt() < 0 || now >= one.retryAt();
            if (due
                    && one.underWay() == 0
                    && !one.waiting().isEmpty()
                    && !one.subscription().suspended()) {
                int count = Math.min(
                        one.subscription().filter().format().batchMax(),
                        one.waiting().size());
                Subscriber sending = one.sending(count);
                state = state.with(sending);
                effects.add(new DeliveryEffect.Send(
                        one.subscription(), sending.delivery(), one.waiting().subList(0, count)));
            }
        }
    }

    private void keep(Subscriber subscriber) {
        state = state.with(subscriber);
        effects.add(new DeliveryEffect.Keep(subscriber.subscription()));
    }

    private void forget(String id) {
        if (state.subscribers().containsKey(id)) {
            state = state.without(id);
            effects.add(new DeliveryEffect.Forget(id));
        }
    }
}
