package org.firmwarerecovery.service.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.firmwarerecovery.service.event.DeliveryEffect;
import org.firmwarerecovery.service.http.RawClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Metrics, their definitions and their report as clients read them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TelemetryEndpointTest {
    private static final String ADMIN = "Authorization: " + RawClient.basic("admin", NodeServer.PASSWORD);
    private static final String EVENTS = "/redfish/v1/EventService";
    private static final String SERVICE = "/redfish/v1/TelemetryService";

    @TempDir
    private static Path folder;

    private static NodeServer server;

    @BeforeAll
    static void start() throws IOException {
        server = new NodeServer(folder);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    private static RawClient.Response get(String path) throws IOException {
        try (RawClient client = RawClient.tls(server.port())) {
            return client.send("GET", path, "", ADMIN);
        }
    }

    private static JsonNode read(String path) throws IOException {
        RawClient.Response answer = get(path);
        assertEquals(200, answer.status(), answer.text());
        return answer.json();
    }

    @Test
    @Order(1)
    void before_the_first_report_there_is_none() throws IOException {
        assertEquals(0, read(SERVICE + "/MetricReports").path("Members").size());
        assertEquals(404, get(SERVICE + "/MetricReports/Node").status());
        JsonNode definition = read(SERVICE + "/MetricReportDefinitions/Node");
        assertEquals(
                "PT1M", definition.path("Schedule").path("RecurrenceInterval").asText());
        assertFalse(definition.has("MetricReport"));
    }

    @Test
    @Order(2)
    void the_report_has_a_value_for_each_metric_of_its_definition_and_each_metric_says_what_it_means()
            throws IOException {
        server.reports.take();
        assertEquals(
                SERVICE,
                read("/redfish/v1").path("TelemetryService").path("@odata.id").asText());
        JsonNode definition = read(SERVICE + "/MetricReportDefinitions/Node");
        JsonNode report = read(definition.path("MetricReport").path("@odata.id").asText());
        assertEquals(
                definition.path("@odata.id").asText(),
                report.path("MetricReportDefinition").path("@odata.id").asText());
        assertEquals(
                definition.path("Metrics").findValuesAsText("MetricId"),
                report.path("MetricValues").findValuesAsText("MetricId"));
        for (JsonNode value : report.path("MetricValues")) {
            assertTrue(Long.parseLong(value.path("MetricValue").asText()) >= 0, value.toString());
            JsonNode metric = read(
                    SERVICE + "/MetricDefinitions/" + value.path("MetricId").asText());
            assertFalse(metric.path("Units").asText().isEmpty(), metric.toString());
            assertEquals(
                    value.path("MetricProperty").asText(),
                    metric.path("MetricProperties").path(0).asText());
        }
    }

    @Test
    @Order(3)
    void a_metric_that_names_a_property_has_the_value_of_that_property() throws IOException {
        int named = 0;
        for (JsonNode value : read(SERVICE + "/MetricReports/Node").path("MetricValues")) {
            String[] pointer = value.path("MetricProperty").asText().split("#");
            if (pointer.length == 2) {
                named++;
                JsonNode shown = read(pointer[0]).at(pointer[1]);
                assertTrue(shown.isIntegralNumber(), value.toString());
                if (!pointer[1].endsWith("Bytes")) {
                    assertEquals(value.path("MetricValue").asText(), shown.asText(), value.toString());
                }
            }
        }
        assertEquals(6, named);
    }

    @Test
    @Order(4)
    void the_newest_report_is_read_and_metrics_know_their_range() throws IOException {
        assertEquals("0", value("Uptime"));
        server.node.uptime = 250_000;
        server.reports.take();
        assertEquals("150", value("Uptime"));
        assertEquals("3", value("OpenConnections"));
        assertEquals("41", value("RequestsAnswered"));
        assertEquals(
                256,
                read(SERVICE + "/MetricDefinitions/OpenConnections")
                        .path("MaxReadingRange")
                        .asInt());
        assertFalse(read(SERVICE + "/MetricDefinitions/Uptime").has("MaxReadingRange"));
    }

    private static String value(String metric) throws IOException {
        for (JsonNode value : read(SERVICE + "/MetricReports/Node").path("MetricValues")) {
            if (value.path("MetricId").asText().equals(metric)) {
                return value.path("MetricValue").asText();
            }
        }
        throw new AssertionError("no value of " + metric);
    }

    @Test
    @Order(5)
    void who_subscribed_to_metric_reports_gets_each_of_them_and_no_event() throws Exception {
        assertEquals(
                "[\"Event\",\"MetricReport\"]",
                read(EVENTS).path("EventFormatTypes").toString());
        String definition = SERVICE + "/MetricReportDefinitions/Node";
        RawClient.Response made = post(
                EVENTS + "/Subscriptions",
                "{\"Destination\":\"https://192.0.2.7/sink\",\"Protocol\":\"Redfish\",\"Context\":\"rack 7\","
                        + "\"EventFormatType\":\"MetricReport\",\"MetricReportDefinitions\":[{\"@odata.id\":\""
                        + definition
                        + "\"}]}");
        assertEquals(201, made.status(), made.text());
        JsonNode shown = read(made.header("Location").orElseThrow());
        assertEquals("MetricReport", shown.path("EventFormatType").asText());
        assertEquals(
                definition,
                shown.path("MetricReportDefinitions").path(0).path("@odata.id").asText());
        assertEquals(
                204,
                post(EVENTS + "/Actions/EventService.TestEventSubscription", "{}")
                        .status());
        server.reports.take();
        DeliveryEffect.Send send =
                Objects.requireNonNull(server.deliveries.poll(20, TimeUnit.SECONDS), "nothing was sent");
        JsonNode report = RawClient.json(new String(send.payload(), StandardCharsets.UTF_8));
        assertEquals(
                "#MetricReport.v1_5_2.MetricReport", report.path("@odata.type").asText());
        assertEquals("rack 7", report.path("Context").asText());
        assertEquals(read(SERVICE + "/MetricReports/Node").path("MetricValues"), report.path("MetricValues"));
    }

    @Test
    @Order(6)
    void a_stream_of_metric_reports_begins_with_the_newest_and_shows_its_format() throws IOException {
        // As DSP0266 and clients have it, without quotes.
        String filter = URLEncoder.encode("EventFormatType eq MetricReport", StandardCharsets.UTF_8);
        try (RawClient client = RawClient.tls(server.port())) {
            client.write(RawClient.head("GET", EVENTS + "/SSE?$filter=" + filter, ADMIN) + "\r\n");
            assertEquals(200, client.read(true).status());
            assertEquals(":\n\n", client.chunk());
            String[] lines = client.chunk().split("\n");
            JsonNode report = RawClient.json(lines[1].substring(6));
            assertEquals(
                    "#MetricReport.v1_5_2.MetricReport",
                    report.path("@odata.type").asText());
            assertTrue(lines[0].endsWith("-" + report.path("ReportSequence").asText()), lines[0]);
            assertTrue(report.path("MetricValues").size() > 10, lines[1]);
            List<String> formats = new ArrayList<>();
            for (JsonNode member : read(EVENTS + "/Subscriptions").path("Members")) {
                JsonNode one = read(member.path("@odata.id").asText());
                if (one.path("SubscriptionType").asText().equals("SSE")) {
                    formats.add(one.path("EventFormatType").asText());
                }
            }
            assertEquals(List.of("MetricReport"), formats);
        }
    }

    private static RawClient.Response post(String path, String body) throws IOException {
        try (RawClient client = RawClient.tls(server.port())) {
            return client.send("POST", path, body, ADMIN, "Content-Type: application/json");
        }
    }
}
