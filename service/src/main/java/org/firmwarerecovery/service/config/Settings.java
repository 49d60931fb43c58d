package org.firmwarerecovery.service.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Typed values of all keys with the origin of each, in the order of the reference. Immutable.
 *
 * @param values full path to value
 * @param elements path of a list section to the ids of its elements
 */
public record Settings(Map<String, Setting<?>> values, Map<String, List<String>> elements) {
    /** Copies both maps, keeping the order. */
    public Settings {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        elements = Collections.unmodifiableMap(new LinkedHashMap<>(elements));
    }

    /**
     * One value.
     *
     * @param <T> its type
     * @param key its declaration
     * @param value the value
     * @param origin where it comes from
     */
    public record Setting<T>(ConfigurationKey<T> key, T value, Origin origin) {
        /** The value as it could be written in a file. */
        public String text() {
            return key.type().write(value);
        }
    }

    /** The value of a key outside the list sections. */
    <T> T get(ConfigurationKey<T> key) {
        return get("", key);
    }

    /** The value of an element's key; {@code element} is its full path. */
    @SuppressWarnings("unchecked") // The loader stores under a key's path only what that key's own type has read.
    <T> T get(String element, ConfigurationKey<T> key) {
        String path = element.isEmpty() ? key.path() : element + "." + key.path();
        Setting<?> setting = values.get(path);
        if (setting == null) {
            throw new IllegalStateException("no value for " + path);
        }
        return (T) setting.value();
    }

    /** Origin of the value at a full path. */
    Origin origin(String path) {
        Setting<?> setting = values.get(path);
        return setting == null ? Origin.BUILT_IN : setting.origin();
    }

    /** Full paths of the elements of a list section, in order. */
    List<String> elementPaths(ListSection list) {
        return elements.getOrDefault(list.path(), List.of()).stream()
                .map(list::element)
                .toList();
    }
}
