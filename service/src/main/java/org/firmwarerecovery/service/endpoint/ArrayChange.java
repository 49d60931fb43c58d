package org.firmwarerecovery.service.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.odata.Field;

/**
 * PATCH of a property that is an array (DSP0266, clause on PATCH of array properties): each element of the body is for the element in
 * the same place; null removes it, an empty object leaves it alone, anything else replaces or changes it; what is beyond the end of the
 * body is removed. Faults go to the {@link Wishes}, each about the element it is in.
 */
final class ArrayChange {
    private ArrayChange() {}

    /** Makes one element. */
    @FunctionalInterface
    interface Element<T> {
        /**
         * The element as the client wants it; empty after a fault.
         *
         * @param old what is in this place now
         * @param wanted neither null nor an empty object
         * @param name of the element, {@code NTPServers/0}
         */
        Optional<T> of(Optional<T> old, JsonNode wanted, String name);
    }

    /** The array after the change, each element with its place in the body: messages must name that one. */
    static <T> TreeMap<Integer, T> apply(
            Field<List<JsonNode>> wish, String name, List<T> old, int max, Wishes wishes, Element<T> element) {
        TreeMap<Integer, T> changed = new TreeMap<>();
        List<JsonNode> wanted = wishes.given(wish, name).orElse(List.of());
        if (wanted.size() > max) {
            wishes.refuse(BaseMessages.arraySizeTooLong(name, max), name);
            return changed;
        }
        for (int i = 0; i < wanted.size(); i++) {
            Optional<T> before = i < old.size() ? Optional.of(old.get(i)) : Optional.empty();
            JsonNode one = wanted.get(i);
            int place = i;
            if (one != null && !(one instanceof NullNode)) {
                merged(before, one, name + "/" + i, wishes, element).ifPresent(value -> changed.put(place, value));
            }
        }
        return changed;
    }

    private static <T> Optional<T> merged(
            Optional<T> before, JsonNode wanted, String name, Wishes wishes, Element<T> element) {
        if (!wanted.isObject() || !wanted.isEmpty()) {
            return element.of(before, wanted, name);
        }
        if (before.isEmpty()) {
            // Nothing is there that could be left alone.
            wishes.refuse(BaseMessages.propertyValueError(name), name);
        }
        return before;
    }
}
