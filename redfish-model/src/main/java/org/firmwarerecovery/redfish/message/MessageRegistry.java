package org.firmwarerecovery.redfish.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.firmwarerecovery.redfish.odata.Health;
import org.jspecify.annotations.Nullable;

/**
 * A message registry: what the keys of one prefix mean.
 *
 * @param prefix {@code RegistryPrefix}, for example {@code Base}
 * @param version {@code RegistryVersion}, three numbers
 * @param templates the messages by key, in the order of the keys
 */
public record MessageRegistry(String prefix, String version, TreeMap<String, Template> templates) {
    /** The kind of one argument, {@code ParamTypes} of the registry. */
    public enum ParamType {
        /** Any text. */
        STRING,
        /** A decimal number. */
        NUMBER
    }

    /**
     * One message with its placeholders.
     *
     * @param text the text with {@code %1} and so on
     * @param severity its {@code MessageSeverity}
     * @param paramTypes one entry per argument
     * @param resolution what to do
     */
    public record Template(String text, Health severity, List<ParamType> paramTypes, String resolution) {
        /** Copies the list. */
        public Template {
            paramTypes = List.copyOf(paramTypes);
        }
    }

    /**
     * Reads a {@code MessageRegistry} document, a DMTF one or ours.
     *
     * @throws IllegalArgumentException when a member is missing or of another kind: a registry is part of an installation,
     *     so this is not an expected outcome
     */
    public static MessageRegistry parse(JsonNode registry) {
        TreeMap<String, Template> templates = new TreeMap<>();
        for (Map.Entry<String, JsonNode> message : registry.path("Messages").properties()) {
            templates.put(message.getKey(), template(message.getKey(), message.getValue()));
        }
        return new MessageRegistry(
                required(registry, "RegistryPrefix", "registry"),
                required(registry, "RegistryVersion", "registry"),
                templates);
    }

    /** The template of a key, or null when the registry does not have it. */
    public @Nullable Template find(String key) {
        return templates.get(key);
    }

    /** The id of one message, {@code <Prefix>.<Major>.<Minor>.<Key>} (DSP0266, clause on message registries). */
    public String messageId(String key) {
        return prefix + '.' + version.substring(0, version.lastIndexOf('.')) + '.' + key;
    }

    static Template template(String key, JsonNode json) {
        List<ParamType> types = new ArrayList<>();
        for (JsonNode type : json.path("ParamTypes")) {
            types.add(type.asText().equals("number") ? ParamType.NUMBER : ParamType.STRING);
        }
        if (json.path("NumberOfArgs").asInt(-1) != types.size()) {
            throw new IllegalArgumentException(key + ": NumberOfArgs is not the length of ParamTypes");
        }
        return new Template(
                required(json, "Message", key),
                severity(required(json, "MessageSeverity", key)),
                types,
                required(json, "Resolution", key));
    }

    private static Health severity(String word) {
        for (Health health : Health.values()) {
            if (health.word().equals(word)) {
                return health;
            }
        }
        throw new IllegalArgumentException("not a MessageSeverity: " + word);
    }

    private static String required(JsonNode json, String member, String where) {
        JsonNode value = json.path(member);
        if (!value.isTextual()) {
            throw new IllegalArgumentException(where + ": no text in " + member);
        }
        return value.asText();
    }
}
