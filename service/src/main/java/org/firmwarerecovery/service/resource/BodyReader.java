package org.firmwarerecovery.service.resource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.firmwarerecovery.redfish.json.RedfishMapper;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.service.auth.Principal;

/** Reads the JSON body of a request into a record, and says precisely what is wrong with it. */
final class BodyReader {
    private final int bytesMax;
    private final BodyValidation validation = new BodyValidation();

    BodyReader(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Largest body of somebody who has not proven who he is: a login fits, a flood does not. */
    static final int STRANGER_BYTES_MAX = 4096;

    /** The JSON object of a body; a missing body counts as an empty object. */
    ObjectNode tree(IncomingRequest request, Principal principal) {
        boolean stranger = principal instanceof Principal.Nobody;
        byte[] bytes = bytes(request, stranger ? Math.min(bytesMax, STRANGER_BYTES_MAX) : bytesMax);
        if (bytes.length == 0) {
            return JsonNodeFactory.instance.objectNode();
        }
        requireJson(request.header().apply("Content-Type"));
        return tree(bytes);
    }

    /** The JSON object in these bytes. */
    static ObjectNode tree(byte[] bytes) {
        try {
            JsonNode tree = RedfishMapper.strict().readTree(bytes);
            if (tree instanceof ObjectNode object) {
                return object;
            }
            throw new RedfishException(400, BaseMessages.unrecognizedRequestBody());
        } catch (JsonProcessingException e) {
            throw new RedfishException(400, BaseMessages.malformedJSON());
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
    }

    /** The record of a resource's body: unknown, missing and wrong members are refused by their property name. */
    <B> B properties(ObjectNode tree, Class<B> type) {
        return bind(tree, type, new BodyComplaints.OfProperties(JsonNodeFactory.instance.objectNode()));
    }

    /** The same of a PATCH; members of the resource as it is now that are not in the record cannot be written. */
    <B> B changes(ObjectNode tree, Class<B> type, ObjectNode current) {
        return bind(tree, type, new BodyComplaints.OfProperties(current));
    }

    /** The record of an action's parameters. A stray {@code Action} member, which HPE tools send, is ignored. */
    <B> B parameters(ObjectNode tree, Class<B> type, String action) {
        ObjectNode parameters = tree.deepCopy();
        parameters.remove("Action");
        return bind(parameters, type, new BodyComplaints.OfParameters(action));
    }

    /** Names of the members that are properties, leaving out OData annotations. */
    static List<String> propertyNames(ObjectNode tree) {
        List<String> names = new ArrayList<>();
        tree.fieldNames().forEachRemaining(name -> {
            if (!name.startsWith("@odata.")) {
                names.add(name);
            }
        });
        return names;
    }

    private <B> B bind(ObjectNode tree, Class<B> type, BodyComplaints complaints) {
        ObjectNode plain = tree.deepCopy();
        tree.fieldNames().forEachRemaining(name -> {
            if (name.startsWith("@odata.")) {
                plain.remove(name);
            }
        });
        B body;
        try {
            body = RedfishMapper.strict().treeToValue(plain, type);
        } catch (JsonProcessingException e) {
            throw new RedfishException(400, BodyFaults.of(plain, type, complaints, validation, e), Map.of());
        }
        validation.require(body, complaints);
        return body;
    }

    private static byte[] bytes(IncomingRequest request, int bytesMax) {
        try (InputStream in = request.body().open()) {
            // One byte more than allowed tells a body that is too long, chunked or not.
            byte[] bytes = in.readNBytes(bytesMax + 1);
            if (bytes.length > bytesMax) {
                throw new RedfishException(413, BaseMessages.payloadTooLarge()).withHeader("Connection", "close");
            }
            return bytes;
        } catch (IOException e) {
            throw stalled(e);
        }
    }

    /** A body that did not arrive: too slow or cut off. Either way the connection cannot be used again. */
    static RedfishException stalled(IOException cause) {
        RedfishException refusal = new RedfishException(408, BaseMessages.operationTimeout());
        refusal.initCause(cause);
        return refusal.withHeader("Connection", "close");
    }

    private static void requireJson(Optional<String> contentType) {
        String type = contentType.orElse("application/json").toLowerCase(Locale.ROOT);
        int parameters = type.indexOf(';');
        String plain = (parameters < 0 ? type : type.substring(0, parameters)).strip();
        if (!plain.equals("application/json")) {
            throw new RedfishException(415, BaseMessages.headerInvalid("Content-Type"));
        }
    }
}
