package org.firmwarerecovery.update.sim;

import org.firmwarerecovery.machine.Moment;
import org.firmwarerecovery.machine.Step;
import org.firmwarerecovery.update.engine.NodeMachine;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.NodeSettings;
import org.firmwarerecovery.update.node.NodeState;
import org.firmwarerecovery.update.node.Restored;
import org.firmwarerecovery.update.policy.Policy;

/** The machine with something wrong around it: what it sees, what it remembers or what it asks for. {@link #NONE} is sound. */
class Mutant {
    /** The machine as it is. */
    static final Mutant NONE = new Mutant("none");

    private final String name;

    Mutant(String name) {
        this.name = name;
    }

    final String name() {
        return name;
    }

    Step<NodeState, NodeEffect> start(NodeSettings settings, Policy policy, Restored restored, Moment now) {
        return NodeMachine.start(settings, policy, restored, now);
    }

    /** One event of one node. */
    Step<NodeState, NodeEffect> apply(SimNode node, NodeState state, Moment now, NodeEvent event) {
        return NodeMachine.apply(state, now, event);
    }
}
