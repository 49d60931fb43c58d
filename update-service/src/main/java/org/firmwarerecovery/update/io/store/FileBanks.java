package org.firmwarerecovery.update.io.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.io.flash.FileFlash;
import org.firmwarerecovery.update.io.flash.Flash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Banks in files of the state folder. A file that was cut off is damaged content like any other. */
final class FileBanks implements BankMedium {
    private static final Logger LOG = LoggerFactory.getLogger(FileBanks.class);

    @Override
    public Path placeOf(BankId bank, Path file) {
        return file;
    }

    @Override
    public Flash open(BankId bank, Path place, long size, String sizeField) throws IOException {
        if (Files.isRegularFile(place) && Files.size(place) < size) {
            // Not filled up here: no byte of a bank changes because of a start, and the next write gives it its size.
            LOG.warn(
                    "{} has {} bytes, but {} is {}: it was cut off, and what is missing counts as erased",
                    place,
                    Files.size(place),
                    sizeField,
                    size);
        }
        return bank == BankId.GOLDEN
                ? FileFlash.openProtected(place, size, sizeField)
                : FileFlash.open(place, size, sizeField);
    }
}
