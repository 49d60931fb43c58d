package org.firmwarerecovery.service.config;

import java.nio.file.Path;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * How the values of a key are written and what they become.
 *
 * @param <T> the Java type of a value
 * @param name the type as the reference shows it, such as {@code duration} or {@code list of path}
 * @param unit allowed units or values as the reference shows them; empty when there is nothing to say
 * @param reader makes a typed value of a written one; paths are relative to the folder given
 * @param writer the spelling of a value for {@code check-config --effective}
 */
public record KeyType<T>(
        String name, String unit, BiFunction<RawValue, Path, Reading<T>> reader, Function<T, String> writer) {

    /** Reads {@code raw}; relative paths in it start at {@code base}. */
    public Reading<T> read(RawValue raw, Path base) {
        return reader.apply(raw, base);
    }

    /** Spells {@code value}. */
    public String write(T value) {
        return writer.apply(value);
    }
}
