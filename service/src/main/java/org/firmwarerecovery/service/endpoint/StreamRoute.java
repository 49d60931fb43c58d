package org.firmwarerecovery.service.endpoint;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.redfish.query.Query;
import org.firmwarerecovery.redfish.query.QueryParser;
import org.firmwarerecovery.redfish.query.QueryResult;
import org.firmwarerecovery.service.auth.Principal;
import org.firmwarerecovery.service.event.EventPaths;
import org.firmwarerecovery.service.event.EventStreams;
import org.firmwarerecovery.service.event.StreamFilter;
import org.firmwarerecovery.service.event.StreamPosition;
import org.firmwarerecovery.service.resource.RawExchange;
import org.firmwarerecovery.service.resource.RawRoute;
import org.firmwarerecovery.service.resource.UriTemplate;

/**
 * EventService.ServerSentEventUri (DSP0266, clause on the event stream; WHATWG HTML, server-sent events): who may read the
 * EventService may read the stream.
 */
final class StreamRoute implements RawRoute {
    /** Where it is. */
    static final String PATH = EventPaths.EVENT_SERVICE + "/SSE";

    private static final String TYPE = "text/event-stream";
    private static final List<String> TYPES = List.of(TYPE, "text/*", "*/*");
    private static final Pattern REFUSED_WEIGHT = Pattern.compile("q=0(\\.0{0,3})?");

    private final NodeEvents events;

    StreamRoute(NodeEvents events) {
        this.events = events;
    }

    @Override
    public UriTemplate uri() {
        return new UriTemplate(PATH);
    }

    @Override
    public String description() {
        return "The events as they happen, and the metric reports, as server-sent events.";
    }

    @Override
    public List<String> methods() {
        return List.of("GET");
    }

    @Override
    public String entity() {
        return "EventService";
    }

    @Override
    public void serve(RawExchange exchange) throws IOException {
        if (!exchange.header("Accept").map(StreamRoute::takesEvents).orElse(true)) {
            throw new RedfishException(406, BaseMessages.headerInvalid("Accept"));
        }
        StreamFilter filter = filter(exchange.query());
        if (!events.hub().state().settings().enabled()) {
            throw new RedfishException(503, BaseMessages.serviceDisabled(EventPaths.EVENT_SERVICE));
        }
        Principal.User user = exchange.call()
                .user()
                .orElseThrow(() -> new RedfishException(403, BaseMessages.insufficientPrivilege()));
        if (exchange.isHead()) {
            exchange.stream(200, TYPE, 0).close();
            return;
        }
        String name = user.account().userName();
        String address = exchange.call().clientAddress();
        Optional<String> place = events.streams()
                .reserve(
                        user.account().id(),
                        filter,
                        exchange.header("Last-Event-ID").flatMap(StreamPosition::of));
        if (place.isEmpty()) {
            events.trail().streamRefused(name, address);
            throw new RedfishException(503, BaseMessages.eventSubscriptionLimitExceeded())
                    .withHeader("Retry-After", Integer.toString(EventStreams.HEARTBEAT_SECONDS));
        }
        String id = place.get();
        boolean begun = false;
        try {
            // Proxies in between hold nothing back.
            exchange.setHeader("X-Accel-Buffering", "no");
            events.streams().begin(id, exchange.openEnded(TYPE));
            begun = true;
            events.trail().streamOpened(name, address, id);
        } finally {
            if (!begun) {
                events.streams().end(id);
            }
        }
    }

    private static boolean takesEvents(String accept) {
        return Arrays.stream(accept.toLowerCase(Locale.ROOT).split(",")).anyMatch(range -> {
            List<String> parts =
                    Arrays.stream(range.split(";")).map(String::strip).toList();
            return TYPES.contains(parts.get(0))
                    && parts.stream()
                            .noneMatch(part -> REFUSED_WEIGHT.matcher(part).matches());
        });
    }

    private static StreamFilter filter(Optional<String> raw) {
        QueryResult<Query> result = QueryParser.parse("GET", raw.orElse(null));
        if (result instanceof QueryResult.Refused<Query> refused) {
            throw new RedfishException(refused.status(), refused.message());
        }
        Query query = ((QueryResult.Done<Query>) result).value();
        Query without =
                new Query(query.only(), Optional.empty(), query.skip(), query.top(), query.expand(), query.select());
        if (!without.isEmpty()) {
            throw new RedfishException(400, BaseMessages.queryNotSupportedOnResource());
        }
        query.filter()
                .ifPresent(wish -> StreamFilter.objection(wish.condition()).ifPresent(why -> {
                    throw new RedfishException(
                            400,
                            BaseMessages.queryParameterValueFormatError(wish.text(), "$filter")
                                    .because(why));
                }));
        return query.filter().map(wish -> StreamFilter.of(wish.condition())).orElse(StreamFilter.ALL);
    }
}
