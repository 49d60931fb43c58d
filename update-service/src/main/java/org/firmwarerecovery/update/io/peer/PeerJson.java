package org.firmwarerecovery.update.io.peer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.io.web.AnswerException;
import org.firmwarerecovery.update.text.StrictJson;
import org.jspecify.annotations.Nullable;

/** Reads members of a peer's JSON: bounded, typed, never trusting. */
final class PeerJson {
    /** Most characters of a text that is taken over. */
    static final int TEXT_LENGTH_MAX = 255;

    private static final int DEPTH_MAX = 32;
    private static final int STRING_LENGTH_MAX = 64 * 1024;

    static final JsonMapper MAPPER = StrictJson.mapper(DEPTH_MAX, STRING_LENGTH_MAX);

    private PeerJson() {}

    static JsonNode object(byte[] body) throws IOException {
        try {
            JsonNode root = MAPPER.readTree(body);
            if (root != null && root.isObject()) {
                return root;
            }
        } catch (JsonProcessingException e) {
            throw new AnswerException("the answer is not JSON");
        }
        throw new AnswerException("the answer is not a JSON object");
    }

    /** A printable text; null when it is absent or no such text. */
    static @Nullable String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (!value.isTextual()
                || value.textValue().isEmpty()
                || value.textValue().length() > TEXT_LENGTH_MAX) {
            return null;
        }
        String text = value.textValue();
        return text.chars().noneMatch(Character::isISOControl) ? text : null;
    }

    static String required(JsonNode node, String name) throws AnswerException {
        String text = text(node, name);
        if (text == null) {
            throw new AnswerException("the answer has no usable " + name);
        }
        return text;
    }

    /** A whole number from 0 on; {@code otherwise} when it is absent or no such number. */
    static long number(JsonNode node, String name, long otherwise) {
        JsonNode value = node.path(name);
        boolean good = value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0;
        return good ? value.longValue() : otherwise;
    }

    /** A digest in hexadecimal, or as {@code sha-256:hex}; null when it is none. */
    static @Nullable Digest digest(JsonNode node, String name) {
        String text = text(node, name);
        if (text == null) {
            return null;
        }
        int colon = text.indexOf(':');
        String algorithm = colon < 0 ? Digest.SHA_256 : text.substring(0, colon);
        try {
            return new Digest(algorithm, text.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            // A claim without a usable digest names no image.
            return null;
        }
    }
}
