package org.firmwarerecovery.redfish.resource;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;
import org.firmwarerecovery.redfish.odata.Link;
import org.jspecify.annotations.Nullable;

/**
 * The entry point {@code /redfish/v1/}; its collections and services are links.
 *
 * @param redfishVersion version of DSP0266 that is followed, three numbers
 * @param uuid UUID of the service, also in SSDP
 * @param product product name
 * @param vendor who made it
 * @param serviceIdentification name that the operator gave
 * @param protocolFeaturesSupported what of the query language works
 * @param systems the systems
 * @param chassis the chassis
 * @param managers the managers
 * @param tasks the task service
 * @param sessionService the session service
 * @param accountService the account service
 * @param eventService the event service
 * @param telemetryService the telemetry service
 * @param aggregationService the aggregation service, on consoles
 * @param registries the message registries
 * @param jsonSchemas the schemas
 * @param updateService the update service
 * @param certificateService the certificate service
 * @param componentIntegrity what is measured
 * @param links further links
 */
public record ServiceRoot(
        String redfishVersion,
        @JsonProperty("UUID") @Nullable String uuid,
        @Nullable String product,
        @Nullable String vendor,
        @Nullable String serviceIdentification,
        @Nullable ProtocolFeatures protocolFeaturesSupported,
        @Nullable Link systems,
        @Nullable Link chassis,
        @Nullable Link managers,
        @Nullable Link tasks,
        @Nullable Link sessionService,
        @Nullable Link accountService,
        @Nullable Link eventService,
        @Nullable Link telemetryService,
        @Nullable Link aggregationService,
        @Nullable Link registries,
        @Nullable Link jsonSchemas,
        @Nullable Link updateService,
        @Nullable Link certificateService,
        @Nullable Link componentIntegrity,
        Links links) {
    /** The schema version that these members follow. */
    public static final String ODATA_TYPE = "#ServiceRoot.v1_20_0.ServiceRoot";

    /**
     * Links of the root.
     *
     * @param sessions where sessions are made
     * @param managerProvidingService the manager that runs this service
     */
    public record Links(Link sessions, @Nullable Link managerProvidingService) {}

    /**
     * {@code ProtocolFeaturesSupported}; publish only what works.
     *
     * @param expandQuery forms of {@code $expand}
     * @param filterQuery {@code $filter} works
     * @param filterQueryComparisonOperations its comparisons
     * @param filterQueryCompoundOperations its {@code and}, {@code or}, {@code not} and parentheses
     * @param selectQuery {@code $select} works
     * @param excerptQuery {@code excerpt} works
     * @param onlyMemberQuery {@code only} works
     * @param topSkipQuery {@code $top} and {@code $skip} work
     * @param multipleHTTPRequests several connections at once work
     * @param deepOperations deep PATCH and POST
     */
    public record ProtocolFeatures(
            @Nullable ExpandQuery expandQuery,
            @Nullable Boolean filterQuery,
            @Nullable Boolean filterQueryComparisonOperations,
            @Nullable Boolean filterQueryCompoundOperations,
            @Nullable Boolean selectQuery,
            @Nullable Boolean excerptQuery,
            @Nullable Boolean onlyMemberQuery,
            @Nullable Boolean topSkipQuery,
            @Nullable Boolean multipleHTTPRequests,
            @Nullable DeepOperations deepOperations) {}

    /**
     * Forms of {@code $expand} that work.
     *
     * @param expandAll {@code *}
     * @param noLinks {@code .}
     * @param links {@code ~}
     * @param levels {@code $levels}
     * @param maxLevels largest number of levels
     */
    public record ExpandQuery(
            @Nullable Boolean expandAll,
            @Nullable Boolean noLinks,
            @Nullable Boolean links,
            @Nullable Boolean levels,
            @Nullable Long maxLevels) {
        /** Starts without any member. */
        public static Builder builder() {
            return new Builder();
        }

        /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
        public static final class Builder {
            private @Nullable Boolean expandAll;
            private @Nullable Boolean noLinks;
            private @Nullable Boolean links;
            private @Nullable Boolean levels;
            private @Nullable Long maxLevels;

            private Builder() {}

            public Builder expandAll(@Nullable Boolean value) {
                expandAll = value;
                return this;
            }

            public Builder noLinks(@Nullable Boolean value) {
                noLinks = value;
                return this;
            }

            public Builder links(@Nullable Boolean value) {
                links = value;
                return this;
            }

            public Builder levels(@Nullable Boolean value) {
                levels = value;
                return this;
            }

            public Builder maxLevels(@Nullable Long value) {
                maxLevels = value;
                return this;
            }

            public ExpandQuery build() {
                return new ExpandQuery(expandAll, noLinks, links, levels, maxLevels);
            }
        }
    }

    /**
     * Deep operations that work.
     *
     * @param deepPATCH PATCH of several resources at once
     * @param deepPOST POST of several resources at once
     */
    public record DeepOperations(
            @Nullable Boolean deepPATCH, @Nullable Boolean deepPOST) {}

    /** Starts without any member. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
    public static final class Builder {
        private @Nullable String redfishVersion;
        private @Nullable String uuid;
        private @Nullable String product;
        private @Nullable String vendor;
        private @Nullable String serviceIdentification;
        private @Nullable ProtocolFeatures protocolFeaturesSupported;
        private @Nullable Link systems;
        private @Nullable Link chassis;
        private @Nullable Link managers;
        private @Nullable Link tasks;
        private @Nullable Link sessionService;
        private @Nullable Link accountService;
        private @Nullable Link eventService;
        private @Nullable Link telemetryService;
        private @Nullable Link aggregationService;
        private @Nullable Link registries;
        private @Nullable Link jsonSchemas;
        private @Nullable Link updateService;
        private @Nullable Link certificateService;
        private @Nullable Link componentIntegrity;
        private @Nullable Links links;

        private Builder() {}

        public Builder redfishVersion(@Nullable String value) {
            redfishVersion = value;
            return this;
        }

        public Builder uuid(@Nullable String value) {
            uuid = value;
            return this;
        }

        public Builder product(@Nullable String value) {
            product = value;
            return this;
        }

        public Builder vendor(@Nullable String value) {
            vendor = value;
            return this;
        }

        public Builder serviceIdentification(@Nullable String value) {
            serviceIdentification = value;
            return this;
        }

        public Builder protocolFeaturesSupported(@Nullable ProtocolFeatures value) {
            protocolFeaturesSupported = value;
            return this;
        }

        public Builder systems(@Nullable Link value) {
            systems = value;
            return this;
        }

        public Builder chassis(@Nullable Link value) {
            chassis = value;
            return this;
        }

        public Builder managers(@Nullable Link value) {
            managers = value;
            return this;
        }

        public Builder tasks(@Nullable Link value) {
            tasks = value;
            return this;
        }

        public Builder sessionService(@Nullable Link value) {
            sessionService = value;
            return this;
        }

        public Builder accountService(@Nullable Link value) {
            accountService = value;
            return this;
        }

        public Builder eventService(@Nullable Link value) {
            eventService = value;
            return this;
        }

        public Builder telemetryService(@Nullable Link value) {
            telemetryService = value;
            return this;
        }

        public Builder aggregationService(@Nullable Link value) {
            aggregationService = value;
            return this;
        }

        public Builder registries(@Nullable Link value) {
            registries = value;
            return this;
        }

        public Builder jsonSchemas(@Nullable Link value) {
            jsonSchemas = value;
            return this;
        }

        public Builder updateService(@Nullable Link value) {
            updateService = value;
            return this;
        }

        public Builder certificateService(@Nullable Link value) {
            certificateService = value;
            return this;
        }

        public Builder componentIntegrity(@Nullable Link value) {
            componentIntegrity = value;
            return this;
        }

        public Builder links(@Nullable Links value) {
            links = value;
            return this;
        }

        public ServiceRoot build() {
            return new ServiceRoot(
                    Objects.requireNonNull(redfishVersion, "RedfishVersion"),
                    uuid,
                    product,
                    vendor,
                    serviceIdentification,
                    protocolFeaturesSupported,
                    systems,
                    chassis,
                    managers,
                    tasks,
                    sessionService,
                    accountService,
                    eventService,
                    telemetryService,
                    aggregationService,
                    registries,
                    jsonSchemas,
                    updateService,
                    certificateService,
                    componentIntegrity,
                    Objects.requireNonNull(links, "Links"));
        }
    }
}
