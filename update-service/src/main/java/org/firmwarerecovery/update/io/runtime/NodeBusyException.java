package org.firmwarerecovery.update.io.runtime;

/** A command was turned away because too many wait; worth another try in a second. */
public final class NodeBusyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NodeBusyException(String limit) {
        super("the node has too much to do: " + limit, null, false, false);
    }
}
