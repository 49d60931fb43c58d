package org.firmwarerecovery.service.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.redfish.odata.Health;
import org.firmwarerecovery.redfish.odata.Status;
import org.firmwarerecovery.redfish.resource.EthernetInterface;
import org.firmwarerecovery.service.network.NetworkLink;
import org.firmwarerecovery.service.network.NetworkLinks;
import org.firmwarerecovery.service.resource.ResourceDeclaration;

/** The network interfaces of the manager as the machine has them. Its own tools set them; here they are only read. */
final class EthernetEndpoint {
    static final String INTERFACES = TreePaths.MANAGER + "/EthernetInterfaces";

    private final NetworkLinks links;

    EthernetEndpoint(NetworkLinks links) {
        this.links = links;
    }

    /** The collection and its members. */
    List<ResourceDeclaration> declarations() {
        String collection = TreePaths.MANAGERS + "/{ManagerId}/EthernetInterfaces";
        return List.of(
                ResourceDeclaration.collection("EthernetInterfaceCollection", collection)
                        .name("Ethernet Interfaces")
                        .description("The network interfaces of the machine that this node runs on.")
                        .members(call -> TreePaths.isManager(call) ? Optional.of(links.ids()) : Optional.empty())
                        .build(),
                ResourceDeclaration.of(EthernetInterface.ODATA_TYPE, collection + "/{EthernetInterfaceId}")
                        .name("Ethernet Interface")
                        .description("A network interface.")
                        .read(call -> TreePaths.isManager(call)
                                ? links.link(call.id()).map(this::show)
                                : Optional.empty())
                        .build());
    }

    private EthernetInterface show(NetworkLink link) {
        Optional<String> host = links.hostName();
        List<String> servers = links.nameServers();
        return EthernetInterface.builder()
                .interfaceEnabled(link.enabled().orElse(null))
                .linkStatus(link.running() ? "LinkUp" : "NoLink")
                .macAddress(link.mac().orElse(null))
                .speedMbps(
                        link.speedMbps().isPresent()
                                ? Long.valueOf(link.speedMbps().getAsInt())
                                : null)
                .fullDuplex(link.fullDuplex().orElse(null))
                .mtuSize(link.mtu().isPresent() ? Long.valueOf(link.mtu().getAsInt()) : null)
                .hostName(host.map(name -> name.split("\\.", 2)[0]).orElse(null))
                .fqdn(host.filter(name -> name.indexOf('.') > 0).orElse(null))
                .ipv4Addresses(ipv4(link))
                .ipv6Addresses(ipv6(link))
                .ipv6DefaultGateway(link.ipv6Gateway().orElse(null))
                .nameServers(servers.isEmpty() ? null : servers)
                .status(status(link))
                .build();
    }

    /** An interface that somebody disabled is as it should be; one without a link is not. */
    private static Status status(NetworkLink link) {
        boolean disabled = link.enabled().equals(Optional.of(false));
        return Status.of(disabled ? "Disabled" : "Enabled", disabled || link.running() ? Health.OK : Health.WARNING);
    }

    private static List<EthernetInterface.Ipv4Address> ipv4(NetworkLink link) {
        List<EthernetInterface.Ipv4Address> addresses = new ArrayList<>();
        for (NetworkLink.Ipv4 one : link.ipv4()) {
            // The router belongs to the interface; Redfish has it with the first address.
            String gateway = addresses.isEmpty() ? link.ipv4Gateway().orElse(null) : null;
            addresses.add(new EthernetInterface.Ipv4Address(
                    one.address().getHostAddress(), one.mask(), one.origin().orElse(null), gateway));
        }
        return addresses;
    }

    private static List<EthernetInterface.Ipv6Address> ipv6(NetworkLink link) {
        return link.ipv6().stream()
                .map(one -> new EthernetInterface.Ipv6Address(
                        one.text(),
                        (long) one.prefix(),
                        one.origin().orElse(null),
                        one.state().orElse(null)))
                .toList();
    }
}
