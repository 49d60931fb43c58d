package org.firmwarerecovery.update.version;

import java.math.BigInteger;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Semantic Versioning 2.0.0, clause 11 (precedence); the build part is ignored. */
final class SemanticVersion {
    /** The expression that semver.org suggests. */
    private static final Pattern SHAPE = Pattern.compile("(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)"
            + "(?:-((?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\\.(?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?"
            + "(?:\\+[0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*)?");

    private final List<BigInteger> core;
    private final List<String> preRelease;

    private SemanticVersion(List<BigInteger> core, List<String> preRelease) {
        this.core = core;
        this.preRelease = preRelease;
    }

    static @Nullable Comparison compare(String first, String second) {
        SemanticVersion left = parse(first);
        SemanticVersion right = parse(second);
        return left == null || right == null ? null : Comparison.ofSign(left.precedence(right));
    }

    private static @Nullable SemanticVersion parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        List<BigInteger> core = List.of(
                new BigInteger(matcher.group(1)), new BigInteger(matcher.group(2)), new BigInteger(matcher.group(3)));
        String tail = matcher.group(4);
        return new SemanticVersion(core, tail == null ? List.of() : List.of(tail.split("\\.", -1)));
    }

    private int precedence(SemanticVersion other) {
        for (int i = 0; i < core.size(); i++) {
            int sign = core.get(i).compareTo(other.core.get(i));
            if (sign != 0) {
                return sign;
            }
        }
        if (preRelease.isEmpty() || other.preRelease.isEmpty()) {
            // A pre-release comes before its release; here an empty list is the release.
            return Boolean.compare(preRelease.isEmpty(), other.preRelease.isEmpty());
        }
        int common = Math.min(preRelease.size(), other.preRelease.size());
        for (int i = 0; i < common; i++) {
            int sign = compareIdentifiers(preRelease.get(i), other.preRelease.get(i));
            if (sign != 0) {
                return sign;
            }
        }
        return Integer.compare(preRelease.size(), other.preRelease.size());
    }

    private static int compareIdentifiers(String first, String second) {
        boolean firstNumeric = isNumeric(first);
        boolean secondNumeric = isNumeric(second);
        if (firstNumeric && secondNumeric) {
            return new BigInteger(first).compareTo(new BigInteger(second));
        }
        if (firstNumeric != secondNumeric) {
            return firstNumeric ? -1 : 1;
        }
        return first.compareTo(second);
    }

    private static boolean isNumeric(String identifier) {
        return identifier.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
