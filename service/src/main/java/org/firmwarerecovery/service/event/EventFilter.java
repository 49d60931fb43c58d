package org.firmwarerecovery.service.event;

import java.util.List;
import org.firmwarerecovery.redfish.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * Which events a subscriber wants (EventDestination v1_16_0). An empty list does not restrict; exclusions win.
 *
 * @param registryPrefixes only messages of these registries
 * @param excludeRegistryPrefixes no messages of these registries
 * @param messageIds only these messages; versions do not count
 * @param excludeMessageIds not these messages
 * @param resourceTypes only about resources of these types
 * @param severities only of these severities
 * @param originResources only about these resources
 * @param subordinateResources and about those below them
 * @param eventTypes only of these deprecated types
 * @param format events or metric reports; the other parameters above are about events
 * @param reportDefinitions only metric reports made by these definitions
 */
public record EventFilter(
        List<String> registryPrefixes,
        List<String> excludeRegistryPrefixes,
        List<String> messageIds,
        List<String> excludeMessageIds,
        List<String> resourceTypes,
        List<String> severities,
        List<String> originResources,
        boolean subordinateResources,
        List<String> eventTypes,
        EventFormat format,
        List<String> reportDefinitions) {
    /** Lets every event pass. */
    public static final EventFilter ALL = new EventFilter(
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            false,
            List.of(),
            EventFormat.EVENT,
            List.of());

    /** Copies the lists. */
    public EventFilter {
        registryPrefixes = List.copyOf(registryPrefixes);
        excludeRegistryPrefixes = List.copyOf(excludeRegistryPrefixes);
        messageIds = List.copyOf(messageIds);
        excludeMessageIds = List.copyOf(excludeMessageIds);
        resourceTypes = List.copyOf(resourceTypes);
        severities = List.copyOf(severities);
        originResources = List.copyOf(originResources);
        eventTypes = List.copyOf(eventTypes);
        // A filter that was stored before there were reports has neither of these.
        format = format == null ? EventFormat.EVENT : format;
        reportDefinitions = reportDefinitions == null ? List.of() : List.copyOf(reportDefinitions);
    }

    /** Whether a notification passes. */
    public boolean admits(Notification notification) {
        if (notification.format() != format) {
            return false;
        }
        return notification instanceof EventRecord event
                ? admits(event)
                : admits(reportDefinitions, ((ReportRecord) notification).definition());
    }

    private boolean admits(EventRecord event) {
        EventFact fact = event.fact();
        Message message = fact.message();
        String prefix = prefix(message.messageId());
        return admits(registryPrefixes, prefix)
                && !excludeRegistryPrefixes.contains(prefix)
                && (messageIds.isEmpty() || names(messageIds, message.messageId()))
                && !names(excludeMessageIds, message.messageId())
                && admits(resourceTypes, fact.resourceType())
                && admits(severities, message.health().word())
                && admits(eventTypes, eventType(fact))
                && (originResources.isEmpty() || isOrigin(originResources, subordinateResources, fact.origin()));
    }

    private static boolean admits(List<String> wanted, String value) {
        return wanted.isEmpty() || wanted.contains(value);
    }

    static boolean names(List<String> ids, String messageId) {
        String key = messageId.substring(messageId.lastIndexOf('.') + 1);
        return ids.stream()
                .anyMatch(id -> id.equals(key)
                        || (prefix(id).equals(prefix(messageId))
                                && id.substring(id.lastIndexOf('.') + 1).equals(key)));
    }

    static boolean isOrigin(List<String> resources, boolean andBelow, @Nullable String origin) {
        return origin != null
                && resources.stream()
                        .anyMatch(wanted -> origin.equals(wanted) || (andBelow && origin.startsWith(wanted + "/")));
    }

    /** The registry of a message. */
    static String prefix(String messageId) {
        int dot = messageId.indexOf('.');
        return dot < 0 ? messageId : messageId.substring(0, dot);
    }

    /** The deprecated type, which every event record must still have: the life of tasks is a change of status. */
    static String eventType(EventFact fact) {
        return prefix(fact.message().messageId()).equals("TaskEvent") ? "StatusChange" : "Alert";
    }
}
