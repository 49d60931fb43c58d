package org.firmwarerecovery.discovery.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The header lines of one SSDP message in the order they were sent, unknown ones included. Names compare without regard
 * to case; where a name repeats, the first line counts, so that nobody can append a second value to a tagged message.
 *
 * @param lines the header lines, at most {@value #LINES_MAX}
 */
public record SsdpHeaders(List<Line> lines) {
    /** Most header lines of one message, in or out. */
    public static final int LINES_MAX = 32;

    /** Copies the list and refuses more lines than the limit. */
    public SsdpHeaders {
        lines = List.copyOf(lines);
        if (lines.size() > LINES_MAX) {
            throw new IllegalArgumentException(lines.size() + " header lines, limit " + LINES_MAX);
        }
    }

    /** Headers from alternating names and values. */
    public static SsdpHeaders of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("a header name without a value");
        }
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            lines.add(new Line(namesAndValues[i], namesAndValues[i + 1]));
        }
        return new SsdpHeaders(lines);
    }

    /** The first value sent under {@code name}, if any. */
    public Optional<String> first(String name) {
        for (Line line : lines) {
            if (line.name().equalsIgnoreCase(name)) {
                return Optional.of(line.value());
            }
        }
        return Optional.empty();
    }

    /** These headers without any line called {@code name}. */
    public SsdpHeaders without(String name) {
        List<Line> kept = new ArrayList<>();
        for (Line line : lines) {
            if (!line.name().equalsIgnoreCase(name)) {
                kept.add(line);
            }
        }
        return new SsdpHeaders(kept);
    }

    /**
     * One header line.
     *
     * @param name a token of RFC 9110 section 5.6.2, 1 to {@value #NAME_MAX} characters
     * @param value printable ISO-8859-1 characters or tabs, without blanks at either end; may be empty
     */
    public record Line(String name, String value) {
        /** Longest header name. */
        public static final int NAME_MAX = 64;

        private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

        /** Refuses what would not survive the wire, line breaks above all. */
        public Line {
            if (!isName(name)) {
                throw new IllegalArgumentException("not a header name");
            }
            if (!isValue(value)) {
                throw new IllegalArgumentException("not a value for header " + name);
            }
        }

        /** True when {@code name} may be a header name. */
        public static boolean isName(String name) {
            if (name.isEmpty() || name.length() > NAME_MAX) {
                return false;
            }
            for (int i = 0; i < name.length(); i++) {
                char c = name.charAt(i);
                boolean letterOrDigit = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
                if (!letterOrDigit && TOKEN_MARKS.indexOf(c) < 0) {
                    return false;
                }
            }
            return true;
        }

        /** True when {@code value} may be a header value. */
        public static boolean isValue(String value) {
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                boolean printable = c >= 0x20 && c <= 0x7E || c >= 0xA0 && c <= 0xFF;
                if (!printable && c != '\t') {
                    return false;
                }
            }
            return value.isEmpty() || !isBlank(value.charAt(0)) && !isBlank(value.charAt(value.length() - 1));
        }

        private static boolean isBlank(char c) {
            return c == ' ' || c == '\t';
        }
    }
}
