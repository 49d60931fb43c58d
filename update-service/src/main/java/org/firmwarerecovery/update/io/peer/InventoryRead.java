package org.firmwarerecovery.update.io.peer;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.firmwarerecovery.update.io.web.AnswerException;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.jspecify.annotations.Nullable;

/**
 * Reads a collection of SoftwareInventory: in one GET with {@code $expand} where the service can, else member by member;
 * page by page, within limits.
 */
final class InventoryRead {
    private static final String EXPAND = "?$expand=.($levels=1)";

    private final PeerLimits limits;
    private final Source source;
    private List<PeerRole> roles = List.of();
    private int membersRead;

    /** An answer to a GET, with the certified roles of whoever gave it; the body only when the status is 200. */
    record Page(int status, @Nullable JsonNode body, List<PeerRole> roles) {}

    /** Where pages come from. */
    interface Source {
        Page get(String path) throws IOException;
    }

    InventoryRead(PeerLimits limits, Source source) {
        this.limits = limits;
        this.source = source;
    }

    /** The roles in the certificate of the peer that answered. */
    List<PeerRole> roles() {
        return roles;
    }

    /** Reads the collection at {@code path}; one that may be missing is empty then. */
    void collection(String path, boolean mayBeMissing, InventoryAnswer images) throws IOException {
        Page page = get(path + EXPAND);
        if (page.status() == 400 || page.status() == 501) {
            // A service without $expand says so in one of these ways (DSP0266, clause on query parameters).
            page = get(path);
        }
        if (page.status() == 404 && mayBeMissing) {
            return;
        }
        for (int number = 1; number <= limits.pagesMax(); number++) {
            JsonNode body = good(page, path);
            members(body, path, images);
            JsonNode next = body.path("Members@odata.nextLink");
            if (!next.isTextual()) {
                return;
            }
            page = get(next(next.textValue(), path));
        }
    }

    private void members(JsonNode collection, String path, InventoryAnswer images) throws IOException {
        JsonNode members = collection.path("Members");
        if (!members.isArray()) {
            throw new AnswerException(path + " has no Members");
        }
        for (JsonNode member : members) {
            if (member.size() > 1) {
                images.take(member);
            } else if (membersRead < limits.membersMax()) {
                membersRead++;
                String link = PeerPath.of(text(member), "link of a member", limits.pathLengthMax());
                Page page = get(link);
                if (page.body() != null) {
                    images.take(page.body());
                }
            }
        }
    }

    /** A next link is a path with a query on the same collection; any other is refused. */
    private String next(String link, String path) throws AnswerException {
        boolean ours = link.length() <= limits.pathLengthMax()
                && link.startsWith(path + "?")
                && link.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '#' && c != '"' && c != '\\');
        if (!ours) {
            throw new AnswerException("the next page is not one of " + path);
        }
        return link;
    }

    private static @Nullable String text(JsonNode member) {
        JsonNode link = member.path("@odata.id");
        return link.isTextual() ? link.textValue() : null;
    }

    private Page get(String path) throws IOException {
        Page page = source.get(path);
        roles = page.roles();
        return page;
    }

    private static JsonNode good(Page page, String path) throws AnswerException {
        JsonNode body = page.body();
        if (body == null) {
            throw new AnswerException(path + " answered " + page.status());
        }
        return body;
    }
}
