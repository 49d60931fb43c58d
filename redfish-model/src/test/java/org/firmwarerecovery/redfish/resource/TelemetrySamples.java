package org.firmwarerecovery.redfish.resource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.firmwarerecovery.redfish.odata.Health;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.odata.Status;
import org.junit.jupiter.params.provider.Arguments;

/** Metrics, their reports and what a console knows of others, with every member. */
final class TelemetrySamples {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
    private static final Status STATUS = new Status("Enabled", Health.OK, Health.WARNING);
    private static final String SERVICE = "/redfish/v1/TelemetryService";
    private static final String SOURCES = "/redfish/v1/AggregationService/AggregationSources";

    private TelemetrySamples() {}

    static Stream<Arguments> all() {
        return Stream.of(
                Arguments.of(TelemetryService.ODATA_TYPE, SERVICE, service()),
                Arguments.of(MetricDefinition.ODATA_TYPE, SERVICE + "/MetricDefinitions/HeapUsed", metric()),
                Arguments.of(
                        MetricReportDefinition.ODATA_TYPE, SERVICE + "/MetricReportDefinitions/Node", definition()),
                Arguments.of(MetricReport.ODATA_TYPE, SERVICE + "/MetricReports/Node", report()),
                Arguments.of(
                        AggregationService.ODATA_TYPE,
                        "/redfish/v1/AggregationService",
                        new AggregationService(true, STATUS, Link.to(SOURCES))),
                Arguments.of(
                        AggregationSource.ODATA_TYPE,
                        SOURCES + "/92384634-2938-2342-8820-489239905423",
                        new AggregationSource("https://192.0.2.7:8443", "NotificationsOnly", STATUS)));
    }

    private static TelemetryService service() {
        return TelemetryService.builder()
                .serviceEnabled(true)
                .status(STATUS)
                .maxReports(1L)
                .minCollectionInterval(Duration.ofSeconds(1))
                .metricDefinitions(Link.to(SERVICE + "/MetricDefinitions"))
                .metricReportDefinitions(Link.to(SERVICE + "/MetricReportDefinitions"))
                .metricReports(Link.to(SERVICE + "/MetricReports"))
                .build();
    }

    private static MetricDefinition metric() {
        return MetricDefinition.builder()
                .name("Heap Used")
                .description("Bytes of the heap that are in use.")
                .metricType("Gauge")
                .implementation("DigitalMeter")
                .metricDataType("Integer")
                .units("By")
                .isLinear(true)
                .minReadingRange(0L)
                .maxReadingRange(1L << 26)
                .metricProperties(List.of("/redfish/v1/UpdateService#/LocalImageStoreAvailableCapacityBytes"))
                .build();
    }

    private static MetricReportDefinition definition() {
        return MetricReportDefinition.builder()
                .metricReportDefinitionEnabled(true)
                .metricReportDefinitionType("Periodic")
                .reportActions(List.of("LogToMetricReportsCollection", "RedfishEvent"))
                .reportUpdates("Overwrite")
                .schedule(new MetricReportDefinition.Schedule(Duration.ofMinutes(1)))
                .metrics(List.of(new MetricReportDefinition.Metric("HeapUsed")))
                .metricReport(Link.to(SERVICE + "/MetricReports/Node"))
                .status(STATUS)
                .build();
    }

    private static MetricReport report() {
        return MetricReport.builder()
                .timestamp(NOW)
                .metricReportDefinition(Link.to(SERVICE + "/MetricReportDefinitions/Node"))
                .metricValues(List.of(new MetricReport.MetricValue(
                        "HeapUsed", "4096", NOW, "/redfish/v1/UpdateService#/LocalImageStoreAvailableCapacityBytes")))
                .build();
    }
}
