package org.firmwarerecovery.service.http;

import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The connections of a listener and which of them may give way to a new one. Clients that leave connections open, by habit or
 * by intent, must not lock out the next operator: the one that has been silent for longest goes first. One with a
 * request under way never goes, nor one that is too young to have been heard, so that a flood does not cut off those who are
 * still shaking hands. Not thread-safe; times are those of one monotonic clock, in nanoseconds.
 *
 * @param <C> a connection, by identity
 */
final class OpenConnections<C> {
    /** A connection without a request is not given up before it has had this long to make one. */
    static final long HEARING_NANOS = 1_000_000_000L;

    private final int connectionsMax;
    private final Set<C> busy = new HashSet<>();
    /** Since when each has waited; the longest wait first. */
    private final Map<C, Long> waiting = new LinkedHashMap<>();

    OpenConnections(int connectionsMax) {
        this.connectionsMax = connectionsMax;
    }

    int size() {
        return busy.size() + waiting.size();
    }

    /** Takes a new connection in. Answers whom to close: another one, or the new one itself where no other may go. */
    Optional<C> accepted(C connection, long now) {
        if (size() < connectionsMax) {
            waiting.put(connection, now);
            return Optional.empty();
        }
        Iterator<Map.Entry<C, Long>> longest = waiting.entrySet().iterator();
        if (!longest.hasNext()) {
            return Optional.of(connection);
        }
        Map.Entry<C, Long> first = longest.next();
        if (now - first.getValue() < HEARING_NANOS) {
            return Optional.of(connection);
        }
        C goes = first.getKey();
        longest.remove();
        waiting.put(connection, now);
        return Optional.of(goes);
    }

    /** Something came in that nobody has read yet: a request, most likely, for which no thread was free so far. */
    void heard(C connection, long now) {
        if (waiting.remove(connection) != null) {
            waiting.put(connection, now);
        }
    }

    /** A request came in. */
    void asked(C connection) {
        if (waiting.remove(connection) != null) {
            busy.add(connection);
        }
    }

    /** Its request is answered. */
    void answered(C connection, long now) {
        if (busy.remove(connection)) {
            waiting.put(connection, now);
        }
    }

    void closed(C connection) {
        busy.remove(connection);
        waiting.remove(connection);
    }
}
