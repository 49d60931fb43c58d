package org.firmwarerecovery.redfish.query;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The query parameters of one request, checked.
 *
 * @param only return the member of a collection that has exactly one
 * @param filter keep these members only, before any are counted off
 * @param skip leave out that many members first
 * @param top return at most that many members
 * @param expand put linked resources in place
 * @param select return these properties only
 */
public record Query(
        boolean only,
        Optional<Filtering> filter,
        OptionalInt skip,
        OptionalInt top,
        Optional<Expand> expand,
        Optional<Select> select) {
    /** A request without query parameters. */
    public static final Query NONE = new Query(
            false, Optional.empty(), OptionalInt.empty(), OptionalInt.empty(), Optional.empty(), Optional.empty());

    private static final String UNRESERVED = "-._~'()/:,@";

    /**
     * A filter with the text that it was read from.
     *
     * @param condition what a member has to fulfil
     * @param text as the client wrote it, decoded
     */
    public record Filtering(Filter condition, String text) {}

    /** True when the document is returned as it is. */
    public boolean isEmpty() {
        return equals(NONE);
    }

    /** True when members are counted off. */
    public boolean isPaged() {
        return skip.isPresent() || top.isPresent();
    }

    /** Path and query of the page that begins at member {@code next}, with the other parameters kept. */
    String page(String path, int next) {
        List<String> parameters = new ArrayList<>();
        parameters.add("$skip=" + next);
        top.ifPresent(count -> parameters.add("$top=" + count));
        filter.ifPresent(wish -> parameters.add("$filter=" + encoded(wish.text())));
        expand.ifPresent(wish -> parameters.add("$expand=" + wish.text()));
        select.ifPresent(wish -> parameters.add("$select=" + wish.text()));
        return path + '?' + String.join("&", parameters);
    }

    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte unit : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = unit > 0 && (Character.isLetterOrDigit(unit) || UNRESERVED.indexOf(unit) >= 0);
            if (plain) {
                encoded.append((char) unit);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(unit));
            }
        }
        return encoded.toString();
    }
}
