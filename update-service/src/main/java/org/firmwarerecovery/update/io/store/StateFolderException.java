package org.firmwarerecovery.update.io.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The state folder cannot be used; the message names the folder and the remedy. The command line ends with status
 * 78 when it is damaged, else with 75. */
public final class StateFolderException extends IOException {
    private static final long serialVersionUID = 1;

    private final Problem problem;

    StateFolderException(Problem problem, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.problem = problem;
    }

    /** What is wrong. */
    public Problem problem() {
        return problem;
    }

    /** Kinds of trouble with a state folder. */
    public enum Problem {
        /** Another node works in it. */
        IN_USE,
        /** It is no folder, or not ours to write. */
        NOT_USABLE,
        /** Its format version cannot be read. */
        DAMAGED
    }
}
