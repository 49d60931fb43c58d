package org.firmwarerecovery.service.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that was written down, layer over layer, before it has types: full path to value. Not thread-safe; lives
 * for one load.
 */
final class WrittenSettings {
    private final Map<String, RawValue> values = new LinkedHashMap<>();
    private final Map<String, Map<String, Origin>> elements = new LinkedHashMap<>();
    private final List<ConfigurationProblem> problems = new ArrayList<>();

    /** Writes a value; a later layer replaces an earlier one. An absent value means "not given". */
    void put(String path, RawValue value) {
        if (value instanceof RawValue.Scalar scalar && scalar.absent()) {
            values.remove(path);
        } else {
            values.put(path, value);
        }
    }

    /** The last value written for a path. */
    Optional<RawValue> value(String path) {
        return Optional.ofNullable(values.get(path));
    }

    /** Starts a list section anew, as a later layer that gives the whole list does. */
    void clearElements(String list) {
        elements(list).keySet().forEach(id -> values.keySet().removeIf(path -> path.startsWith(list + "." + id + ".")));
        elements.remove(list);
    }

    /** Adds an element; false when the list has one of this id already. */
    boolean addElement(String list, String id, Origin origin) {
        return elements.computeIfAbsent(list, path -> new LinkedHashMap<>()).putIfAbsent(id, origin) == null;
    }

    /** Ids of the elements of a list section with the place where each begins, in order. */
    Map<String, Origin> elements(String list) {
        return elements.getOrDefault(list, Map.of());
    }

    /** Notes a problem. */
    void problem(Origin origin, String key, String what, String expected) {
        problems.add(new ConfigurationProblem(origin.place(), key, what, expected));
    }

    /** All problems noted so far. */
    List<ConfigurationProblem> problems() {
        return List.copyOf(problems);
    }
}
