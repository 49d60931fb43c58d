package org.firmwarerecovery.update.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.component.Digest;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object that is read member by member: every read names the rule it enforces, and {@link #end} refuses members
 * that nobody read. Used by one thread while it reads one text.
 */
public final class Fields {
    /** Most characters of a text that are kept; the rest is for the log only. */
    public static final int TEXT_MAX = 400;

    private final JsonNode node;
    private final String path;
    private final TreeSet<String> unread = new TreeSet<>();

    private Fields(JsonNode node, String path) {
        this.node = node;
        this.path = path;
        Iterator<String> names = node.fieldNames();
        while (names.hasNext()) {
            unread.add(names.next());
        }
    }

    /** The members of an object. */
    public static Fields of(JsonNode node, String path) throws BrokenTextException {
        if (!node.isObject()) {
            throw new BrokenTextException(path, "must be an object");
        }
        return new Fields(node, path);
    }

    /** A text no longer than {@link #TEXT_MAX}. */
    public static String cut(String text) {
        return text.length() > TEXT_MAX ? text.substring(0, TEXT_MAX) : text;
    }

    /** Refuses members that nobody read. */
    public void end() throws BrokenTextException {
        if (!unread.isEmpty()) {
            throw new BrokenTextException(path, "has a member that this layout does not know");
        }
    }

    private String at(String name) {
        return path + "." + name;
    }

    private JsonNode take(String name) throws BrokenTextException {
        if (!unread.remove(name)) {
            throw new BrokenTextException(path, "lacks " + name);
        }
        return node.path(name);
    }

    /** True when there is such a member. */
    public boolean has(String name) {
        return node.has(name);
    }

    /** The refusal of a member. */
    public BrokenTextException broken(String name, String rule) {
        return new BrokenTextException(at(name), rule);
    }

    /** A text of at most {@link #TEXT_MAX} characters. */
    public String text(String name) throws BrokenTextException {
        return text(take(name), at(name));
    }

    private static String text(JsonNode value, String path) throws BrokenTextException {
        if (!value.isTextual() || value.textValue().length() > TEXT_MAX) {
            throw new BrokenTextException(path, "must be a string of at most " + TEXT_MAX + " characters");
        }
        return value.textValue();
    }

    /** A text of any length that fits the record, such as what an operator asked for. */
    public String longText(String name) throws BrokenTextException {
        JsonNode value = take(name);
        if (!value.isTextual()) {
            throw broken(name, "must be a string");
        }
        return value.textValue();
    }

    /** A text, or null. */
    public @Nullable String textOrNull(String name) throws BrokenTextException {
        return node.path(name).isNull() && unread.remove(name) ? null : text(name);
    }

    /** A whole number within bounds. */
    public long number(String name, long min, long max) throws BrokenTextException {
        JsonNode value = take(name);
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < min
                || value.longValue() > max) {
            throw broken(name, "must be a whole number from " + min + " to " + max);
        }
        return value.longValue();
    }

    /** True or false. */
    public boolean flag(String name) throws BrokenTextException {
        JsonNode value = take(name);
        if (!value.isBoolean()) {
            throw broken(name, "must be true or false");
        }
        return value.booleanValue();
    }

    /** One of {@code values} by its spelling. */
    public <T> T one(String name, T[] values, Function<T, String> spelling) throws BrokenTextException {
        String text = text(name);
        for (T value : values) {
            if (spelling.apply(value).equals(text)) {
                return value;
            }
        }
        throw broken(name, "has an unknown value");
    }

    /** A bank. */
    public BankId bank(String name) throws BrokenTextException {
        return one(name, BankId.values(), BankId::label);
    }

    /** The component's id spelled {@code text}. */
    public static ComponentId component(String text, String path) throws BrokenTextException {
        if (!ComponentId.isValid(text)) {
            throw new BrokenTextException(path, "must be a component id");
        }
        return new ComponentId(text);
    }

    /** A digest such as {@code sha-256:...}. */
    public Digest digest(String name) throws BrokenTextException {
        String text = text(name);
        int colon = text.indexOf(':');
        if (colon > 0) {
            try {
                return new Digest(text.substring(0, colon), text.substring(colon + 1));
            } catch (IllegalArgumentException e) {
                throw broken(name, "must be a digest such as sha-256:...");
            }
        }
        throw broken(name, "must be a digest such as sha-256:...");
    }

    /** A time such as {@code 2026-03-01T12:00:00Z}. */
    public Instant time(String name) throws BrokenTextException {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeException e) {
            throw broken(name, "must be a time such as 2026-03-01T12:00:00Z");
        }
    }

    /** A time, or null. */
    public @Nullable Instant timeOrNull(String name) throws BrokenTextException {
        return node.path(name).isNull() && unread.remove(name) ? null : time(name);
    }

    /** An object. */
    public Fields object(String name) throws BrokenTextException {
        return of(take(name), at(name));
    }

    /** An object, or null. */
    public @Nullable Fields objectOrNull(String name) throws BrokenTextException {
        return node.path(name).isNull() && unread.remove(name) ? null : object(name);
    }

    /** An array of objects. */
    public List<Fields> objects(String name, int lengthMax) throws BrokenTextException {
        List<Fields> objects = new ArrayList<>();
        for (JsonNode item : array(name, lengthMax)) {
            objects.add(of(item, at(name) + "[" + objects.size() + "]"));
        }
        return objects;
    }

    /** An array of texts. */
    public List<String> texts(String name, int lengthMax) throws BrokenTextException {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : array(name, lengthMax)) {
            texts.add(text(item, at(name)));
        }
        return texts;
    }

    /** Numbers of 0 or more by name. */
    public TreeMap<String, Long> numbers(String name, int sizeMax) throws BrokenTextException {
        JsonNode all = take(name);
        if (!all.isObject() || all.size() > sizeMax) {
            throw broken(name, "must be an object of at most " + sizeMax + " numbers");
        }
        TreeMap<String, Long> numbers = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : all.properties()) {
            JsonNode value = entry.getValue();
            if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
                throw broken(name, "must hold whole numbers of 0 or more");
            }
            numbers.put(entry.getKey(), value.longValue());
        }
        return numbers;
    }

    private JsonNode array(String name, int lengthMax) throws BrokenTextException {
        JsonNode array = take(name);
        if (!array.isArray() || array.size() > lengthMax) {
            throw broken(name, "must be an array of at most " + lengthMax + " items");
        }
        return array;
    }
}
