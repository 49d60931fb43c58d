package org.firmwarerecovery.service.http;

import java.time.Duration;

/**
 * Limits of the listeners.
 *
 * @param uriLengthMax characters of path and query; longer: 414
 * @param headerBytesMax bytes of all request headers; more: 400 and the connection is closed
 * @param headersMax number of request headers; more: 400 and the connection is closed
 * @param bodyBytesMax bytes of a JSON body, chunked or not; more: 413
 * @param connectionsMax open connections per listener; above it the one that has waited longest without a request is closed
 * @param workersMax threads that serve requests
 * @param idle a connection without a complete request header for this long is closed
 * @param bodyRead longest pause within a request body; longer: 408
 * @param shutdownGrace how long running requests may finish when the server stops
 */
public record HttpLimits(
        int uriLengthMax,
        int headerBytesMax,
        int headersMax,
        int bodyBytesMax,
        int connectionsMax,
        int workersMax,
        Duration idle,
        Duration bodyRead,
        Duration shutdownGrace) {

    /** What a node runs with unless told otherwise. */
    public static HttpLimits defaults() {
        return new HttpLimits(
                8_192,
                16_384,
                64,
                1_048_576,
                256,
                16,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofSeconds(3));
    }

    /** The same with other time limits; for slow machines, and for tests that cannot wait. */
    public HttpLimits withTimes(Duration otherIdle, Duration otherBodyRead, Duration otherGrace) {
        return new HttpLimits(
                uriLengthMax,
                headerBytesMax,
                headersMax,
                bodyBytesMax,
                connectionsMax,
                workersMax,
                otherIdle,
                otherBodyRead,
                otherGrace);
    }

    /** The same with another number of connections. */
    public HttpLimits withConnectionsMax(int other) {
        return new HttpLimits(
                uriLengthMax,
                headerBytesMax,
                headersMax,
                bodyBytesMax,
                other,
                workersMax,
                idle,
                bodyRead,
                shutdownGrace);
    }
}
