package org.firmwarerecovery.redfish.resource;

import java.util.List;
import java.util.Map;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.odata.Status;
import org.jspecify.annotations.Nullable;

/**
 * A subscription: where events are sent and which. Header values are secrets of the receiver and are never members.
 *
 * @param destination where to; absent for a stream
 * @param context the text of the subscriber, sent with each event
 * @param protocol {@code Redfish}
 * @param subscriptionType {@code RedfishEvent} or {@code SSE}
 * @param eventFormatType {@code Event} or {@code MetricReport}
 * @param metricReportDefinitions only reports of these definitions
 * @param eventTypes deprecated filter; shown only where it was asked for
 * @param deliveryRetryPolicy what follows after the last try
 * @param httpHeaders always empty: they may be secret
 * @param registryPrefixes only messages of these registries
 * @param resourceTypes only about resources of these types
 * @param messageIds only these messages
 * @param excludeRegistryPrefixes no messages of these registries
 * @param excludeMessageIds not these messages
 * @param severities only of these severities
 * @param originResources only about these resources
 * @param subordinateResources and about those below them
 * @param includeOriginOfCondition whether the resource itself stands in the event
 * @param verifyCertificate whether the certificate of the receiver is judged
 * @param status whether it is served
 */
public record EventDestination(
        @Nullable String destination,
        @Nullable String context,
        @Nullable String protocol,
        @Nullable String subscriptionType,
        @Nullable String eventFormatType,
        @Nullable List<Link> metricReportDefinitions,
        @Nullable List<String> eventTypes,
        @Nullable String deliveryRetryPolicy,
        @Nullable List<Map<String, String>> httpHeaders,
        @Nullable List<String> registryPrefixes,
        @Nullable List<String> resourceTypes,
        @Nullable List<String> messageIds,
        @Nullable List<String> excludeRegistryPrefixes,
        @Nullable List<String> excludeMessageIds,
        @Nullable List<String> severities,
        @Nullable List<Link> originResources,
        @Nullable Boolean subordinateResources,
        @Nullable Boolean includeOriginOfCondition,
        @Nullable Boolean verifyCertificate,
        @Nullable Status status) {
    /** The schema version that these members follow. */
    public static final String ODATA_TYPE = "#EventDestination.v1_16_0.EventDestination";

    /** Copies the lists. */
    public EventDestination {
        eventTypes = eventTypes == null ? null : List.copyOf(eventTypes);
        httpHeaders = httpHeaders == null ? null : List.copyOf(httpHeaders);
        registryPrefixes = registryPrefixes == null ? null : List.copyOf(registryPrefixes);
        resourceTypes = resourceTypes == null ? null : List.copyOf(resourceTypes);
        messageIds = messageIds == null ? null : List.copyOf(messageIds);
        excludeRegistryPrefixes = excludeRegistryPrefixes == null ? null : List.copyOf(excludeRegistryPrefixes);
        excludeMessageIds = excludeMessageIds == null ? null : List.copyOf(excludeMessageIds);
        severities = severities == null ? null : List.copyOf(severities);
        originResources = originResources == null ? null : List.copyOf(originResources);
        metricReportDefinitions = metricReportDefinitions == null ? null : List.copyOf(metricReportDefinitions);
    }

    /** Starts without any member. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
    public static final class Builder {
        private @Nullable String destination;
        private @Nullable String context;
        private @Nullable String protocol;
        private @Nullable String subscriptionType;
        private @Nullable String eventFormatType;
        private @Nullable List<Link> metricReportDefinitions;
        private @Nullable List<String> eventTypes;
        private @Nullable String deliveryRetryPolicy;
        private @Nullable List<Map<String, String>> httpHeaders;
        private @Nullable List<String> registryPrefixes;
        private @Nullable List<String> resourceTypes;
        private @Nullable List<String> messageIds;
        private @Nullable List<String> excludeRegistryPrefixes;
        private @Nullable List<String> excludeMessageIds;
        private @Nullable List<String> severities;
        private @Nullable List<Link> originResources;
        private @Nullable Boolean subordinateResources;
        private @Nullable Boolean includeOriginOfCondition;
        private @Nullable Boolean verifyCertificate;
        private @Nullable Status status;

        private Builder() {}

        public Builder destination(@Nullable String value) {
            destination = value;
            return this;
        }

        public Builder context(@Nullable String value) {
            context = value;
            return this;
        }

        public Builder protocol(@Nullable String value) {
            protocol = value;
            return this;
        }

        public Builder subscriptionType(@Nullable String value) {
            subscriptionType = value;
            return this;
        }

        public Builder eventFormatType(@Nullable String value) {
            eventFormatType = value;
            return this;
        }

        public Builder metricReportDefinitions(@Nullable List<Link> value) {
            metricReportDefinitions = value;
            return this;
        }

        public Builder eventTypes(@Nullable List<String> value) {
            eventTypes = value;
            return this;
        }

        public Builder deliveryRetryPolicy(@Nullable String value) {
            deliveryRetryPolicy = value;
            return this;
        }

        public Builder httpHeaders(@Nullable List<Map<String, String>> value) {
            httpHeaders = value;
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

        public Builder messageIds(@Nullable List<String> value) {
            messageIds = value;
            return this;
        }

        public Builder excludeRegistryPrefixes(@Nullable List<String> value) {
            excludeRegistryPrefixes = value;
            return this;
        }

        public Builder excludeMessageIds(@Nullable List<String> value) {
            excludeMessageIds = value;
            return this;
        }

        public Builder severities(@Nullable List<String> value) {
            severities = value;
            return this;
        }

        public Builder originResources(@Nullable List<Link> value) {
            originResources = value;
            return this;
        }

        public Builder subordinateResources(@Nullable Boolean value) {
            subordinateResources = value;
            return this;
        }

        public Builder includeOriginOfCondition(@Nullable Boolean value) {
            includeOriginOfCondition = value;
            return this;
        }

        public Builder verifyCertificate(@Nullable Boolean value) {
            verifyCertificate = value;
            return this;
        }

        public Builder status(@Nullable Status value) {
            status = value;
            return this;
        }

        public EventDestination build() {
            return new EventDestination(
                    destination,
                    context,
                    protocol,
                    subscriptionType,
                    eventFormatType,
                    metricReportDefinitions,
                    eventTypes,
                    deliveryRetryPolicy,
                    httpHeaders,
                    registryPrefixes,
                    resourceTypes,
                    messageIds,
                    excludeRegistryPrefixes,
                    excludeMessageIds,
                    severities,
                    originResources,
                    subordinateResources,
                    includeOriginOfCondition,
                    verifyCertificate,
                    status);
        }
    }
}
