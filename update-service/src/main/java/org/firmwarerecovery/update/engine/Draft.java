package org.firmwarerecovery.update.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A sorted map that is copied only when it is changed: one event seldom touches more than one or two of them. */
final class Draft<K extends Comparable<K>, V> {
    private SortedMap<K, V> current;
    private boolean copied;

    Draft(SortedMap<K, V> base) {
        current = base;
    }

    @Nullable
    V get(K key) {
        return current.get(key);
    }

    List<V> values() {
        return new ArrayList<>(current.values());
    }

    List<K> keys() {
        return new ArrayList<>(current.keySet());
    }

    int size() {
        return current.size();
    }

    void put(K key, V value) {
        own();
        current.put(key, value);
    }

    @Nullable
    V remove(K key) {
        if (!current.containsKey(key)) {
            return null;
        }
        own();
        return current.remove(key);
    }

    SortedMap<K, V> result() {
        return current;
    }

    private void own() {
        if (!copied) {
            current = new TreeMap<>(current);
            copied = true;
        }
    }
}
