package org.firmwarerecovery.redfish.query;

/**
 * {@code $expand}: which links are replaced by the resources behind them, and how deep.
 *
 * @param scope which links
 * @param levels how deep, 1 to {@link #LEVELS_MAX}
 */
public record Expand(Scope scope, int levels) {
    /** Deepest expansion; {@code ProtocolFeaturesSupported.ExpandQuery.MaxLevels}. */
    public static final int LEVELS_MAX = 6;

    /** Which links are expanded. */
    public enum Scope {
        /** {@code *}: all. */
        ALL("*"),
        /** {@code .}: those outside of {@code Links}. */
        NO_LINKS("."),
        /** {@code ~}: those inside of {@code Links}. */
        LINKS("~");

        private final String sign;

        Scope(String sign) {
            this.sign = sign;
        }

        /** The sign in the query. */
        public String sign() {
            return sign;
        }

        /** True when a link is to be expanded that stands inside or outside of {@code Links}. */
        boolean covers(boolean insideLinks) {
            return this == ALL || insideLinks == (this == LINKS);
        }
    }

    /** The value as a client writes it. */
    public String text() {
        return scope.sign() + "($levels=" + levels + ')';
    }
}
