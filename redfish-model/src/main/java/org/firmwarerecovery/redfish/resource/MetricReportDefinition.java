package org.firmwarerecovery.redfish.resource;

import java.time.Duration;
import java.util.List;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.odata.Status;
import org.jspecify.annotations.Nullable;

/**
 * Which metrics go into a report, when it is made and what becomes of it.
 *
 * @param metricReportDefinitionEnabled whether reports are made
 * @param metricReportDefinitionType {@code Periodic}
 * @param reportActions what is done with a new report
 * @param reportUpdates {@code Overwrite}: the newest takes the place of the one before
 * @param schedule when reports are made
 * @param metrics what is in a report
 * @param metricReport the newest report
 * @param status its state
 */
public record MetricReportDefinition(
        @Nullable Boolean metricReportDefinitionEnabled,
        @Nullable String metricReportDefinitionType,
        @Nullable List<String> reportActions,
        @Nullable String reportUpdates,
        @Nullable Schedule schedule,
        @Nullable List<Metric> metrics,
        @Nullable Link metricReport,
        @Nullable Status status) {
    /** The schema version that these members follow. */
    public static final String ODATA_TYPE = "#MetricReportDefinition.v1_4_7.MetricReportDefinition";

    /** Copies the lists. */
    public MetricReportDefinition {
        reportActions = reportActions == null ? null : List.copyOf(reportActions);
        metrics = metrics == null ? null : List.copyOf(metrics);
    }

    /**
     * When reports are made.
     *
     * @param recurrenceInterval time between two reports
     */
    public record Schedule(Duration recurrenceInterval) {}

    /**
     * A metric of the report.
     *
     * @param metricId id of its definition
     */
    public record Metric(String metricId) {}

    /** Starts without any member. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
    public static final class Builder {
        private @Nullable Boolean metricReportDefinitionEnabled;
        private @Nullable String metricReportDefinitionType;
        private @Nullable List<String> reportActions;
        private @Nullable String reportUpdates;
        private @Nullable Schedule schedule;
        private @Nullable List<Metric> metrics;
        private @Nullable Link metricReport;
        private @Nullable Status status;

        private Builder() {}

        public Builder metricReportDefinitionEnabled(@Nullable Boolean value) {
            metricReportDefinitionEnabled = value;
            return this;
        }

        public Builder metricReportDefinitionType(@Nullable String value) {
            metricReportDefinitionType = value;
            return this;
        }

        public Builder reportActions(@Nullable List<String> value) {
            reportActions = value;
            return this;
        }

        public Builder reportUpdates(@Nullable String value) {
            reportUpdates = value;
            return this;
        }

        public Builder schedule(@Nullable Schedule value) {
            schedule = value;
            return this;
        }

        public Builder metrics(@Nullable List<Metric> value) {
            metrics = value;
            return this;
        }

        public Builder metricReport(@Nullable Link value) {
            metricReport = value;
            return this;
        }

        public Builder status(@Nullable Status value) {
            status = value;
            return this;
        }

        public MetricReportDefinition build() {
            return new MetricReportDefinition(
                    metricReportDefinitionEnabled,
                    metricReportDefinitionType,
                    reportActions,
                    reportUpdates,
                    schedule,
                    metrics,
                    metricReport,
                    status);
        }
    }
}
