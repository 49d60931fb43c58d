package org.firmwarerecovery.redfish.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The query parameters of one request, checked.
 *
 * @param only return the member of a collection that has exactly one
 * @param skip leave out that many members first
 * @param top return at most that many members
 * @param expand put linked resources in place
 * @param select return these properties only
 */
public record Query(boolean only, OptionalInt skip, OptionalInt top, Optional<Expand> expand, Optional<Select> select) {
    /** A request without query parameters. */
    public static final Query NONE =
            new Query(false, OptionalInt.empty(), OptionalInt.empty(), Optional.empty(), Optional.empty());

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
        expand.ifPresent(wish -> parameters.add("$expand=" + wish.text()));
        select.ifPresent(wish -> parameters.add("$select=" + wish.text()));
        return path + '?' + String.join("&", parameters);
    }
}
