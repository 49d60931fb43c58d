package org.firmwarerecovery.update.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.firmwarerecovery.machine.Step;
import org.firmwarerecovery.update.journal.JournalRecord;
import org.firmwarerecovery.update.node.Answer;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.NodeSettings;
import org.firmwarerecovery.update.node.NodeState;
import org.firmwarerecovery.update.node.Restored;
import org.firmwarerecovery.update.policy.Policy;

/** One node under test: its machine, a clock that a test moves, and what the machine asked for and answered. */
class NodeBench {
    long now;
    final List<NodeEffect> effects = new ArrayList<>();
    final TreeMap<Long, Answer> answers = new TreeMap<>();
    private NodeState state;
    private long chance;

    /** A node that starts for the first time. */
    NodeBench(NodeSettings settings) {
        Step<NodeState, NodeEffect> first =
                NodeMachine.start(settings, Policy.defaults(), Restored.of(JournalRecord.empty()), Firmware.at(0, 0));
        state = first.state();
        effects.addAll(first.effects());
    }

    final NodeState state() {
        return state;
    }

    final void take(NodeEvent event) {
        Step<NodeState, NodeEffect> step = NodeMachine.apply(state, Firmware.at(now, ++chance), event);
        state = step.state();
        for (NodeEffect effect : step.effects()) {
            effects.add(effect);
            if (effect instanceof NodeEffect.Reply reply) {
                answers.put(reply.commandId(), reply.answer());
            }
        }
    }

    /** What it asked for so far. */
    final <E extends NodeEffect> List<E> all(Class<E> type) {
        return effects.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** What it asked for last. */
    final <E extends NodeEffect> E last(Class<E> type) {
        List<E> found = all(type);
        if (found.isEmpty()) {
            throw new AssertionError("no " + type.getSimpleName() + " among " + effects);
        }
        return found.get(found.size() - 1);
    }

    /** What it asked for since this was called before. */
    final <E extends NodeEffect> List<E> drain(Class<E> type) {
        List<E> found = all(type);
        effects.removeAll(found);
        return found;
    }
}
