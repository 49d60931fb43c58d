package org.firmwarerecovery.update.version;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The comparison of deb-version(7): epoch, upstream version, revision; {@code ~} sorts before the end. */
final class DebianVersion {
    private static final Pattern SHAPE =
            Pattern.compile("(?:(\\d{1,9}):)?([0-9A-Za-z.+:~-]*?[0-9A-Za-z.+:~])(?:-([0-9A-Za-z.+~]*))?");

    private DebianVersion() {}

    static @Nullable Comparison compare(String first, String second) {
        Parts left = parse(first);
        Parts right = parse(second);
        if (left == null || right == null) {
            return null;
        }
        int sign = left.epoch.compareTo(right.epoch);
        if (sign == 0) {
            sign = comparePart(left.upstream, right.upstream);
        }
        if (sign == 0) {
            sign = comparePart(left.revision, right.revision);
        }
        return Comparison.ofSign(sign);
    }

    private record Parts(BigInteger epoch, String upstream, String revision) {}

    private static @Nullable Parts parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        String epoch = matcher.group(1);
        String revision = matcher.group(3);
        return new Parts(
                epoch == null ? BigInteger.ZERO : new BigInteger(epoch),
                matcher.group(2),
                revision == null ? "" : revision);
    }

    /** dpkg's verrevcmp: alternating runs of non-digits and digits. */
    private static int comparePart(String first, String second) {
        int i = 0;
        int j = 0;
        while (i < first.length() || j < second.length()) {
            while (nonDigitAt(first, i) || nonDigitAt(second, j)) {
                int sign = Integer.compare(order(first, i), order(second, j));
                if (sign != 0) {
                    return sign;
                }
                i++;
                j++;
            }
            int firstEnd = digitsEnd(first, i);
            int secondEnd = digitsEnd(second, j);
            int sign = number(first, i, firstEnd).compareTo(number(second, j, secondEnd));
            if (sign != 0) {
                return sign;
            }
            i = firstEnd;
            j = secondEnd;
        }
        return 0;
    }

    private static boolean nonDigitAt(String text, int index) {
        return index < text.length() && !isDigit(text.charAt(index));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int order(String text, int index) {
        if (index >= text.length() || isDigit(text.charAt(index))) {
            return 0;
        }
        char c = text.charAt(index);
        if (c == '~') {
            return -1;
        }
        boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        return letter ? c : c + 256;
    }

    private static int digitsEnd(String text, int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static BigInteger number(String text, int from, int to) {
        return from >= to ? BigInteger.ZERO : new BigInteger(text.substring(from, to));
    }
}
