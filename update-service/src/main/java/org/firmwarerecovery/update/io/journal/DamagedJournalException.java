package org.firmwarerecovery.update.io.journal;

import java.io.IOException;
import java.nio.file.Path;

/** A file is not a journal, or its start is damaged, so that nothing in it can be believed; it stays as it is. */
public final class DamagedJournalException extends IOException {
    private static final long serialVersionUID = 1;

    /** The refusal to read {@code file}. */
    public DamagedJournalException(Path file) {
        super(file + " is not a journal, or its start is damaged: restore it from a backup, or move it away"
                + " to start without its records");
    }
}
