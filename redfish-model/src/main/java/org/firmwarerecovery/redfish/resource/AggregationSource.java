package org.firmwarerecovery.redfish.resource;

import org.firmwarerecovery.redfish.odata.Status;
import org.jspecify.annotations.Nullable;

/**
 * A service that a console knows.
 *
 * @param hostName URI of that service
 * @param aggregationType {@code NotificationsOnly}: its resources are not shown here
 * @param status its state as far as it is known
 */
public record AggregationSource(
        @Nullable String hostName,
        @Nullable String aggregationType,
        @Nullable Status status) {
    /** The schema version that these members follow. */
    public static final String ODATA_TYPE = "#AggregationSource.v1_5_0.AggregationSource";

    /** Starts without any member. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
    public static final class Builder {
        private @Nullable String hostName;
        private @Nullable String aggregationType;
        private @Nullable Status status;

        private Builder() {}

        public Builder hostName(@Nullable String value) {
            hostName = value;
            return this;
        }

        public Builder aggregationType(@Nullable String value) {
            aggregationType = value;
            return this;
        }

        public Builder status(@Nullable Status value) {
            status = value;
            return this;
        }

        public AggregationSource build() {
            return new AggregationSource(hostName, aggregationType, status);
        }
    }
}
