package org.firmwarerecovery.service.http;

import jakarta.ws.rs.WebApplicationException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.Message;
import org.firmwarerecovery.redfish.message.RedfishError;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.service.resource.Answer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every error answer, whoever noticed the error. What nobody expected is a 500 with an id that stands in the log beside
 * the stack trace; by definition that is a bug of ours.
 */
final class ErrorAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorAnswers.class);

    private ErrorAnswers() {}

    /** The answer for a failed request. */
    static Answer of(Throwable problem, String method, String path) {
        if (problem instanceof RedfishException refusal) {
            return Answer.of(refusal);
        }
        if (problem instanceof WebApplicationException container) {
            return ofStatus(container.getResponse().getStatus(), path);
        }
        if (problem instanceof PacedBody.BodyReadException) {
            LOG.debug("{} {}: {}", method, path, problem.toString());
            return Answer.of(new RedfishException(408, BaseMessages.operationTimeout()))
                    .withHeader("Connection", "close");
        }
        String id = UUID.randomUUID().toString();
        LOG.error("error {} in {} {}", id, method, path, problem);
        Message message = BaseMessages.internalError();
        RedfishError body = new RedfishError(new RedfishError.Contents(
                message.messageId(), message.message() + " Error id " + id + ".", List.of(message)));
        return Answer.of(500, Map.of(), body);
    }

    /** The answer where a container knows no more than a status. */
    static Answer ofStatus(int status, String path) {
        Message message = switch (status) {
            case 404 -> BaseMessages.resourceMissingAtURI(path);
            case 405 -> BaseMessages.operationNotAllowed();
            case 408 -> BaseMessages.operationTimeout();
            case 413 -> BaseMessages.payloadTooLarge();
            case 414 -> BaseMessages.invalidURI("");
            case 415 -> BaseMessages.headerInvalid("Content-Type");
            case 503 -> BaseMessages.serviceTemporarilyUnavailable("5");
            default -> status >= 500 ? BaseMessages.internalError() : BaseMessages.generalError();
        };
        return Answer.of(new RedfishException(Math.max(400, status), message));
    }
}
