package org.firmwarerecovery.redfish.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.nio.charset.StandardCharsets;
import org.firmwarerecovery.redfish.odata.Field;

/**
 * The one configuration of Jackson: names as in the Redfish schemas, absent values left out, members in the order of the
 * record, nothing converted silently, and hard limits on what is read from a wire.
 *
 * <p>Thread-safe: mappers are built once and not changed.
 */
public final class RedfishMapper {
    /** Deepest nesting of a document that is read. */
    public static final int DEPTH_MAX = 32;
    /** Longest string of a document that is read, in characters; a certificate chain must fit. */
    public static final int STRING_LENGTH_MAX = 262_144;
    /** Longest member name, in characters. */
    public static final int NAME_LENGTH_MAX = 1_024;
    /** Longest number, in characters. */
    public static final int NUMBER_LENGTH_MAX = 64;
    /** Longest document, in characters. */
    public static final long DOCUMENT_LENGTH_MAX = 16L * 1024 * 1024;

    private static final ObjectMapper STRICT = build(true);
    private static final ObjectMapper LENIENT = build(false);

    private RedfishMapper() {}

    /** For bodies that clients send to us: an unknown member is an error. */
    public static ObjectMapper strict() {
        return STRICT;
    }

    /** For documents that other services send: unknown members are ignored; types and limits stay strict. */
    public static ObjectMapper lenient() {
        return LENIENT;
    }

    /**
     * The JSON tree of a record.
     *
     * @throws IllegalArgumentException when {@code record} is not written as an object, which is our own bug
     */
    public static ObjectNode tree(Object record) {
        return LENIENT.valueToTree(record);
    }

    /** The compact UTF-8 bytes of a tree or record, ready for a response; equal content gives equal bytes. */
    public static byte[] bytes(Object document) {
        return text(document).getBytes(StandardCharsets.UTF_8);
    }

    /** The compact JSON text of a tree or record. */
    public static String text(Object document) {
        try {
            return LENIENT.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON: " + document.getClass(), e);
        }
    }

    private static ObjectMapper build(boolean failOnUnknown) {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEPTH_MAX)
                        .maxStringLength(STRING_LENGTH_MAX)
                        .maxNameLength(NAME_LENGTH_MAX)
                        .maxNumberLength(NUMBER_LENGTH_MAX)
                        .maxDocumentLength(DOCUMENT_LENGTH_MAX)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                // A parser's message may go to a log: it must not carry a password out of a broken body.
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .build();
        JsonMapper mapper = JsonMapper.builder(factory)
                .addModules(new FieldModule(), new TimeModule())
                .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.USE_DEFAULTS))
                .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, failOnUnknown)
                .enable(
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                        DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                        DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT, DeserializationFeature.UNWRAP_SINGLE_VALUE_ARRAYS)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS, MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .withConfigOverride(
                        Field.class,
                        override -> override.setInclude(JsonInclude.Value.construct(
                                JsonInclude.Include.NON_EMPTY, JsonInclude.Include.USE_DEFAULTS)))
                .build();
        mapper.coercionConfigFor(LogicalType.Textual)
                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
        return mapper;
    }
}
