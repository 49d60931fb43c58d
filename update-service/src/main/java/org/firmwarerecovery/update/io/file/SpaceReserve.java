package org.firmwarerecovery.update.io.file;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Space kept back so that journals can still be written on a full disk (DESIGN.md section 6). Implementations may be called
 * by any thread.
 */
public interface SpaceReserve {
    /** A reserve that holds nothing: a full disk is an error at once. */
    SpaceReserve NONE = new SpaceReserve() {
        @Override
        public boolean release() {
            return false;
        }

        @Override
        public boolean restore() {
            return true;
        }
    };

    /** Gives the space back to the file system; false when there was none left to give. */
    boolean release() throws IOException;

    /**
     * Takes the space again when there is comfortably more than it free; cheap if it stands. A failure is no reason to stop.
     *
     * @return true when the reserve stands
     */
    boolean restore();

    /**
     * Runs {@code writing}; if the disk is full, gives up the reserve and runs it once more.
     *
     * @param near an existing path on the file system that is written
     * @throws IOException of the last run
     */
    default void write(Path near, Writing writing) throws IOException {
        try {
            writing.run();
        } catch (IOException e) {
            if (!DiskSpace.isFull(e, near) || !release()) {
                throw e;
            }
            writing.run();
        }
        restore();
    }

    /** Something that needs disk space and can be run again after it failed. */
    @FunctionalInterface
    interface Writing {
        /** Writes; after an error everything is as before. */
        void run() throws IOException;
    }
}
