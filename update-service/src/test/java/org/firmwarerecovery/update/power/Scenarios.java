package org.firmwarerecovery.update.power;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.LongFunction;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.io.file.AtomicFiles;
import org.firmwarerecovery.update.io.flash.Pace;
import org.firmwarerecovery.update.io.ingest.SignedImages.Signed;
import org.firmwarerecovery.update.io.ingest.StagingText;
import org.firmwarerecovery.update.io.store.BankFolder;
import org.firmwarerecovery.update.io.store.ContentCheck;
import org.firmwarerecovery.update.io.store.ImageStaging;
import org.firmwarerecovery.update.io.store.ImageStore;
import org.firmwarerecovery.update.io.store.Keep;
import org.firmwarerecovery.update.io.store.StageOutcome;
import org.firmwarerecovery.update.io.store.StateFolder;
import org.firmwarerecovery.update.job.IngestSource;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.sim.Mutant;
import org.firmwarerecovery.update.sim.SimMemory;

/** The situations in which the power is cut; each begins on a board that was well. */
final class Scenarios {
    private final Board board;
    private final FaultyDisk well;
    private final SimMemory memory;
    private final Truth truth;

    /** Provisions a board: version 1 in both banks of both components, both versions in the image store. */
    Scenarios(Board board) throws Exception {
        this.board = board;
        FaultyDisk disk = new FaultyDisk();
        try (StateFolder folder = StateFolder.open(disk.path(PowerNode.STATE))) {
            for (Component component : board.components) {
                Signed image = board.image(component.id(), 1);
                try (BankFolder banks = BankFolder.open(folder, component.id(), component.banks(), component.size())) {
                    banks.bank(BankId.A).flash().program(0, ByteBuffer.wrap(image.image()));
                    banks.bind(BankId.A, image.pair());
                }
                store(folder, image);
                store(folder, board.image(component.id(), 2));
            }
        }
        disk.forceAll();
        Truth start = new Truth().startingFrom(board, disk);
        for (Component component : board.components) {
            start.confirmed.put(component.id(), Board.digests(board.image(component.id(), 1)));
        }
        PowerNode first = new PowerNode(board, disk, SimMemory.EMPTY, start, Mutant.NONE, number -> false);
        first.live(PowerNode.Script.NONE);
        disk.forceAll();
        this.well = disk;
        this.memory = first.written();
        this.truth = first.truth();
    }

    private static void store(StateFolder folder, Signed image) throws Exception {
        try (ImageStore store = ImageStore.open(folder.images(), 1 << 24, List::of)) {
            StageOutcome outcome =
                    store.stage(StagingText.shape(image.manifest().manifest().image()), image.pair(), Pace.free());
            try (ImageStaging staging = ((StageOutcome.Staged) outcome).staging()) {
                staging.fill(new ByteArrayInputStream(image.image()), Pace.free());
                staging.complete(Keep.REQUESTED, ContentCheck.DIGEST_ONLY, Pace.free());
            }
        }
    }

    List<Scenario> all() throws Exception {
        return List.of(
                update(),
                revert(),
                boardDown(),
                recovery(),
                lastResort(),
                network(),
                mirror(),
                failingFlash(),
                rollback(),
                twoAtOnce(),
                set(),
                firstStart());
    }

    /** An operator's update that proves itself; the floor rises, and the bank before is mirrored. */
    Scenario update() {
        return scenario("update", well.copy(), alone(), node -> node.command(List.of(updateOf(Board.BMC, 2))));
    }

    /** An update that does not prove itself: back to the bank before. */
    Scenario revert() {
        Truth disliking = alone();
        disliking.dislikes.add(board.image(Board.BMC, 2).manifest().digest());
        return scenario("revert", well.copy(), disliking, node -> node.command(List.of(updateOf(Board.BMC, 2))));
    }

    /** An update that takes the board down whenever it is started: back to the bank before. */
    Scenario boardDown() {
        Truth falling = alone();
        falling.kills.add(board.image(Board.BMC, 2).manifest().digest());
        return scenario("board down", well.copy(), falling, node -> node.command(List.of(updateOf(Board.BMC, 2))));
    }

    /** The active bank is damaged: the other one takes over, and the damaged one is written from it. */
    Scenario recovery() {
        FaultyDisk disk = well.copy();
        disk.damage(Board.bankFile(Board.BMC, BankId.A), 700);
        return scenario("recovery", disk, alone(), PowerNode.Script.NONE);
    }

    /** Both banks are damaged: the image comes from the store. */
    Scenario lastResort() {
        FaultyDisk disk = well.copy();
        disk.damage(Board.bankFile(Board.BMC, BankId.A), 700);
        disk.damage(Board.bankFile(Board.BMC, BankId.B), 100);
        return scenario("both banks", disk, alone(), PowerNode.Script.NONE);
    }

    /** Both banks are damaged and the store is empty: the image comes from a donor. */
    Scenario network() throws Exception {
        FaultyDisk disk = well.copy();
        disk.damage(Board.bankFile(Board.BMC, BankId.A), 700);
        disk.damage(Board.bankFile(Board.BMC, BankId.B), 100);
        for (int version = 1; version <= 2; version++) {
            String digest = board.image(Board.BMC, version)
                    .manifest()
                    .manifest()
                    .image()
                    .digest()
                    .hex();
            AtomicFiles.deleteTree(disk.path(PowerNode.STATE + "/images/" + digest));
        }
        Truth asking = alone();
        asking.fleet = true;
        return scenario("network", disk, asking, PowerNode.Script.NONE);
    }

    /** The bank beside the active one is damaged: redundancy is restored. */
    Scenario mirror() {
        FaultyDisk disk = well.copy();
        disk.damage(Board.bankFile(Board.BMC, BankId.B), 100);
        return scenario("mirror", disk, alone(), PowerNode.Script.NONE);
    }

    /** The flash refuses the first write of an update: it fails, and what it erased is restored. */
    Scenario failingFlash() {
        return update().on("failing flash", disk -> disk.failOnce(path -> path.endsWith("/b.img")));
    }

    /** After the floor has risen an older image is refused. */
    Scenario rollback() {
        return scenario("rollback", well.copy(), alone(), node -> {
            node.command(List.of(updateOf(Board.BMC, 2)));
            node.command(List.of(updateOf(Board.BMC, 1)));
        });
    }

    /** Two components are updated at once, each by a Task of its own. */
    Scenario twoAtOnce() {
        return scenario(
                "two components",
                well.copy(),
                truth.copy(),
                node -> node.command(List.of(updateOf(Board.BMC, 2), updateOf(Board.BIOS, 2))));
    }

    /** Two components are written and flipped by one record; the power goes before any of them has proven itself. */
    Scenario set() {
        Truth both = truth.copy();
        both.together = true;
        return scenario("set of two", well.copy(), both, new SetOfTwo(board));
    }

    /** A node starts for the first time, on an empty disk: there is nothing to run, and nothing comes of it. */
    Scenario firstStart() {
        FaultyDisk empty = new FaultyDisk();
        return new Scenario(
                "first start",
                empty,
                SimMemory.EMPTY,
                new Truth().startingFrom(board, empty),
                PowerNode.Script.NONE,
                disk -> {});
    }

    private Truth alone() {
        Truth alone = truth.copy();
        alone.others.add(Board.BIOS);
        return alone;
    }

    private Scenario scenario(String name, FaultyDisk disk, Truth so, PowerNode.Script script) {
        return new Scenario(name, disk, memory, so.startingFrom(board, disk), script, fair -> {});
    }

    private static LongFunction<NodeEvent.Command> updateOf(ComponentId component, int version) {
        IngestSource source = new IngestSource.Remote(component + "/" + version, null, null);
        return id -> new NodeEvent.StartUpdate(
                id, source, List.of(component), new Job.Options(true, false), "operator", component + "/" + version);
    }
}
