package org.firmwarerecovery.update.io.store;

import java.io.IOException;
import java.nio.file.Path;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.io.flash.Flash;

/** What the banks of a component are made of; files of the state folder unless the configuration says otherwise. */
public interface BankMedium {
    /** Files of the state folder. */
    static BankMedium files() {
        return new FileBanks();
    }

    /**
     * Where a bank is.
     *
     * @param file where the state folder would keep it
     */
    Path placeOf(BankId bank, Path file);

    /**
     * Opens a bank of {@code size} bytes; no byte of one that is there changes. {@link BankId#GOLDEN} refuses to be written.
     *
     * @param place as {@link #placeOf} says
     * @param sizeField configuration field that gave {@code size}, for messages
     * @throws IOException when it cannot be opened, or is not large enough; the message names the remedy
     */
    Flash open(BankId bank, Path place, long size, String sizeField) throws IOException;
}
