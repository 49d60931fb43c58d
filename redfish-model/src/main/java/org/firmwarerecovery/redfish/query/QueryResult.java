package org.firmwarerecovery.redfish.query;

import org.firmwarerecovery.redfish.message.Message;

/**
 * What came of reading or applying a query: a value, or the answer that refuses it.
 *
 * @param <T> type of the value
 */
public sealed interface QueryResult<T> {
    /**
     * It worked.
     *
     * @param value the checked query, or the document to return
     */
    record Done<T>(T value) implements QueryResult<T> {}

    /**
     * It is refused.
     *
     * @param status HTTP status: 400 for a bad value or combination, 501 for a parameter that is not supported
     * @param message which parameter, and why
     */
    record Refused<T>(int status, Message message) implements QueryResult<T> {}
}
