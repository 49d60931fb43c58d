package org.firmwarerecovery.service.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of bytes, written with a binary unit: {@code 64MiB}.
 *
 * @param bytes the amount, not negative
 */
public record ByteSize(long bytes) implements Comparable<ByteSize> {
    private static final Pattern SHAPE = Pattern.compile("(\\d{1,18})(B|KiB|MiB|GiB|TiB)?");

    /** Refuses negative amounts. */
    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("negative size: " + bytes);
        }
    }

    /** Reads {@code 512}, {@code 512B}, {@code 64KiB}, {@code 64MiB}, {@code 1GiB}, {@code 1TiB}; empty when it is none. */
    public static Optional<ByteSize> parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String unit = matcher.group(2) == null ? "B" : matcher.group(2);
        long amount = Long.parseLong(matcher.group(1));
        long factor = 1L << shift(unit);
        return amount > Long.MAX_VALUE / factor ? Optional.empty() : Optional.of(new ByteSize(amount * factor));
    }

    private static int shift(String unit) {
        return switch (unit) {
            case "KiB" -> 10;
            case "MiB" -> 20;
            case "GiB" -> 30;
            case "TiB" -> 40;
            default -> 0;
        };
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** The shortest exact spelling, {@code 64MiB}. */
    @Override
    public String toString() {
        String[] units = {"TiB", "GiB", "MiB", "KiB"};
        for (String unit : units) {
            long factor = 1L << shift(unit);
            if (bytes >= factor && bytes % factor == 0) {
                return bytes / factor + unit;
            }
        }
        return bytes + "B";
    }
}
