package org.firmwarerecovery.service.event;

/** What a receiver is sent (EventFormatType of EventDestination). */
public enum EventFormat {
    /** Events, several in one document. */
    EVENT("Event", DeliveryState.WAITING_MAX, DeliveryState.BATCH_MAX),
    /** Metric reports, each by itself. */
    METRIC_REPORT("MetricReport", DeliveryState.REPORTS_WAITING_MAX, 1);

    private final String word;
    private final int waitingMax;
    private final int batchMax;

    EventFormat(String word, int waitingMax, int batchMax) {
        this.word = word;
        this.waitingMax = waitingMax;
        this.batchMax = batchMax;
    }

    /** As in the schema. */
    public String word() {
        return word;
    }

    /** Most that wait for one subscriber. */
    int waitingMax() {
        return waitingMax;
    }

    /** Most in one delivery. */
    int batchMax() {
        return batchMax;
    }
}
