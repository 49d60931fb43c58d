package org.firmwarerecovery.redfish.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.firmwarerecovery.redfish.json.RedfishMapper;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.jspecify.annotations.Nullable;

/**
 * Applies a query to a finished document. The document itself is never changed.
 *
 * <p>Expansion goes level by level, so that a budget that runs out leaves the deepest links and not whole branches
 * unexpanded; the answer then says so by {@code Base.OperationFailed} in {@code @Message.ExtendedInfo}. A link to a resource
 * that the expanded one is already part of stays a link.
 */
public final class QueryProcessor {
    /** Most resources that one query puts into its answer. */
    public static final int RESOURCES_MAX = 1_000;

    /** Most members of a collection that a filter looks at; a larger collection takes none. */
    public static final int FILTERED_MAX = 10_000;

    private static final String ID = "@odata.id";
    private static final String MEMBERS = "Members";
    private static final String LINKS = "Links";
    private static final List<String> ALWAYS =
            List.of("@odata.context", ID, "@odata.type", "@odata.etag", "@Message.ExtendedInfo");

    private final MemberLoader loader;
    private final int budget;

    /** A processor that reads members on behalf of one caller. */
    public QueryProcessor(MemberLoader loader) {
        this(loader, RESOURCES_MAX);
    }

    QueryProcessor(MemberLoader loader, int budget) {
        this.loader = loader;
        this.budget = budget;
    }

    /** A link that is to be replaced, with the paths of the documents around it. */
    private record Spot(ObjectNode link, List<String> above, int level) {}

    /**
     * Applies a query.
     *
     * @param query what the client wants
     * @param document the document of the request's resource, with its envelope
     */
    public QueryResult<ObjectNode> apply(Query query, ObjectNode document) {
        boolean collection = document.path(MEMBERS).isArray();
        boolean ofMembers = query.only() || query.isPaged() || query.filter().isPresent();
        boolean tooMany = query.filter().isPresent() && document.path(MEMBERS).size() > FILTERED_MAX;
        if (ofMembers && !collection || tooMany) {
            return new QueryResult.Refused<>(400, BaseMessages.queryNotSupportedOnResource());
        }
        if (query.only()) {
            return new QueryResult.Done<>(onlyMember(document).orElse(document));
        }
        ObjectNode result = document.deepCopy();
        query.filter().ifPresent(wish -> filter(result, wish.condition()));
        if (query.isPaged()) {
            page(result, query);
        }
        query.expand().ifPresent(wish -> expand(result, wish));
        return new QueryResult.Done<>(
                query.select().map(wish -> select(result, wish)).orElse(result));
    }

    private Optional<ObjectNode> onlyMember(ObjectNode collection) {
        JsonNode members = collection.path(MEMBERS);
        if (members.size() != 1) {
            return Optional.empty();
        }
        return loader.load(members.path(0).path(ID).asText()).map(ObjectNode::deepCopy);
    }

    /** A member that the caller may not read is not there for him: what it holds must not show by a filter. */
    private void filter(ObjectNode collection, Filter condition) {
        ArrayNode wanted = collection.arrayNode();
        for (JsonNode member : collection.path(MEMBERS)) {
            JsonNode whole = isLink(member)
                    ? loader.load(member.path(ID).asText())
                            .<JsonNode>map(found -> found)
                            .orElse(MissingNode.getInstance())
                    : member;
            if (!whole.isMissingNode() && condition.matches(whole)) {
                wanted.add(member);
            }
        }
        collection.set(MEMBERS, wanted);
        collection.put(MEMBERS + "@odata.count", wanted.size());
    }

    private static void page(ObjectNode collection, Query query) {
        JsonNode members = collection.path(MEMBERS);
        int from = Math.min(query.skip().orElse(0), members.size());
        int to = (int) Math.min((long) from + query.top().orElse(members.size()), members.size());
        ArrayNode page = collection.arrayNode();
        for (int i = from; i < to; i++) {
            page.add(members.get(i));
        }
        collection.set(MEMBERS, page);
        // With nothing returned there is no page to go on from; the count stays that of all members.
        if (to < members.size() && to > from) {
            collection.put(
                    MEMBERS + "@odata.nextLink", query.page(collection.path(ID).asText(), to));
        }
    }

    private void expand(ObjectNode document, Expand wish) {
        Deque<Spot> spots = new ArrayDeque<>();
        find(document, wish.scope(), false, List.of(plain(document.path(ID).asText())), 1, spots);
        int loaded = 0;
        while (!spots.isEmpty()) {
            Spot spot = spots.removeFirst();
            if (loaded == budget) {
                document.withArray("/@Message.ExtendedInfo").add(RedfishMapper.tree(BaseMessages.operationFailed()));
                return;
            }
            String path = spot.link().path(ID).asText();
            Optional<ObjectNode> target = loader.load(path);
            if (target.isEmpty()) {
                continue;
            }
            loaded++;
            spot.link().removeAll();
            spot.link().setAll(target.get().deepCopy());
            if (spot.level() < wish.levels()) {
                List<String> above = new ArrayList<>(spot.above());
                above.add(plain(path));
                find(spot.link(), wish.scope(), false, above, spot.level() + 1, spots);
            }
        }
    }

    private static void find(
            JsonNode node, Expand.Scope scope, boolean insideLinks, List<String> above, int level, Deque<Spot> spots) {
        if (node instanceof ArrayNode array) {
            for (JsonNode element : array) {
                visit(element, scope, insideLinks, above, level, spots);
            }
        } else if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                boolean inside = insideLinks || field.getKey().equals(LINKS);
                visit(field.getValue(), scope, inside, above, level, spots);
            }
        }
    }

    private static void visit(
            JsonNode node, Expand.Scope scope, boolean insideLinks, List<String> above, int level, Deque<Spot> spots) {
        if (!isLink(node)) {
            find(node, scope, insideLinks, above, level, spots);
        } else if (scope.covers(insideLinks)
                && !above.contains(plain(node.path(ID).asText()))) {
            spots.addLast(new Spot((ObjectNode) node, above, level));
        }
    }

    /** A link to a whole resource of this service: one member, and no fragment in it. */
    private static boolean isLink(JsonNode node) {
        String path = node.path(ID).asText();
        return node.isObject() && node.size() == 1 && path.startsWith("/") && path.indexOf('#') < 0;
    }

    private static String plain(String path) {
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static ObjectNode select(ObjectNode object, Select wish) {
        ObjectNode result = object.objectNode();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            String name = field.getKey();
            // An annotation goes with the property that it is about, Members@odata.count with Members.
            int at = name.indexOf('@');
            @Nullable Select below = wish.members().get(at > 0 ? name.substring(0, at) : name);
            if (ALWAYS.contains(name)) {
                result.set(name, field.getValue());
            } else if (below != null) {
                result.set(name, selected(field.getValue(), below));
            }
        }
        return result;
    }

    private static JsonNode selected(JsonNode value, Select wish) {
        if (wish.isLeaf() || value.isValueNode()) {
            return value;
        }
        if (value instanceof ObjectNode object) {
            return select(object, wish);
        }
        ArrayNode elements = ((ArrayNode) value).arrayNode();
        for (JsonNode element : value) {
            elements.add(selected(element, wish));
        }
        return elements;
    }
}
