package org.firmwarerecovery.update.version;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.firmwarerecovery.update.version.Comparison.Incomparable;
import org.jspecify.annotations.Nullable;

/**
 * Lenovo style {@code TEE142L-2.61}: a build id, whose first three characters name the build family, and a version. The
 * version decides only inside one family.
 */
final class BuildVersion {
    private static final Pattern SHAPE = Pattern.compile("([A-Z0-9]{3})([A-Z0-9]{1,8})-(\\d{1,9}(?:\\.\\d{1,9})+)");

    private BuildVersion() {}

    static @Nullable Comparison compare(String first, String second) {
        Matcher left = SHAPE.matcher(first);
        Matcher right = SHAPE.matcher(second);
        if (!left.matches() || !right.matches()) {
            return null;
        }
        if (!left.group(1).equals(right.group(1))) {
            return new Incomparable("build families differ: " + left.group(1) + " and " + right.group(1));
        }
        Comparison versions = DottedNumber.compare(left.group(3), right.group(3));
        if (versions != null && versions.isEqual() && !left.group(2).equals(right.group(2))) {
            return new Incomparable("same version in different builds");
        }
        return versions;
    }
}
