package org.firmwarerecovery.update.io.runtime;

/** The node stops or has stopped before the command was answered. */
public final class NodeStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NodeStoppedException() {
        super("the node has stopped", null, false, false);
    }
}
