package org.firmwarerecovery.update.io.container;

import java.io.IOException;

/** Reads one format. Implementations keep nothing between files and may be used by several threads. */
public interface ContainerParser {
    /** The format. */
    ContainerKind kind();

    /**
     * True where a file that begins with these bytes means to be of this format.
     *
     * @param head the first bytes, {@link Containers#HEAD_BYTES} of them or the whole file where it is shorter
     */
    boolean recognises(byte[] head);

    /**
     * Reads the file and judges it, reading its bytes once, or twice where the format names its digest at the end. Never answers null and throws for no content.
     *
     * @throws IOException where the medium can not be read
     */
    Inspection inspect(ImageBytes image, Profile profile) throws IOException;
}
