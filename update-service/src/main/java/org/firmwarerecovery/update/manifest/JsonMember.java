package org.firmwarerecovery.update.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object of a manifest with its path, read member by member; every reader names the rule it enforces.
 *
 * @param node the object
 * @param path path of the object inside the manifest, empty for the root
 */
record JsonMember(JsonNode node, String path) {
    /** Most characters in a text member. */
    static final int TEXT_LENGTH_MAX = 255;
    /** Largest number that every JSON implementation keeps exactly: 2^53 - 1. */
    static final long NUMBER_MAX = (1L << 53) - 1;

    private static final Pattern PRINTABLE = Pattern.compile("[^\\p{Cntrl}\\p{Cs}]+");

    static JsonMember object(@Nullable JsonNode node, String path) throws RuleBrokenException {
        if (node == null || !node.isObject()) {
            throw new RuleBrokenException(path.isEmpty() ? "manifest" : path, "must be an object");
        }
        return new JsonMember(node, path);
    }

    String pathOf(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    RuleBrokenException broken(String name, String rule) {
        return new RuleBrokenException(pathOf(name), rule);
    }

    boolean has(String name) {
        return node.has(name);
    }

    JsonMember object(String name) throws RuleBrokenException {
        return object(node.get(name), pathOf(name));
    }

    String text(String name) throws RuleBrokenException {
        return text(node.get(name), () -> pathOf(name));
    }

    @Nullable
    String textOrNull(String name) throws RuleBrokenException {
        return has(name) ? text(name) : null;
    }

    private static String text(@Nullable JsonNode value, Supplier<String> at) throws RuleBrokenException {
        if (value == null || !value.isTextual()) {
            throw new RuleBrokenException(at.get(), "must be a string");
        }
        String text = value.textValue();
        if (text.length() > TEXT_LENGTH_MAX || !PRINTABLE.matcher(text).matches()) {
            throw new RuleBrokenException(
                    at.get(), "must have 1 to " + TEXT_LENGTH_MAX + " characters without control characters");
        }
        return text;
    }

    long number(String name, long min, long max) throws RuleBrokenException {
        JsonNode value = node.get(name);
        if (value == null
                || !value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < min
                || value.longValue() > max) {
            throw broken(name, "must be a whole number from " + min + " to " + max);
        }
        return value.longValue();
    }

    @Nullable
    Long numberOrNull(String name, long min, long max) throws RuleBrokenException {
        return has(name) ? (Long) number(name, min, max) : null;
    }

    /** The array {@code name}, an empty one if it is absent. */
    private List<JsonNode> array(String name, int lengthMax) throws RuleBrokenException {
        JsonNode array = node.get(name);
        List<JsonNode> items = new ArrayList<>();
        if (array == null) {
            return items;
        }
        if (!array.isArray() || array.size() > lengthMax) {
            throw broken(name, "must be an array of at most " + lengthMax + " items");
        }
        array.forEach(items::add);
        return items;
    }

    List<JsonMember> objects(String name, int lengthMax) throws RuleBrokenException {
        List<JsonMember> objects = new ArrayList<>();
        for (JsonNode item : array(name, lengthMax)) {
            objects.add(object(item, pathOf(name) + "[" + objects.size() + "]"));
        }
        return objects;
    }

    List<String> texts(String name, int lengthMax) throws RuleBrokenException {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : array(name, lengthMax)) {
            texts.add(text(item, () -> pathOf(name) + "[" + texts.size() + "]"));
        }
        return texts;
    }
}
