package org.firmwarerecovery.machine;

import java.util.ArrayList;
import java.util.List;

/**
 * What a machine answers to one event: its next state and the effects that the shell has to execute, in this order.
 *
 * @param <S> the machine's immutable state
 * @param <F> the machine's sealed effect type
 * @param state the state after the event
 * @param effects what to do now; the order matters, since a persist effect is a barrier for those after it
 */
public record Step<S, F>(S state, List<F> effects) {
    /** Copies the list, so that a step can be kept and compared. */
    public Step {
        effects = List.copyOf(effects);
    }

    /** A step that only changes the state. */
    public static <S, F> Step<S, F> of(S state) {
        return new Step<>(state, List.of());
    }

    /** The same state with {@code more} effects after those already asked for. */
    public Step<S, F> then(List<F> more) {
        List<F> all = new ArrayList<>(effects);
        all.addAll(more);
        return new Step<>(state, all);
    }
}
