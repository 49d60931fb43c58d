package org.firmwarerecovery.service.config;

import java.util.List;

/** A value as it was written, before it has a type; each part knows its line. */
public sealed interface RawValue {
    /** Where it was written. */
    Origin origin();

    /**
     * One word, number or quoted text.
     *
     * @param text without the quotes
     * @param absent true for an empty value or {@code null}, which counts as "not given"
     * @param origin where it stands
     */
    record Scalar(String text, boolean absent, Origin origin) implements RawValue {}

    /**
     * A list.
     *
     * @param items in order
     * @param origin where it begins
     */
    record Sequence(List<RawValue> items, Origin origin) implements RawValue {
        /** Copies the items. */
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /**
     * Keys with values; a key may stand twice, which the reader of the mapping refuses.
     *
     * @param entries in order
     * @param origin where it begins
     */
    record Mapping(List<Entry> entries, Origin origin) implements RawValue {
        /** Copies the entries. */
        public Mapping {
            entries = List.copyOf(entries);
        }
    }

    /**
     * One key with its value.
     *
     * @param name the key
     * @param value its value
     * @param origin where the key stands
     */
    record Entry(String name, RawValue value, Origin origin) {}
}
