package org.firmwarerecovery.service.event;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How many streams there may be, and which one gives its place to a new one where all are taken. Nobody can tell a client that
 * vanished without a word from one that listens: what is sent to it waits in the system for a quarter of an hour before that
 * gives up. So whoever comes back is let in, and what he leaves behind goes.
 *
 * @param most streams at a time
 */
public record StreamPlaces(int most) {
    /** Most streams. */
    public static final int STREAMS_MAX = 32;
    /** Most streams of one account. */
    public static final int STREAMS_OF_ACCOUNT_MAX = 8;

    /** Streams take at most half of the connections that a listener may have, but there may always be one. */
    public static StreamPlaces within(int connectionsMax) {
        return new StreamPlaces(Math.min(STREAMS_MAX, Math.max(1, connectionsMax / 2)));
    }

    /** Most streams of one account. */
    public int mostOfAccount() {
        return Math.min(STREAMS_OF_ACCOUNT_MAX, most);
    }

    /**
     * A stream that has a place.
     *
     * @param id of its subscription
     * @param owner id of its account
     * @param behind whether its client does not take what there is for it
     * @param order of its opening
     */
    record Held(String id, String owner, boolean behind, long order) {}

    /** What there is for a new stream. */
    sealed interface Place {
        /** A free one. */
        record Free() implements Place {}

        /** That of another stream, which ends. */
        record Of(String id) implements Place {}

        /** None. */
        record None() implements Place {}
    }

    /**
     * The place of one more stream of an account. Where it has to be somebody else's, an account gives up one of its own, first one
     * whose client is behind, else the oldest; an account without any takes it from the one with the most, if that has several.
     */
    Place place(String owner, List<Held> held) {
        TreeMap<String, Integer> counts = new TreeMap<>();
        held.forEach(stream -> counts.merge(stream.owner(), 1, Integer::sum));
        int own = counts.getOrDefault(owner, 0);
        if (own < mostOfAccount() && held.size() < most) {
            return new Place.Free();
        }
        Optional<Held> least = own > 0
                ? held.stream()
                        .filter(stream -> stream.owner().equals(owner))
                        .min(Comparator.comparing((Held stream) -> !stream.behind())
                                .thenComparing(Held::order))
                : held.stream()
                        .filter(stream -> counts.getOrDefault(stream.owner(), 0) > 1)
                        .min(Comparator.comparing((Held stream) -> -counts.getOrDefault(stream.owner(), 0))
                                .thenComparing(stream -> !stream.behind())
                                .thenComparing(Held::order));
        return least.<Place>map(stream -> new Place.Of(stream.id())).orElseGet(Place.None::new);
    }
}
