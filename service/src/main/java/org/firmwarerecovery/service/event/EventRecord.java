package org.firmwarerecovery.service.event;

/**
 * A fact with its number.
 *
 * @param number grows by one with each fact of this node, over both logs and over restarts: id of the log entry and of the event
 * @param fact what happened
 */
public record EventRecord(long number, EventFact fact) implements Notification {
    @Override
    public EventFormat format() {
        return EventFormat.EVENT;
    }

    /** The number as an id. */
    public String id() {
        return Long.toString(number);
    }
}
