package org.firmwarerecovery.update.version;

import java.util.Objects;
import org.firmwarerecovery.update.version.Comparison.Equal;
import org.firmwarerecovery.update.version.Comparison.Incomparable;
import org.jspecify.annotations.Nullable;

/**
 * The ordering rule, steps 3 to 5: comparison stamps of one vendor's component first, then the scheme both sides
 * declare, else equal strings are equal and all others incomparable. Compatibility and the security version floor are
 * gates before it, never part of it.
 */
public final class VersionOrder {
    /** Longest version that is compared; a longer one is only equal to itself. */
    public static final int VERSION_LENGTH_MAX = 255;

    private VersionOrder() {}

    /** How {@code first} stands to {@code second}. */
    public static Comparison compare(VersionClaim first, VersionClaim second) {
        Long firstStamp = first.comparisonStamp();
        Long secondStamp = second.comparisonStamp();
        if (firstStamp != null
                && secondStamp != null
                && first.hasStamp()
                && second.hasStamp()
                && first.manufacturer() != null
                && Objects.equals(first.manufacturer(), second.manufacturer())
                && first.softwareId().equals(second.softwareId())) {
            return Comparison.ofSign(Long.compare(firstStamp, secondStamp));
        }
        if (first.scheme() == second.scheme()) {
            return compare(first.scheme(), first.version(), second.version());
        }
        return equalOr(
                first.version(),
                second.version(),
                "schemes " + first.scheme().label() + " and " + second.scheme().label() + " differ");
    }

    /** How {@code first} stands to {@code second} when both are written in {@code scheme}. */
    public static Comparison compare(VersionScheme scheme, String first, String second) {
        if (first.length() > VERSION_LENGTH_MAX || second.length() > VERSION_LENGTH_MAX) {
            return equalOr(first, second, "a version is longer than " + VERSION_LENGTH_MAX + " characters");
        }
        @Nullable
        Comparison ordered = switch (scheme) {
            case SEM_VER -> SemanticVersion.compare(first, second);
            case DOT_INTEGER -> DottedNumber.compare(first, second);
            case GIT_DESCRIBE -> GitDescribeVersion.compare(first, second);
            case DATED -> DatedVersion.compare(first, second);
            case LENOVO -> BuildVersion.compare(first, second);
            case DEBIAN -> DebianVersion.compare(first, second);
            case OPAQUE -> null;
        };
        if (ordered != null) {
            return ordered;
        }
        return equalOr(
                first,
                second,
                scheme == VersionScheme.OPAQUE
                        ? "the scheme gives no order"
                        : "not both are written as " + scheme.label() + " demands");
    }

    private static Comparison equalOr(String first, String second, String reason) {
        return first.equals(second) ? new Equal() : new Incomparable(reason);
    }
}
