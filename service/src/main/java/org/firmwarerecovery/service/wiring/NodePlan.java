package org.firmwarerecovery.service.wiring;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.firmwarerecovery.service.auth.AuthSettings;
import org.firmwarerecovery.service.config.Confirmation;
import org.firmwarerecovery.service.config.NodeConfiguration;
import org.firmwarerecovery.service.endpoint.NodeFacts;
import org.firmwarerecovery.service.endpoint.NodeNetwork;
import org.firmwarerecovery.service.host.ChassisType;
import org.firmwarerecovery.service.http.HttpLimits;
import org.firmwarerecovery.service.http.ServerSettings;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.io.hook.ConfirmRule;
import org.firmwarerecovery.update.io.hook.Hooks;
import org.firmwarerecovery.update.io.library.LibraryLimits;
import org.firmwarerecovery.update.negotiation.PeerRef;
import org.firmwarerecovery.update.node.NodeLimits;
import org.firmwarerecovery.update.node.NodeSettings;
import org.firmwarerecovery.update.policy.Policy;

/** Translates the configuration into what the machines are told. Pure. */
final class NodePlan {
    private static final Pattern ZONED = Pattern.compile("(\\[[^%]+)%(?:25)?([^\\]]+)\\]");

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
                // Also with SSDP off: it can be switched on at any time, and a search that cannot be made ends at once.
                && trust.fleetKey().isPresent();
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
        // The zone of a link-local address means something on this machine only: it is kept as the interface (RFC
        // 6874).
        Matcher zoned = ZONED.matcher(url.getHost());
        boolean linkLocal = zoned.matches();
        String address = "https://" + (linkLocal ? zoned.group(1) + "]" : url.getHost()) + ":" + port;
        String iface = linkLocal ? zoned.group(2) : null;
        remote.uuid()
                .ifPresent(
                        id -> peers.add(new PeerRef(id.toString().toLowerCase(Locale.ROOT), address, iface, origin)));
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
                negotiation.requestTimeout(),
                configuration.transfer().chunkTimeout(),
                configuration.transfer().minimumRate(),
                configuration.update().bankTimeout(),
                configuration.update().bankTimeout().plus(longestScan()),
                configuration.transfer().limit(),
                longestHook(figures),
                configuration.backoff().initial(),
                configuration.backoff().max(),
                negotiation.busyRetries(),
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
                configuration.update().maxImageSize().bytes(),
                negotiation.donorQuarantine());
    }

    /** The banks of a component are read one after the other, slowly: all of them must be through before one is late. */
    private Duration longestScan() {
        return configuration.components().stream()
                .map(component -> configuration.scan().timeFor(component))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    private Duration longestHook(NodeLimits figures) {
        Duration longest = figures.hookTimeout();
        for (NodeConfiguration.Component component : configuration.components()) {
            Duration within = component.activation().commandWithin().plusSeconds(10);
            longest = within.compareTo(longest) > 0 ? within : longest;
        }
        return longest;
    }

    /** Hooks by component. */
    TreeMap<ComponentId, Hooks> hooks() {
        TreeMap<ComponentId, Hooks> hooks = new TreeMap<>();
        for (NodeConfiguration.Component component : configuration.components()) {
            NodeConfiguration.Activation activation = component.activation();
            hooks.put(
                    component.id(),
                    new Hooks(
                            activation.prepare(),
                            activation.command(),
                            activation.commandWithin(),
                            rule(activation.confirm())));
        }
        return hooks;
    }

    private static ConfirmRule rule(Confirmation confirmation) {
        if (confirmation instanceof Confirmation.Command command) {
            return new ConfirmRule.Command(command.command());
        }
        if (confirmation instanceof Confirmation.Http http) {
            return new ConfirmRule.Http(http.url());
        }
        return confirmation instanceof Confirmation.Heartbeat heartbeat
                ? new ConfirmRule.Heartbeat(heartbeat.file(), heartbeat.maxAge())
                : new ConfirmRule.None();
    }

    /** What Redfish shows of the configuration. */
    NodeFacts facts(Membership fleet) {
        NodeConfiguration.Asset asset = configuration.node().asset();
        NodeConfiguration.Update update = configuration.update();
        return new NodeFacts(
                uuid.toString().toLowerCase(Locale.ROOT),
                configuration.node().name(),
                asset.manufacturer().or(() -> Assets.dmi("sys_vendor")),
                asset.model().or(() -> Assets.dmi("product_name")),
                asset.serialNumber().or(() -> Assets.dmi("product_serial")),
                asset.chassisType()
                        .or(() -> Assets.dmi("chassis_type").flatMap(ChassisType::ofSmbios))
                        .orElse(ChassisType.OTHER)
                        .label(),
                asset.assetTag(),
                configuration.node().serviceIdentification(),
                fleet.summary(settings().multicastSearch()),
                configuration.scan().bandwidth().perSecond().bytes(),
                configuration.scan().interval(),
                update.maxImageSize().bytes(),
                update.allowSchemes().stream().map(scheme -> scheme.label()).toList(),
                configuration.compat().httpPushUri(),
                configuration.tasks().acceptedBody() == NodeConfiguration.Tasks.AcceptedBody.TASK,
                configuration.tasks().failedMonitor() == NodeConfiguration.Tasks.FailedMonitor.TASK,
                configuration.compat().taskSeverity());
    }

    /** Limits of the library. */
    LibraryLimits library() {
        return new LibraryLimits(
                configuration.images().libraryInterval(),
                LibraryLimits.ENTRIES_MAX,
                configuration.update().maxImageSize().bytes(),
                configuration.scan().bandwidth().perSecond().bytes());
    }

    /** Limits of authentication. */
    AuthSettings authentication() {
        AuthSettings figures = AuthSettings.defaults();
        NodeConfiguration.Accounts accounts = configuration.accounts();
        return new AuthSettings(
                accounts.hashIterations(),
                accounts.basicAuth(),
                accounts.passwordLengthMin(),
                figures.passwordLengthMax(),
                accounts.lockoutThreshold(),
                accounts.lockoutDuration(),
                accounts.lockoutReset(),
                accounts.basicCache(),
                figures.basicCacheMax(),
                figures.verificationsMax(),
                configuration.sessions().max(),
                configuration.sessions().timeout(),
                configuration.sessions().enabled());
    }

    /** Discovery as far as it can be changed at run time. */
    NodeNetwork.Ssdp ssdp() {
        NodeConfiguration.Discovery discovery = configuration.discovery();
        return new NodeNetwork.Ssdp(discovery.ssdp(), discovery.announce(), discovery.hops(), discovery.ipv6Scope());
    }

    /** Where the server listens. */
    ServerSettings server() {
        NodeConfiguration.Listen listen = configuration.listen();
        HttpLimits limits = HttpLimits.defaults()
                .withTimes(listen.idleTimeout(), listen.readTimeout(), listen.shutdownGrace())
                .withConnectionsMax(listen.connectionsMax());
        return new ServerSettings(listen.addresses(), listen.https(), listen.http(), listen.loopbackHttp(), limits);
    }
}
