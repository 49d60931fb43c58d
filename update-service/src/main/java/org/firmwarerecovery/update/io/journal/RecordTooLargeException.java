package org.firmwarerecovery.update.io.journal;

import java.io.IOException;

/** A record is larger than the place kept for it; nothing was written. */
public final class RecordTooLargeException extends IOException {
    private static final long serialVersionUID = 1;

    private final long bytes;
    private final long bytesMax;

    /**
     * The refusal.
     *
     * @param where the journal
     * @param limit name of the limit
     * @param bytes of the record
     * @param bytesMax value of the limit
     */
    public RecordTooLargeException(String where, String limit, long bytes, long bytesMax) {
        super("a record of " + bytes + " bytes does not fit into " + where + ": " + limit + " is " + bytesMax);
        this.bytes = bytes;
        this.bytesMax = bytesMax;
    }

    /** Size of the record. */
    public long bytes() {
        return bytes;
    }

    /** What would have fitted. */
    public long bytesMax() {
        return bytesMax;
    }
}
