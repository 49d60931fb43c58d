package org.firmwarerecovery.service.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.redfish.odata.Health;
import org.firmwarerecovery.redfish.odata.Status;
import org.firmwarerecovery.redfish.resource.EthernetInterface;
import org.firmwarerecovery.service.network.HookedNetwork;
import org.firmwarerecovery.service.network.HookedSettings;
import org.firmwarerecovery.service.network.InterfaceSettings;
import org.firmwarerecovery.service.network.NetworkLink;
import org.firmwarerecovery.service.network.NetworkLinks;
import org.firmwarerecovery.service.resource.Call;
import org.firmwarerecovery.service.resource.Reply;
import org.firmwarerecovery.service.resource.ResourceDeclaration;
import org.jspecify.annotations.Nullable;

/**
 * The network interfaces of the manager as the machine has them. They are set by programs of the operator, where the configuration
 * names any; else they are only read.
 */
final class EthernetEndpoint {
    static final String INTERFACES = TreePaths.MANAGER + "/EthernetInterfaces";

    private final NetworkLinks links;
    private final Optional<HookedNetwork> settings;

    EthernetEndpoint(NetworkLinks links, Optional<HookedNetwork> settings) {
        this.links = links;
        this.settings = settings;
    }

    /** The collection and its members. */
    List<ResourceDeclaration> declarations() {
        String collection = TreePaths.MANAGERS + "/{ManagerId}/EthernetInterfaces";
        ResourceDeclaration.Builder member = ResourceDeclaration.of(
                        EthernetInterface.ODATA_TYPE, collection + "/{EthernetInterfaceId}")
                .name("Ethernet Interface")
                .description("A network interface.")
                .read(call -> TreePaths.isManager(call) ? links.link(call.id()).map(this::show) : Optional.empty());
        settings.filter(HookedNetwork::writable)
                .ifPresent(hooked -> member.patch(
                        EthernetWishes.Change.class, (call, body) -> change(call, body, hooked.interfaces())));
        return List.of(
                ResourceDeclaration.collection("EthernetInterfaceCollection", collection)
                        .name("Ethernet Interfaces")
                        .description("The network interfaces of the machine that this node runs on.")
                        .members(call -> TreePaths.isManager(call) ? Optional.of(links.ids()) : Optional.empty())
                        .build(),
                member.build());
    }

    private Reply change(Call call, EthernetWishes.Change body, HookedSettings<InterfaceSettings> interfaces) {
        // It was there a moment ago, when its entity tag was looked at.
        String name = links.link(call.id())
                .map(NetworkLink::name)
                .orElseThrow(() -> new RedfishException(404, BaseMessages.resourceMissingAtURI(call.path())));
        HookedSettings.Outcome outcome = interfaces.change(name, now -> EthernetWishes.apply(name, now, body));
        HookedChange.require(outcome, name, call.principal().label());
        return Reply.changed(call.path());
    }

    private EthernetInterface show(NetworkLink link) {
        Optional<String> host = links.hostName();
        InterfaceSettings set = settings.flatMap(hooked -> hooked.interfaces().read(link.name()))
                .orElse(InterfaceSettings.UNKNOWN);
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
                .hostName(Optional.ofNullable(set.hostName())
                        .or(() -> host.map(name -> name.split("\\.", 2)[0]))
                        .orElse(null))
                .fqdn(Optional.ofNullable(set.fqdn())
                        .or(() -> host.filter(name -> name.indexOf('.') > 0))
                        .orElse(null))
                .dhcpv4(set.dhcp().map(EthernetInterface.Dhcpv4::new).orElse(null))
                .ipv4StaticAddresses(given(set))
                .staticNameServers(set.staticNameServers())
                .ipv4Addresses(ipv4(link, set))
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

    private static @Nullable List<EthernetInterface.Ipv4StaticAddress> given(InterfaceSettings set) {
        List<InterfaceSettings.StaticAddress> addresses = set.ipv4StaticAddresses();
        if (addresses == null) {
            return null;
        }
        return addresses.stream()
                .map(one -> new EthernetInterface.Ipv4StaticAddress(one.address(), one.subnetMask(), one.gateway()))
                .toList();
    }

    private static List<EthernetInterface.Ipv4Address> ipv4(NetworkLink link, InterfaceSettings set) {
        List<EthernetInterface.Ipv4Address> addresses = new ArrayList<>();
        for (NetworkLink.Ipv4 one : link.ipv4()) {
            // The router belongs to the interface; Redfish has it with the first address.
            String gateway = addresses.isEmpty() ? link.ipv4Gateway().orElse(null) : null;
            addresses.add(new EthernetInterface.Ipv4Address(
                    one.address().getHostAddress(), one.mask(), set.origin(one).orElse(null), gateway));
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
