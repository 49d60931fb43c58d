package org.firmwarerecovery.redfish.odata;

import java.util.Optional;

/**
 * A member of a PATCH or action body, which may be absent, {@code null} or a value: three different wishes of a client.
 *
 * <p>Records that are read by {@code RedfishMapper} declare such components as {@code Field<String>} and so on; a member
 * that is not in the JSON object becomes {@link Absent}, an explicit {@code null} becomes {@link Null}.
 *
 * @param <T> type of the value
 */
public sealed interface Field<T> {
    /** The member is not in the body: leave the property alone. */
    record Absent<T>() implements Field<T> {}

    /** The member is there and {@code null}: clear the property, or refuse. */
    record Null<T>() implements Field<T> {}

    /**
     * The member has a value.
     *
     * @param value what the client wants
     */
    record Value<T>(T value) implements Field<T> {}

    /** A member that is not in the body. */
    static <T> Field<T> absent() {
        return new Absent<>();
    }

    /** An explicit {@code null}. */
    static <T> Field<T> ofNull() {
        return new Null<>();
    }

    /** A member with a value. */
    static <T> Field<T> of(T value) {
        return new Value<>(value);
    }

    /** True when the member is in the body, {@code null} or not. */
    default boolean isPresent() {
        return !(this instanceof Absent);
    }

    /** True when the member is there and {@code null}. */
    default boolean isNull() {
        return this instanceof Null;
    }

    /** The value, or empty for both absent and {@code null}. */
    default Optional<T> toOptional() {
        return this instanceof Value<T> some ? Optional.of(some.value()) : Optional.empty();
    }

    /** The value, or {@code other} for both absent and {@code null}. */
    default T orElse(T other) {
        return toOptional().orElse(other);
    }
}
