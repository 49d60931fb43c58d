package org.firmwarerecovery.service.resource;

import java.io.IOException;
import java.util.List;

/**
 * Something under the service root that is no Redfish resource: image bytes, the upload, task monitors, metadata files. It
 * goes through the same gate as everything else.
 */
public interface RawRoute {
    /** The path. */
    UriTemplate uri();

    /** One sentence on what is there, for the catalogue check. */
    String description();

    /** Methods for {@code Allow}; GET brings HEAD with it. */
    List<String> methods();

    /** The entity of the privilege registry whose line applies. */
    String entity();

    /** Whether the holder of a ticket that covers the path is let in. */
    default boolean takesTickets() {
        return false;
    }

    /** Serves a request. Refusals are {@code RedfishException}s, thrown before the answer has begun. */
    void serve(RawExchange exchange) throws IOException;
}
