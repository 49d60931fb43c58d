package org.firmwarerecovery.service.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.redfish.query.Query;
import org.firmwarerecovery.redfish.query.QueryParser;
import org.firmwarerecovery.redfish.query.QueryProcessor;
import org.firmwarerecovery.redfish.query.QueryResult;
import org.firmwarerecovery.service.auth.Principal;

/** Query parameters of a request, applied to the finished document; members are read in process with the caller's rights. */
final class QueryOptions {
    /** Reads members in process, with the caller's rights. */
    @FunctionalInterface
    interface Documents {
        Optional<ObjectNode> document(String path, Principal principal, String clientAddress);
    }

    /**
     * A document after its query.
     *
     * @param document what is sent
     * @param foreign whether it holds state of other resources, which its own entity tag does not cover
     */
    record Result(ObjectNode document, boolean foreign) {}

    private final Documents documents;

    QueryOptions(Documents documents) {
        this.documents = documents;
    }

    /** The query of a request; what is not supported or wrong is refused before anything is read. */
    Query parse(Call call, Optional<String> raw) {
        return value(QueryParser.parse(call.method(), raw.orElse(null)));
    }

    /** The document that the client wants to see. */
    Result apply(ObjectNode document, Query query, Call call) {
        if (query.isEmpty()) {
            return new Result(document, false);
        }
        QueryProcessor processor =
                new QueryProcessor(path -> documents.document(path, call.principal(), call.clientAddress()));
        return new Result(
                value(processor.apply(query, document)),
                query.expand().isPresent() || query.filter().isPresent() || query.only());
    }

    private static <T> T value(QueryResult<T> result) {
        if (result instanceof QueryResult.Refused<T> refused) {
            throw new RedfishException(refused.status(), refused.message());
        }
        return ((QueryResult.Done<T>) result).value();
    }
}
