package org.firmwarerecovery.update.sim;

import java.util.function.BiFunction;
import org.firmwarerecovery.machine.Moment;
import org.firmwarerecovery.machine.Step;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.engine.NodeMachine;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.NodeSettings;
import org.firmwarerecovery.update.node.NodeState;
import org.firmwarerecovery.update.node.Restored;
import org.firmwarerecovery.update.policy.Policy;

/** The machine with something wrong around it: what it sees, what it remembers or what it asks for. {@link #NONE} is sound. */
public class Mutant {
    /** The machine as it is. */
    public static final Mutant NONE = new Mutant("none");

    private final String name;

    Mutant(String name) {
        this.name = name;
    }

    /** A mutant that changes what the machine hears. */
    static Mutant hearing(String name, BiFunction<NodeState, NodeEvent, NodeEvent> change) {
        return new Mutant(name) {
            @Override
            public Step<NodeState, NodeEffect> apply(SignedOnes images, NodeState state, Moment now, NodeEvent event) {
                return super.apply(images, state, now, change.apply(state, event));
            }
        };
    }

    /** A mutant that changes what the machine remembers when it starts. */
    static Mutant remembering(String name, BiFunction<NodeSettings, Restored, Restored> change) {
        return new Mutant(name) {
            @Override
            public Step<NodeState, NodeEffect> start(
                    NodeSettings settings, Policy policy, Restored restored, Moment now) {
                return super.start(settings, policy, change.apply(settings, restored), now);
            }
        };
    }

    /** A mutant that changes what the machine writes into the journal. */
    static Mutant journalling(String name, EntryChange change) {
        return new Mutant(name) {
            @Override
            public Step<NodeState, NodeEffect> apply(SignedOnes images, NodeState state, Moment now, NodeEvent event) {
                return States.journalled(super.apply(images, state, now, event), (id, entry) -> {
                    ComponentRecord before = state.journal().of(id);
                    return before == null ? entry : change.apply(event, before, entry);
                });
            }
        };
    }

    /** Knows every image that somebody signed. */
    @FunctionalInterface
    public interface SignedOnes {
        /** The manifest with that digest. */
        SignedManifest of(Digest digest);
    }

    /** What is written of a component instead of {@code entry}, after {@code event} and with {@code before} in the journal. */
    @FunctionalInterface
    interface EntryChange {
        ComponentRecord apply(NodeEvent event, ComponentRecord before, ComponentRecord entry);
    }

    /** Its name in reports. */
    public final String name() {
        return name;
    }

    /** The first step of one node. */
    public Step<NodeState, NodeEffect> start(NodeSettings settings, Policy policy, Restored restored, Moment now) {
        return NodeMachine.start(settings, policy, restored, now);
    }

    /** One event of one node. */
    public Step<NodeState, NodeEffect> apply(SignedOnes images, NodeState state, Moment now, NodeEvent event) {
        return NodeMachine.apply(state, now, event);
    }
}
