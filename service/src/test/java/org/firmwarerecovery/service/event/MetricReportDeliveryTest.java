package org.firmwarerecovery.service.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.firmwarerecovery.machine.Step;
import org.firmwarerecovery.redfish.json.RedfishMapper;
import org.firmwarerecovery.redfish.message.TaskMessages;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.query.Filter;
import org.firmwarerecovery.redfish.query.Query;
import org.firmwarerecovery.redfish.query.QueryParser;
import org.firmwarerecovery.redfish.query.QueryResult;
import org.firmwarerecovery.redfish.resource.MetricReport;
import org.junit.jupiter.api.Test;

/** Who is sent metric reports, by subscription and by stream, and in what form. */
class MetricReportDeliveryTest {
    private static final String SERVICE = "/redfish/v1/TelemetryService";
    private static final String DEFINITION = SERVICE + "/MetricReportDefinitions/Node";
    private static final DeliverySettings SETTINGS = new DeliverySettings(true, 2, 10);

    private DeliveryState state = DeliveryMachine.start(SETTINGS, List.of());

    static ReportRecord report(long number) {
        Instant at = Instant.ofEpochSecond(number);
        MetricReport content = MetricReport.builder()
                .timestamp(at)
                .metricReportDefinition(Link.to(DEFINITION))
                .metricValues(List.of(new MetricReport.MetricValue("Uptime", Long.toString(number), at, null)))
                .build();
        return new ReportRecord(number, SERVICE + "/MetricReports/Node", "Node Metrics", content);
    }

    private static EventRecord event(long number) {
        return new EventRecord(
                number,
                new EventFact(EventFact.Log.EVENTS, TaskMessages.taskStarted("1"), Instant.EPOCH, null, "Task", null));
    }

    private void subscribe(String id, EventFormat format, String... definitions) {
        EventFilter filter = new EventFilter(
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                false,
                List.of(),
                format,
                List.of(definitions));
        apply(new DeliveryEvent.Subscribed(new Subscription(
                id,
                null,
                "https://192.0.2.1/",
                "rack 7",
                new TreeMap<>(),
                Subscription.RetryPolicy.FOREVER,
                true,
                filter,
                false)));
    }

    private List<DeliveryEffect.Send> apply(DeliveryEvent event) {
        Step<DeliveryState, DeliveryEffect> step = DeliveryMachine.apply(state, 0, event);
        state = step.state();
        return step.effects().stream()
                .filter(DeliveryEffect.Send.class::isInstance)
                .map(DeliveryEffect.Send.class::cast)
                .toList();
    }

    private DeliveryState.Subscriber subscriber(String id) {
        return Objects.requireNonNull(state.subscribers().get(id));
    }

    private static List<String> receivers(List<DeliveryEffect.Send> sent) {
        return sent.stream().map(send -> send.subscription().id()).toList();
    }

    @Test
    void each_format_goes_to_those_who_asked_for_it_and_reports_only_of_the_definitions_named() {
        subscribe("events", EventFormat.EVENT);
        subscribe("all", EventFormat.METRIC_REPORT);
        subscribe("other", EventFormat.METRIC_REPORT, SERVICE + "/MetricReportDefinitions/Other");
        subscribe("this", EventFormat.METRIC_REPORT, DEFINITION);
        assertEquals(List.of("all", "this"), receivers(apply(new DeliveryEvent.Published(report(1)))));
        assertEquals(List.of("events"), receivers(apply(new DeliveryEvent.Published(event(1)))));
    }

    @Test
    void a_slow_receiver_gets_one_report_at_a_time_and_the_oldest_make_room() {
        subscribe("slow", EventFormat.METRIC_REPORT);
        DeliveryEffect.Send first =
                apply(new DeliveryEvent.Published(report(1))).get(0);
        int many = DeliveryState.REPORTS_WAITING_MAX + 4;
        LongStream.rangeClosed(2, many).forEach(number -> apply(new DeliveryEvent.Published(report(number))));
        DeliveryState.Subscriber slow = subscriber("slow");
        assertEquals(DeliveryState.REPORTS_WAITING_MAX, slow.waiting().size());
        assertEquals(4, slow.lost());
        DeliveryEffect.Send second =
                apply(new DeliveryEvent.Delivered("slow", first.delivery())).get(0);
        assertEquals(List.of(report(6)), second.content());
    }

    @Test
    void what_is_lost_is_counted_by_format() {
        subscribe("slow", EventFormat.METRIC_REPORT);
        subscribe("dead", EventFormat.EVENT);
        // The first of each is under way.
        LongStream.rangeClosed(1, DeliveryState.REPORTS_WAITING_MAX + 4)
                .forEach(number -> apply(new DeliveryEvent.Published(report(number))));
        assertEquals(0, state.lost(EventFormat.EVENT));
        LongStream.rangeClosed(1, DeliveryState.WAITING_MAX + 2)
                .forEach(number -> apply(new DeliveryEvent.Published(event(number))));
        assertEquals(2, state.lost(EventFormat.EVENT));
        assertEquals(4, state.lost(EventFormat.METRIC_REPORT));
    }

    @Test
    void the_body_is_the_report_itself_with_the_text_of_the_subscriber() throws Exception {
        subscribe("all", EventFormat.METRIC_REPORT);
        JsonNode body = RedfishMapper.lenient()
                .readTree(apply(new DeliveryEvent.Published(report(9))).get(0).payload());
        assertEquals(MetricReport.ODATA_TYPE, body.path("@odata.type").asText());
        assertEquals(SERVICE + "/MetricReports/Node", body.path("@odata.id").asText());
        assertEquals("Node", body.path("Id").asText());
        assertEquals("rack 7", body.path("Context").asText());
        assertEquals("9", body.path("ReportSequence").asText());
        assertEquals("9", body.path("MetricValues").path(0).path("MetricValue").asText());
    }

    @Test
    void a_subscription_that_was_stored_before_there_were_reports_is_one_for_events() throws Exception {
        subscribe("old", EventFormat.EVENT);
        byte[] now = SubscriptionText.write(subscriber("old").subscription());
        String before =
                new String(now, UTF_8).replace(",\"format\":\"EVENT\"", "").replace(",\"reportDefinitions\":[]", "");
        assertTrue(!before.contains("format\"") && !before.contains("reportDefinitions"), before);
        Subscription read = SubscriptionText.read(before.getBytes(UTF_8)).orElseThrow();
        assertEquals(subscriber("old").subscription(), read);
    }

    private static Filter filter(String text) {
        String query = "$filter=" + text.replace(" ", "%20");
        return ((QueryResult.Done<Query>) QueryParser.parse("GET", query))
                .value()
                .filter()
                .orElseThrow()
                .condition();
    }

    @Test
    void a_stream_is_filtered_by_format_and_by_definition_and_by_what_only_events_have() {
        String[][] lines = {
            {"EventFormatType eq 'MetricReport'", "report", "MetricReport"},
            {"EventFormatType eq MetricReport", "report", "MetricReport"},
            {"EventFormatType eq Event", "event", "Event"},
            {"EventFormatType ne 'Event'", "report", ""},
            {"MetricReportDefinition eq '" + DEFINITION + "'", "report", "MetricReport"},
            {"MetricReportDefinition eq '" + SERVICE + "/MetricReportDefinitions/Other'", "", "MetricReport"},
            {"RegistryPrefix eq 'TaskEvent'", "event", "Event"},
            {"RegistryPrefix ne 'Update'", "event report", ""},
            {"RegistryPrefix eq 'TaskEvent' or EventFormatType eq 'MetricReport'", "event report", ""},
            {"OriginResource eq '/x' and SubordinateResources eq true or EventFormatType eq MetricReport", "report", ""
            },
        };
        for (String[] line : lines) {
            StreamFilter filter = StreamFilter.of(filter(line[0]));
            String passed = (filter.admits(event(1)) ? "event " : "") + (filter.admits(report(1)) ? "report" : "");
            assertEquals(line[1], passed.strip(), line[0]);
            assertEquals(line[2], filter.format().map(EventFormat::word).orElse(""), line[0]);
        }
        assertTrue(StreamFilter.ALL.admits(event(1)) && StreamFilter.ALL.admits(report(1)));
        for (String wrong :
                List.of("RegistryPrefix eq TaskEvent", "EventFormatType eq A/B", "EventFormatType gt 'A'")) {
            assertTrue(StreamFilter.objection(filter(wrong)).isPresent(), wrong);
        }
    }

    @Test
    void a_place_in_a_stream_is_read_as_it_was_written() {
        assertEquals(Optional.of(new StreamPosition(41, 0)), StreamPosition.of(" 41"));
        assertEquals(Optional.of(new StreamPosition(41, 7)), StreamPosition.of(new StreamPosition(41, 7).id()));
        for (String foreign : List.of("", "a", "41-", "-7", "1-2-3", "1234567890123456789")) {
            assertEquals(Optional.empty(), StreamPosition.of(foreign), foreign);
        }
    }
}
