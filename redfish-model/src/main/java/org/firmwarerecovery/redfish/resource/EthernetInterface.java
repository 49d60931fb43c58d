package org.firmwarerecovery.redfish.resource;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.firmwarerecovery.redfish.odata.Status;
import org.jspecify.annotations.Nullable;

/**
 * A network interface of the manager, as the machine has it.
 *
 * @param interfaceEnabled administratively up
 * @param linkStatus {@code LinkUp}, {@code NoLink} or {@code LinkDown}
 * @param macAddress hardware address
 * @param speedMbps speed of the link
 * @param fullDuplex both directions at once
 * @param mtuSize largest payload in bytes
 * @param hostName name of the machine
 * @param fqdn its name with its domain
 * @param dhcpv4 whether it asks for an IPv4 address
 * @param ipv4Addresses IPv4 addresses in use
 * @param ipv4StaticAddresses IPv4 addresses that somebody gave it
 * @param ipv6Addresses IPv6 addresses
 * @param ipv6DefaultGateway router of IPv6
 * @param nameServers name servers that the machine asks
 * @param staticNameServers name servers that somebody gave it
 * @param status of the interface
 */
public record EthernetInterface(
        @Nullable Boolean interfaceEnabled,
        @Nullable String linkStatus,
        @JsonProperty("MACAddress") @Nullable String macAddress,
        @Nullable Long speedMbps,
        @Nullable Boolean fullDuplex,
        @JsonProperty("MTUSize") @Nullable Long mtuSize,
        @Nullable String hostName,
        @JsonProperty("FQDN") @Nullable String fqdn,
        @JsonProperty("DHCPv4") @Nullable Dhcpv4 dhcpv4,
        @JsonProperty("IPv4Addresses") @Nullable List<Ipv4Address> ipv4Addresses,
        @JsonProperty("IPv4StaticAddresses") @Nullable List<Ipv4StaticAddress> ipv4StaticAddresses,
        @JsonProperty("IPv6Addresses") @Nullable List<Ipv6Address> ipv6Addresses,
        @JsonProperty("IPv6DefaultGateway") @Nullable String ipv6DefaultGateway,
        @Nullable List<String> nameServers,
        @Nullable List<String> staticNameServers,
        @Nullable Status status) {
    /** The schema version that these members follow. */
    public static final String ODATA_TYPE = "#EthernetInterface.v1_12_4.EthernetInterface";

    /** Copies the lists. */
    public EthernetInterface {
        ipv4Addresses = ipv4Addresses == null ? null : List.copyOf(ipv4Addresses);
        ipv4StaticAddresses = ipv4StaticAddresses == null ? null : List.copyOf(ipv4StaticAddresses);
        ipv6Addresses = ipv6Addresses == null ? null : List.copyOf(ipv6Addresses);
        nameServers = nameServers == null ? null : List.copyOf(nameServers);
        staticNameServers = staticNameServers == null ? null : List.copyOf(staticNameServers);
    }

    /**
     * DHCP for IPv4.
     *
     * @param dhcpEnabled it is on
     */
    public record Dhcpv4(
            @JsonProperty("DHCPEnabled") @Nullable Boolean dhcpEnabled) {}

    /**
     * An IPv4 address.
     *
     * @param address the address
     * @param subnetMask its mask
     * @param addressOrigin {@code Static}, {@code DHCP} or {@code IPv4LinkLocal}
     * @param gateway router; with the first address only
     */
    public record Ipv4Address(
            @Nullable String address,
            @Nullable String subnetMask,
            @Nullable String addressOrigin,
            @Nullable String gateway) {}

    /**
     * An IPv4 address that somebody gave the interface.
     *
     * @param address the address
     * @param subnetMask its mask
     * @param gateway router; with the first address only
     */
    public record Ipv4StaticAddress(
            @Nullable String address,
            @Nullable String subnetMask,
            @Nullable String gateway) {}

    /**
     * An IPv6 address.
     *
     * @param address the address, without zone
     * @param prefixLength bits of its prefix
     * @param addressOrigin {@code Static}, {@code DHCPv6}, {@code LinkLocal} or {@code SLAAC}
     * @param addressState {@code Preferred}, {@code Deprecated}, {@code Tentative} or {@code Failed}
     */
    public record Ipv6Address(
            @Nullable String address,
            @Nullable Long prefixLength,
            @Nullable String addressOrigin,
            @Nullable String addressState) {}

    /** Starts without any member. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
    public static final class Builder {
        private @Nullable Boolean interfaceEnabled;
        private @Nullable String linkStatus;
        private @Nullable String macAddress;
        private @Nullable Long speedMbps;
        private @Nullable Boolean fullDuplex;
        private @Nullable Long mtuSize;
        private @Nullable String hostName;
        private @Nullable String fqdn;
        private @Nullable Dhcpv4 dhcpv4;
        private @Nullable List<Ipv4Address> ipv4Addresses;
        private @Nullable List<Ipv4StaticAddress> ipv4StaticAddresses;
        private @Nullable List<Ipv6Address> ipv6Addresses;
        private @Nullable String ipv6DefaultGateway;
        private @Nullable List<String> nameServers;
        private @Nullable List<String> staticNameServers;
        private @Nullable Status status;

        private Builder() {}

        public Builder interfaceEnabled(@Nullable Boolean value) {
            interfaceEnabled = value;
            return this;
        }

        public Builder linkStatus(@Nullable String value) {
            linkStatus = value;
            return this;
        }

        public Builder macAddress(@Nullable String value) {
            macAddress = value;
            return this;
        }

        public Builder speedMbps(@Nullable Long value) {
            speedMbps = value;
            return this;
        }

        public Builder fullDuplex(@Nullable Boolean value) {
            fullDuplex = value;
            return this;
        }

        public Builder mtuSize(@Nullable Long value) {
            mtuSize = value;
            return this;
        }

        public Builder hostName(@Nullable String value) {
            hostName = value;
            return this;
        }

        public Builder fqdn(@Nullable String value) {
            fqdn = value;
            return this;
        }

        public Builder dhcpv4(@Nullable Dhcpv4 value) {
            dhcpv4 = value;
            return this;
        }

        public Builder ipv4StaticAddresses(@Nullable List<Ipv4StaticAddress> value) {
            ipv4StaticAddresses = value;
            return this;
        }

        public Builder ipv4Addresses(@Nullable List<Ipv4Address> value) {
            ipv4Addresses = value;
            return this;
        }

        public Builder ipv6Addresses(@Nullable List<Ipv6Address> value) {
            ipv6Addresses = value;
            return this;
        }

        public Builder ipv6DefaultGateway(@Nullable String value) {
            ipv6DefaultGateway = value;
            return this;
        }

        public Builder staticNameServers(@Nullable List<String> value) {
            staticNameServers = value;
            return this;
        }

        public Builder nameServers(@Nullable List<String> value) {
            nameServers = value;
            return this;
        }

        public Builder status(@Nullable Status value) {
            status = value;
            return this;
        }

        public EthernetInterface build() {
            return new EthernetInterface(
                    interfaceEnabled,
                    linkStatus,
                    macAddress,
                    speedMbps,
                    fullDuplex,
                    mtuSize,
                    hostName,
                    fqdn,
                    dhcpv4,
                    ipv4Addresses,
                    ipv4StaticAddresses,
                    ipv6Addresses,
                    ipv6DefaultGateway,
                    nameServers,
                    staticNameServers,
                    status);
        }
    }
}
