package org.firmwarerecovery.update.io.store;

/** What is known about the manifest of a bank. */
public sealed interface BankManifest {
    /**
     * The bank is managed.
     *
     * @param pair manifest and signature from the first readable copy
     */
    record Bound(ManifestPair pair) implements BankManifest {}

    /** No copy is there: the bank is {@code Unmanaged}, or {@code Missing} if it is erased. */
    record Unbound() implements BankManifest {}

    /**
     * Copies are there, but none makes sense: the bank becomes {@code Unmanaged}, never bad.
     *
     * @param reason what is wrong with each copy
     */
    record Unreadable(String reason) implements BankManifest {}
}
