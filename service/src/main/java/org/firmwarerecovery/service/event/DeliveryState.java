package org.firmwarerecovery.service.event;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All subscriptions with what waits for them. Immutable.
 *
 * @param settings how deliveries are repeated
 * @param subscribers by id
 */
public record DeliveryState(DeliverySettings settings, SortedMap<String, Subscriber> subscribers) {
    /** Most subscriptions that push. */
    public static final int SUBSCRIPTIONS_MAX = 32;
    /** Most events that wait for one subscriber; the oldest makes room. */
    public static final int WAITING_MAX = 256;
    /** Most metric reports that wait for one subscriber; the oldest makes room. */
    static final int REPORTS_WAITING_MAX = 16;
    /** Most events in one delivery. */
    public static final int BATCH_MAX = 16;

    /** Copies the map. */
    public DeliveryState {
        subscribers = Collections.unmodifiableSortedMap(new TreeMap<>(subscribers));
    }

    /**
     * A subscription and what it waits for.
     *
     * @param subscription what was asked for
     * @param waiting what to send, oldest first; those under way are still in here
     * @param underWay how many of them are being sent now; 0 = none
     * @param delivery number of the last delivery; results of older ones count no more
     * @param failures deliveries that failed in a row; -1 = the one under way began before a change and counts for nothing
     * @param retryAt uptime in milliseconds before which nothing is sent, -1 = now
     * @param lost what of its format found no place
     * @param lastFailure what the last delivery failed of, empty after a good one
     */
    public record Subscriber(
            Subscription subscription,
            List<Notification> waiting,
            int underWay,
            long delivery,
            int failures,
            long retryAt,
            long lost,
            String lastFailure) {
        /** Copies the list. */
        public Subscriber {
            waiting = List.copyOf(waiting);
        }

        static Subscriber of(Subscription subscription) {
            return new Subscriber(subscription, List.of(), 0, 0, 0, -1, 0, "");
        }

        Subscriber with(Subscription changed) {
            return new Subscriber(changed, waiting, underWay, delivery, failures, retryAt, lost, lastFailure);
        }

        /** One more; the oldest that is not under way makes room. */
        Subscriber plus(Notification notification) {
            List<Notification> all = new ArrayList<>(waiting);
            long dropped = lost;
            if (all.size() >= notification.format().waitingMax()) {
                all.remove(underWay);
                dropped++;
            }
            all.add(notification);
            return new Subscriber(subscription, all, underWay, delivery, failures, retryAt, dropped, lastFailure);
        }

        Subscriber sending(int count) {
            return new Subscriber(subscription, waiting, count, delivery + 1, failures, -1, lost, lastFailure);
        }

        Subscriber delivered() {
            return new Subscriber(
                    subscription, waiting.subList(underWay, waiting.size()), 0, delivery, 0, -1, lost, "");
        }

        Subscriber failed(long nextTry, String why) {
            return new Subscriber(subscription, waiting, 0, delivery, failures + 1, nextTry, lost, why);
        }

        /** Ready to be tried at once with what waited; a delivery under way ends first, or its events would go out twice. */
        Subscriber afresh() {
            int counted = underWay > 0 ? -1 : 0;
            return new Subscriber(subscription, waiting, underWay, delivery, counted, -1, lost, lastFailure);
        }

        /** We could not send it; the receiver was not asked. */
        Subscriber postponed(long nextTry) {
            return new Subscriber(
                    subscription, waiting, 0, delivery, Math.max(0, failures), nextTry, lost, lastFailure);
        }
    }

    /** How much of this format the present subscriptions missed. */
    public long lost(EventFormat format) {
        return subscribers.values().stream()
                .filter(one -> one.subscription().filter().format() == format)
                .mapToLong(Subscriber::lost)
                .sum();
    }

    DeliveryState with(Subscriber subscriber) {
        TreeMap<String, Subscriber> all = new TreeMap<>(subscribers);
        all.put(subscriber.subscription().id(), subscriber);
        return new DeliveryState(settings, all);
    }

    DeliveryState without(String id) {
        TreeMap<String, Subscriber> all = new TreeMap<>(subscribers);
        all.remove(id);
        return new DeliveryState(settings, all);
    }
}
