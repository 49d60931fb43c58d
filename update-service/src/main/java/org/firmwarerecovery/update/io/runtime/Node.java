package org.firmwarerecovery.update.io.runtime;

import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;
import org.firmwarerecovery.update.node.Answer;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.NodeState;

/** A running node as the service sees it. All methods may be called from any thread and never block. */
public interface Node {
    /** The state after the last event; immutable. */
    NodeState state();

    /** The node's uptime now, in milliseconds: the scale of all deadlines in the state. */
    long uptimeMillis();

    /**
     * Hands in a command; {@code command} gets the number to put into it. The stage completes with its answer, or
     * exceptionally when the node stops before it is answered. Who does not want to wait any longer cancels its future: the
     * command may be carried out nevertheless, but holds no place any more.
     */
    CompletionStage<Answer> command(LongFunction<? extends NodeEvent.Command> command);

    /** Posts an event that has no answer. */
    void post(NodeEvent event);
}
