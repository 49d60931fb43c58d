package org.firmwarerecovery.service.event;

import java.util.List;
import java.util.stream.Stream;

/** What the delivery of events asks for. */
public sealed interface DeliveryEffect {
    /** Send these events, or this one metric report; ends in Delivered or Failed with the same number. */
    record Send(Subscription subscription, long delivery, List<Notification> content) implements DeliveryEffect {
        /** Copies the list. */
        public Send {
            content = List.copyOf(content);
        }

        /** The events among it. */
        public List<EventRecord> events() {
            return content.stream()
                    .flatMap(one -> one instanceof EventRecord event ? Stream.of(event) : Stream.of())
                    .toList();
        }

        /** The document that the receiver gets. */
        public byte[] payload() {
            return content.get(0) instanceof ReportRecord report
                    ? ReportPayload.of(report, subscription.context())
                    : EventPayload.of(events(), subscription.context());
        }
    }

    /** Make a subscription durable. */
    record Keep(Subscription subscription) implements DeliveryEffect {}

    /** Remove a subscription from the medium. */
    record Forget(String id) implements DeliveryEffect {}

    /** Tell people that a subscription was suspended or removed because its receiver is gone. */
    record GaveUp(String id, boolean removed, String reason) implements DeliveryEffect {}
}
