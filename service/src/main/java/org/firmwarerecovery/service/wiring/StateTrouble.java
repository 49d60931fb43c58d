package org.firmwarerecovery.service.wiring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.service.cli.StartRefusedException;
import org.firmwarerecovery.update.io.file.DiskSpace;
import org.firmwarerecovery.update.io.flash.FlashSizeException;
import org.firmwarerecovery.update.io.journal.NewerFormatException;
import org.firmwarerecovery.update.io.store.StateFolderException;

/**
 * Trouble with the state folder, which an operator can mend, told from everything else that can stop a start.
 *
 * @param why what is wrong, as one sentence that names the folder
 * @param passing true when it lies outside of the folder's content (in use, full, read-only, not ours): the same start succeeds
 *     once that is over, so a supervisor should go on trying
 */
record StateTrouble(String why, boolean passing) {
    /** What is wrong with the state folder; empty when {@code failure} is about something else. */
    static Optional<StateTrouble> of(Exception failure, Path state) {
        Exception cause = failure instanceof UncheckedIOException unchecked ? unchecked.getCause() : failure;
        if (cause instanceof StateFolderException
                || cause instanceof NewerFormatException
                || cause instanceof FlashSizeException) {
            boolean passing = cause instanceof StateFolderException folder
                    && folder.problem() != StateFolderException.Problem.DAMAGED;
            return Optional.of(new StateTrouble(String.valueOf(cause.getMessage()), passing));
        }
        Path root = state.toAbsolutePath().normalize();
        if (cause instanceof IOException failed && DiskSpace.saysFull(failed)) {
            return Optional.of(new StateTrouble(
                    "state folder " + root + " cannot be written: no space is left on its disk; nothing in it"
                            + " was lost, free some space and start again",
                    true));
        }
        if (cause instanceof FileSystemException about
                && about.getFile() != null
                && Path.of(about.getFile()).toAbsolutePath().normalize().startsWith(root)) {
            return Optional.of(
                    new StateTrouble("state folder " + root + " cannot be used: " + about.getMessage(), true));
        }
        return Optional.empty();
    }

    /** The refusal that says so. */
    StartRefusedException refusal() {
        return new StartRefusedException(List.of("node.state: " + why), passing);
    }
}
