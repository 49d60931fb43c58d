package org.firmwarerecovery.service.endpoint;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.firmwarerecovery.discovery.core.DiscoverySettings;
import org.firmwarerecovery.redfish.message.Message;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.odata.Status;
import org.firmwarerecovery.redfish.resource.ManagerNetworkProtocol;
import org.firmwarerecovery.service.network.HookedNetwork;
import org.firmwarerecovery.service.network.HookedSettings;
import org.firmwarerecovery.service.network.TimeSettings;
import org.firmwarerecovery.service.resource.Call;
import org.firmwarerecovery.service.resource.Reply;
import org.firmwarerecovery.service.resource.ResourceDeclaration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Network protocols of the manager: what listens where, SSDP, which can be switched and tuned at run time, and NTP, where programs of
 * the operator read and set it.
 */
public final class NetworkEndpoint {
    static final String PATH = TreePaths.MANAGER + "/NetworkProtocol";

    private static final Logger LOG = LoggerFactory.getLogger(NetworkEndpoint.class);

    private final NodeNetwork network;
    private final SettingsKeeper keeper;

    /** The protocols of this network; changed settings go to {@code keeper} too. */
    public NetworkEndpoint(NodeNetwork network, SettingsKeeper keeper) {
        this.network = network;
        this.keeper = keeper;
    }

    /** ManagerNetworkProtocol. */
    public List<ResourceDeclaration> declarations() {
        ResourceDeclaration.Builder protocols = ResourceDeclaration.of(
                        ManagerNetworkProtocol.ODATA_TYPE, TreePaths.MANAGERS + "/{ManagerId}/NetworkProtocol")
                .name("Manager Network Protocol")
                .description("What this manager listens on and how it announces itself.")
                .read(call -> call.parameter("ManagerId").equals(TreePaths.MANAGER_ID)
                        ? Optional.of(document())
                        : Optional.empty());
        network.settings()
                .filter(HookedNetwork::writable)
                .ifPresentOrElse(
                        hooked -> protocols.patch(
                                NetworkWishes.Whole.class, (call, body) -> patch(call, body, hooked.time())),
                        () -> protocols.patch(NetworkWishes.Change.class, this::patch));
        return List.of(protocols.build());
    }

    private ManagerNetworkProtocol document() {
        NodeNetwork.Ssdp ssdp = network.ssdp();
        return ManagerNetworkProtocol.builder()
                .hostName(network.hostName().orElse(null))
                .fqdn(network.fullName().orElse(null))
                .http(new ManagerNetworkProtocol.Protocol(network.plainHttp(), number(network.httpPort())))
                .https(new ManagerNetworkProtocol.HttpsProtocol(
                        true, number(network.httpsPort()), Link.to(CertificateEndpoint.COLLECTION)))
                .ssdp(ManagerNetworkProtocol.SsdpProtocol.builder()
                        .protocolEnabled(ssdp.enabled())
                        .port((long) DiscoverySettings.SSDP_PORT)
                        .notifyMulticastIntervalSeconds(ssdp.interval().toSeconds())
                        .notifyTTL((long) ssdp.hops())
                        .notifyIPv6Scope(ssdp.ipv6Scope().name())
                        .build())
                .ntp(network.settings()
                        .flatMap(hooked -> hooked.time().read(""))
                        .filter(time -> time.protocolEnabled() != null || time.ntpServers() != null)
                        .map(NetworkEndpoint::ntp)
                        .orElse(null))
                .status(Status.enabled())
                .build();
    }

    private static ManagerNetworkProtocol.NtpProtocol ntp(TimeSettings time) {
        Integer port = time.port();
        return new ManagerNetworkProtocol.NtpProtocol(
                time.protocolEnabled(), port == null ? null : port.longValue(), time.ntpServers());
    }

    private static @Nullable Long number(OptionalInt port) {
        return port.isPresent() ? Long.valueOf(port.getAsInt()) : null;
    }

    /** The machine's part first, which may be refused; faults of both parts are told together. */
    private Reply patch(Call call, NetworkWishes.Whole body, HookedSettings<TimeSettings> time) {
        if (body.ntp().isPresent()) {
            List<Message> faults = NetworkWishes.faults(network.ssdp(), body.own());
            HookedSettings.Outcome outcome = time.change("", now -> TimeWishes.apply(now, body.ntp(), faults));
            HookedChange.require(outcome, "ntp", call.principal().label());
        }
        return patch(call, body.own());
    }

    /**
     * One at a time, so that two changes of different members do not undo each other. In force first: what failed must not
     * come true at the next start.
     */
    private synchronized Reply patch(Call call, NetworkWishes.Change body) {
        NodeNetwork.Ssdp before = network.ssdp();
        NodeNetwork.Ssdp wanted = NetworkWishes.apply(before, body);
        Map<String, String> settings = NetworkWishes.settings(wanted, body);
        if (!settings.isEmpty()) {
            network.tune(wanted);
            keepOrUndo(settings, before);
            LOG.info("network protocols changed by {}: {}", call.principal().label(), wanted);
        }
        return Reply.changed(PATH);
    }

    private void keepOrUndo(Map<String, String> settings, NodeNetwork.Ssdp before) {
        try {
            keeper.keep(settings);
        } catch (RuntimeException e) {
            try {
                network.tune(before);
            } catch (RuntimeException alsoFailed) {
                e.addSuppressed(alsoFailed);
            }
            throw e;
        }
    }
}
