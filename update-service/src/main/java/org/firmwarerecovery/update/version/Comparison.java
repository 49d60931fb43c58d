package org.firmwarerecovery.update.version;

/** How a first version stands to a second one. {@link Incomparable} is an answer of its own, never "older" or "newer". */
public sealed interface Comparison {
    /** The first version is older. */
    record Less() implements Comparison {}

    /** Neither is newer. */
    record Equal() implements Comparison {}

    /** The first version is newer. */
    record Greater() implements Comparison {}

    /**
     * No rule orders the two; only an operator, or a policy that names the exact version, may choose.
     *
     * @param reason why, in words for the record
     */
    record Incomparable(String reason) implements Comparison {}

    /** The comparison that a {@link java.util.Comparator} would express by {@code sign}. */
    static Comparison ofSign(int sign) {
        if (sign < 0) {
            return new Less();
        }
        return sign > 0 ? new Greater() : new Equal();
    }

    /** True for {@link Less}. */
    default boolean isLess() {
        return this instanceof Less;
    }

    /** True for {@link Equal}. */
    default boolean isEqual() {
        return this instanceof Equal;
    }

    /** True for {@link Greater}. */
    default boolean isGreater() {
        return this instanceof Greater;
    }

    /** True unless {@link Incomparable}. */
    default boolean isOrdered() {
        return !(this instanceof Incomparable);
    }
}
