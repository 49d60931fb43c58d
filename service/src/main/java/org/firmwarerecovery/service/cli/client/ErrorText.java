package org.firmwarerecovery.service.cli.client;

import com.fasterxml.jackson.databind.JsonNode;

/** The sentences of a Redfish error body. */
final class ErrorText {
    private ErrorText() {}

    /** All messages as one text; empty when the body is no Redfish error. */
    static String of(JsonNode body) {
        StringBuilder text = new StringBuilder();
        for (JsonNode message : body.path("error").path("@Message.ExtendedInfo")) {
            append(text, message.path("Message").asText(""));
        }
        if (text.isEmpty()) {
            append(text, body.path("error").path("message").asText(""));
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String sentence) {
        if (!sentence.isEmpty()) {
            text.append(text.isEmpty() ? "" : " ").append(sentence);
        }
    }
}
