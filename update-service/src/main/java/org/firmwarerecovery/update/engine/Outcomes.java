package org.firmwarerecovery.update.engine;

import org.firmwarerecovery.update.node.NodeEvent;

/** Outcomes in words. */
final class Outcomes {
    private Outcomes() {}

    /** Why an effect did not do what it should. */
    static String reason(NodeEvent.Outcome outcome) {
        if (outcome instanceof NodeEvent.NotStarted hook) {
            return hook.reason();
        }
        return outcome instanceof NodeEvent.Failed failed ? failed.reason() : "an answer that makes no sense";
    }
}
