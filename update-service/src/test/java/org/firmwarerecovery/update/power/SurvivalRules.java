package org.firmwarerecovery.update.power;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.io.ingest.SignedImages.Signed;
import org.firmwarerecovery.update.io.journal.RecordFrame;
import org.firmwarerecovery.update.io.runtime.BankJournal;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.journal.JournalRecord;
import org.firmwarerecovery.update.node.ComponentState;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeState;
import org.firmwarerecovery.update.recovery.Recovery;
import org.jspecify.annotations.Nullable;

/**
 * What must hold of the bytes that a power cut left, whenever it came. Each rule is broken by an {@link AssertionError} that
 * begins with its name.
 */
final class SurvivalRules {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private SurvivalRules() {}

    private static void require(boolean holds, String rule, ComponentId component, Object facts) {
        if (!holds) {
            throw new AssertionError(rule + ": component " + component + ": " + facts);
        }
    }

    /** What stands on the disk before anybody opened anything. */
    static void asFound(Board board, FaultyDisk disk, Truth truth) throws IOException {
        for (Component component : board.components) {
            bootable(board, disk, component, truth);
        }
        floorsSurvive(disk, truth);
    }

    /** What a start reads, before the node changes any bank. */
    static void atStart(Board board, FaultyDisk disk, BankJournal.Loaded loaded, Truth truth) {
        for (Component component : board.components) {
            ComponentId id = component.id();
            ComponentRecord entry = loaded.record().of(id);
            if (truth.floors.containsKey(id)) {
                require(!loaded.journalLost() && entry != null, "JournalSurvives", id, loaded);
            }
            if (entry == null) {
                continue;
            }
            journalAgrees(board, disk, component, entry, truth);
            hardwareAgrees(id, entry, truth);
            long floor = truth.floors.getOrDefault(id, 0L);
            require(entry.floor() >= floor, "FloorNeverSinks", id, floor + " was forced, now " + entry.floor());
            for (Digest held : truth.quarantined(id)) {
                require(entry.quarantined(held), "QuarantineHolds", id, held + " is not in " + entry);
            }
        }
        if (truth.together) {
            ComponentRecord bmc = loaded.record().of(Board.BMC);
            ComponentRecord bios = loaded.record().of(Board.BIOS);
            boolean same = bmc != null && bios != null && bmc.active() == bios.active();
            require(same, "FlippedTogether", Board.BMC, bmc + " and " + bios);
        }
    }

    /** The boot loader can start the bank it would start, where it could before; and some bank may run. */
    private static void bootable(Board board, FaultyDisk disk, Component component, Truth truth) {
        ComponentId id = component.id();
        if (truth.others.contains(id)) {
            for (BankId bank : component.banks()) {
                byte[] before = truth.before.get(Board.bankFile(id, bank));
                require(Arrays.equals(before, Board.bank(disk, id, bank)), "OthersUntouched", id, bank);
            }
        }
        if (!truth.boots.contains(id)) {
            return;
        }
        BankId runs = truth.runs.getOrDefault(id, BankId.A);
        Signed image = board.holds(Board.bank(disk, id, runs));
        require(image != null, "BootableBank", id, "the boot loader starts bank " + runs + ", which is torn");
        long floor = truth.floors.getOrDefault(id, 0L);
        List<Long> versions = new ArrayList<>();
        for (BankId bank : component.writableBanks()) {
            Signed there = board.holds(Board.bank(disk, id, bank));
            versions.add(there == null ? -1 : there.manifest().securityVersion());
        }
        require(
                versions.stream().anyMatch(version -> version >= floor),
                "BankAboveFloor",
                id,
                "floor " + floor + ", banks " + versions);
    }

    /** The journal never promises more than the banks hold. */
    private static void journalAgrees(
            Board board, FaultyDisk disk, Component component, ComponentRecord entry, Truth truth) {
        ComponentId id = component.id();
        for (BankId bank : component.writableBanks()) {
            byte[] bytes = Board.bank(disk, id, bank);
            boolean asBefore = Arrays.equals(bytes, truth.before.get(Board.bankFile(id, bank)));
            Signed image = board.holds(bytes);
            Digest holds = image == null ? null : image.manifest().digest();
            Digest bound = entry.boundTo(bank);
            String facts = "bank " + bank + " holds " + (image == null ? "a torn write" : holds) + ", " + entry;
            if (!asBefore) {
                require(image != null || entry.halfWritten(bank), "IntentBeforeErase", id, facts);
                require(
                        bound == null || entry.halfWritten(bank) || bound.equals(holds),
                        "WrittenAfterReadBack",
                        id,
                        facts);
                manifestAgrees(board, disk, id, bank, holds);
            }
            boolean onTrial = entry.trial() != null && entry.trial().bank() == bank;
            boolean toProve = bound == null
                    || onTrial
                    || entry.halfWritten(bank)
                    || entry.unproven().contains(bank);
            require(
                    toProve || truth.confirmed(id).contains(bound),
                    "ConfirmedOnlyIfBooted",
                    id,
                    "bank " + bank + " counts as proven, " + entry);
        }
        long highest = truth.confirmed(id).stream()
                .mapToLong(digest -> board.manifest(digest).securityVersion())
                .max()
                .orElse(component.minSecurityVersion());
        require(entry.floor() <= highest, "FloorRisesAtConfirmation", id, "floor " + entry.floor() + " of " + highest);
    }

    /** A manifest beside a bank never speaks of bytes that are not there. */
    private static void manifestAgrees(
            Board board, FaultyDisk disk, ComponentId id, BankId bank, @Nullable Digest holds) {
        for (String file : Board.manifestFiles(id, bank)) {
            byte[] manifest = disk.read(file);
            byte[] signature = disk.read(file + ".p7s");
            Signed named = manifest == null ? null : board.named(manifest);
            require(manifest == null || named != null, "ManifestWhole", id, file);
            require(named == null || named.manifest().digest().equals(holds), "ManifestAfterData", id, file);
            require(
                    named == null || Arrays.equals(named.pair().signature().array(), signature),
                    "SignatureBesideManifest",
                    id,
                    file);
        }
    }

    /** The boot loader starts what the journal says, or the journal knows that it has yet to be told. */
    private static void hardwareAgrees(ComponentId id, ComponentRecord entry, Truth truth) {
        BankId runs = truth.runs.getOrDefault(id, BankId.A);
        boolean told = entry.active() == runs || entry.trial() != null || entry.activating() != null;
        require(told, "FlipBeforeActivation", id, "the boot loader starts bank " + runs + ", " + entry);
    }

    /** Each copy of the floors is whole, and the newest is not behind the journal. */
    private static void floorsSurvive(FaultyDisk disk, Truth truth) throws IOException {
        byte[] best = null;
        long sequence = -1;
        for (int copy = 1; copy <= 2; copy++) {
            byte[] frame = disk.read(PowerNode.STATE + "/boot/floor." + copy);
            if (frame == null) {
                continue;
            }
            RecordFrame.Read read = RecordFrame.decode(frame);
            require(read instanceof RecordFrame.Valid, "FloorCopyWhole", Board.BMC, "copy " + copy);
            if (read instanceof RecordFrame.Valid valid && valid.sequence() > sequence) {
                best = valid.record().array();
                sequence = valid.sequence();
            }
        }
        if (best == null) {
            return;
        }
        JsonNode floors = JSON.readTree(best).path("floors");
        for (ComponentId id : truth.floors.keySet()) {
            long kept = floors.path(id.value()).asLong(-1);
            long floor = truth.floors.getOrDefault(id, 0L);
            require(kept >= floor, "FloorKeptTwice", id, kept + ", " + floor + " was forced");
        }
    }

    /** Before a bank is written. */
    static void beforeErase(Board board, FaultyDisk disk, NodeEffect.WriteBank write, Truth truth) {
        ComponentId id = write.component();
        BankId runs = truth.runs.getOrDefault(id, BankId.A);
        boolean works = truth.boots.contains(id) && board.holds(Board.bank(disk, id, runs)) != null;
        require(!works || write.bank() != runs, "LastGoodBank", id, "bank " + runs + " runs and would be erased");
        require(!truth.others.contains(id), "OthersUntouched", id, "bank " + write.bank() + " would be erased");
    }

    /** Before the boot loader is told to start a bank. */
    static void beforeActivation(Board board, FaultyDisk disk, NodeEffect.Activate activate, JournalRecord forced) {
        ComponentId id = activate.component();
        ComponentRecord entry = forced.of(id);
        require(
                entry != null && entry.active() == activate.bank(),
                "FlipBeforeActivation",
                id,
                "bank " + activate.bank() + " starts, forced is " + entry);
        Signed image = board.holds(Board.bank(disk, id, activate.bank()));
        require(image != null, "VerifiedBeforeRun", id, "bank " + activate.bank() + " is torn and would be started");
        require(
                image != null && entry != null && image.manifest().securityVersion() >= entry.floor(),
                "FloorHolds",
                id,
                "bank " + activate.bank() + " is under the floor and would be started");
    }

    /** When a node has nothing left to do: everything is healthy, or held where there was nothing to begin with. */
    static void atEnd(Board board, FaultyDisk disk, NodeState state, Truth truth) {
        for (Component component : board.components) {
            ComponentId id = component.id();
            ComponentState now = state.components().get(id);
            ComponentRecord entry = state.journal().of(id);
            boolean held = state.recoveries().values().stream()
                    .anyMatch(recovery -> recovery.component().equals(id) && recovery.active());
            if (!truth.boots.contains(id)) {
                require(held, "HeldAsBefore", id, "nothing can be started and nobody is told");
                continue;
            }
            require(!held, "Healthy", id, reasons(state) + now);
            require(now != null && entry != null, "Healthy", id, "unknown");
            if (now == null || entry == null) {
                continue;
            }
            boolean over = entry.trial() == null && entry.activating() == null && entry.writing() == null;
            require(over && entry.torn().isEmpty(), "Healthy", id, entry);
            require(entry.active() == truth.runs.get(id), "Healthy", id, "runs " + truth.runs.get(id) + ", " + entry);
            for (BankId bank : component.writableBanks()) {
                Signed image = board.holds(Board.bank(disk, id, bank));
                require(now.bank(bank).good() && image != null, "Redundant", id, "bank " + bank + " " + now.bank(bank));
            }
            for (Digest barred : truth.quarantined(id)) {
                require(entry.quarantined(barred), "QuarantineHolds", id, barred + " is not in " + entry);
            }
            Digest runs = entry.boundTo(entry.active());
            require(runs != null && truth.confirmed(id).contains(runs), "ConfirmedOnlyIfBooted", id, entry);
        }
    }

    private static String reasons(NodeState state) {
        List<String> reasons = new ArrayList<>();
        for (Recovery recovery : state.recoveries().values()) {
            if (recovery.active()) {
                reasons.add(recovery.phase() + " " + recovery.story().reason());
            }
        }
        return String.join("; ", reasons) + " ";
    }
}
