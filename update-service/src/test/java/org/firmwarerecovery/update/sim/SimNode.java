package org.firmwarerecovery.update.sim;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.firmwarerecovery.discovery.core.DiscoveryEffect;
import org.firmwarerecovery.discovery.core.DiscoveryEvent;
import org.firmwarerecovery.discovery.core.DiscoveryLink;
import org.firmwarerecovery.discovery.core.DiscoveryMachine;
import org.firmwarerecovery.discovery.core.DiscoverySettings;
import org.firmwarerecovery.discovery.core.DiscoveryState;
import org.firmwarerecovery.discovery.core.Family;
import org.firmwarerecovery.machine.Moment;
import org.firmwarerecovery.machine.Step;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.donor.LibraryImage;
import org.firmwarerecovery.update.engine.NodeMachine;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.journal.JournalRecord;
import org.firmwarerecovery.update.journal.Quarantine;
import org.firmwarerecovery.update.negotiation.PeerRef;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.firmwarerecovery.update.node.Answer;
import org.firmwarerecovery.update.node.ComponentState;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.NodeSettings;
import org.firmwarerecovery.update.node.NodeState;
import org.firmwarerecovery.update.node.Restored;
import org.firmwarerecovery.update.policy.Policy;

/** One node: both machines, and what survives a restart: journal, flash, image store. */
final class SimNode {
    private static final String HEX = "0123456789abcdef";
    /** Of one step in so many the records are written down only with the next one. */
    private static final int MEMORY_LAG = 3;
    /** Effects that are kept for a report. */
    private static final int RECENT_MAX = 60;

    final Simulation simulation;
    final int index;
    final NodeSettings settings;
    final FaultyFlash flash;
    final SimStore store = new SimStore();
    /** Manifests that never prove themselves on this board. */
    final TreeSet<Digest> dislikes = new TreeSet<>();

    /** Manifests that were confirmed on this board, or that it came with. */
    final TreeSet<Digest> confirmed = new TreeSet<>();

    final TreeMap<Long, Consumer<Answer>> commands = new TreeMap<>();
    /** What the machine asked for last, for whoever looks for the cause of a broken rule. */
    private final ArrayDeque<NodeEffect> recent = new ArrayDeque<>();

    final PeerWork peers;
    final LocalWork local;
    Policy policy;
    JournalRecord journal = JournalRecord.empty();
    /** True until the next start once both slots were lost. */
    boolean journalLost;
    /** Components whose floor was lost with them. */
    private List<ComponentId> floorsLost = List.of();
    /** Recoveries and jobs as they were written down last. */
    SimMemory memory = SimMemory.EMPTY;
    /** The state of the machine in this life, or at the end of the last one. */
    NodeState state;

    DiscoveryState discovery;
    long life;
    boolean up;
    private final DiscoveryMachine finder;
    private long bootedAt;
    private long uptimeBase;
    private long commandId;
    private long wakeAt = Long.MAX_VALUE;
    private long finderWakeAt = Long.MAX_VALUE;

    SimNode(Simulation simulation, int index, NodeSettings settings, Policy policy, DiscoverySettings finding) {
        this.simulation = simulation;
        this.index = index;
        this.settings = settings;
        this.policy = policy;
        this.flash = new FaultyFlash(settings.components());
        this.finder = new DiscoveryMachine(finding);
        this.state = NodeState.initial(settings, policy, journal);
        this.discovery = finder.initialState();
        this.peers = new PeerWork(this);
        this.local = new LocalWork(this);
    }

    // ---- life

    void boot() {
        if (up) {
            return;
        }
        up = true;
        life++;
        bootedAt = simulation.now;
        Restored restored = memory.restored(journal, journalLost, floorsLost);
        uptimeBase = restored.uptimeMillis();
        flash.restart(simulation.now);
        wakeAt = Long.MAX_VALUE;
        finderWakeAt = Long.MAX_VALUE;
        discovery = finder.initialState();
        find(new DiscoveryEvent.Started(List.of(new DiscoveryLink("eth0", Family.IPV4, List.of(address())))));
        Step<NodeState, NodeEffect> step = simulation.mutant.start(settings, policy, restored, moment());
        state = step.state();
        simulation.safety.onStart(this);
        execute(step.effects());
        take(new NodeEvent.StoreChanged(store.images()));
        if (settings.roles().contains(PeerRole.CONSOLE)) {
            take(library());
        }
    }

    /** A console's whole store is its library, approved and hashed just now. */
    NodeEvent library() {
        return new NodeEvent.LibraryChanged(store.images().stream()
                .map(manifest -> new LibraryImage(manifest, uptime()))
                .toList());
    }

    /** Power goes: what is in memory and what is under way is lost; a write in flight has left garbage already. */
    void crash(long downMillis) {
        up = false;
        life++;
        commands.clear();
        simulation.at(simulation.now + downMillis, this::boot);
    }

    /** True when nobody knows how high the floor of a component was when the journal was lost. */
    boolean floorLost(ComponentId id) {
        return floorsLost.contains(id);
    }

    /** Both slots of the journal go with the power, and sometimes both copies of the floors. */
    void loseJournal(boolean floorsToo) {
        JournalRecord left = JournalRecord.empty();
        List<ComponentId> lost = new ArrayList<>();
        for (Component spec : settings.components()) {
            ComponentRecord entry = journal.of(spec.id());
            boolean unknown = entry == null || floorsToo || entry.floorUnknown();
            if (unknown) {
                lost.add(spec.id());
            }
            if (entry == null || floorsToo) {
                continue;
            }
            ComponentRecord fresh = ComponentRecord.fresh(spec.banks().get(0), entry.floor());
            for (Quarantine held : entry.quarantine()) {
                fresh = fresh.withQuarantine(held);
            }
            left = left.with(spec.id(), fresh, 0);
        }
        journal = left;
        journalLost = true;
        floorsLost = List.copyOf(lost);
        confirmed.clear();
        for (FaultyFlash.Cell cell : flash.all()) {
            // Nobody knows any more which image was confirmed here.
            cell.unproven = cell.bound != null && !cell.foreign;
            // Nobody can tell any more a write that was cut off from what stood there before.
            cell.foreign |= cell.bound == null && cell.content != null;
        }
        simulation.safety.onLoss(this);
        crash(1_000);
    }

    /** Does something later unless the node restarts before. */
    void after(long millis, Runnable what) {
        long alive = life;
        simulation.at(simulation.now + millis, () -> {
            if (alive == life && up) {
                what.run();
            }
        });
    }

    /** A component as the machine knows it. */
    ComponentState component(ComponentId id) {
        return Objects.requireNonNull(state.components().get(id));
    }

    /** The configuration of a component. */
    Component spec(ComponentId id) {
        return Objects.requireNonNull(settings.component(id));
    }

    /** What this node said and did last, one line each. */
    String history() {
        StringBuilder text = new StringBuilder();
        for (NodeEffect effect : recent) {
            if (effect instanceof NodeEffect.Note note) {
                text.append("\n  ").append(note.key()).append(' ').append(note.args());
            } else if (effect instanceof NodeEffect.Activate activate) {
                text.append("\n  activate ")
                        .append(activate.component())
                        .append('-')
                        .append(activate.bank());
            } else if (effect instanceof NodeEffect.WriteBank write) {
                text.append("\n  write ").append(write.component()).append('-').append(write.bank());
            } else if (effect instanceof NodeEffect.Persist persist) {
                persist.record()
                        .components()
                        .forEach((id, entry) -> text.append("\n  force ")
                                .append(id)
                                .append(" active ")
                                .append(entry.active())
                                .append(" unproven ")
                                .append(entry.unproven())
                                .append(" activating ")
                                .append(entry.activating())
                                .append(" trial ")
                                .append(entry.trial() != null)
                                .append(" bound ")
                                .append(entry.bound()));
            }
        }
        return text.toString();
    }

    long uptime() {
        return uptimeBase + simulation.now - bootedAt;
    }

    Moment moment() {
        StringBuilder entropy = new StringBuilder(64);
        for (int i = 0; i < 4; i++) {
            long bits = simulation.random.nextLong();
            for (int digit = 0; digit < 16; digit++) {
                entropy.append(HEX.charAt((int) (bits >>> (60 - 4 * digit)) & 15));
            }
        }
        return new Moment(uptime(), Instant.EPOCH, entropy.toString());
    }

    // ---- the node machine

    /** Gives an event to the machine and starts what it asks for. */
    void take(NodeEvent event) {
        if (!up) {
            return;
        }
        NodeState before = state;
        Step<NodeState, NodeEffect> step = simulation.mutant.apply(simulation.images::of, before, moment(), event);
        state = step.state();
        boolean late = simulation.faults && simulation.random.nextInt(MEMORY_LAG) == 0;
        memory = SimMemory.of(late ? before : state);
        simulation.trace(this, event, state.nextId(), step.effects().size());
        simulation.safety.onStep(this, before, event);
        execute(step.effects());
        if (up) {
            planWake();
        }
    }

    void command(LongFunction<? extends NodeEvent.Command> make, Consumer<Answer> answer) {
        long id = ++commandId;
        commands.put(id, answer);
        NodeEvent.Command command = make.apply(id);
        simulation.safety.onCommand(this, command);
        take(command);
    }

    private void execute(List<NodeEffect> effects) {
        long alive = life;
        for (NodeEffect effect : effects) {
            if (life != alive) {
                return;
            }
            simulation.listener.accept(this, effect);
            recent.addLast(effect);
            if (recent.size() > RECENT_MAX) {
                recent.removeFirst();
            }
            if (effect instanceof NodeEffect.Note note) {
                simulation.safety.onNote(this, note);
            }
            if (effect instanceof NodeEffect.Persist persist) {
                persist(persist.record());
            } else if (effect instanceof NodeEffect.Reply reply) {
                Consumer<Answer> waiting = commands.remove(reply.commandId());
                if (waiting != null) {
                    waiting.accept(reply.answer());
                }
            } else if (effect instanceof NodeEffect.StartSearch search) {
                find(new DiscoveryEvent.SearchRequested(
                        Long.toString(search.searchId()), List.of(search.softwareId()), search.jitter()));
            } else if (effect instanceof NodeEffect.Donates donates) {
                find(new DiscoveryEvent.DonatesChanged(donates.softwareIds()));
            } else if (effect instanceof NodeEffect.DropImage drop) {
                store.drop(drop.image());
                after(1, () -> take(new NodeEvent.StoreChanged(store.images())));
            } else if (effect instanceof NodeEffect.Async async && !peers.start(async)) {
                local.start(async);
            }
        }
    }

    /** The barrier: the power may go just before or just after the record is durable, before anything that follows. */
    private void persist(JournalRecord record) {
        boolean cut = simulation.strikes(simulation.options.powerCuts());
        if (cut && simulation.random.nextBoolean()) {
            crash(500 + simulation.random.nextInt(5_000));
            return;
        }
        simulation.safety.onPersist(this, record);
        journal = record;
        // Damaged slots stay what they are until one of them was written.
        journalLost = false;
        floorsLost = List.of();
        if (cut) {
            crash(500 + simulation.random.nextInt(5_000));
        }
    }

    private void planWake() {
        OptionalLong next = NodeMachine.nextWake(state);
        if (next.isPresent()) {
            long at = Math.max(simulation.now + 1, simulation.now + next.getAsLong() - uptime());
            if (at < wakeAt) {
                wakeAt = at;
                after(at - simulation.now, () -> {
                    if (simulation.now >= wakeAt) {
                        wakeAt = Long.MAX_VALUE;
                        take(new NodeEvent.Wake());
                    }
                });
            }
        }
    }

    // ---- discovery

    String address() {
        return "10.0." + index / 250 + "." + (1 + index % 250);
    }

    int segment() {
        return index / SimOptions.SEGMENT;
    }

    PeerRef ref(PeerRef.Origin origin) {
        return new PeerRef(settings.uuid(), "https://" + address() + ":8443", null, origin);
    }

    void find(DiscoveryEvent event) {
        Step<DiscoveryState, DiscoveryEffect> step = finder.apply(discovery, moment(), event);
        discovery = step.state();
        simulation.trace(this, event, step.effects().size());
        for (DiscoveryEffect effect : step.effects()) {
            if (effect instanceof DiscoveryEffect.SendDatagram send) {
                simulation.network.send(this, send);
            } else if (effect instanceof DiscoveryEffect.DonorFound found) {
                PeerRef peer = new PeerRef(
                        found.hint().uuid(),
                        "https://" + found.hint().scopedHost() + ":"
                                + found.hint().location().port(),
                        found.hint().interfaceName(),
                        PeerRef.Origin.TAGGED);
                after(0, () -> take(new NodeEvent.DonorHeard(Long.parseLong(found.searchId()), peer)));
            } else if (effect instanceof DiscoveryEffect.SearchFinished finished) {
                after(0, () -> take(new NodeEvent.SearchEnded(Long.parseLong(finished.searchId()))));
            }
        }
        OptionalLong next = finder.nextWake(discovery);
        if (next.isPresent()) {
            long at = Math.max(simulation.now + 1, simulation.now + next.getAsLong() - uptime());
            if (at < finderWakeAt) {
                finderWakeAt = at;
                after(at - simulation.now, () -> {
                    if (simulation.now >= finderWakeAt) {
                        finderWakeAt = Long.MAX_VALUE;
                        find(new DiscoveryEvent.Woke());
                    }
                });
            }
        }
    }
}
