package org.firmwarerecovery.service.event;

/** What receivers are told: an event or a metric report. */
public sealed interface Notification permits EventRecord, ReportRecord {
    /** Grows with each notification of the same format. */
    long number();

    /** What it is sent as. */
    EventFormat format();
}
