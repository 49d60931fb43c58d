package org.firmwarerecovery.service.event;

import java.util.List;

/** What the delivery of events asks for. */
public sealed interface DeliveryEffect {
    /** Send these events; ends in Delivered or Failed with the same number. */
    record Send(Subscription subscription, long delivery, List<EventRecord> events) implements DeliveryEffect {
        /** Copies the list. */
        public Send {
            events = List.copyOf(events);
        }
    }

    /** Make a subscription durable. */
    record Keep(Subscription subscription) implements DeliveryEffect {}

    /** Remove a subscription from the medium. */
    record Forget(String id) implements DeliveryEffect {}

    /** Tell people that a subscription was suspended or removed because its receiver is gone. */
    record GaveUp(String id, boolean removed, String reason) implements DeliveryEffect {}
}
