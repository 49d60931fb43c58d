package org.firmwarerecovery.service.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.Message;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.redfish.odata.Field;

/** The members of a PATCH against what may be chosen: one message for each that is wrong, all of them at once. One thread. */
final class Wishes {
    private static final int QUOTED_MAX = 128;

    private final List<Message> problems = new ArrayList<>();

    /** A number within bounds; {@code old} when the body does not have it. */
    long number(Field<Long> wish, String name, long min, long max, long old) {
        return given(wish, name)
                .filter(value -> {
                    boolean good = value >= min && value <= max;
                    return good || refuse(BaseMessages.propertyValueOutOfRange(Long.toString(value), name), name);
                })
                .orElse(old);
    }

    /** A yes or no; {@code old} when the body does not have it. */
    boolean flag(Field<Boolean> wish, String name, boolean old) {
        return given(wish, name).orElse(old);
    }

    /** One of a list; {@code old} when the body does not have it. */
    <T> T choice(Field<String> wish, String name, Function<String, Optional<T>> list, T old) {
        Optional<String> word = given(wish, name);
        Optional<T> chosen = word.flatMap(list);
        if (word.isPresent() && chosen.isEmpty()) {
            refuse(BaseMessages.propertyValueNotInList(word.get(), name), name);
        }
        return chosen.orElse(old);
    }

    /** A text as an element of an array; empty after a fault. */
    Optional<String> text(JsonNode wish, String name, Predicate<String> form) {
        if (!wish.isTextual()) {
            refuse(BaseMessages.propertyValueTypeError(quoted(wish.toString()), name), name);
            return Optional.empty();
        }
        String text = wish.asText();
        boolean good = form.test(text) || refuse(BaseMessages.propertyValueFormatError(quoted(text), name), name);
        return good ? Optional.of(text) : Optional.empty();
    }

    /** Two properties that do not go together. */
    void conflict(String name, String other) {
        problems.add(BaseMessages.propertyValueConflict(name, other).about("#/" + name, "#/" + other));
    }

    /** Refuses the body if anything in it was wrong. */
    void require() {
        if (!problems.isEmpty()) {
            throw new RedfishException(400, problems, Map.of());
        }
    }

    /** What the body says; null is refused. */
    <T> Optional<T> given(Field<T> wish, String name) {
        if (wish.isNull()) {
            refuse(BaseMessages.propertyValueTypeError("null", name), name);
        }
        return wish.toOptional();
    }

    /** One fault. */
    boolean refuse(Message message, String name) {
        problems.add(message.about("#/" + name));
        return false;
    }

    /** Faults that somebody else found in the same body. */
    void refuse(List<Message> others) {
        problems.addAll(others);
    }

    /** Whether nothing was wrong so far. */
    boolean good() {
        return problems.isEmpty();
    }

    /** A value as a message may repeat it. */
    static String quoted(String value) {
        return value.length() > QUOTED_MAX ? value.substring(0, QUOTED_MAX) : value;
    }
}
