package org.firmwarerecovery.update.io.runtime;

import java.util.function.Consumer;
import org.firmwarerecovery.update.node.NodeState;

/** Hears of every state of a node on the loop thread, before anybody can see it; never blocks. */
@FunctionalInterface
public interface StateWatch {
    /** A step led to {@code state}. */
    void accept(NodeState state);

    /**
     * Runs {@code action} as soon as everything that the state heard last changed in the memory of this watch is durable; at once
     * when it changed nothing. So nobody is told what a power cut could take back. May never run when the node stops before.
     */
    default void whenDurable(Runnable action) {
        action.run();
    }

    /** This watch, and {@code other} after it. */
    default StateWatch andThen(Consumer<NodeState> other) {
        StateWatch first = this;
        return new StateWatch() {
            @Override
            public void accept(NodeState state) {
                first.accept(state);
                other.accept(state);
            }

            @Override
            public void whenDurable(Runnable action) {
                first.whenDurable(action);
            }
        };
    }
}
