package org.firmwarerecovery.update.bank;

import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.manifest.SignedManifest;

/** What one full read of a bank found; the adapter reports facts, {@link BankRules} judges them. */
public sealed interface BankReading {
    /** Every byte is 0xFF, or there is nothing. */
    record Erased() implements BankReading {}

    /** Not empty, and neither copy of a manifest with a good signature stands beside it. */
    record WithoutManifest(String detail) implements BankReading {}

    /** A manifest stands beside it, but what it says is not known now: the file system reported an error. */
    record ManifestUnread(String detail) implements BankReading {}

    /**
     * A verified manifest stands beside it.
     *
     * @param manifest the verified manifest
     * @param payload digest of the bytes where the payload should be
     */
    record Content(SignedManifest manifest, Digest payload) implements BankReading {}

    /** The flash reported an error. */
    record Unreadable(String detail) implements BankReading {}
}
