package org.firmwarerecovery.update.version;

import java.math.BigInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** DotIntegerNotation of the Redfish schema: per field, leading zeros ignored, a missing field is 0. */
final class DottedNumber {
    private static final Pattern SHAPE = Pattern.compile("\\d+(\\.\\d+)*");

    private DottedNumber() {}

    static @Nullable Comparison compare(String first, String second) {
        if (!SHAPE.matcher(first).matches() || !SHAPE.matcher(second).matches()) {
            return null;
        }
        String[] left = first.split("\\.", -1);
        String[] right = second.split("\\.", -1);
        for (int i = 0; i < Math.max(left.length, right.length); i++) {
            int sign = field(left, i).compareTo(field(right, i));
            if (sign != 0) {
                return Comparison.ofSign(sign);
            }
        }
        return new Comparison.Equal();
    }

    private static BigInteger field(String[] fields, int index) {
        return index < fields.length ? new BigInteger(fields[index]) : BigInteger.ZERO;
    }
}
