package org.firmwarerecovery.service.wiring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;
import org.firmwarerecovery.update.io.file.DiskSpace;
import org.firmwarerecovery.update.io.flash.FlashSizeException;
import org.firmwarerecovery.update.io.journal.NewerFormatException;
import org.firmwarerecovery.update.io.store.StateFolderException;

/** Tells trouble with the state folder, which an operator can mend, from everything else that can stop a start. Pure. */
final class StateTrouble {
    private StateTrouble() {}

    /** What is wrong with the state folder, as one sentence that names it; empty when {@code failure} is about something else. */
    static Optional<String> of(Exception failure, Path state) {
        Exception cause = failure instanceof UncheckedIOException unchecked ? unchecked.getCause() : failure;
        if (cause instanceof StateFolderException
                || cause instanceof NewerFormatException
                || cause instanceof FlashSizeException) {
            return Optional.of(String.valueOf(cause.getMessage()));
        }
        Path root = state.toAbsolutePath().normalize();
        if (cause instanceof IOException failed && DiskSpace.saysFull(failed)) {
            return Optional.of(
                    "state folder " + root + " cannot be written: no space is left on its disk; nothing in it"
                            + " was lost, free some space and start again");
        }
        if (cause instanceof FileSystemException about
                && about.getFile() != null
                && Path.of(about.getFile()).toAbsolutePath().normalize().startsWith(root)) {
            return Optional.of("state folder " + root + " cannot be used: " + about.getMessage());
        }
        return Optional.empty();
    }
}
