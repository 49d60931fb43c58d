package org.firmwarerecovery.update.sim;

import java.util.TreeMap;
import java.util.TreeSet;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.sim.FaultyFlash.Cell;
import org.jspecify.annotations.Nullable;

/** The rules about what a node makes of a lost journal. */
final class LossChecks {
    /** Says which rule is broken, and by whom. */
    @FunctionalInterface
    interface Rules {
        void require(boolean holds, String rule, SimNode node, @Nullable String detail);
    }

    /** Components whose journal was lost and whose active bank has not been found yet. */
    private final TreeMap<String, Lost> lost = new TreeMap<>();
    /** Components whose journal was lost and where no image was confirmed since. */
    private final TreeSet<String> unconfirmed = new TreeSet<>();
    /** Components whose floor was lost, with the banks that still hold what they held then. */
    private final TreeMap<String, TreeSet<BankId>> floorLost = new TreeMap<>();

    private final Rules rules;

    /**
     * A lost journal.
     *
     * @param floor the floor, which outlived it; -1 where it did not, or was not known before
     * @param acted whether an operator acted since
     */
    private record Lost(long floor, boolean acted) {}

    LossChecks(Rules rules) {
        this.rules = rules;
    }

    /** {@code left} is what outlived the loss, null when nothing did. */
    void onLoss(SimNode node, ComponentId id, @Nullable ComponentRecord left) {
        lost.put(node.index + "/" + id, new Lost(left == null ? -1 : left.floor(), false));
        unconfirmed.add(node.index + "/" + id);
        if (left == null) {
            floorLost.put(node.index + "/" + id, new TreeSet<>(node.spec(id).banks()));
        } else {
            floorLost.remove(node.index + "/" + id);
        }
    }

    void onCommand(SimNode node, NodeEvent.Command command) {
        boolean decides = command instanceof NodeEvent.StartRecovery
                || command instanceof NodeEvent.StartUpdate
                || command instanceof NodeEvent.ApplyUpdates
                || command instanceof NodeEvent.Adopt;
        if (decides) {
            node.settings
                    .components()
                    .forEach(spec -> lost.computeIfPresent(
                            node.index + "/" + spec.id(), (key, was) -> new Lost(was.floor(), true)));
        }
    }

    /** True while nothing was confirmed since the journal was lost. */
    boolean unconfirmed(SimNode node, ComponentId id) {
        return unconfirmed.contains(node.index + "/" + id);
    }

    /**
     * A bank without a manifest, of which the journal says nothing since it was lost: it may be what ran before, and nobody can
     * put it on trial.
     */
    boolean unknowable(SimNode node, Cell cell, ComponentRecord entry) {
        return cell.foreign
                && unconfirmed.contains(node.index + "/" + cell.component)
                && !entry.unproven().contains(cell.id);
    }

    /** No good bank is written over while nothing was confirmed since the loss: nobody knows which of them works. */
    void onErase(SimNode node, Cell target, NodeEffect.WriteBank write, ComponentRecord entry) {
        String key = node.index + "/" + write.component();
        if (floorLost.containsKey(key)) {
            floorLost.get(key).remove(write.bank());
        }
        boolean kept = unconfirmed.contains(node.index + "/" + write.component()) && Health.fit(target, entry);
        rules.require(
                !kept, "KeptAfterLoss", node, write.bank() + " is erased, but nothing was confirmed since the loss");
    }

    /** However late a bank can be read again: a floor that nobody knows any more is no lower than what it holds. */
    private void tellsFloor(SimNode node, Component spec, ComponentRecord now) {
        TreeSet<BankId> old = floorLost.get(node.index + "/" + spec.id());
        if (old == null || now.undecided()) {
            return;
        }
        old.removeIf(bank -> node.flash.cell(spec.id(), bank).bound == null);
        for (BankId bank : old) {
            Cell cell = node.flash.cell(spec.id(), bank);
            SignedManifest holds = cell.bound;
            boolean told = !now.floorUnread().contains(bank) && cell.intact() && cell.provenAt >= 0;
            boolean mayRun = holds != null && !now.quarantined(holds.digest());
            rules.require(
                    !told || !mayRun || holds == null || holds.securityVersion() <= now.floor(),
                    "LostFloor",
                    node,
                    spec.id() + "-" + bank + " told a higher floor than " + now.floor());
        }
        if (!now.floorUnknown()) {
            floorLost.remove(node.index + "/" + spec.id());
        }
    }

    /**
     * Which bank is active is never guessed where good banks differ. A floor that outlived the journal is what it was: an image
     * in a bank proves nothing. One that did not is no lower than any whole bank.
     */
    void onPersist(SimNode node, Component spec, ComponentRecord now) {
        if (now.confirmedAt() >= 0) {
            unconfirmed.remove(node.index + "/" + spec.id());
        }
        tellsFloor(node, spec, now);
        Lost was = lost.get(node.index + "/" + spec.id());
        if (was == null || now.undecided()) {
            return;
        }
        lost.remove(node.index + "/" + spec.id());
        long floor = spec.minSecurityVersion();
        for (BankId bank : spec.banks()) {
            Cell cell = node.flash.cell(spec.id(), bank);
            boolean told = !now.floorUnread().contains(bank);
            if (told && cell.bound != null && cell.intact() && cell.provenAt >= 0) {
                floor = Math.max(floor, cell.bound.securityVersion());
            }
        }
        long kept = Math.max(was.floor(), spec.minSecurityVersion());
        rules.require(
                was.floor() < 0 ? now.floor() >= floor : now.floor() == kept,
                "LostFloor",
                node,
                "the banks have " + floor + ", before the loss it was " + was.floor() + ", the floor is "
                        + now.floor());
        TreeSet<Digest> different = new TreeSet<>();
        for (BankId bank : spec.writableBanks()) {
            Cell cell = node.flash.cell(spec.id(), bank);
            if (cell.bound != null && Health.fit(cell, now)) {
                different.add(cell.bound.digest());
            }
        }
        rules.require(
                was.acted() || different.size() <= 1,
                "ActiveBankNotGuessed",
                node,
                now.active() + " is taken for active, but good banks differ");
    }
}
