package org.firmwarerecovery.discovery.core;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Immutable values of all {@link DiscoveryCounter}s since the start. */
public final class DiscoveryCounters {
    /** All zero. */
    public static final DiscoveryCounters ZERO = new DiscoveryCounters(new EnumMap<>(DiscoveryCounter.class));

    private final EnumMap<DiscoveryCounter, Long> values;

    private DiscoveryCounters(EnumMap<DiscoveryCounter, Long> values) {
        this.values = values;
    }

    /** The value of {@code counter}. */
    public long get(DiscoveryCounter counter) {
        Long value = values.get(counter);
        return value == null ? 0 : value;
    }

    /** These counters with {@code counter} one higher. */
    DiscoveryCounters plus(DiscoveryCounter counter) {
        EnumMap<DiscoveryCounter, Long> more = new EnumMap<>(values);
        more.merge(counter, 1L, Long::sum);
        return new DiscoveryCounters(more);
    }

    /** Those that are not zero, in the order of the enumeration. */
    public Map<DiscoveryCounter, Long> values() {
        return new EnumMap<>(values);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DiscoveryCounters counters && values.equals(counters.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
