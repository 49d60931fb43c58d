package org.firmwarerecovery.service.endpoint;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.firmwarerecovery.redfish.odata.Health;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.odata.Status;
import org.firmwarerecovery.redfish.resource.MetricDefinition;
import org.firmwarerecovery.redfish.resource.MetricReport;
import org.firmwarerecovery.redfish.resource.MetricReportDefinition;
import org.firmwarerecovery.redfish.resource.TelemetryService;
import org.firmwarerecovery.service.event.ReportRecord;
import org.firmwarerecovery.service.resource.ResourceDeclaration;
import org.firmwarerecovery.service.telemetry.Metric;
import org.firmwarerecovery.service.telemetry.MetricReports;

/**
 * The TelemetryService: what a node measures of itself, and the newest report of it. Interval and metrics are those of the
 * configuration and of the program; clients read.
 */
final class TelemetryEndpoint {
    private final MetricReports reports;

    TelemetryEndpoint(MetricReports reports) {
        this.reports = reports;
    }

    /** The service, its definitions and its report. */
    List<ResourceDeclaration> declarations() {
        return List.of(
                ResourceDeclaration.of(TelemetryService.ODATA_TYPE, MetricReports.SERVICE)
                        .name("Telemetry Service")
                        .description("What this node measures of itself.")
                        .read(call -> Optional.of(service()))
                        .build(),
                ResourceDeclaration.collection("MetricDefinitionCollection", MetricReports.METRICS)
                        .name("Metrics")
                        .description("What is measured.")
                        .members(call -> Optional.of(
                                reports.metrics().stream().map(Metric::id).toList()))
                        .build(),
                ResourceDeclaration.of(MetricDefinition.ODATA_TYPE, MetricReports.METRICS + "/{MetricDefinitionId}")
                        .name("Metric")
                        .description("A figure of this node.")
                        .read(call -> reports.metrics().stream()
                                .filter(metric -> metric.id().equals(call.id()))
                                .findFirst()
                                .map(TelemetryEndpoint::definition))
                        .build(),
                ResourceDeclaration.collection("MetricReportDefinitionCollection", MetricReports.DEFINITIONS)
                        .name("Report Definitions")
                        .description("Which reports are made, and when.")
                        .members(call -> Optional.of(reports.enabled() ? List.of(MetricReports.ID) : List.of()))
                        .build(),
                ResourceDeclaration.of(
                                MetricReportDefinition.ODATA_TYPE,
                                MetricReports.DEFINITIONS + "/{MetricReportDefinitionId}")
                        .name(MetricReports.NAME)
                        .description("All metrics of this node, at regular times.")
                        .read(call -> reports.enabled() && call.id().equals(MetricReports.ID)
                                ? Optional.of(definition())
                                : Optional.empty())
                        .build(),
                ResourceDeclaration.collection("MetricReportCollection", MetricReports.REPORTS)
                        .name("Metric Reports")
                        .description("The newest reports.")
                        .members(call -> Optional.of(
                                reports.latest().map(ReportRecord::id).stream().toList()))
                        .build(),
                ResourceDeclaration.of(MetricReport.ODATA_TYPE, MetricReports.REPORTS + "/{MetricReportId}")
                        .name(MetricReports.NAME)
                        .description("All metrics of this node at a time.")
                        .read(call -> reports.latest()
                                .filter(report -> report.id().equals(call.id()))
                                .map(ReportRecord::content))
                        .build());
    }

    private TelemetryService service() {
        return TelemetryService.builder()
                .serviceEnabled(reports.enabled())
                .status(reports.enabled() ? Status.enabled() : Status.of("Disabled", Health.OK))
                .maxReports(1L)
                .minCollectionInterval(MetricReports.INTERVAL_MIN)
                .metricDefinitions(Link.to(MetricReports.METRICS))
                .metricReportDefinitions(Link.to(MetricReports.DEFINITIONS))
                .metricReports(Link.to(MetricReports.REPORTS))
                .build();
    }

    private static MetricDefinition definition(Metric metric) {
        OptionalLong most = metric.most().get();
        return MetricDefinition.builder()
                .name(metric.name())
                .description(metric.description())
                .metricType(metric.kind().word())
                // Each is counted or read where it arises and not derived from other metrics.
                .implementation("DigitalMeter")
                .metricDataType("Integer")
                .units(metric.units())
                .isLinear(true)
                .minReadingRange(0L)
                .maxReadingRange(most.isPresent() ? most.getAsLong() : null)
                .metricProperties(metric.property().map(List::of).orElse(null))
                .build();
    }

    private MetricReportDefinition definition() {
        return MetricReportDefinition.builder()
                .metricReportDefinitionEnabled(true)
                .metricReportDefinitionType("Periodic")
                .reportActions(List.of("LogToMetricReportsCollection", "RedfishEvent"))
                .reportUpdates("Overwrite")
                .schedule(new MetricReportDefinition.Schedule(reports.interval()))
                .metrics(reports.metrics().stream()
                        .map(metric -> new MetricReportDefinition.Metric(metric.id()))
                        .toList())
                .metricReport(
                        reports.latest().map(report -> Link.to(report.path())).orElse(null))
                .status(Status.enabled())
                .build();
    }
}
