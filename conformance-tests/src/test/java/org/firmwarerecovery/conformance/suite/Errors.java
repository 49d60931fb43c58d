package org.firmwarerecovery.conformance.suite;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;

/** What an error has to look like. */
final class Errors {
    private Errors() {}

    /** What is wrong with a refusal; empty when it has this status and an error body with a message. */
    static String offence(Response answer, int status) {
        JsonNode error = Service.json(answer).path("error");
        boolean told = error.path("code").isTextual()
                && error.path("message").isTextual()
                && !error.path("@Message.ExtendedInfo").isEmpty();
        return answer.statusCode() == status && told
                ? ""
                : "expected " + status + " with an error body, got " + answer.statusCode() + " " + answer.asString();
    }

    /** True when some message of an answer is this one of the Base registry, whatever its version. */
    static boolean tells(Response answer, String key) {
        JsonNode body = Service.json(answer);
        for (JsonNode message : body.findValues("MessageId")) {
            if (message.asText().endsWith("." + key)) {
                return true;
            }
        }
        return false;
    }
}
