package org.firmwarerecovery.service.event;

/** Where facts are reported. Any thread; never blocks on a medium or a network. */
@FunctionalInterface
public interface EventSink {
    /** Takes a fact. */
    void publish(EventFact fact);

    /** Reports to nobody. */
    static EventSink none() {
        return fact -> {};
    }
}
