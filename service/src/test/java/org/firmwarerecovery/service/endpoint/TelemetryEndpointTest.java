package org.firmwarerecovery.service.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
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
}
