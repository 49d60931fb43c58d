package org.firmwarerecovery.update.version;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.firmwarerecovery.update.version.Comparison.Incomparable;
import org.jspecify.annotations.Nullable;

/**
 * iLO style: a product name, a dotted number ({@code v2.72}, or the first token with a dot) and an optional US date. The
 * minor part is a number (1.9 is older than 1.55). Different product names are never ordered.
 */
final class DatedVersion {
    private static final Pattern NUMBER = Pattern.compile("[vV]?(\\d{1,9}(?:\\.\\d{1,9})+)");
    private static final Pattern DATE = Pattern.compile("([A-Z][a-z]{2}) (\\d{1,2}) (\\d{4})");
    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    private final String product;
    private final List<BigInteger> number;
    private final @Nullable LocalDate date;

    private DatedVersion(String product, List<BigInteger> number, @Nullable LocalDate date) {
        this.product = product;
        this.number = number;
        this.date = date;
    }

    static @Nullable Comparison compare(String first, String second) {
        DatedVersion left = parse(first);
        DatedVersion right = parse(second);
        return left == null || right == null ? null : left.compareTo(right);
    }

    private static @Nullable DatedVersion parse(String text) {
        List<String> tokens = List.of(text.strip().split("\\s+"));
        int position = position(tokens);
        if (position < 0) {
            return null;
        }
        Matcher number = NUMBER.matcher(tokens.get(position));
        if (!number.matches()) {
            return null;
        }
        String product = String.join(" ", tokens.subList(0, position));
        String rest = String.join(" ", tokens.subList(position + 1, tokens.size()));
        List<BigInteger> fields = List.of(number.group(1).split("\\.")).stream()
                .map(BigInteger::new)
                .toList();
        if (rest.isEmpty()) {
            return new DatedVersion(product, fields, null);
        }
        LocalDate date = date(rest);
        return date == null ? null : new DatedVersion(product, fields, date);
    }

    /** The token that starts with {@code v} and a digit, else the first one with a dot, as fwupd does it. */
    private static int position(List<String> tokens) {
        for (int i = 0; i < tokens.size(); i++) {
            String token = tokens.get(i);
            if (token.length() > 1 && (token.charAt(0) == 'v' || token.charAt(0) == 'V') && isDigit(token.charAt(1))) {
                return i;
            }
        }
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).indexOf('.') >= 0) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static @Nullable LocalDate date(String text) {
        Matcher matcher = DATE.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        try {
            return LocalDate.of(
                    Integer.parseInt(matcher.group(3)),
                    MONTHS.indexOf(matcher.group(1)) + 1,
                    Integer.parseInt(matcher.group(2)));
        } catch (DateTimeException notACalendarDay) {
            return null;
        }
    }

    private Comparison compareTo(DatedVersion other) {
        if (!product.equals(other.product)) {
            return new Incomparable("versions of different products: '" + product + "' and '" + other.product + "'");
        }
        int fields = Math.max(number.size(), other.number.size());
        for (int i = 0; i < fields; i++) {
            int sign = field(number, i).compareTo(field(other.number, i));
            if (sign != 0) {
                return Comparison.ofSign(sign);
            }
        }
        if (date == null && other.date == null) {
            return new Comparison.Equal();
        }
        if (date == null || other.date == null) {
            return new Incomparable("same number, but only one side has a date");
        }
        return Comparison.ofSign(date.compareTo(other.date));
    }

    private static BigInteger field(List<BigInteger> fields, int index) {
        return index < fields.size() ? fields.get(index) : BigInteger.ZERO;
    }
}
