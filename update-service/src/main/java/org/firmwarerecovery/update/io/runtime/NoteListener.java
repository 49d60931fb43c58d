package org.firmwarerecovery.update.io.runtime;

import java.util.List;
import org.firmwarerecovery.machine.Moment;
import org.firmwarerecovery.update.node.NodeEffect;

/**
 * Hears what a node has to tell people: log, events, log entries. Called by the loop thread in the order of the steps, so it
 * must not block; the state after the step is already published.
 */
@FunctionalInterface
public interface NoteListener {
    /** Takes one note. */
    void note(NodeEffect.Note note, Moment now);

    /** A listener that hands each note to all of {@code listeners}, in order. */
    static NoteListener all(List<NoteListener> listeners) {
        List<NoteListener> copy = List.copyOf(listeners);
        return (note, now) -> copy.forEach(listener -> listener.note(note, now));
    }
}
