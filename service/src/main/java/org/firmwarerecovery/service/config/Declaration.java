package org.firmwarerecovery.service.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** All declared keys: what the loader accepts and what the reference lists. */
final class Declaration {
    private Declaration() {}

    /** Keys outside the list sections, in the order of the reference. */
    static List<ConfigurationKey<?>> keys() {
        List<ConfigurationKey<?>> keys = new ArrayList<>(NodeKeys.ALL);
        keys.addAll(HostKeys.ALL);
        keys.addAll(RecoveryKeys.ALL);
        return keys;
    }

    /** The key with this path. */
    static Optional<ConfigurationKey<?>> key(String path) {
        for (ConfigurationKey<?> key : keys()) {
            if (key.path().equals(path)) {
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }

    /** The list section with this path. */
    static Optional<ListSection> list(String path) {
        return ListSections.ALL.stream()
                .filter(section -> section.path().equals(path))
                .findFirst();
    }

    /** True when {@code path} is a section with keys below it. */
    static boolean isSection(String path) {
        return names("").stream().anyMatch(name -> name.startsWith(path + "."));
    }

    /** Every full path that may stand in a file below {@code section}, sections included; {@code ""} is the root. */
    static List<String> names(String section) {
        TreeSet<String> names = new TreeSet<>();
        keys().forEach(key -> addWithSections(names, key.path()));
        ListSections.ALL.forEach(list -> addWithSections(names, list.path()));
        return names.stream()
                .filter(name -> section.isEmpty() || name.startsWith(section + "."))
                .toList();
    }

    /** Every path that may stand in an element of {@code list} below {@code section}, relative to the element. */
    static List<String> elementNames(ListSection list, String section) {
        TreeSet<String> names = new TreeSet<>();
        list.keys().forEach(key -> addWithSections(names, key.path()));
        return names.stream()
                .filter(name -> section.isEmpty() || name.startsWith(section + "."))
                .toList();
    }

    private static void addWithSections(TreeSet<String> names, String path) {
        for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
            names.add(path.substring(0, dot));
        }
        names.add(path);
    }
}
