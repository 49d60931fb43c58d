package org.firmwarerecovery.service.event;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.firmwarerecovery.redfish.json.RedfishMapper;
import org.firmwarerecovery.redfish.message.Message;

/** The document that receivers get (Event v1_13_0). */
public final class EventPayload {
    /** Its type. */
    public static final String ODATA_TYPE = "#Event.v1_13_0.Event";

    private EventPayload() {}

    /**
     * One document with these events.
     *
     * @param events at least one
     * @param context the subscriber's text
     */
    public static byte[] of(List<EventRecord> events, String context) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("@odata.type", ODATA_TYPE);
        document.put("Id", events.get(events.size() - 1).id());
        document.put("Name", "Firmware Recovery Events");
        document.put("Context", context);
        ArrayNode array = document.putArray("Events");
        for (EventRecord event : events) {
            array.add(member(event, array.size(), context));
        }
        return RedfishMapper.bytes(document);
    }

    private static ObjectNode member(EventRecord event, int index, String context) {
        EventFact fact = event.fact();
        Message message = fact.message();
        TestEvent given = fact.test();
        ObjectNode member = JsonNodeFactory.instance.objectNode();
        member.put("MemberId", Integer.toString(index));
        member.put(
                "EventType",
                given != null && given.eventType() != null ? given.eventType() : EventFilter.eventType(fact));
        member.put("EventId", given != null && given.eventId() != null ? given.eventId() : event.id());
        if (given != null && given.eventGroupId() != null) {
            member.put("EventGroupId", given.eventGroupId());
        }
        member.put(
                "EventTimestamp",
                Instant.ofEpochSecond(fact.at().getEpochSecond()).toString());
        member.put("Severity", message.health().word());
        member.put("MessageSeverity", message.health().word());
        member.put("Message", message.message());
        member.put("MessageId", message.messageId());
        ArrayNode args = member.putArray("MessageArgs");
        message.messageArgs().forEach(args::add);
        if (message.resolution() != null) {
            member.put("Resolution", message.resolution());
        }
        member.put("Context", context);
        if (fact.origin() != null) {
            member.putObject("OriginOfCondition").put("@odata.id", fact.origin());
        }
        if (fact.log() != EventFact.Log.NONE) {
            member.putObject("LogEntry").put("@odata.id", EventPaths.log(fact.log()) + "/Entries/" + event.id());
        }
        return member;
    }
}
