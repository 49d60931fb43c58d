package org.firmwarerecovery.update.io.runtime;

import java.time.InstantSource;
import java.util.function.Consumer;
import org.firmwarerecovery.update.node.NodeEvent;

/** The shell of a node on which all work is done at once, no donor is found and nobody reads the notes. */
final class IdleShell {
    private IdleShell() {}

    /** Stores its journal, and tells its states and why it broke down, as a test says. */
    static NodeLoop.Shell of(
            JournalWriter journal,
            EventInbox inbox,
            LoopLimits limits,
            StateWatch states,
            Consumer<Throwable> breakdown) {
        return new NodeLoop.Shell(
                journal,
                (effect, stop) -> new NodeEvent.Done(effect.id()),
                image -> {},
                new NoDonorSearch(inbox),
                (note, now) -> {},
                inbox,
                new UptimeClock(0, InstantSource.system()),
                limits,
                states,
                breakdown);
    }
}
