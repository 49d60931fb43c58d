package org.firmwarerecovery.service.config;

import java.util.function.Function;

/**
 * What became of a written value: a typed one, or the reason why not.
 *
 * @param <T> the type wanted
 */
public sealed interface Reading<T> {
    /**
     * The value has the wanted type.
     *
     * @param <T> the type wanted
     * @param value the typed value
     */
    record Good<T>(T value) implements Reading<T> {}

    /**
     * The value cannot be used.
     *
     * @param <T> the type wanted
     * @param what what is wrong with it
     * @param expected what would be right, with an example
     */
    record Bad<T>(String what, String expected) implements Reading<T> {}

    /** The value mapped, or the same reason. */
    default <R> Reading<R> map(Function<T, R> mapping) {
        if (this instanceof Good<T> good) {
            return new Good<>(mapping.apply(good.value()));
        }
        Bad<T> bad = (Bad<T>) this;
        return new Bad<>(bad.what(), bad.expected());
    }
}
