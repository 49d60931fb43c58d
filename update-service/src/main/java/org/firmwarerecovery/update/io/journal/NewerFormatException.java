package org.firmwarerecovery.update.io.journal;

import java.io.IOException;

/** State on disk was written by a newer program; this one must not start, since it could destroy what it does not know. */
public final class NewerFormatException extends IOException {
    private static final long serialVersionUID = 1;

    private final long found;
    private final int supported;

    /**
     * The refusal.
     *
     * @param what file or folder that holds the newer state
     * @param found its format version
     * @param supported newest format version of this program
     */
    public NewerFormatException(String what, long found, int supported) {
        super(what + " has format version " + found + "; this program knows up to " + supported
                + ": start the newer program again, or point node.state to another folder");
        this.found = found;
        this.supported = supported;
    }

    /** Format version on disk. */
    public long found() {
        return found;
    }

    /** Newest format version of this program. */
    public int supported() {
        return supported;
    }
}
