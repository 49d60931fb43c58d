package org.firmwarerecovery.service.event;

import java.util.List;

/** What the delivery of events reacts to. */
public sealed interface DeliveryEvent {
    /**
     * Something happened that subscribers may want.
     *
     * @param deaf ids of subscriptions that must not be told
     */
    record Published(Notification notification, List<String> deaf) implements DeliveryEvent {
        /** Copies the list. */
        public Published {
            deaf = List.copyOf(deaf);
        }

        /** For everybody. */
        public Published(Notification notification) {
            this(notification, List.of());
        }
    }

    /** A subscription is new. */
    record Subscribed(Subscription subscription) implements DeliveryEvent {}

    /** A client changed a subscription. */
    record Changed(Subscription subscription) implements DeliveryEvent {}

    /** A client removed a subscription. */
    record Removed(String id) implements DeliveryEvent {}

    /** A client suspended a subscription: what waits is kept, new events are not. */
    record Suspended(String id) implements DeliveryEvent {}

    /** A client resumed a subscription: what waited is sent. */
    record Resumed(String id) implements DeliveryEvent {}

    /** A receiver took a delivery. */
    record Delivered(String id, long delivery) implements DeliveryEvent {}

    /** A delivery failed. */
    record Failed(String id, long delivery, String reason) implements DeliveryEvent {}

    /** A delivery could not begin, for want of a thread of ours. */
    record Postponed(String id, long delivery) implements DeliveryEvent {}

    /** A client changed the EventService. */
    record Set(DeliverySettings settings) implements DeliveryEvent {}

    /** The time that {@link DeliveryMachine#nextWake} named has come. */
    record Woken() implements DeliveryEvent {}
}
