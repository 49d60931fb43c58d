package org.firmwarerecovery.update.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.firmwarerecovery.machine.Step;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.journal.JournalRecord;
import org.firmwarerecovery.update.journal.Quarantine;
import org.firmwarerecovery.update.journal.Trial;
import org.firmwarerecovery.update.node.ComponentState;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeSettings;
import org.firmwarerecovery.update.node.NodeState;
import org.firmwarerecovery.update.node.Restored;
import org.firmwarerecovery.update.policy.Policy;
import org.firmwarerecovery.update.recovery.Recovery;
import org.jspecify.annotations.Nullable;

/** States of a node with one part exchanged: how mutants make a machine believe something else. */
final class States {
    private States() {}

    static NodeState with(NodeState s, Policy policy) {
        return copy(s, policy, s.journal(), s.components(), s.recoveries(), s.jobs());
    }

    static NodeState with(NodeState s, JournalRecord journal) {
        return copy(s, s.policy(), journal, s.components(), s.recoveries(), s.jobs());
    }

    static NodeState withComponents(NodeState s, SortedMap<ComponentId, ComponentState> components) {
        return copy(s, s.policy(), s.journal(), components, s.recoveries(), s.jobs());
    }

    static NodeState withRecoveries(NodeState s, SortedMap<String, Recovery> recoveries) {
        return copy(s, s.policy(), s.journal(), s.components(), recoveries, s.jobs());
    }

    static NodeState withJobs(NodeState s, SortedMap<String, Job> jobs) {
        return copy(s, s.policy(), s.journal(), s.components(), s.recoveries(), jobs);
    }

    private static NodeState copy(
            NodeState s,
            Policy policy,
            JournalRecord journal,
            SortedMap<ComponentId, ComponentState> components,
            SortedMap<String, Recovery> recoveries,
            SortedMap<String, Job> jobs) {
        return new NodeState(
                s.settings(),
                policy,
                journal,
                components,
                recoveries,
                jobs,
                s.offers(),
                s.waiting(),
                s.peers(),
                s.store(),
                s.library(),
                s.pending(),
                s.nextId(),
                s.donates(),
                s.counters());
    }

    /** What a node remembers, with another journal. */
    static Restored with(Restored r, JournalRecord journal) {
        return new Restored(journal, r.journalLost(), r.floorsLost(), r.recoveries(), r.jobs());
    }

    /** The journal with every component's entry changed. */
    static JournalRecord each(
            JournalRecord journal,
            NodeSettings settings,
            BiFunction<ComponentId, ComponentRecord, ComponentRecord> change) {
        JournalRecord changed = journal;
        for (Component spec : settings.components()) {
            ComponentRecord entry = journal.of(spec.id());
            if (entry != null) {
                changed = changed.with(spec.id(), change.apply(spec.id(), entry), journal.uptimeMillis());
            }
        }
        return changed;
    }

    /** A step whose journal is changed in the state and in whatever it forces. */
    static Step<NodeState, NodeEffect> journalled(
            Step<NodeState, NodeEffect> step, BiFunction<ComponentId, ComponentRecord, ComponentRecord> change) {
        NodeSettings settings = step.state().settings();
        List<NodeEffect> effects = new ArrayList<>();
        for (NodeEffect effect : step.effects()) {
            effects.add(
                    effect instanceof NodeEffect.Persist persist
                            ? new NodeEffect.Persist(each(persist.record(), settings, change))
                            : effect);
        }
        return new Step<>(with(step.state(), each(step.state().journal(), settings, change)), effects);
    }

    static ComponentRecord entry(ComponentRecord e, @Nullable Trial trial, long floor, List<Quarantine> quarantine) {
        return new ComponentRecord(
                e.active(),
                e.writing(),
                e.torn(),
                e.unproven(),
                trial,
                floor,
                e.bound(),
                quarantine,
                e.writes(),
                e.attempts(),
                e.boots(),
                e.confirmedAt(),
                e.activating(),
                e.undecided(),
                e.floorUnread());
    }

    /** The entry of a component whose images have all proven themselves. */
    static ComponentRecord proven(ComponentRecord entry) {
        ComponentRecord proven = entry;
        for (BankId bank : entry.unproven()) {
            proven = proven.withUnproven(bank, false);
        }
        return proven;
    }

    static <K extends Comparable<K>, V> TreeMap<K, V> map(SortedMap<K, V> map, UnaryOperator<V> change) {
        TreeMap<K, V> changed = new TreeMap<>(map);
        changed.replaceAll((key, value) -> change.apply(value));
        return changed;
    }
}
