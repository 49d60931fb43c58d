package org.firmwarerecovery.redfish.resource;

import java.time.Instant;
import java.util.List;
import org.firmwarerecovery.redfish.odata.Link;
import org.jspecify.annotations.Nullable;

/**
 * Values of metrics at a time. What is sent to receivers has a context, too.
 *
 * @param timestamp when it was made
 * @param metricReportDefinition what it was made by
 * @param metricValues the values
 */
public record MetricReport(
        @Nullable Instant timestamp,
        @Nullable Link metricReportDefinition,
        @Nullable List<MetricValue> metricValues) {
    /** The schema version that these members follow. */
    public static final String ODATA_TYPE = "#MetricReport.v1_5_2.MetricReport";

    /** Copies the lists. */
    public MetricReport {
        metricValues = metricValues == null ? null : List.copyOf(metricValues);
    }

    /**
     * A value of a metric.
     *
     * @param metricId id of its definition
     * @param metricValue the value as text
     * @param timestamp when it was read
     * @param metricProperty property that shows the same value, where there is one
     */
    public record MetricValue(
            String metricId,
            String metricValue,
            Instant timestamp,
            @Nullable String metricProperty) {}

    /** Starts without any member. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
    public static final class Builder {
        private @Nullable Instant timestamp;
        private @Nullable Link metricReportDefinition;
        private @Nullable List<MetricValue> metricValues;

        private Builder() {}

        public Builder timestamp(@Nullable Instant value) {
            timestamp = value;
            return this;
        }

        public Builder metricReportDefinition(@Nullable Link value) {
            metricReportDefinition = value;
            return this;
        }

        public Builder metricValues(@Nullable List<MetricValue> value) {
            metricValues = value;
            return this;
        }

        public MetricReport build() {
            return new MetricReport(timestamp, metricReportDefinition, metricValues);
        }
    }
}
