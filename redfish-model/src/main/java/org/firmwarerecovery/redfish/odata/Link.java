package org.firmwarerecovery.redfish.odata;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;

/**
 * A reference to another resource, {@code {"@odata.id": "/redfish/v1/..."}} (idRef of the OData schema).
 *
 * @param odataId the absolute path of the resource, without scheme, host and trailing slash
 */
public record Link(@JsonProperty("@odata.id") String odataId) {
    /** A reference to {@code path}. */
    public static Link to(String path) {
        return new Link(path);
    }

    /** References to all {@code paths}, in their order. */
    public static List<Link> toAll(List<String> paths) {
        List<Link> links = new ArrayList<>(paths.size());
        for (String path : paths) {
            links.add(new Link(path));
        }
        return List.copyOf(links);
    }
}
