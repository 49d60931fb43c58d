package org.firmwarerecovery.service.telemetry;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * A figure of the node that can be read at any time: a whole number, never negative.
 *
 * @param id last segment of the URI of its definition
 * @param name what it is called
 * @param description what it says, in a sentence
 * @param kind how it moves
 * @param units unit as UCUM writes it
 * @param most its highest value as far as there is one
 * @param property JSON pointer of the property that shows the same figure, where there is one
 * @param reading reads it; empty when it cannot be told now
 */
public record Metric(
        String id,
        String name,
        String description,
        Kind kind,
        String units,
        Supplier<OptionalLong> most,
        Optional<String> property,
        Supplier<OptionalLong> reading) {
    /** How a figure moves (MetricType of MetricDefinition). */
    public enum Kind {
        /** Up only; it begins anew with the node or goes on, as its description says. */
        COUNTER("Counter"),
        /** Up and down. */
        GAUGE("Gauge");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** As in the schema. */
        public String word() {
            return word;
        }
    }

    /** A figure without an upper limit that no property shows. */
    public static Metric of(
            String id, String name, String description, Kind kind, String units, Supplier<OptionalLong> reading) {
        return new Metric(id, name, description, kind, units, OptionalLong::empty, Optional.empty(), reading);
    }

    /** The same, which never exceeds what {@code limit} says. */
    public Metric upTo(Supplier<OptionalLong> limit) {
        return new Metric(id, name, description, kind, units, limit, property, reading);
    }

    /** The same, which the property at {@code pointer} shows, too. */
    public Metric shownAt(String pointer) {
        return new Metric(id, name, description, kind, units, most, Optional.of(pointer), reading);
    }
}
