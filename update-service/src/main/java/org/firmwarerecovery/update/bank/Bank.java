package org.firmwarerecovery.update.bank;

import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.jspecify.annotations.Nullable;

/**
 * A bank as last read.
 *
 * @param id which bank
 * @param condition what the last read found
 * @param manifest what should be in it; null when unknown
 * @param verifiedAt uptime in milliseconds of the end of the last full hash, -1 when never
 * @param detail a sentence about the condition for people; empty when there is nothing to say
 */
public record Bank(
        BankId id, BankCondition condition, @Nullable SignedManifest manifest, long verifiedAt, String detail) {
    /** A bank nobody has read yet. */
    public static Bank unchecked(BankId id) {
        return new Bank(id, BankCondition.UNCHECKED, null, -1, "");
    }

    /** True when its content was proven to be what its manifest says and it may be booted. */
    public boolean good() {
        return condition == BankCondition.GOOD;
    }

    /** The same bank after another condition became known. */
    public Bank with(BankCondition now, String why) {
        return new Bank(id, now, manifest, verifiedAt, why);
    }
}
