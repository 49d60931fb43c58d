package org.firmwarerecovery.redfish.resource;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a metric means.
 *
 * @param name what it is called
 * @param description what it says, in a sentence
 * @param metricType {@code Counter} or {@code Gauge}
 * @param implementation how its value comes about
 * @param metricDataType {@code Integer} or {@code Decimal}
 * @param units unit as UCUM writes it
 * @param isLinear whether a greater value means more
 * @param minReadingRange lowest value
 * @param maxReadingRange highest value
 * @param metricProperties properties that show the same value
 */
public record MetricDefinition(
        @Nullable String name,
        @Nullable String description,
        @Nullable String metricType,
        @Nullable String implementation,
        @Nullable String metricDataType,
        @Nullable String units,
        @Nullable Boolean isLinear,
        @Nullable Long minReadingRange,
        @Nullable Long maxReadingRange,
        @Nullable List<String> metricProperties) {
    /** The schema version that these members follow. */
    public static final String ODATA_TYPE = "#MetricDefinition.v1_3_5.MetricDefinition";

    /** Copies the lists. */
    public MetricDefinition {
        metricProperties = metricProperties == null ? null : List.copyOf(metricProperties);
    }

    /** Starts without any member. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
    public static final class Builder {
        private @Nullable String name;
        private @Nullable String description;
        private @Nullable String metricType;
        private @Nullable String implementation;
        private @Nullable String metricDataType;
        private @Nullable String units;
        private @Nullable Boolean isLinear;
        private @Nullable Long minReadingRange;
        private @Nullable Long maxReadingRange;
        private @Nullable List<String> metricProperties;

        private Builder() {}

        public Builder name(@Nullable String value) {
            name = value;
            return this;
        }

        public Builder description(@Nullable String value) {
            description = value;
            return this;
        }

        public Builder metricType(@Nullable String value) {
            metricType = value;
            return this;
        }

        public Builder implementation(@Nullable String value) {
            implementation = value;
            return this;
        }

        public Builder metricDataType(@Nullable String value) {
            metricDataType = value;
            return this;
        }

        public Builder units(@Nullable String value) {
            units = value;
            return this;
        }

        public Builder isLinear(@Nullable Boolean value) {
            isLinear = value;
            return this;
        }

        public Builder minReadingRange(@Nullable Long value) {
            minReadingRange = value;
            return this;
        }

        public Builder maxReadingRange(@Nullable Long value) {
            maxReadingRange = value;
            return this;
        }

        public Builder metricProperties(@Nullable List<String> value) {
            metricProperties = value;
            return this;
        }

        public MetricDefinition build() {
            return new MetricDefinition(
                    name,
                    description,
                    metricType,
                    implementation,
                    metricDataType,
                    units,
                    isLinear,
                    minReadingRange,
                    maxReadingRange,
                    metricProperties);
        }
    }
}
