package org.firmwarerecovery.service.event;

import java.io.IOException;
import java.nio.file.Path;
import org.firmwarerecovery.update.io.file.SpaceReserve;

/** A disk without a reserve, that is full while a test says so. */
final class Disk implements SpaceReserve {
    volatile boolean full;

    @Override
    public boolean release() {
        return false;
    }

    @Override
    public boolean restore() {
        return true;
    }

    @Override
    public void write(Path near, Writing writing) throws IOException {
        if (full) {
            throw new IOException("No space left on device");
        }
        writing.run();
    }
}
