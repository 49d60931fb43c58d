package org.firmwarerecovery.update.journal;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.firmwarerecovery.update.component.ComponentId;
import org.jspecify.annotations.Nullable;

/**
 * The whole node's banks journal: one record for all components, so that a flip of several of them is one write.
 *
 * @param uptimeMillis the node's uptime when the record was made; uptime goes on from here after a restart
 * @param components what must survive, per component; a component that left the configuration keeps its entry
 */
public record JournalRecord(long uptimeMillis, SortedMap<ComponentId, ComponentRecord> components) {
    /** Copies the map. */
    public JournalRecord {
        components = Collections.unmodifiableSortedMap(new TreeMap<>(components));
    }

    /** The journal of a node that starts for the first time. */
    public static JournalRecord empty() {
        return new JournalRecord(0, new TreeMap<>());
    }

    /** The entry of a component, null when it was never seen. */
    public @Nullable ComponentRecord of(ComponentId id) {
        return components.get(id);
    }

    /** The same journal at {@code uptime} with one entry replaced. */
    public JournalRecord with(ComponentId id, ComponentRecord entry, long uptime) {
        TreeMap<ComponentId, ComponentRecord> all = new TreeMap<>(components);
        all.put(id, entry);
        return new JournalRecord(uptime, all);
    }
}
