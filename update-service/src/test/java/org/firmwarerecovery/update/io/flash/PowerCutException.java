package org.firmwarerecovery.update.io.flash;

import java.io.IOException;

/** The power went; whoever gets this is dead and may only be started again. */
public final class PowerCutException extends IOException {
    private static final long serialVersionUID = 1;

    PowerCutException() {
        super("the power is cut");
    }
}
