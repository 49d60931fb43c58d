package org.firmwarerecovery.redfish.resource;

import java.time.Duration;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.odata.Status;
import org.jspecify.annotations.Nullable;

/**
 * What the service measures of itself, and where the reports of it are.
 *
 * @param serviceEnabled whether reports are made
 * @param status its state
 * @param maxReports most reports
 * @param minCollectionInterval shortest time between two reports that can be configured
 * @param metricDefinitions what each metric means
 * @param metricReportDefinitions which metrics go into which report, and when
 * @param metricReports the newest reports
 */
public record TelemetryService(
        @Nullable Boolean serviceEnabled,
        @Nullable Status status,
        @Nullable Long maxReports,
        @Nullable Duration minCollectionInterval,
        @Nullable Link metricDefinitions,
        @Nullable Link metricReportDefinitions,
        @Nullable Link metricReports) {
    /** The schema version that these members follow. */
    public static final String ODATA_TYPE = "#TelemetryService.v1_4_1.TelemetryService";

    /** Starts without any member. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
    public static final class Builder {
        private @Nullable Boolean serviceEnabled;
        private @Nullable Status status;
        private @Nullable Long maxReports;
        private @Nullable Duration minCollectionInterval;
        private @Nullable Link metricDefinitions;
        private @Nullable Link metricReportDefinitions;
        private @Nullable Link metricReports;

        private Builder() {}

        public Builder serviceEnabled(@Nullable Boolean value) {
            serviceEnabled = value;
            return this;
        }

        public Builder status(@Nullable Status value) {
            status = value;
            return this;
        }

        public Builder maxReports(@Nullable Long value) {
            maxReports = value;
            return this;
        }

        public Builder minCollectionInterval(@Nullable Duration value) {
            minCollectionInterval = value;
            return this;
        }

        public Builder metricDefinitions(@Nullable Link value) {
            metricDefinitions = value;
            return this;
        }

        public Builder metricReportDefinitions(@Nullable Link value) {
            metricReportDefinitions = value;
            return this;
        }

        public Builder metricReports(@Nullable Link value) {
            metricReports = value;
            return this;
        }

        public TelemetryService build() {
            return new TelemetryService(
                    serviceEnabled,
                    status,
                    maxReports,
                    minCollectionInterval,
                    metricDefinitions,
                    metricReportDefinitions,
                    metricReports);
        }
    }
}
