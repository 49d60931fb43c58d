package org.firmwarerecovery.update.io.journal;

import org.firmwarerecovery.update.io.file.Bytes;
import org.jspecify.annotations.Nullable;

/** What two places that are written in turns say after a start: which record was the last one. */
public sealed interface LastRecord {
    /**
     * The newest whole record.
     *
     * @param sequence grows by at least one with every write
     * @param bytes the record
     * @param otherSlotDamaged the other place was written but is not whole: a write was cut off, or (rarely) a newer record was
     *     damaged afterwards, so the caller compares the record with the world before it relies on it
     */
    record Recovered(long sequence, Bytes bytes, boolean otherSlotDamaged) implements LastRecord {}

    /** Nothing was ever written. */
    record Empty() implements LastRecord {}

    /** Something was written and nothing is whole: rebuild from the world, and hold if that is ambiguous. */
    record BothDamaged() implements LastRecord {}

    /** The rule for two places: the valid one with the highest sequence wins. */
    static LastRecord of(RecordFrame.Read first, RecordFrame.Read second) {
        RecordFrame.@Nullable Valid newest = null;
        boolean damaged = false;
        for (RecordFrame.Read place : new RecordFrame.Read[] {first, second}) {
            damaged |= place instanceof RecordFrame.Damaged;
            if (place instanceof RecordFrame.Valid valid && (newest == null || valid.sequence() > newest.sequence())) {
                newest = valid;
            }
        }
        if (newest != null) {
            return new Recovered(newest.sequence(), newest.record(), damaged);
        }
        return damaged ? new BothDamaged() : new Empty();
    }
}
