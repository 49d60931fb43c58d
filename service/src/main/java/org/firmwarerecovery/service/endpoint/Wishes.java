package org.firmwarerecovery.service.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.Message;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.redfish.odata.Field;

/** The members of a PATCH against what may be chosen: one message for each that is wrong, all of them at once. One thread. */
final class Wishes {
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

    private <T> Optional<T> given(Field<T> wish, String name) {
        if (wish.isNull()) {
            refuse(BaseMessages.propertyValueTypeError("null", name), name);
        }
        return wish.toOptional();
    }

    private boolean refuse(Message message, String name) {
        problems.add(message.about("#/" + name));
        return false;
    }
}
