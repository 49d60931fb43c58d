package org.firmwarerecovery.service.config;

import java.util.List;
import java.util.Optional;

/**
 * A key whose value is a list of elements with keys of their own, such as {@code components}. Elements are addressed by
 * id: {@code components.BMC.size}.
 *
 * @param path path of the list
 * @param ids element keys that name an element; the first one given counts
 * @param shorthand element key that a plain word stands for; empty when elements are always mappings
 * @param keys keys of an element, paths relative to it
 * @param description one sentence for the reference
 */
public record ListSection(
        String path, List<String> ids, String shorthand, List<ConfigurationKey<?>> keys, String description) {
    /** Copies the lists. */
    public ListSection {
        ids = List.copyOf(ids);
        keys = List.copyOf(keys);
    }

    /** The element key {@code relative}, when there is one. */
    Optional<ConfigurationKey<?>> key(String relative) {
        for (ConfigurationKey<?> key : keys) {
            if (key.path().equals(relative)) {
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }

    /** Path of an element. */
    String element(String id) {
        return path + "." + id;
    }
}
