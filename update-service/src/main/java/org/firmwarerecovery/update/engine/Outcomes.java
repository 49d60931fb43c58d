package org.firmwarerecovery.update.engine;

import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.Pending;

/** Outcomes in words. */
final class Outcomes {
    private Outcomes() {}

    /** No answer came: of an image's start or proof that says nothing about the image, since hooks have limits of their own. */
    static NodeEvent.Outcome late(long id, Pending.Kind kind) {
        boolean trial = kind == Pending.Kind.ACTIVATE || kind == Pending.Kind.CONFIRM;
        String why = "no answer in time";
        return trial ? new NodeEvent.NotStarted(id, why) : new NodeEvent.Failed(id, why);
    }

    /** Why an effect did not do what it should. */
    static String reason(NodeEvent.Outcome outcome) {
        if (outcome instanceof NodeEvent.NotStarted hook) {
            return hook.reason();
        }
        if (outcome instanceof NodeEvent.TooSlow slow) {
            return "slower than the minimum rate: " + slow.bytes() + " bytes in " + slow.millis() + " ms";
        }
        return outcome instanceof NodeEvent.Failed failed ? failed.reason() : "an answer that makes no sense";
    }
}
