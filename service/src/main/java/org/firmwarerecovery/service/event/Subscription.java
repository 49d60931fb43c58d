package org.firmwarerecovery.service.event;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who wants events pushed.
 *
 * @param id last segment of its URI
 * @param owner id of the account that made it
 * @param destination http or https URI
 * @param context the subscriber's own text, sent with each event
 * @param headers sent with each delivery; may be secret, so never shown
 * @param policy what follows after the last try
 * @param verifyCertificate false: the receiver's certificate is believed when seen first, and no other one afterwards
 * @param filter which events
 * @param suspended whether nothing is sent until somebody resumes it
 */
public record Subscription(
        String id,
        @Nullable String owner,
        String destination,
        String context,
        SortedMap<String, String> headers,
        RetryPolicy policy,
        boolean verifyCertificate,
        EventFilter filter,
        boolean suspended) {
    /** What follows when a delivery and its repetitions failed (DeliveryRetryPolicy). */
    public enum RetryPolicy {
        /** The subscription is removed. */
        TERMINATE("TerminateAfterRetries"),
        /** The subscription is suspended. */
        SUSPEND("SuspendRetries"),
        /** It is tried for ever. */
        FOREVER("RetryForever"),
        /** It is tried for ever, with growing pauses. */
        BACKOFF("RetryForeverWithBackoff");

        private final String word;

        RetryPolicy(String word) {
            this.word = word;
        }

        /** As in the schema. */
        public String word() {
            return word;
        }
    }

    /** Copies the headers. */
    public Subscription {
        headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
    }

    /** The same, suspended or not. */
    Subscription suspended(boolean stop) {
        return new Subscription(id, owner, destination, context, headers, policy, verifyCertificate, filter, stop);
    }

    /** The same with what a client may change. */
    public Subscription with(
            String newContext, SortedMap<String, String> newHeaders, RetryPolicy newPolicy, boolean verify) {
        return new Subscription(id, owner, destination, newContext, newHeaders, newPolicy, verify, filter, suspended);
    }

    /** Never the headers: records end up in logs. */
    @Override
    public String toString() {
        return "Subscription[" + id + " to " + destination + "]";
    }
}
