package org.firmwarerecovery.update.io.runtime;

import java.util.OptionalLong;
import org.firmwarerecovery.machine.Moment;
import org.firmwarerecovery.machine.Step;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.NodeState;

/** The machine that a {@link NodeLoop} runs; in a node that is {@code engine.NodeMachine}. Pure: no I/O, clock or threads. */
public interface Machine {
    /** The first step after a start. */
    Step<NodeState, NodeEffect> start(Moment now);

    /** The step that answers one event. */
    Step<NodeState, NodeEffect> apply(NodeState state, Moment now, NodeEvent event);

    /** Uptime in milliseconds at which a {@link NodeEvent.Wake} is wanted; empty when only events matter. */
    OptionalLong nextWake(NodeState state);
}
