package org.firmwarerecovery.service.resource;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The path of a resource with {@code {name}} in place of ids, each one whole segment. Case counts, a trailing slash never
 * reaches this class.
 */
public final class UriTemplate {
    private final String text;
    private final List<String> segments;
    private final String shape;

    /** Parses a template, which begins with {@code /} and does not end with it. */
    public UriTemplate(String text) {
        if (!text.startsWith("/") || text.endsWith("/")) {
            throw new IllegalArgumentException("not a resource path: " + text);
        }
        this.text = text;
        this.segments = List.of(text.substring(1).split("/", -1));
        this.shape = text.replaceAll("\\{[^}]*}", "{}");
    }

    /** The template as declared. */
    public String text() {
        return text;
    }

    /** Whether it has no parameters. */
    public boolean isFixed() {
        return segments.stream().noneMatch(UriTemplate::isParameter);
    }

    /** Names of the parameters, in order. */
    public List<String> parameters() {
        List<String> names = new ArrayList<>();
        for (String segment : segments) {
            if (isParameter(segment)) {
                names.add(segment.substring(1, segment.length() - 1));
            }
        }
        return names;
    }

    /** Number of segments. */
    int size() {
        return segments.size();
    }

    /** Number of fixed segments: the more, the earlier a template is tried. */
    int fixedSegments() {
        return segments.size() - parameters().size();
    }

    /** The template with all names taken out; two declarations with the same shape would hide each other. */
    String shape() {
        return shape;
    }

    /** The parameters of a path of this template. */
    Optional<Map<String, String>> match(List<String> path) {
        if (path.size() != segments.size()) {
            return Optional.empty();
        }
        for (int i = 0; i < path.size(); i++) {
            String want = segments.get(i);
            String have = path.get(i);
            if (isParameter(want) ? have.isEmpty() : !want.equals(have)) {
                return Optional.empty();
            }
        }
        Map<String, String> found = new LinkedHashMap<>();
        for (int i = 0; i < path.size(); i++) {
            String want = segments.get(i);
            if (isParameter(want)) {
                found.put(want.substring(1, want.length() - 1), path.get(i));
            }
        }
        return Optional.of(found);
    }

    private static boolean isParameter(String segment) {
        return segment.startsWith("{") && segment.endsWith("}");
    }
}
