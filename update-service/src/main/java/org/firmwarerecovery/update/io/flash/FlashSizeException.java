package org.firmwarerecovery.update.io.flash;

import java.io.IOException;
import java.nio.file.Path;
import org.firmwarerecovery.update.io.file.ByteText;

/** A file flash has more bytes than configured; nothing was changed. The message names the field and the remedy. */
public final class FlashSizeException extends IOException {
    private static final long serialVersionUID = 1;

    private final String field;
    private final long configuredBytes;
    private final long foundBytes;

    FlashSizeException(Path file, String field, long configuredBytes, long foundBytes) {
        super(field + " is " + ByteText.exact(configuredBytes) + ", but " + file + " has " + ByteText.exact(foundBytes)
                + ": set " + field + " to " + foundBytes + ", or move the file away to start with an erased one");
        this.field = field;
        this.configuredBytes = configuredBytes;
        this.foundBytes = foundBytes;
    }

    /** The configuration field that disagrees with the disk. */
    public String field() {
        return field;
    }

    /** Size by configuration. */
    public long configuredBytes() {
        return configuredBytes;
    }

    /** Size on disk. */
    public long foundBytes() {
        return foundBytes;
    }
}
