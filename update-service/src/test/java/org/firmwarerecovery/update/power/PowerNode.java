package org.firmwarerecovery.update.power;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.LongFunction;
import org.firmwarerecovery.machine.Moment;
import org.firmwarerecovery.machine.Step;
import org.firmwarerecovery.update.bank.BankCondition;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.engine.NodeMachine;
import org.firmwarerecovery.update.io.flash.Pace;
import org.firmwarerecovery.update.io.ingest.SignedImages.Signed;
import org.firmwarerecovery.update.io.ingest.VerifiedPairs;
import org.firmwarerecovery.update.io.journal.SlotJournal;
import org.firmwarerecovery.update.io.runtime.BankJournal;
import org.firmwarerecovery.update.io.runtime.BankWork;
import org.firmwarerecovery.update.io.runtime.StoreWork;
import org.firmwarerecovery.update.io.store.BankFolder;
import org.firmwarerecovery.update.io.store.ImageStore;
import org.firmwarerecovery.update.io.store.StateFolder;
import org.firmwarerecovery.update.io.work.StopSignal;
import org.firmwarerecovery.update.job.IngestSource;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.journal.JournalRecord;
import org.firmwarerecovery.update.node.Answer;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.NodeState;
import org.firmwarerecovery.update.node.Restored;
import org.firmwarerecovery.update.recovery.Recovery;
import org.firmwarerecovery.update.recovery.RecoveryPhase;
import org.firmwarerecovery.update.sim.Mutant;
import org.firmwarerecovery.update.sim.SimMemory;
import org.jspecify.annotations.Nullable;

/**
 * One life of a node, from power on until nothing is left to do: the real machine with the real state folder, journals, banks,
 * manifests and image store, its effects carried out one after the other by one thread. Each operation on the disk is a cut
 * point that is kept.
 */
final class PowerNode {
    static final String STATE = "/state";
    private static final int WAKES_MAX = 200;
    private static final long QUOTA = 1 << 24;

    private final Board board;
    private final FaultyDisk disk;
    private final SimMemory remembered;
    private final Truth truth;
    private final Mutant mutant;
    private final IntPredicate keep;
    private final List<CutPoint> cuts = new ArrayList<>();
    private final TreeMap<ComponentId, BankFolder> banks = new TreeMap<>();
    private final ArrayDeque<NodeEvent> events = new ArrayDeque<>();
    private final ArrayDeque<NodeEffect.Async> work = new ArrayDeque<>();
    private @Nullable BankJournal journal;
    private @Nullable BankWork bankWork;
    private @Nullable Donor donor;
    private @Nullable JournalRecord forced;
    private @Nullable JournalRecord forcing;
    private @Nullable NodeState state;
    private @Nullable NodeState published;
    private long uptime;
    private int moments;
    private long commandId;
    private String scripted = "";
    private int operations;

    /** {@code keep} tells which cut points are wanted, by number; each costs a copy of the disk. */
    PowerNode(Board board, FaultyDisk disk, SimMemory remembered, Truth truth, Mutant mutant, IntPredicate keep) {
        this.board = board;
        this.disk = disk;
        this.remembered = remembered;
        this.truth = truth;
        this.mutant = mutant;
        this.keep = keep;
        disk.watch(this::beforeOperation);
    }

    /** The moments in which the power might have gone, in order. */
    List<CutPoint> cuts() {
        return cuts;
    }

    Truth truth() {
        return truth;
    }

    FaultyDisk disk() {
        return disk;
    }

    NodeState state() {
        return Objects.requireNonNull(state);
    }

    /** Records of Tasks and recoveries as they were written down last. */
    SimMemory written() {
        return published == null ? remembered : SimMemory.of(published);
    }

    /** Starts the node, lets it settle, and does with it what {@code script} says. */
    void live(Script script) throws Exception {
        SurvivalRules.asFound(board, disk, truth);
        try (StateFolder folder = StateFolder.open(disk.path(STATE));
                SlotJournal slots = folder.bankJournal()) {
            BankJournal bankJournal = new BankJournal(slots, folder.floor());
            journal = bankJournal;
            BankJournal.Loaded loaded = bankJournal.load(board.components);
            SurvivalRules.atStart(board, disk, loaded, truth);
            Restored restored = remembered.restored(loaded.record(), loaded.journalLost(), loaded.floorsUnknown());
            uptime = restored.uptimeMillis();
            for (Component component : board.components) {
                banks.put(component.id(), BankFolder.open(folder, component.id(), component.banks(), component.size()));
            }
            VerifiedPairs pairs = board.pairs();
            try (ImageStore store = ImageStore.open(folder.images(), QUOTA, List::of);
                    StoreWork storeWork = new StoreWork(store, pairs, digest -> true, events::add)) {
                bankWork = new BankWork(board.components, banks, store, pairs, check -> false, Pace.UNLIMITED);
                donor = new Donor(board, pairs, storeWork);
                storeWork.publish();
                execute(mutant.start(board.settings(truth.fleet), board.policy, restored, moment()));
                settle();
                script.run(this);
            }
            // The power may as well go when nothing is left to do.
            beforeOperation("nothing");
        } finally {
            disk.watch(what -> {});
        }
        if (script.finishes()) {
            SurvivalRules.atEnd(board, disk, state(), truth);
        }
    }

    /** What happens to a node that has come to rest after its start. */
    @FunctionalInterface
    interface Script {
        /** Nothing happens. */
        Script NONE = node -> {};

        void run(PowerNode node) throws Exception;

        /** False when the power goes at the end of it at the latest. */
        default boolean finishes() {
            return true;
        }
    }

    /** An operator's commands, all at once; the node comes to rest again. */
    void command(List<LongFunction<? extends NodeEvent.Command>> commands) throws Exception {
        for (LongFunction<? extends NodeEvent.Command> command : commands) {
            take(command.apply(++commandId));
        }
        settle();
    }

    /** What a script does now; the machine knows nothing of it. */
    void doing(String phase) {
        scripted = phase;
    }

    /** The record that was forced last. */
    JournalRecord forced() {
        return Objects.requireNonNull(forced);
    }

    /** Forces a record that the machine did not ask for. */
    void force(JournalRecord record) throws IOException {
        execute(new Step<>(state(), List.of(new NodeEffect.Persist(record))));
    }

    private void beforeOperation(String what) {
        int number = operations++;
        if (keep.test(number)) {
            cuts.add(new CutPoint(number, phase(), what, disk.copy(), written(), truth.copy()));
        }
    }

    // ---- the loop

    private void settle() throws Exception {
        int wakes = 0;
        while (true) {
            NodeEvent event = events.poll();
            NodeEffect.Async effect = event == null ? work.poll() : null;
            if (event != null) {
                take(event);
            } else if (effect != null) {
                events.add(result(effect));
            } else if (quiet()) {
                return;
            } else if (wakes++ == WAKES_MAX) {
                throw new AssertionError("the node does not come to rest: " + state().recoveries() + state().jobs());
            } else {
                uptime = Math.max(uptime + 1, NodeMachine.nextWake(state()).orElseThrow());
                take(new NodeEvent.Wake());
            }
        }
    }

    private boolean quiet() {
        boolean rests = state().jobs().values().stream().allMatch(Job::ended)
                && state().recoveries().values().stream()
                        .allMatch(recovery -> !recovery.active() || recovery.phase() == RecoveryPhase.HELD);
        return rests && state().pending().isEmpty();
    }

    private void take(NodeEvent event) throws IOException {
        execute(mutant.apply(board::manifest, state(), moment(), event));
    }

    private Moment moment() {
        uptime += 1;
        String digits = String.format(Locale.ROOT, "%016x", (uptime * 31 + moments++) * 0x9E3779B97F4A7C15L);
        return new Moment(uptime, Instant.EPOCH, digits.repeat(4));
    }

    private void execute(Step<NodeState, NodeEffect> step) throws IOException {
        state = step.state();
        for (NodeEffect effect : step.effects()) {
            if (effect instanceof NodeEffect.Persist persist) {
                forcing = persist.record();
                Objects.requireNonNull(journal).write(persist.record());
                forced = persist.record();
                forcing = null;
                truth.forced(persist.record());
                continue;
            }
            published = step.state();
            if (effect instanceof NodeEffect.Activate activate) {
                // At once: whatever comes after it in this step finds the hardware changed.
                events.add(activate(activate));
            } else if (effect instanceof NodeEffect.Async async) {
                work.add(async);
            } else if (effect instanceof NodeEffect.Reply reply && !(reply.answer() instanceof Answer.JobStarted)) {
                throw new AssertionError("the command was answered " + reply.answer());
            }
        }
        published = step.state();
    }

    // ---- effects

    private NodeEvent result(NodeEffect.Async effect) throws Exception {
        try {
            return carryOut(effect);
        } catch (IOException e) {
            return new NodeEvent.Failed(effect.id(), String.valueOf(e.getMessage()));
        }
    }

    NodeEvent carryOut(NodeEffect.Async effect) throws Exception {
        BankWork onBanks = Objects.requireNonNull(bankWork);
        StopSignal never = new StopSignal();
        if (effect instanceof NodeEffect.CheckBank check) {
            return onBanks.check(check, never);
        } else if (effect instanceof NodeEffect.WriteBank write) {
            SurvivalRules.beforeErase(board, disk, write, truth);
            return onBanks.write(write, never);
        } else if (effect instanceof NodeEffect.ReadBankBack read) {
            return onBanks.readBack(read, never);
        } else if (effect instanceof NodeEffect.PrepareActivation prepare) {
            return new NodeEvent.Done(prepare.id());
        } else if (effect instanceof NodeEffect.AwaitConfirmation confirm) {
            return confirm(confirm);
        } else if (effect instanceof NodeEffect.Ingest ingest) {
            String[] name = ((IngestSource.Remote) ingest.source()).uri().split("/");
            Signed image = board.image(new ComponentId(name[0]), Integer.parseInt(name[1]));
            return new NodeEvent.Ingested(ingest.id(), image.manifest());
        }
        NodeEvent given = Objects.requireNonNull(donor).carryOut(effect);
        if (given == null) {
            throw new IllegalStateException("no work for " + effect.getClass().getSimpleName());
        }
        return given;
    }

    /** The hardware goes over to a bank: from here on that is what a power cut boots. */
    NodeEvent activate(NodeEffect.Activate activate) {
        SurvivalRules.beforeActivation(board, disk, activate, Objects.requireNonNull(forced));
        truth.runs.put(activate.component(), activate.bank());
        truth.boots.add(activate.component());
        Signed image = board.holds(Board.bank(disk, activate.component(), activate.bank()));
        if (image != null && truth.kills.contains(image.manifest().digest())) {
            throw new BoardDownException();
        }
        return new NodeEvent.Done(activate.id());
    }

    private NodeEvent confirm(NodeEffect.AwaitConfirmation confirm) {
        Signed image = board.holds(Board.bank(disk, confirm.component(), confirm.bank()));
        Digest runs = image == null ? null : image.manifest().digest();
        boolean proven = runs != null && !truth.dislikes.contains(runs);
        if (proven && runs != null) {
            truth.confirmed(confirm.component()).add(runs);
        }
        return new NodeEvent.ConfirmationEnded(confirm.id(), proven, proven ? "" : "no sign of life");
    }

    // ---- what it is doing

    private String phase() {
        NodeState now = state;
        if (now == null
                || now.components().values().stream()
                        .anyMatch(component -> component.spec().banks().stream()
                                .anyMatch(bank -> component.bank(bank).condition() == BankCondition.UNCHECKED))) {
            return "START";
        }
        String forcedPhase = forcing == null || forced == null ? "" : change(forced, forcing);
        if (!forcedPhase.isEmpty()) {
            return forcedPhase;
        }
        if (!scripted.isEmpty()) {
            return scripted;
        }
        for (Job job : now.jobs().values()) {
            if (job.phase().touchesBank() && job.component() != null) {
                ComponentRecord entry = now.journal().of(job.component());
                return phase(job, entry != null && entry.trial() != null);
            }
        }
        for (Recovery recovery : now.recoveries().values()) {
            if (recovery.active()) {
                return recovery.phase().name();
            }
        }
        return "IDLE";
    }

    private static String phase(Job job, boolean onTrial) {
        boolean mirrors = job.install() != null && !job.install().activate();
        return switch (job.phase()) {
            case WRITING -> mirrors ? "MIRRORING" : "WRITING";
            case READING_BACK, ACTIVATING -> onTrial ? "AFTER_FLIP" : "BEFORE_FLIP";
            case PROBATION -> "AFTER_FLIP";
            default -> job.phase().name();
        };
    }

    /** What the record that is being forced decides, empty when it decides nothing. */
    private static String change(JournalRecord before, JournalRecord after) {
        for (ComponentId id : after.components().keySet()) {
            ComponentRecord was = before.of(id);
            ComponentRecord is = Objects.requireNonNull(after.of(id));
            if (was == null) {
                continue;
            }
            BankId active = was.active();
            if (active != is.active()) {
                return was.trial() == null ? "FLIP" : "FLIP_BACK";
            }
            if (was.trial() != null && is.trial() == null) {
                return "AFTER_FLIP";
            }
        }
        return "";
    }
}
