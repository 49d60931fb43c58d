package org.firmwarerecovery.service.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.firmwarerecovery.redfish.json.RedfishMapper;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.redfish.odata.ETag;
import org.firmwarerecovery.redfish.query.Query;
import org.firmwarerecovery.service.auth.Principal;

/**
 * Runs an operation on a declared resource: privileges first, then existence, preconditions, body, the endpoint, and the
 * document around what it read. Refusals leave as {@link RedfishException}. Any number of threads.
 */
public final class ResourceDispatch {
    private static final String UPDATE = "SimpleUpdate";

    private final ResourceCatalogue catalogue;
    private final Access access;
    private final BodyReader bodies;
    private final QueryOptions queries;
    private final FinishedDocuments finished = new FinishedDocuments();

    /** Serves this catalogue; {@code bodyBytesMax} bounds a JSON body. */
    public ResourceDispatch(ResourceCatalogue catalogue, Access access, int bodyBytesMax) {
        this.catalogue = catalogue;
        this.access = access;
        this.bodies = new BodyReader(bodyBytesMax);
        this.queries = new QueryOptions(this::document);
    }

    /** Serves a request on what was matched; the method is one of the match's. */
    public Answer serve(Match match, IncomingRequest request) {
        if (match instanceof Match.Resource found) {
            return switch (request.call().method()) {
                case "GET", "HEAD" -> get(found, request);
                case "PATCH" -> patch(found, request);
                case "POST" -> create(found, request);
                case "DELETE" -> remove(found, request);
                default ->
                    throw new IllegalStateException(
                            "not declared: " + request.call().method());
            };
        }
        if (match instanceof Match.Action found) {
            return act(found, found.action(), request);
        }
        throw new IllegalStateException("raw routes are served by the gate");
    }

    /**
     * The document at a path as this caller may see it, for bodies of other answers and for {@code $expand}. Empty when
     * there is none or the caller may not read it.
     */
    public Optional<ObjectNode> document(String path, Principal principal, String clientAddress) {
        Optional<Match> match = catalogue.match(path);
        if (match.isEmpty() || !(match.get() instanceof Match.Resource found) || found.twin()) {
            return Optional.empty();
        }
        Call call = new Call("GET", path, found.parameters(), principal, clientAddress);
        return permits(found.declaration(), call, path) ? read(found, call) : Optional.empty();
    }

    private Answer get(Match.Resource found, IncomingRequest request) {
        Call call = request.call();
        requirePermission(found.declaration(), call, call.path());
        Query query = queries.parse(call, request.query());
        FinishedDocuments.Finished finished =
                query.isEmpty() ? finished(found, call).orElseThrow(() -> missing(found)) : queried(found, call, query);
        Map<String, String> headers = new LinkedHashMap<>(4);
        headers.put("ETag", finished.tag());
        Optional<String> known = request.header().apply("If-None-Match");
        if (known.isPresent() && !tagOf(finished.tag()).satisfiesIfNoneMatch(known.get())) {
            return Answer.empty(304, headers);
        }
        headers.put("Link", found.declaration().describedBy());
        return new Answer(200, headers, finished.body());
    }

    private FinishedDocuments.Finished queried(Match.Resource found, Call call, Query query) {
        ObjectNode document = existing(found, call);
        QueryOptions.Result result = queries.apply(document, query, call);
        byte[] body = RedfishMapper.bytes(result.document());
        String tag = result.foreign() ? ETag.ofContent(body).quoted() : ResourceWriter.etagOf(document);
        return new FinishedDocuments.Finished(document, body, tag);
    }

    /** What a plain GET sends; read anew, written anew only where it changed. */
    private Optional<FinishedDocuments.Finished> finished(Match.Resource found, Call call) {
        ResourceDeclaration declaration = found.declaration();
        if (declaration.isCollection()) {
            if (declaration.isExpanded()) {
                return read(found, call).map(document -> FinishedDocuments.write(document, document));
            }
            return declared(declaration.members())
                    .members(call)
                    .map(members -> finished.of(
                            found.path(),
                            List.copyOf(members),
                            () -> ResourceWriter.collection(declaration, found.path(), members)));
        }
        Optional<?> read = declared(declaration.read()).read(call);
        return read.map(state -> {
            Supplier<ObjectNode> writing = () -> ResourceWriter.resource(declaration, found.path(), state);
            // A tree can be changed by whoever made it, so equality with it says nothing.
            return state instanceof Record
                    ? finished.of(found.path(), state, writing)
                    : FinishedDocuments.write(state, writing.get());
        });
    }

    private Answer patch(Match.Resource found, IncomingRequest request) {
        Call call = request.call();
        ResourceDeclaration declaration = found.declaration();
        boolean own = declaration.own().isOwn(call);
        boolean whole = permits(declaration, call, call.path());
        if (call.principal() instanceof Principal.Nobody) {
            throw Access.refusal(call.principal());
        }
        ObjectNode tree = bodies.tree(request, call.principal());
        List<String> names = BodyReader.propertyNames(tree);
        // Property overrides come first in the registry's own order: a user may change his own password and no more.
        boolean permitted = whole
                ? !access.forbidsProperty(call.principal(), declaration.entity(), names, own)
                : access.permitsProperties(call.principal(), declaration.entity(), names, own);
        if (!permitted) {
            throw Access.refusal(call.principal());
        }
        ObjectNode current = existing(found, call);
        requireMatch(current, request);
        if (names.isEmpty()) {
            throw new RedfishException(400, tree.isEmpty() ? BaseMessages.emptyJSON() : BaseMessages.noOperation());
        }
        ResourceDeclaration.Bound<?> bound = declared(declaration.patch());
        return answer(change(bound, call, tree, current), call);
    }

    private Answer create(Match.Resource found, IncomingRequest request) {
        Call call = request.call();
        requirePermission(found.declaration(), call, found.path());
        ResourceDeclaration.Bound<?> bound = declared(found.declaration().create());
        return answer(make(bound, call, bodies.tree(request, call.principal())), call);
    }

    private Answer remove(Match.Resource found, IncomingRequest request) {
        Call call = request.call();
        requirePermission(found.declaration(), call, call.path());
        requireMatch(existing(found, call), request);
        return answer(declared(found.declaration().remove()).apply(call), call);
    }

    private <B> Answer act(Match.Action found, ActionDeclaration<B> action, IncomingRequest request) {
        Call call = request.call();
        requirePermission(found.declaration(), call, call.path());
        ObjectNode resource =
                existing(new Match.Resource(found.declaration(), found.path(), found.parameters(), false), call);
        if (!resource.path("Actions").has(ResourceWriter.nameOf(found.declaration(), action))) {
            throw new RedfishException(
                    400, BaseMessages.actionNotSupported(found.declaration().schema() + "." + action.name()));
        }
        // No If-Match here: clients repeat the tag of whatever they read last (must-have 10).
        B body = bodies.parameters(bodies.tree(request, call.principal()), action.body(), action.name());
        return answer(action.run().apply(call, body), call);
    }

    private <B> Reply change(ResourceDeclaration.Bound<B> bound, Call call, ObjectNode tree, ObjectNode current) {
        return bound.run().apply(call, bodies.changes(tree, bound.body(), current));
    }

    private <B> Reply make(ResourceDeclaration.Bound<B> bound, Call call, ObjectNode tree) {
        return bound.run().apply(call, bodies.properties(tree, bound.body()));
    }

    /** Action parameters of a raw route, named as those of the update they start. */
    public <B> B parse(byte[] json, Class<B> type) {
        return bodies.parameters(BodyReader.tree(json), type, UPDATE);
    }

    /** The same from a tree. */
    public <B> B parse(ObjectNode json, Class<B> type) {
        return bodies.parameters(json, type, UPDATE);
    }

    /** The answer of a reply: with the document of the resource it names, if it names one. */
    public Answer answer(Reply reply, Call call) {
        Optional<Object> body = reply.body();
        Map<String, String> headers = new LinkedHashMap<>(reply.headers());
        if (reply.resource().isPresent()) {
            String path = reply.resource().get();
            Optional<ObjectNode> document = created(path, call);
            document.filter(found -> !reply.remarks().isEmpty())
                    .ifPresent(found -> found.set(
                            "@Message.ExtendedInfo", RedfishMapper.lenient().valueToTree(reply.remarks())));
            body = document.map(found -> found);
            document.ifPresent(found -> headers.putIfAbsent("ETag", ResourceWriter.etagOf(found)));
            catalogue
                    .match(path)
                    .flatMap(Match::declared)
                    .ifPresent(declaration -> headers.put("Link", declaration.describedBy()));
        }
        if (body.isPresent()) {
            return Answer.of(reply.status(), headers, body.get());
        }
        // A 200 without a body is an error to several clients.
        return Answer.empty(reply.status() == 200 ? 204 : reply.status(), headers);
    }

    /** Whoever made or changed something sees it, even without the right to read it later: a login shows its session. */
    private Optional<ObjectNode> created(String path, Call call) {
        return catalogue
                .match(path)
                .flatMap(match -> match instanceof Match.Resource found
                        ? read(found, new Call("GET", path, found.parameters(), call.principal(), call.clientAddress()))
                        : Optional.empty());
    }

    private Optional<ObjectNode> read(Match.Resource found, Call call) {
        ResourceDeclaration declaration = found.declaration();
        if (declaration.isCollection()) {
            return declared(declaration.members())
                    .members(call)
                    .map(members -> ResourceWriter.collection(declaration, found.path(), members))
                    .map(document -> declaration.isExpanded() ? expanded(document, call) : document);
        }
        return declared(declaration.read())
                .read(call)
                .map(state -> ResourceWriter.resource(declaration, found.path(), state));
    }

    /** A collection with its members in full; one that went away meanwhile stays a link. */
    private ObjectNode expanded(ObjectNode document, Call call) {
        ArrayNode members = document.withArray("/Members");
        for (int i = 0; i < members.size(); i++) {
            int index = i;
            created(members.get(i).path("@odata.id").asText(), call).ifPresent(member -> members.set(index, member));
        }
        return document;
    }

    private ObjectNode existing(Match.Resource found, Call call) {
        return read(found, call).orElseThrow(() -> missing(found));
    }

    private static RedfishException missing(Match.Resource found) {
        return new RedfishException(404, BaseMessages.resourceMissingAtURI(found.path()));
    }

    private boolean permits(ResourceDeclaration declaration, Call call, String path) {
        return access.permits(
                call.principal(),
                call.method(),
                declaration.entity(),
                path,
                catalogue.ancestors(declaration),
                declaration.own().isOwn(call));
    }

    private void requirePermission(ResourceDeclaration declaration, Call call, String path) {
        if (!permits(declaration, call, path)) {
            throw Access.refusal(call.principal());
        }
    }

    private static void requireMatch(ObjectNode document, IncomingRequest request) {
        Optional<String> wanted = request.header().apply("If-Match");
        if (wanted.isPresent() && !tagOf(ResourceWriter.etagOf(document)).satisfiesIfMatch(wanted.get())) {
            throw new RedfishException(412, BaseMessages.preconditionFailed());
        }
    }

    private static ETag tagOf(String quoted) {
        return new ETag(quoted.substring(1, quoted.length() - 1));
    }

    private static <T> T declared(Optional<T> part) {
        return part.orElseThrow(() -> new IllegalStateException("the catalogue was not checked"));
    }
}
