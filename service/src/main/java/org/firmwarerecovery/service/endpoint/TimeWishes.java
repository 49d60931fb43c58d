package org.firmwarerecovery.service.endpoint;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.Message;
import org.firmwarerecovery.redfish.odata.Field;
import org.firmwarerecovery.service.network.TimeSettings;

/** What clients may say about where the machine gets the time, checked against how it is set: one message for each fault. */
final class TimeWishes {
    /** Time servers that a machine can be given. */
    static final int SERVERS_MAX = 16;

    private static final String NTP = "NTP";
    private static final String ENABLED = "ProtocolEnabled";
    private static final String SERVERS = "NTPServers";

    private TimeWishes() {}

    /** The part of a PATCH about NTP. */
    record Change(
            Field<Boolean> protocolEnabled,
            @JsonProperty("NTPServers") Field<List<JsonNode>> ntpServers) {}

    /**
     * The members that the client sent, in full, as the operator's program gets them.
     *
     * @param others faults in other parts of the same body
     */
    static ObjectNode apply(TimeSettings now, Field<Change> body, List<Message> others) {
        Wishes wishes = new Wishes();
        wishes.refuse(others);
        ObjectNode wanted = JsonNodeFactory.instance.objectNode();
        Optional<Change> change = wishes.given(body, NTP);
        if (change.isPresent()) {
            enabled(now, change.get(), wishes, wanted);
            servers(now, change.get(), wishes, wanted);
        }
        wishes.require();
        return wanted;
    }

    private static void enabled(TimeSettings now, Change change, Wishes wishes, ObjectNode wanted) {
        if (readable(change.protocolEnabled(), ENABLED, now.protocolEnabled() != null, wishes)) {
            wishes.given(change.protocolEnabled(), NTP + "/" + ENABLED).ifPresent(on -> wanted.put(ENABLED, on));
        }
    }

    private static void servers(TimeSettings now, Change change, Wishes wishes, ObjectNode wanted) {
        List<String> old = now.ntpServers();
        if (readable(change.ntpServers(), SERVERS, old != null, wishes)) {
            ArrayNode array = wanted.putArray(SERVERS);
            ArrayChange.apply(
                            change.ntpServers(),
                            NTP + "/" + SERVERS,
                            old == null ? List.<String>of() : old,
                            SERVERS_MAX,
                            wishes,
                            (before, element, at) -> wishes.text(element, at, TimeSettings::isServer))
                    .values()
                    .forEach(array::add);
        }
    }

    /** Whether the body has a member that can be changed: what the program does not read cannot. */
    private static boolean readable(Field<?> wish, String member, boolean known, Wishes wishes) {
        String name = NTP + "/" + member;
        return wish.isPresent() && (known || wishes.refuse(BaseMessages.propertyNotWritable(name), name));
    }
}
