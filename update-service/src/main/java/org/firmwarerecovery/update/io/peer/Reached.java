package org.firmwarerecovery.update.io.peer;

import org.firmwarerecovery.update.negotiation.Refusal;

/**
 * What asking a peer gave. A bad peer is a refusal with its reason, never an exception.
 *
 * @param <T> what a good answer holds
 */
public sealed interface Reached<T> {
    /** A good answer. */
    record Ok<T>(T value) implements Reached<T> {}

    /** The peer refuses, cannot be reached, is not of this fleet, or does not answer as a donor does. */
    record Refused<T>(Refusal refusal) implements Reached<T> {}

    /** Image bytes come slower than the minimum rate: so many in that time. */
    record TooSlow<T>(long bytes, long millis) implements Reached<T> {}

    /** The donor no longer knows the lease: 401, 403 or 404 on bytes that it granted before. */
    record LeaseGone<T>() implements Reached<T> {}
}
