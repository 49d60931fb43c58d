package org.firmwarerecovery.service.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an interface is set to, as the operator's program reads it, in Redfish's names. What it does not say is null.
 *
 * @param hostName name of the machine
 * @param fqdn its name with its domain
 * @param dhcpv4 DHCP for IPv4
 * @param ipv4StaticAddresses IPv4 addresses that somebody gave it
 * @param staticNameServers name servers that somebody gave it
 */
public record InterfaceSettings(
        @Nullable String hostName,
        @JsonProperty("FQDN") @Nullable String fqdn,
        @JsonProperty("DHCPv4") @Nullable Dhcp dhcpv4,
        @JsonProperty("IPv4StaticAddresses") @Nullable List<StaticAddress> ipv4StaticAddresses,
        @Nullable List<String> staticNameServers)
        implements ReadSettings {
    /** Where nothing is known. */
    public static final InterfaceSettings UNKNOWN = new InterfaceSettings(null, null, null, null, null);

    /** Copies the lists; a router repeated with a later address is left out there, as Redfish has it. */
    public InterfaceSettings {
        ipv4StaticAddresses = ipv4StaticAddresses == null ? null : withOneRouter(ipv4StaticAddresses);
        staticNameServers = staticNameServers == null ? null : List.copyOf(staticNameServers);
    }

    /**
     * DHCP for IPv4.
     *
     * @param dhcpEnabled it is on
     */
    public record Dhcp(
            @JsonProperty("DHCPEnabled") @Nullable Boolean dhcpEnabled) {}

    /**
     * An IPv4 address.
     *
     * @param address the address
     * @param subnetMask its mask
     * @param gateway router, or none
     */
    public record StaticAddress(
            String address, String subnetMask, @Nullable String gateway) {
        /** Where one is missing, the whole is nonsense. */
        public StaticAddress {
            Objects.requireNonNull(address, "Address");
            Objects.requireNonNull(subnetMask, "SubnetMask");
        }
    }

    /** Whether the interface asks for an IPv4 address; empty when that is not known. */
    public Optional<Boolean> dhcp() {
        return Optional.ofNullable(dhcpv4).flatMap(one -> Optional.ofNullable(one.dhcpEnabled()));
    }

    /**
     * Where an address in use is from. The program knows better than the kernel: an address that it lists as static is, and where it says
     * that DHCP is on, an address kept for ever is of a client that sets no end of validity.
     */
    public Optional<String> origin(NetworkLink.Ipv4 inUse) {
        String text = inUse.address().getHostAddress();
        List<StaticAddress> given = ipv4StaticAddresses == null ? List.of() : ipv4StaticAddresses;
        if (given.stream().anyMatch(one -> text.equals(one.address()))) {
            return Optional.of("Static");
        }
        boolean asked = dhcp().orElse(false);
        return inUse.origin().map(origin -> asked && origin.equals("Static") ? "DHCP" : origin);
    }

    @Override
    public Optional<String> fault() {
        List<StaticAddress> addresses = ipv4StaticAddresses == null ? List.of() : ipv4StaticAddresses;
        List<String> servers = staticNameServers == null ? List.of() : staticNameServers;
        if (addresses.size() > ENTRIES_MAX || servers.size() > ENTRIES_MAX) {
            return Optional.of("more than " + ENTRIES_MAX + " entries in a list");
        }
        if (hostName != null && !NetworkText.isLabel(hostName)) {
            return Optional.of("HostName is no name");
        }
        if (fqdn != null && !NetworkText.isName(fqdn)) {
            return Optional.of("FQDN is no name");
        }
        if (!servers.stream().allMatch(one -> NetworkText.address(one).isPresent())) {
            return Optional.of("StaticNameServers: not an address");
        }
        if (addresses.stream().skip(1).anyMatch(one -> one.gateway() != null)) {
            return Optional.of("IPv4StaticAddresses: a later entry has a Gateway that the first does not have");
        }
        return addresses.stream().allMatch(InterfaceSettings::isComplete)
                ? Optional.empty()
                : Optional.of("IPv4StaticAddresses: an entry is not Address, SubnetMask and at most Gateway");
    }

    private static List<StaticAddress> withOneRouter(List<StaticAddress> read) {
        List<StaticAddress> kept = new ArrayList<>();
        for (StaticAddress one : read) {
            boolean again = !kept.isEmpty()
                    && one.gateway() != null
                    && one.gateway().equals(kept.get(0).gateway());
            kept.add(again ? new StaticAddress(one.address(), one.subnetMask(), null) : one);
        }
        return List.copyOf(kept);
    }

    private static boolean isComplete(StaticAddress one) {
        boolean wellFormed = Stream.of(one.address(), one.subnetMask())
                .allMatch(text -> NetworkText.ipv4(text).isPresent());
        String gateway = one.gateway();
        return wellFormed && (gateway == null || NetworkText.ipv4(gateway).isPresent());
    }
}
