package org.firmwarerecovery.service.endpoint;

import java.io.IOException;

/** Tells the machine what the image store holds by now, after an endpoint changed it. Any thread; blocks for a moment. */
@FunctionalInterface
public interface StoreNews {
    /** Reads the store and tells all of it, in the order of its changes. */
    void tell() throws IOException;
}
