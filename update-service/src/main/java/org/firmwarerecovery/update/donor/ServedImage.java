package org.firmwarerecovery.update.donor;

import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.component.Digest;

/** Where the donor reads an offered image from. */
public sealed interface ServedImage {
    /** Straight from a bank, whose payload is the whole image. */
    record FromBank(ComponentId component, BankId bank) implements ServedImage {}

    /** From the image store. */
    record FromStore(Digest image) implements ServedImage {}

    /** From the watched folder of a donor or console, where it lies. */
    record FromLibrary(Digest image) implements ServedImage {}
}
