package org.firmwarerecovery.service.event;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** The entries of one cause in a log, by author. One thread at a time. */
final class EventShare {
    private final TreeMap<String, ArrayDeque<Long>> byAuthor = new TreeMap<>();
    private int size;

    void add(String author, long number) {
        byAuthor.computeIfAbsent(author, key -> new ArrayDeque<>()).add(number);
        size++;
    }

    int size() {
        return size;
    }

    /**
     * Takes out the oldest entry of the author with the most; of several such authors that of the one whose oldest is oldest.
     *
     * @return its number
     */
    long makeRoom() {
        Map.Entry<String, ArrayDeque<Long>> most = byAuthor.entrySet().stream()
                .max(Comparator.<Map.Entry<String, ArrayDeque<Long>>>comparingInt(
                                one -> one.getValue().size())
                        .thenComparing(one -> -one.getValue().element()))
                .orElseThrow();
        long number = most.getValue().remove();
        if (most.getValue().isEmpty()) {
            byAuthor.remove(most.getKey());
        }
        size--;
        return number;
    }

    void clear() {
        byAuthor.clear();
        size = 0;
    }
}
