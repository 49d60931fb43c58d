package org.firmwarerecovery.redfish.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.odata.Status;
import org.jspecify.annotations.Nullable;

/**
 * Network settings of a manager, as far as this service has them.
 *
 * @param hostName host name without domain
 * @param fqdn host name with domain
 * @param http redirects only
 * @param https this service
 * @param ssdp discovery
 * @param ntp the clock
 * @param status of the protocols
 */
public record ManagerNetworkProtocol(
        @Nullable String hostName,
        @JsonProperty("FQDN") @Nullable String fqdn,
        @JsonProperty("HTTP") @Nullable Protocol http,
        @JsonProperty("HTTPS") @Nullable HttpsProtocol https,
        @JsonProperty("SSDP") @Nullable SsdpProtocol ssdp,
        @JsonProperty("NTP") @Nullable NtpProtocol ntp,
        @Nullable Status status) {
    /** The schema version that these members follow. */
    public static final String ODATA_TYPE = "#ManagerNetworkProtocol.v1_12_0.ManagerNetworkProtocol";

    /**
     * A protocol and its port.
     *
     * @param protocolEnabled it is on
     * @param port TCP port; null in the document while it has none
     */
    public record Protocol(
            @Nullable Boolean protocolEnabled,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            Long port) {}

    /**
     * HTTPS and its certificates.
     *
     * @param protocolEnabled it is on
     * @param port TCP port
     * @param certificates the certificates for people
     */
    public record HttpsProtocol(
            @Nullable Boolean protocolEnabled,
            @Nullable Long port,
            @Nullable Link certificates) {}

    /**
     * SSDP and its announcements.
     *
     * @param protocolEnabled it is on; off means silent at once
     * @param port UDP port, 1900
     * @param notifyMulticastIntervalSeconds seconds between announcements, 0 for none
     * @param notifyTTL hops that an announcement may go
     * @param notifyIPv6Scope {@code Link}, {@code Site} or {@code Organization}
     */
    public record SsdpProtocol(
            @Nullable Boolean protocolEnabled,
            @Nullable Long port,
            @Nullable Long notifyMulticastIntervalSeconds,
            @Nullable Long notifyTTL,
            @Nullable String notifyIPv6Scope) {
        /** Starts without any member. */
        public static Builder builder() {
            return new Builder();
        }

        /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
        public static final class Builder {
            private @Nullable Boolean protocolEnabled;
            private @Nullable Long port;
            private @Nullable Long notifyMulticastIntervalSeconds;
            private @Nullable Long notifyTTL;
            private @Nullable String notifyIPv6Scope;

            private Builder() {}

            public Builder protocolEnabled(@Nullable Boolean value) {
                protocolEnabled = value;
                return this;
            }

            public Builder port(@Nullable Long value) {
                port = value;
                return this;
            }

            public Builder notifyMulticastIntervalSeconds(@Nullable Long value) {
                notifyMulticastIntervalSeconds = value;
                return this;
            }

            public Builder notifyTTL(@Nullable Long value) {
                notifyTTL = value;
                return this;
            }

            public Builder notifyIPv6Scope(@Nullable String value) {
                notifyIPv6Scope = value;
                return this;
            }

            public SsdpProtocol build() {
                return new SsdpProtocol(
                        protocolEnabled, port, notifyMulticastIntervalSeconds, notifyTTL, notifyIPv6Scope);
            }
        }
    }

    /**
     * Time servers.
     *
     * @param protocolEnabled it is on
     * @param port UDP port
     * @param ntpServers servers that the operator named
     */
    public record NtpProtocol(
            @Nullable Boolean protocolEnabled,
            @Nullable Long port,
            @JsonProperty("NTPServers") @Nullable List<String> ntpServers) {
        /** Copies the lists. */
        public NtpProtocol {
            ntpServers = ntpServers == null ? null : List.copyOf(ntpServers);
        }
    }

    /** Starts without any member. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
    public static final class Builder {
        private @Nullable String hostName;
        private @Nullable String fqdn;
        private @Nullable Protocol http;
        private @Nullable HttpsProtocol https;
        private @Nullable SsdpProtocol ssdp;
        private @Nullable NtpProtocol ntp;
        private @Nullable Status status;

        private Builder() {}

        public Builder hostName(@Nullable String value) {
            hostName = value;
            return this;
        }

        public Builder fqdn(@Nullable String value) {
            fqdn = value;
            return this;
        }

        public Builder http(@Nullable Protocol value) {
            http = value;
            return this;
        }

        public Builder https(@Nullable HttpsProtocol value) {
            https = value;
            return this;
        }

        public Builder ssdp(@Nullable SsdpProtocol value) {
            ssdp = value;
            return this;
        }

        public Builder ntp(@Nullable NtpProtocol value) {
            ntp = value;
            return this;
        }

        public Builder status(@Nullable Status value) {
            status = value;
            return this;
        }

        public ManagerNetworkProtocol build() {
            return new ManagerNetworkProtocol(hostName, fqdn, http, https, ssdp, ntp, status);
        }
    }
}
