package org.firmwarerecovery.update.io.runtime;

import org.firmwarerecovery.update.io.work.StopSignal;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;

/** Carries out asynchronous effects. Called by the threads of {@link Lanes}; blocks as long as the work takes. */
@FunctionalInterface
public interface EffectWork {
    /**
     * Does what {@code effect} says and returns its one outcome.
     *
     * @param stop tells when nobody waits for the outcome any more; the work then ends soon, with any outcome
     * @throws Exception something unexpected; the loop turns it into a failed outcome
     */
    NodeEvent.Outcome run(NodeEffect.Async effect, StopSignal stop) throws Exception;
}
