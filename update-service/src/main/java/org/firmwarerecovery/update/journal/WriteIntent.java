package org.firmwarerecovery.update.journal;

import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Digest;

/**
 * Forced to the journal before the first erase of a bank, so that a power cut leaves a bank known to be half written.
 *
 * @param bank the bank about to be erased
 * @param manifestDigest manifest of the image about to be written
 */
public record WriteIntent(BankId bank, Digest manifestDigest) {}
