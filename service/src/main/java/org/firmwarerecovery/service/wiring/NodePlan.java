package org.firmwarerecovery.service.wiring;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.firmwarerecovery.service.config.NodeConfiguration;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.negotiation.PeerRef;
import org.firmwarerecovery.update.node.NodeLimits;
import org.firmwarerecovery.update.node.NodeSettings;
import org.firmwarerecovery.update.policy.Policy;

/** Translates the configuration into what the machines are told. Pure. */
final class NodePlan {
    private final NodeConfiguration configuration;
    private final UUID uuid;

    NodePlan(NodeConfiguration configuration, UUID uuid) {
        this.configuration = configuration;
        this.uuid = uuid;
    }

    NodeSettings settings() {
        NodeConfiguration.Trust trust = configuration.trust();
        boolean fleet = trust.fleetCa().isPresent();
        boolean multicast = fleet
                && trust.fleetKey().isPresent()
                && configuration.discovery().ssdp();
        return new NodeSettings(
                uuid.toString(),
                configuration.node().roles(),
                components(),
                peers(),
                fleet,
                multicast,
                configuration.images().keep() == NodeConfiguration.Images.Keep.INSTALLED,
                configuration.scan().interval(),
                limits());
    }

    private List<Component> components() {
        List<Component> components = new ArrayList<>();
        for (NodeConfiguration.Component component : configuration.components()) {
            components.add(new Component(
                    component.id(),
                    component.name(),
                    component.softwareId(),
                    component.machine().orElse(null),
                    component.size().bytes(),
                    component.banks(),
                    component.minSecurityVersion(),
                    component.bootFailuresMax(),
                    component.activation().confirmWithin()));
        }
        return components;
    }

    /** A remote without a UUID cannot be proven to be who it should be; the configuration check asks for it. */
    private List<PeerRef> peers() {
        List<PeerRef> peers = new ArrayList<>();
        configuration.discovery().peers().forEach(remote -> add(peers, remote, PeerRef.Origin.STATIC));
        configuration.discovery().consoles().forEach(remote -> add(peers, remote, PeerRef.Origin.CONSOLE));
        return peers;
    }

    private static void add(List<PeerRef> peers, NodeConfiguration.Remote remote, PeerRef.Origin origin) {
        URI url = remote.url();
        int port = url.getPort() < 0 ? 443 : url.getPort();
        String address = "https://" + url.getHost() + ":" + port;
        remote.uuid()
                .ifPresent(id -> peers.add(
                        new PeerRef(id.toString().toLowerCase(Locale.ROOT), address, null, origin)));
    }

    Policy policy() {
        NodeConfiguration.Policy policy = configuration.policy();
        return new Policy(
                policy.onFinding(),
                policy.sources(),
                policy.redundancy() == NodeConfiguration.Policy.Redundancy.MIRROR,
                policy.preferences(),
                policy.allowDowngrade(),
                policy.baseline(),
                policy.donateAfter(),
                policy.offersMax(),
                policy.slots(),
                policy.collect(),
                policy.attempts(),
                policy.writesPerDay());
    }

    private NodeLimits limits() {
        NodeLimits figures = NodeLimits.defaults();
        NodeConfiguration.Negotiation negotiation = configuration.negotiation();
        return new NodeLimits(
                negotiation.queryTimeout(),
                figures.requestTimeout(),
                configuration.transfer().answerTimeout().plus(configuration.transfer().stallTimeout()),
                figures.flashTimeout(),
                configuration.transfer().limit(),
                longestHook(figures),
                configuration.backoff().initial(),
                configuration.backoff().max(),
                figures.busyRetryMax(),
                negotiation.queriesMax(),
                figures.chunksParallel(),
                negotiation.offersEnough(),
                figures.candidatesMax(),
                configuration.tasks().max(),
                figures.offersMax(),
                figures.offersPerPeerMax(),
                negotiation.offerValid(),
                negotiation.requestKept(),
                negotiation.lease(),
                negotiation.leaseMax(),
                negotiation.hashAge(),
                figures.uptimeSaveEvery(),
                configuration.update().maxImageSize().bytes());
    }

    private Duration longestHook(NodeLimits figures) {
        Duration longest = figures.hookTimeout();
        for (NodeConfiguration.Component component : configuration.components()) {
            Duration within = component.activation().commandWithin().plusSeconds(10);
            longest = within.compareTo(longest) > 0 ? within : longest;
        }
        return longest;
    }
}
