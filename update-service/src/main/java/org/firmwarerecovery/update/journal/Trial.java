package org.firmwarerecovery.update.journal;

import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Digest;

/**
 * A newly activated image that has not proven itself.
 *
 * @param bank the bank on trial, which is the active one
 * @param revertTo the bank that was active before; the same bank when there is nothing to go back to
 * @param manifestDigest manifest of the image on trial
 * @param starts how often it was started so far
 */
public record Trial(BankId bank, BankId revertTo, Digest manifestDigest, int starts) {
    /** The same trial after one more start. */
    public Trial startedAgain() {
        return new Trial(bank, revertTo, manifestDigest, starts + 1);
    }
}
