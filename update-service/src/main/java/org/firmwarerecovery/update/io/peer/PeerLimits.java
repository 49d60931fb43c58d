package org.firmwarerecovery.update.io.peer;

import java.time.Duration;
import org.firmwarerecovery.update.io.web.WebLimits;

/**
 * Bounds of the peer client by name.
 *
 * @param web bounds of every connection
 * @param answerWithin longest time for one request with its whole answer, apart from chunks and manifests
 * @param bytesWithin longest time for one manifest or signature, or for one chunk that is not so large that it may take
 *     longer at the minimum rate
 * @param jsonBytesMax largest JSON answer
 * @param membersMax most members of a collection that are read one by one
 * @param pagesMax most pages of a collection
 * @param pathLengthMax longest path that a peer may name
 * @param retryAfterMax longest Retry-After that is honoured
 */
public record PeerLimits(
        WebLimits web,
        Duration answerWithin,
        Duration bytesWithin,
        int jsonBytesMax,
        int membersMax,
        int pagesMax,
        int pathLengthMax,
        Duration retryAfterMax) {
    /** The design's figures. */
    public static PeerLimits defaults() {
        return new PeerLimits(
                WebLimits.defaults(),
                Duration.ofSeconds(15),
                Duration.ofSeconds(60),
                2 * 1024 * 1024,
                64,
                4,
                512,
                Duration.ofMinutes(10));
    }

    /** The same limits over other connections. */
    public PeerLimits over(WebLimits other) {
        return new PeerLimits(
                other, answerWithin, bytesWithin, jsonBytesMax, membersMax, pagesMax, pathLengthMax, retryAfterMax);
    }

    /** The same limits with other total times. */
    public PeerLimits within(Duration answer, Duration bytes) {
        return new PeerLimits(web, answer, bytes, jsonBytesMax, membersMax, pagesMax, pathLengthMax, retryAfterMax);
    }
}
