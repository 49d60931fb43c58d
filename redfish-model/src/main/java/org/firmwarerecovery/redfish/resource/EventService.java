package org.firmwarerecovery.redfish.resource;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.odata.Status;
import org.jspecify.annotations.Nullable;

/**
 * How events are delivered and what subscriptions may ask for.
 *
 * @param serviceEnabled whether events are sent
 * @param status its state
 * @param deliveryRetryAttempts how often a failed delivery is tried again before the policy of the subscription decides
 * @param deliveryRetryIntervalSeconds time between two tries
 * @param eventFormatTypes {@code Event} and, where there are reports, {@code MetricReport}
 * @param registryPrefixes prefixes that filters may name
 * @param resourceTypes types that filters may name
 * @param severities severities that filters may name
 * @param subordinateResourcesSupported whether filters may include what is below a resource
 * @param originResourcesSupported whether filters may name resources
 * @param includeOriginOfConditionSupported whether events may carry the resource they are about
 * @param excludeRegistryPrefix whether filters may exclude prefixes
 * @param excludeMessageId whether filters may exclude messages
 * @param serverSentEventUri where the stream is
 * @param sseFilterPropertiesSupported what the filter of the stream may name
 * @param subscriptions the subscriptions
 */
public record EventService(
        @Nullable Boolean serviceEnabled,
        @Nullable Status status,
        @Nullable Long deliveryRetryAttempts,
        @Nullable Long deliveryRetryIntervalSeconds,
        @Nullable List<String> eventFormatTypes,
        @Nullable List<String> registryPrefixes,
        @Nullable List<String> resourceTypes,
        @Nullable List<String> severities,
        @Nullable Boolean subordinateResourcesSupported,
        @Nullable Boolean originResourcesSupported,
        @Nullable Boolean includeOriginOfConditionSupported,
        @Nullable Boolean excludeRegistryPrefix,
        @Nullable Boolean excludeMessageId,
        @Nullable String serverSentEventUri,

        @JsonProperty("SSEFilterPropertiesSupported") @Nullable
        SseFilterProperties sseFilterPropertiesSupported,

        @Nullable Link subscriptions) {
    /** The schema version that these members follow. */
    public static final String ODATA_TYPE = "#EventService.v1_12_0.EventService";

    /** Copies the lists. */
    public EventService {
        eventFormatTypes = eventFormatTypes == null ? null : List.copyOf(eventFormatTypes);
        registryPrefixes = registryPrefixes == null ? null : List.copyOf(registryPrefixes);
        resourceTypes = resourceTypes == null ? null : List.copyOf(resourceTypes);
        severities = severities == null ? null : List.copyOf(severities);
    }

    /** Starts without any member. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * What the filter of the stream may name.
     *
     * @param eventFormatType {@code Event} or {@code MetricReport}
     * @param messageId a message
     * @param metricReportDefinition what makes a metric report
     * @param originResource a resource
     * @param registryPrefix a registry
     * @param resourceType a type
     * @param subordinateResources what is below a resource, too
     */
    public record SseFilterProperties(
            boolean eventFormatType,
            boolean messageId,
            boolean metricReportDefinition,
            boolean originResource,
            boolean registryPrefix,
            boolean resourceType,
            boolean subordinateResources) {}

    /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
    public static final class Builder {
        private @Nullable Boolean serviceEnabled;
        private @Nullable Status status;
        private @Nullable Long deliveryRetryAttempts;
        private @Nullable Long deliveryRetryIntervalSeconds;
        private @Nullable List<String> eventFormatTypes;
        private @Nullable List<String> registryPrefixes;
        private @Nullable List<String> resourceTypes;
        private @Nullable List<String> severities;
        private @Nullable Boolean subordinateResourcesSupported;
        private @Nullable Boolean originResourcesSupported;
        private @Nullable Boolean includeOriginOfConditionSupported;
        private @Nullable Boolean excludeRegistryPrefix;
        private @Nullable Boolean excludeMessageId;
        private @Nullable String serverSentEventUri;
        private @Nullable SseFilterProperties sseFilterPropertiesSupported;
        private @Nullable Link subscriptions;

        private Builder() {}

        public Builder serviceEnabled(@Nullable Boolean value) {
            serviceEnabled = value;
            return this;
        }

        public Builder status(@Nullable Status value) {
            status = value;
            return this;
        }

        public Builder deliveryRetryAttempts(@Nullable Long value) {
            deliveryRetryAttempts = value;
            return this;
        }

        public Builder deliveryRetryIntervalSeconds(@Nullable Long value) {
            deliveryRetryIntervalSeconds = value;
            return this;
        }

        public Builder eventFormatTypes(@Nullable List<String> value) {
            eventFormatTypes = value;
            return this;
        }

        public Builder registryPrefixes(@Nullable List<String> value) {
            registryPrefixes = value;
            return this;
        }

        public Builder resourceTypes(@Nullable List<String> value) {
            resourceTypes = value;
            return this;
        }

        public Builder severities(@Nullable List<String> value) {
            severities = value;
            return this;
        }

        public Builder subordinateResourcesSupported(@Nullable Boolean value) {
            subordinateResourcesSupported = value;
            return this;
        }

        public Builder originResourcesSupported(@Nullable Boolean value) {
            originResourcesSupported = value;
            return this;
        }

        public Builder includeOriginOfConditionSupported(@Nullable Boolean value) {
            includeOriginOfConditionSupported = value;
            return this;
        }

        public Builder excludeRegistryPrefix(@Nullable Boolean value) {
            excludeRegistryPrefix = value;
            return this;
        }

        public Builder excludeMessageId(@Nullable Boolean value) {
            excludeMessageId = value;
            return this;
        }

        public Builder serverSentEventUri(@Nullable String value) {
            serverSentEventUri = value;
            return this;
        }

        public Builder sseFilterPropertiesSupported(@Nullable SseFilterProperties value) {
            sseFilterPropertiesSupported = value;
            return this;
        }

        public Builder subscriptions(@Nullable Link value) {
            subscriptions = value;
            return this;
        }

        public EventService build() {
            return new EventService(
                    serviceEnabled,
                    status,
                    deliveryRetryAttempts,
                    deliveryRetryIntervalSeconds,
                    eventFormatTypes,
                    registryPrefixes,
                    resourceTypes,
                    severities,
                    subordinateResourcesSupported,
                    originResourcesSupported,
                    includeOriginOfConditionSupported,
                    excludeRegistryPrefix,
                    excludeMessageId,
                    serverSentEventUri,
                    sseFilterPropertiesSupported,
                    subscriptions);
        }
    }
}
