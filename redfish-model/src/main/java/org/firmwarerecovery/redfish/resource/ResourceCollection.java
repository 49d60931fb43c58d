package org.firmwarerecovery.redfish.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import org.firmwarerecovery.redfish.odata.Link;
import org.jspecify.annotations.Nullable;

/**
 * Any collection: links to its members and their number. Collections of this service are not paged on their own.
 *
 * @param members links to the members
 * @param nextLink path of the next page, only after {@code $top}
 * @param description what is in it
 */
@JsonPropertyOrder({"Description", "Members@odata.count", "Members", "Members@odata.nextLink"})
@JsonIgnoreProperties(value = "Members@odata.count", allowGetters = true)
public record ResourceCollection(
        List<Link> members,
        @JsonProperty("Members@odata.nextLink") @Nullable String nextLink,
        @Nullable String description) {
    /** Copies the list. */
    public ResourceCollection {
        members = List.copyOf(members);
    }

    /** A whole collection of the resources at these paths. */
    public static ResourceCollection of(List<String> paths) {
        return new ResourceCollection(Link.toAll(paths), null, null);
    }

    /** Number of members, over all pages. */
    @JsonProperty("Members@odata.count")
    public int count() {
        return members.size();
    }
}
