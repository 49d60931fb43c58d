package org.firmwarerecovery.update.journal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.firmwarerecovery.update.component.ComponentId;
import org.jspecify.annotations.Nullable;

/**
 * The whole node's banks journal: one record for all components, so that a flip of several of them is one write.
 *
 * @param uptimeMillis the node's uptime when the record was made; uptime goes on from here after a restart
 * @param components what must survive, per component; a component that left the configuration keeps its entry
 * @param barred donors that are left alone, oldest first; at most {@link #BARRED_MAX}, the oldest makes room
 */
public record JournalRecord(
        long uptimeMillis, SortedMap<ComponentId, ComponentRecord> components, List<BarredDonor> barred) {
    /** Most donors that are remembered as barred. */
    public static final int BARRED_MAX = 32;

    /** Copies the collections. */
    public JournalRecord {
        components = Collections.unmodifiableSortedMap(new TreeMap<>(components));
        barred = List.copyOf(barred);
    }

    /** A record in which no donor is barred. */
    public JournalRecord(long uptimeMillis, SortedMap<ComponentId, ComponentRecord> components) {
        this(uptimeMillis, components, List.of());
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
        return new JournalRecord(uptime, all, barred);
    }

    /** The same journal with these entries. */
    public JournalRecord with(SortedMap<ComponentId, ComponentRecord> entries) {
        return new JournalRecord(uptimeMillis, entries, barred);
    }

    /** The same journal at another uptime. */
    public JournalRecord at(long uptime) {
        return new JournalRecord(uptime, components, barred);
    }

    /** The same journal without barred donors. */
    public JournalRecord barringNobody() {
        return new JournalRecord(uptimeMillis, components, List.of());
    }

    /** The same journal with one more barred donor; what is said about it before is replaced. */
    public JournalRecord barring(BarredDonor donor) {
        List<BarredDonor> all = new ArrayList<>(barred);
        all.removeIf(other -> other.uuid().equals(donor.uuid()));
        all.add(donor);
        while (all.size() > BARRED_MAX) {
            all.remove(0);
        }
        return new JournalRecord(uptimeMillis, components, all);
    }
}
