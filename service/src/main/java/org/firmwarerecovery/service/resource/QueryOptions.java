package org.firmwarerecovery.service.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.firmwarerecovery.service.auth.Principal;

/** Query parameters of a GET. Placeholder until the algebra of redfish-model is there. */
final class QueryOptions {
    /** Reads members in process, with the caller's rights. */
    @FunctionalInterface
    interface Documents {
        Optional<ObjectNode> document(String path, Principal principal, String clientAddress);
    }

    record Result(ObjectNode document, boolean expanded) {}

    QueryOptions(Documents documents) {}

    Result apply(ObjectNode document, Optional<String> query, Call call) {
        return new Result(document, false);
    }
}
