package org.firmwarerecovery.update.io.file;

import java.io.IOException;

/** Asks for the free bytes of one file system; a seam, so that a full disk can be tested. Any thread. */
@FunctionalInterface
public interface FreeSpace {
    /** Bytes that this process may still write. */
    long usableBytes() throws IOException;
}
