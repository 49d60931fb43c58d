package org.firmwarerecovery.service.event;

/**
 * How deliveries are repeated; changed by a PATCH of the EventService.
 *
 * @param enabled false: events are recorded, but not sent
 * @param retryAttempts repetitions of a failed delivery before the policy of the subscription decides
 * @param retryIntervalSeconds pause between two tries
 */
public record DeliverySettings(boolean enabled, int retryAttempts, int retryIntervalSeconds) {
    /** Most repetitions. */
    public static final int ATTEMPTS_MAX = 100;
    /** Longest pause in seconds. */
    public static final int INTERVAL_SECONDS_MAX = 3_600;

    /** What a new node starts with. */
    public static DeliverySettings defaults() {
        return new DeliverySettings(true, 3, 30);
    }
}
