package org.firmwarerecovery.update.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One JSON object as bytes: every member once, nothing after it, no depth or length without bound. Thread-safe. */
public final class StrictJson {
    /** Name of the member that tells the layout. */
    public static final String FORMAT_VERSION = "formatVersion";
    /** Most bytes of a text: what fits into one record of an append journal beside its key. */
    public static final int BYTES_MAX = 1023 * 1024;

    private static final int DEPTH_MAX = 10;

    private static final JsonMapper MAPPER = mapper(DEPTH_MAX, BYTES_MAX);

    private StrictJson() {}

    /** A mapper that reads exactly one text without duplicate members, at most so deep, with strings at most so long. */
    public static JsonMapper mapper(int depthMax, int lengthMax) {
        return JsonMapper.builder(JsonFactory.builder()
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(depthMax)
                                .maxStringLength(lengthMax)
                                .build())
                        .build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    /** A new object of the given layout. */
    public static ObjectNode layout(int formatVersion) {
        return MAPPER.createObjectNode().put(FORMAT_VERSION, formatVersion);
    }

    /** The object as UTF-8. */
    public static byte[] bytes(ObjectNode root) {
        return root.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Puts an array of texts into an object. */
    public static void texts(ObjectNode node, String name, List<String> texts) {
        ArrayNode array = node.putArray(name);
        texts.forEach(text -> array.add(Fields.cut(text)));
    }

    /**
     * The object in {@code bytes}.
     *
     * @throws BrokenTextException it is not one JSON object
     */
    public static JsonNode parse(byte[] bytes) throws BrokenTextException {
        if (bytes.length > BYTES_MAX) {
            throw new BrokenTextException("record", bytes.length + " bytes, at most " + BYTES_MAX + " are allowed");
        }
        try {
            JsonNode root = MAPPER.readTree(new String(bytes, StandardCharsets.UTF_8));
            if (root == null || !root.isObject()) {
                throw new BrokenTextException("record", "must be an object");
            }
            return root;
        } catch (JsonProcessingException e) {
            String text = String.valueOf(e.getOriginalMessage());
            throw new BrokenTextException(
                    "record", "not one JSON object: " + text.lines().findFirst().orElse(""));
        }
    }

    /** The layout that the object names when it is newer than {@code known}, otherwise -1. */
    public static long newer(JsonNode root, int known) {
        JsonNode version = root.path(FORMAT_VERSION);
        return version.isIntegralNumber() && version.asLong() > known ? version.asLong() : -1;
    }
}
