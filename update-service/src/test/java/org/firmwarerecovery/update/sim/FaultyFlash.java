package org.firmwarerecovery.update.sim;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.firmwarerecovery.update.bank.BankReading;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.jspecify.annotations.Nullable;

/** The banks of one node as they truly are. They survive restarts; only one of them at a time is worked on per component. */
final class FaultyFlash {
    /** A bank as it truly is. */
    static final class Cell {
        final ComponentId component;
        final BankId id;
        /** Digest of the content; null when erased. */
        @Nullable
        Digest content;
        /** The manifest beside it, null when there is none. */
        @Nullable
        SignedManifest bound;
        /** How many reads in a row have failed for no reason. */
        int oddReads;
        /** True while it holds an image that this node wrote and that was never confirmed here. */
        boolean unproven;
        /** True as long as it holds what was there before this node managed it. */
        boolean foreign;
        /** Virtual time of the last read in this life of the node that proved content and manifest to agree, -1 when none. */
        long provenAt = -1;
        /** Virtual time of the last full read in this life that the machine heard of, whatever it found, -1 when none. */
        long readAt = -1;
        /** Virtual time of the last damage from outside, -1 when none. */
        long damagedAt = -1;

        Cell(ComponentId component, BankId id) {
            this.component = component;
            this.id = id;
        }

        /** True when the content is what a manifest says. */
        boolean intact() {
            return content != null && bound != null && content.equals(SimImages.payload(bound));
        }

        void install(SignedManifest manifest) {
            content = SimImages.payload(manifest);
            bound = manifest;
            foreign = false;
        }
    }

    /** How many of the next writes store something else. */
    int corruptWrites;
    /** How many of the next writes fail. */
    int failWrites;

    private final TreeMap<ComponentId, EnumMap<BankId, Cell>> cells = new TreeMap<>();
    private final TreeMap<ComponentId, Long> freeAt = new TreeMap<>();

    FaultyFlash(List<Component> components) {
        for (Component component : components) {
            EnumMap<BankId, Cell> banks = new EnumMap<>(BankId.class);
            component.banks().forEach(bank -> banks.put(bank, new Cell(component.id(), bank)));
            cells.put(component.id(), banks);
            freeAt.put(component.id(), 0L);
        }
    }

    Cell cell(ComponentId component, BankId bank) {
        return Objects.requireNonNull(
                Objects.requireNonNull(cells.get(component)).get(bank));
    }

    List<Cell> all() {
        List<Cell> all = new ArrayList<>();
        cells.values().forEach(banks -> all.addAll(banks.values()));
        return all;
    }

    /** Takes the component's lane for {@code millis}; the virtual time at which the work begins. */
    long begin(ComponentId component, long now, long millis) {
        long start = Math.max(now, Objects.requireNonNull(freeAt.get(component)));
        freeAt.put(component, start + millis);
        return start;
    }

    /** A restart: nothing is under way any more, and nothing is proven. */
    void restart(long now) {
        freeAt.replaceAll((component, at) -> now);
        for (Cell cell : all()) {
            cell.provenAt = -1;
            cell.readAt = -1;
        }
    }

    /** What a full read finds. */
    static BankReading read(Cell cell) {
        if (cell.content == null) {
            return new BankReading.Erased();
        }
        return cell.bound == null
                ? new BankReading.WithoutManifest("no manifest stands beside it")
                : new BankReading.Content(cell.bound, cell.content);
    }
}
