package org.firmwarerecovery.update.io.runtime;

import java.util.function.Consumer;
import org.firmwarerecovery.update.node.NodeState;

/** Hears of every state of a node on the loop thread, before anybody can see it; never blocks. */
@FunctionalInterface
public interface StateWatch {
    /** A step led to {@code state}. */
    void accept(NodeState state);

    /**
     * Tells {@code telling} as soon as everything that the state heard last changed in the memory of this watch is durable, and
     * whatever changed before in the records it names; at once when there is nothing of that. So nobody is told what a power cut
     * could take back. May never be told when the node stops before.
     */
    default void whenDurable(Telling telling) {
        telling.tell().run();
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
            public void whenDurable(Telling telling) {
                first.whenDurable(telling);
            }
        };
    }
}
