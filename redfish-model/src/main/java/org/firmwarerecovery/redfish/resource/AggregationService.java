package org.firmwarerecovery.redfish.resource;

import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.odata.Status;
import org.jspecify.annotations.Nullable;

/**
 * What a console knows of the services it serves.
 *
 * @param serviceEnabled whether it does
 * @param status its state
 * @param aggregationSources those services
 */
public record AggregationService(
        @Nullable Boolean serviceEnabled,
        @Nullable Status status,
        @Nullable Link aggregationSources) {
    /** The schema version that these members follow. */
    public static final String ODATA_TYPE = "#AggregationService.v1_0_3.AggregationService";

    /** Starts without any member. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
    public static final class Builder {
        private @Nullable Boolean serviceEnabled;
        private @Nullable Status status;
        private @Nullable Link aggregationSources;

        private Builder() {}

        public Builder serviceEnabled(@Nullable Boolean value) {
            serviceEnabled = value;
            return this;
        }

        public Builder status(@Nullable Status value) {
            status = value;
            return this;
        }

        public Builder aggregationSources(@Nullable Link value) {
            aggregationSources = value;
            return this;
        }

        public AggregationService build() {
            return new AggregationService(serviceEnabled, status, aggregationSources);
        }
    }
}
