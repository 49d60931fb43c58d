package org.firmwarerecovery.service.config;

import java.nio.file.Path;

/**
 * The declaration of one key: everything that loader, check and reference know about it.
 *
 * @param <T> Java type of its value
 * @param path full path, {@code scan.interval}; inside a list section relative to the element
 * @param type how it is written
 * @param initial built-in value as YAML text; empty when there is none
 * @param shown built-in value as the reference shows it
 * @param required true when every element of the list section must give it
 * @param redfish Redfish property that shows it; empty when none does
 * @param changeable true when that property can be changed through Redfish
 * @param description one sentence for the reference
 */
public record ConfigurationKey<T>(
        String path,
        KeyType<T> type,
        String initial,
        String shown,
        boolean required,
        String redfish,
        boolean changeable,
        String description) {

    /** A key with a built-in value. */
    static <T> ConfigurationKey<T> key(String path, KeyType<T> type, String initial, String description) {
        return new ConfigurationKey<>(path, type, initial, initial, false, "", false, description);
    }

    /** A key that every element must give. */
    static <T> ConfigurationKey<T> required(String path, KeyType<T> type, String description) {
        return new ConfigurationKey<>(path, type, "", "required", true, "", false, description);
    }

    /** The same, with {@code text} in the reference instead of the built-in value. */
    ConfigurationKey<T> shownAs(String text) {
        return new ConfigurationKey<>(path, type, initial, text, required, redfish, changeable, description);
    }

    /** The same, shown by a read-only Redfish property. */
    ConfigurationKey<T> in(String property) {
        return new ConfigurationKey<>(path, type, initial, shown, required, property, false, description);
    }

    /** The same, shown and changed by a Redfish property. */
    ConfigurationKey<T> changedBy(String property) {
        return new ConfigurationKey<>(path, type, initial, shown, required, property, true, description);
    }

    /** The built-in value; a declaration whose own value is refused is a bug of this program. */
    T builtIn(Path base) {
        YamlText.Outcome text = YamlText.read(initial, line -> Origin.BUILT_IN);
        if (text instanceof YamlText.Outcome.Read read
                && type.read(read.root(), base) instanceof Reading.Good<T> good) {
            return good.value();
        }
        throw new IllegalStateException("built-in value of " + path + " is refused: " + initial);
    }
}
