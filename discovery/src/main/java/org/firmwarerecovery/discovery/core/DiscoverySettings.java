package org.firmwarerecovery.discovery.core;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a node takes part in discovery ({@code discovery:} of the configuration and {@code SSDP} of Redfish's
 * ManagerNetworkProtocol).
 *
 * @param ssdp false: no socket is opened and every search ends at once
 * @param interfaces interfaces to use; empty: those that own a listen address, or, with a wildcard, all that are up and
 *     able to multicast, loopback excepted
 * @param listenAddresses address literals the HTTPS server listens on; only these are announced. Empty or a wildcard: any
 * @param uuid lower-case uuid of the service root
 * @param httpsPort TCP port of the HTTPS server
 * @param redfishMinor minor of the service's RedfishVersion, which belongs to its search target
 * @param fleetKey secret of the fleet; null: this node neither searches donors by multicast nor answers such searches
 * @param donates software ids donated from the start; later ones come as events
 * @param port UDP port, 1900 except in tests
 * @param notifyInterval time between two announcements; zero: none at all
 * @param ttl hop limit of multicasts
 * @param ipv6Scope where IPv6 multicasts go to
 * @param sameSubnetOnly true: standard searches from addresses that are not on the link are not answered, so that a node is
 *     no reflector towards other networks
 * @param limits every bound
 */
public record DiscoverySettings(
        boolean ssdp,
        List<InterfaceSetting> interfaces,
        List<String> listenAddresses,
        String uuid,
        int httpsPort,
        int redfishMinor,
        @Nullable FleetKey fleetKey,
        List<String> donates,
        int port,
        Duration notifyInterval,
        int ttl,
        Ipv6Scope ipv6Scope,
        boolean sameSubnetOnly,
        DiscoveryLimits limits) {
    /** UDP port of SSDP. */
    public static final int SSDP_PORT = 1900;
    /** Default of Redfish's {@code NotifyMulticastIntervalSeconds}. */
    public static final Duration NOTIFY_INTERVAL = Duration.ofMinutes(10);
    /** Default of Redfish's {@code NotifyTTL}. */
    public static final int TTL = 2;

    private static final int PORT_MAX = 65_535;
    private static final int TTL_MAX = 255;
    private static final int MINOR_MAX = 9999;

    /** Copies the lists and refuses values out of range. */
    public DiscoverySettings {
        interfaces = List.copyOf(interfaces);
        listenAddresses = List.copyOf(listenAddresses);
        donates = List.copyOf(donates);
        check(UniqueServiceName.isUuid(uuid), "uuid is not in canonical lower-case form");
        check(httpsPort >= 1 && httpsPort <= PORT_MAX, "httpsPort out of range: " + httpsPort);
        check(port >= 1 && port <= PORT_MAX, "port out of range: " + port);
        check(redfishMinor >= 0 && redfishMinor <= MINOR_MAX, "redfishMinor out of range: " + redfishMinor);
        check(ttl >= 1 && ttl <= TTL_MAX, "ttl out of range: " + ttl);
        check(!notifyInterval.isNegative(), "notifyInterval is negative");
    }

    /** Defaults of every key for the node {@code uuid} whose HTTPS server has port {@code httpsPort}. */
    public static DiscoverySettings of(String uuid, int httpsPort) {
        return new DiscoverySettings(
                true,
                List.of(),
                List.of(),
                uuid,
                httpsPort,
                0,
                null,
                List.of(),
                SSDP_PORT,
                NOTIFY_INTERVAL,
                TTL,
                Ipv6Scope.Link,
                true,
                DiscoveryLimits.DEFAULTS);
    }

    /** The same settings with SSDP switched on or off. */
    public DiscoverySettings withSsdp(boolean on) {
        return new DiscoverySettings(
                on,
                interfaces,
                listenAddresses,
                uuid,
                httpsPort,
                redfishMinor,
                fleetKey,
                donates,
                port,
                notifyInterval,
                ttl,
                ipv6Scope,
                sameSubnetOnly,
                limits);
    }

    /** The same settings on other interfaces and listen addresses. */
    public DiscoverySettings on(List<InterfaceSetting> otherInterfaces, List<String> otherListenAddresses) {
        return new DiscoverySettings(
                ssdp,
                otherInterfaces,
                otherListenAddresses,
                uuid,
                httpsPort,
                redfishMinor,
                fleetKey,
                donates,
                port,
                notifyInterval,
                ttl,
                ipv6Scope,
                sameSubnetOnly,
                limits);
    }

    /** The same settings as a member of a fleet that donates {@code softwareIds}. */
    public DiscoverySettings inFleet(@Nullable FleetKey key, List<String> softwareIds) {
        return new DiscoverySettings(
                ssdp,
                interfaces,
                listenAddresses,
                uuid,
                httpsPort,
                redfishMinor,
                key,
                softwareIds,
                port,
                notifyInterval,
                ttl,
                ipv6Scope,
                sameSubnetOnly,
                limits);
    }

    /** The same settings with another UDP port, announcement interval, hop limit and IPv6 scope. */
    public DiscoverySettings announcing(int otherPort, Duration interval, int otherTtl, Ipv6Scope scope) {
        return new DiscoverySettings(
                ssdp,
                interfaces,
                listenAddresses,
                uuid,
                httpsPort,
                redfishMinor,
                fleetKey,
                donates,
                otherPort,
                interval,
                otherTtl,
                scope,
                sameSubnetOnly,
                limits);
    }

    /** The same settings with the minor of the service's RedfishVersion and other bounds. */
    public DiscoverySettings serving(int minor, DiscoveryLimits otherLimits) {
        return new DiscoverySettings(
                ssdp,
                interfaces,
                listenAddresses,
                uuid,
                httpsPort,
                minor,
                fleetKey,
                donates,
                port,
                notifyInterval,
                ttl,
                ipv6Scope,
                sameSubnetOnly,
                otherLimits);
    }

    private static void check(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
