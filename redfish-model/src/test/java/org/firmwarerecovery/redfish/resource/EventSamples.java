package org.firmwarerecovery.redfish.resource;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.firmwarerecovery.redfish.odata.Health;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.odata.Status;
import org.junit.jupiter.params.provider.Arguments;

/** Logs, events and subscriptions with every member. */
final class EventSamples {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00.5Z");
    private static final Status STATUS = new Status("Enabled", Health.OK, Health.WARNING);

    private EventSamples() {}

    static Stream<Arguments> all() {
        return Stream.of(
                Arguments.of(LogService.ODATA_TYPE, "/redfish/v1/Managers/BMC/LogServices/EventLog", logService()),
                Arguments.of(
                        LogEntry.ODATA_TYPE, "/redfish/v1/Managers/BMC/LogServices/EventLog/Entries/1", logEntry()),
                Arguments.of(EventService.ODATA_TYPE, "/redfish/v1/EventService", eventService()),
                Arguments.of(EventDestination.ODATA_TYPE, "/redfish/v1/EventService/Subscriptions/1", subscription()));
    }

    private static Link link(String tail) {
        return Link.to("/redfish/v1" + tail);
    }

    static LogService logService() {
        return new LogService(
                true,
                STATUS,
                NOW,
                "+00:00",
                1000L,
                "WrapsWhenFull",
                "Event",
                List.of("Security"),
                true,
                link("/Managers/BMC/LogServices/EventLog/Entries"));
    }

    static LogEntry logEntry() {
        return LogEntry.builder()
                .entryType("Event")
                .created(NOW)
                .eventId("1")
                .eventTimestamp(NOW)
                .severity(Health.WARNING)
                .message("Test message.")
                .messageId("ResourceEvent.1.4.TestMessage")
                .messageArgs(List.of("a"))
                .resolution("None.")
                .originatorType("Client")
                .originator("admin")
                .username("admin")
                .persistency(true)
                .links(new LogEntry.Links(link("/Managers/BMC")))
                .build();
    }

    static EventService eventService() {
        return EventService.builder()
                .serviceEnabled(true)
                .status(STATUS)
                .deliveryRetryAttempts(3L)
                .deliveryRetryIntervalSeconds(60L)
                .eventFormatTypes(List.of("Event", "MetricReport"))
                .registryPrefixes(List.of("TaskEvent"))
                .resourceTypes(List.of("Task"))
                .severities(List.of("OK", "Warning", "Critical"))
                .subordinateResourcesSupported(true)
                .originResourcesSupported(true)
                .includeOriginOfConditionSupported(false)
                .excludeRegistryPrefix(true)
                .excludeMessageId(true)
                .serverSentEventUri("/redfish/v1/EventService/SSE")
                .sseFilterPropertiesSupported(
                        new EventService.SseFilterProperties(true, true, true, true, true, true, true))
                .subscriptions(link("/EventService/Subscriptions"))
                .build();
    }

    static EventDestination subscription() {
        return EventDestination.builder()
                .destination("https://192.0.2.1/events")
                .context("mine")
                .protocol("Redfish")
                .subscriptionType("RedfishEvent")
                .eventFormatType("Event")
                .metricReportDefinitions(List.of(link("/TelemetryService/MetricReportDefinitions/Node")))
                .eventTypes(List.of("Alert"))
                .deliveryRetryPolicy("RetryForever")
                .httpHeaders(List.of(Map.of("X-Header", "value")))
                .registryPrefixes(List.of("TaskEvent"))
                .resourceTypes(List.of("Task"))
                .messageIds(List.of("TaskStarted"))
                .excludeRegistryPrefixes(List.of("Update"))
                .excludeMessageIds(List.of("TaskRemoved"))
                .severities(List.of("OK"))
                .originResources(List.of(link("/TaskService")))
                .subordinateResources(true)
                .includeOriginOfCondition(false)
                .verifyCertificate(true)
                .status(STATUS)
                .build();
    }
}
