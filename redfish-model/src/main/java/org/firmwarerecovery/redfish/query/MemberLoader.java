package org.firmwarerecovery.redfish.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Reads other resources in process on behalf of the caller of the query.
 *
 * <p>Called on the thread of the request, at most {@link QueryProcessor#RESOURCES_MAX} times per query.
 */
@FunctionalInterface
public interface MemberLoader {
    /**
     * The whole document of a resource, with its envelope; it is copied, not changed.
     *
     * @param path path of the resource, as it stands in the link
     * @return empty when it is gone or the caller may not read it: the link then stays a link
     */
    Optional<ObjectNode> load(String path);
}
