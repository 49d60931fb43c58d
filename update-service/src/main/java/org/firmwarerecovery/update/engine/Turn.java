package org.firmwarerecovery.update.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.LongFunction;
import org.firmwarerecovery.machine.Moment;
import org.firmwarerecovery.machine.Step;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.donor.DonorOffer;
import org.firmwarerecovery.update.donor.LibraryImage;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.job.JobMessage;
import org.firmwarerecovery.update.job.JobPhase;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.journal.JournalRecord;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.node.Answer;
import org.firmwarerecovery.update.node.ComponentState;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeLimits;
import org.firmwarerecovery.update.node.NodeSettings;
import org.firmwarerecovery.update.node.NodeState;
import org.firmwarerecovery.update.node.NodeState.PeerSighting;
import org.firmwarerecovery.update.node.NodeState.WaitingRequest;
import org.firmwarerecovery.update.node.Pending;
import org.firmwarerecovery.update.policy.Policy;
import org.firmwarerecovery.update.recovery.Recovery;
import org.firmwarerecovery.update.recovery.RecoveryPhase;
import org.firmwarerecovery.update.recovery.Story;
import org.jspecify.annotations.Nullable;

/**
 * The working copy of a node's state during one event, and the effects asked for so far. Lives only inside
 * {@link NodeMachine}, so the machine as a whole stays a function.
 */
final class Turn {
    private static final List<Pending.Kind> READS =
            List.of(Pending.Kind.CHECK, Pending.Kind.CHECK_BEFORE_SWITCH, Pending.Kind.CHECK_BEFORE_REVERT);

    final Moment now;
    final NodeSettings settings;
    final NodeLimits limits;
    final Draft<ComponentId, ComponentState> components;
    final Draft<String, Recovery> recoveries;
    final Draft<String, Job> jobs;
    final Draft<String, DonorOffer> offers;
    final Draft<String, PeerSighting> peers;
    final Draft<Long, Pending> pending;
    final Draft<String, Long> counters;
    Policy policy;
    JournalRecord journal;
    List<WaitingRequest> waiting;
    List<SignedManifest> store;
    List<LibraryImage> library;
    List<String> donates;
    private final List<NodeEffect> effects = new ArrayList<>();
    private long nextId;
    private int drawn;

    Turn(NodeState state, Moment now) {
        this.now = now;
        settings = state.settings();
        limits = settings.limits();
        components = new Draft<>(state.components());
        recoveries = new Draft<>(state.recoveries());
        jobs = new Draft<>(state.jobs());
        offers = new Draft<>(state.offers());
        peers = new Draft<>(state.peers());
        pending = new Draft<>(state.pending());
        counters = new Draft<>(state.counters());
        policy = state.policy();
        journal = state.journal();
        waiting = state.waiting();
        store = state.store();
        library = state.library();
        donates = state.donates();
        nextId = state.nextId();
    }

    Step<NodeState, NodeEffect> finish() {
        NodeState state = new NodeState(
                settings,
                policy,
                journal,
                components.result(),
                recoveries.result(),
                jobs.result(),
                offers.result(),
                waiting,
                peers.result(),
                store,
                library,
                pending.result(),
                nextId,
                donates,
                counters.result());
        return new Step<>(state, effects);
    }

    // ---- looking things up

    ComponentState component(ComponentId id) {
        return Objects.requireNonNull(components.get(id), () -> "unknown component " + id);
    }

    Component spec(ComponentId id) {
        return component(id).spec();
    }

    ComponentRecord record(ComponentId id) {
        ComponentRecord entry = journal.of(id);
        Component spec = spec(id);
        return entry != null ? entry : ComponentRecord.fresh(spec.banks().get(0), spec.minSecurityVersion());
    }

    /** The job that works on a component now; one that waits for its time does not. */
    @Nullable
    Job jobOf(ComponentId id) {
        for (Job job : jobs.values()) {
            if (!job.ended() && job.phase() != JobPhase.WAITING && id.equals(job.component())) {
                return job;
            }
        }
        return null;
    }

    @Nullable
    Recovery recoveryOf(ComponentId id) {
        for (Recovery recovery : recoveries.values()) {
            if (recovery.active() && recovery.component().equals(id)) {
                return recovery;
            }
        }
        return null;
    }

    @Nullable
    Recovery recoveryOf(Job job) {
        String id = job.origin().recoveryId();
        return id == null ? null : recoveries.get(id);
    }

    /** A job as it stands now, after whatever this turn did to it. */
    Job current(Job job) {
        Job known = jobs.get(job.id());
        return known == null ? job : known;
    }

    /** True while the last job of a recovery runs. */
    boolean jobRunning(Recovery recovery) {
        String id = recovery.jobId();
        Job job = id == null ? null : jobs.get(id);
        return job != null && !job.ended();
    }

    /** True while an effect of a job or recovery is under way. */
    boolean waitsFor(String owner) {
        return pending.values().stream().anyMatch(asked -> asked.owner().equals(owner));
    }

    // ---- changing things

    void put(ComponentState state) {
        components.put(state.spec().id(), state);
    }

    void put(Recovery recovery) {
        recoveries.put(recovery.id(), recovery);
    }

    void put(Job job) {
        jobs.put(job.id(), job);
    }

    /** Replaces a component's journal entry and forces the journal before anything that follows. */
    void persist(ComponentId id, ComponentRecord entry) {
        journal = journal.with(id, entry, now.uptimeMillis());
        persistNow();
    }

    void persistNow() {
        NodeEffect.Persist persist = new NodeEffect.Persist(journal);
        boolean follows = !effects.isEmpty() && effects.get(effects.size() - 1) instanceof NodeEffect.Persist;
        if (follows) {
            effects.set(effects.size() - 1, persist);
        } else {
            effects.add(persist);
        }
    }

    void effect(NodeEffect effect) {
        effects.add(effect);
    }

    void reply(long commandId, Answer answer) {
        effects.add(new NodeEffect.Reply(commandId, answer));
    }

    /** Starts an effect with one result; {@code within} is how long its result is waited for. */
    long start(Pending template, Duration within, LongFunction<NodeEffect.Async> effect) {
        long id = nextId++;
        pending.put(
                id,
                new Pending(
                        template.kind(),
                        template.owner(),
                        template.component(),
                        template.bank(),
                        template.peer(),
                        template.index(),
                        now.in(within)));
        effects.add(effect.apply(id));
        return id;
    }

    long freshNumber() {
        return nextId++;
    }

    /** A new id for a record: 12 hexadecimal digits, different for every call of a turn. */
    String freshId() {
        long mixed = now.draw(1000 + drawn++, 1L << 48);
        return String.format(Locale.ROOT, "%012x", mixed);
    }

    void count(String counter) {
        Long old = counters.get(counter);
        counters.put(counter, old == null ? 1L : old + 1);
    }

    /** Forgets what a job or recovery waits for; late results find nobody. */
    void forget(String owner) {
        for (Long id : pending.keys()) {
            Pending entry = pending.get(id);
            if (entry != null && entry.owner().equals(owner)) {
                pending.remove(id);
            }
        }
    }

    /** Forgets what a recovery waits for from one peer. */
    void forget(String owner, String peer) {
        for (Long id : pending.keys()) {
            Pending entry = pending.get(id);
            if (entry != null && entry.owner().equals(owner) && entry.peer().equals(peer)) {
                pending.remove(id);
            }
        }
    }

    /** Forgets checks of a bank that is about to change, whose results would be wrong, or that is read for another reason. */
    void forgetChecks(ComponentId component, BankId bank) {
        for (Long id : pending.keys()) {
            Pending entry = pending.get(id);
            if (entry != null
                    && entry.kind() == Pending.Kind.CHECK
                    && component.equals(entry.component())
                    && bank == entry.bank()) {
                pending.remove(id);
            }
        }
    }

    boolean checking(ComponentId component, BankId bank) {
        return pending.values().stream()
                .anyMatch(entry ->
                        READS.contains(entry.kind()) && component.equals(entry.component()) && bank == entry.bank());
    }

    // ---- telling people

    void note(String key, @Nullable ComponentId component, String subject, String... args) {
        effects.add(new NodeEffect.Note(key, List.of(args), component, subject));
    }

    /** Adds a line to a recovery's history and tells people. */
    Recovery tell(Recovery recovery, String key, String... args) {
        Story.Entry entry =
                new Story.Entry(recovery.phase().label(), now.wallClock(), now.uptimeMillis(), key, List.of(args));
        Recovery told = recovery.with(recovery.story().telling(entry));
        put(told);
        note(key, recovery.component(), recovery.id(), args);
        return told;
    }

    /** Moves a recovery to another phase and adds a line about it. */
    Recovery advance(Recovery recovery, RecoveryPhase phase, String key, String... args) {
        return tell(recovery.in(phase), key, args);
    }

    /** Adds a message to a job's Task, and the same line to the recovery that runs it. */
    Job tell(Job job, @Nullable RecoveryPhase phase, String key, String... args) {
        Job told =
                job.with(job.report().saying(new JobMessage(key, List.of(args), now.wallClock(), now.uptimeMillis())));
        put(told);
        Recovery recovery = recoveryOf(job);
        if (recovery != null && recovery.active()) {
            tell(phase == null ? recovery : recovery.in(phase), key, args);
        } else {
            note(key, job.component(), job.id(), args);
        }
        return told;
    }
}
