package org.firmwarerecovery.update.power;

import java.util.TreeMap;
import java.util.TreeSet;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.journal.JournalRecord;

/** What is so, whatever a node believes: known to the test alone, and carried over every cut. */
final class Truth {
    /** The bank that the boot loader starts. */
    final TreeMap<ComponentId, BankId> runs = new TreeMap<>();
    /** Manifests that proved themselves on this board. */
    final TreeMap<ComponentId, TreeSet<Digest>> confirmed = new TreeMap<>();
    /** The highest floor that was ever forced. */
    final TreeMap<ComponentId, Long> floors = new TreeMap<>();
    /** Components whose boot loader can start something. */
    final TreeSet<ComponentId> boots = new TreeSet<>();
    /** What each bank held before the first operation, by file. */
    final TreeMap<String, byte[]> before = new TreeMap<>();
    /** Components whose banks nobody may touch. */
    final TreeSet<ComponentId> others = new TreeSet<>();
    /** Manifests that never prove themselves on this board. */
    final TreeSet<Digest> dislikes = new TreeSet<>();
    /** Manifests that take this board down when they are started. */
    final TreeSet<Digest> kills = new TreeSet<>();
    /** Manifests that were ever put into quarantine. */
    final TreeMap<ComponentId, TreeSet<Digest>> quarantined = new TreeMap<>();
    /** Whether there is a donor to ask. */
    boolean fleet;
    /** Whether both components are flipped by one record. */
    boolean together;

    Truth copy() {
        Truth copy = new Truth();
        copy.runs.putAll(runs);
        confirmed.forEach((id, digests) -> copy.confirmed.put(id, new TreeSet<>(digests)));
        copy.floors.putAll(floors);
        copy.boots.addAll(boots);
        copy.before.putAll(before);
        copy.others.addAll(others);
        copy.dislikes.addAll(dislikes);
        copy.kills.addAll(kills);
        quarantined.forEach((id, digests) -> copy.quarantined.put(id, new TreeSet<>(digests)));
        copy.together = together;
        copy.fleet = fleet;
        return copy;
    }

    /** Takes in what stands on a disk from which everything begins. */
    Truth startingFrom(Board board, FaultyDisk disk) {
        Truth truth = copy();
        truth.before.clear();
        truth.boots.clear();
        for (Component component : board.components) {
            for (BankId bank : component.banks()) {
                truth.before.put(Board.bankFile(component.id(), bank), Board.bank(disk, component.id(), bank));
            }
            BankId active = truth.runs.getOrDefault(component.id(), BankId.A);
            truth.runs.put(component.id(), active);
            if (board.holds(Board.bank(disk, component.id(), active)) != null) {
                truth.boots.add(component.id());
            }
        }
        return truth;
    }

    /** This record is durable. */
    void forced(JournalRecord record) {
        record.components().forEach((id, entry) -> {
            floors.merge(id, entry.floor(), Math::max);
            entry.quarantine().forEach(held -> quarantined(id).add(held.manifestDigest()));
        });
    }

    TreeSet<Digest> quarantined(ComponentId id) {
        return quarantined.computeIfAbsent(id, key -> new TreeSet<>());
    }

    TreeSet<Digest> confirmed(ComponentId id) {
        return confirmed.computeIfAbsent(id, key -> new TreeSet<>());
    }
}
