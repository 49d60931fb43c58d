package org.firmwarerecovery.service.wiring;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.X509ExtendedTrustManager;
import org.firmwarerecovery.discovery.core.DiscoveryLimits;
import org.firmwarerecovery.discovery.core.DiscoverySettings;
import org.firmwarerecovery.discovery.core.InterfaceSetting;
import org.firmwarerecovery.redfish.privilege.PrivilegeRegistry;
import org.firmwarerecovery.service.auth.Accounts;
import org.firmwarerecovery.service.auth.Authentication;
import org.firmwarerecovery.service.auth.Clocks;
import org.firmwarerecovery.service.auth.FileAccountStore;
import org.firmwarerecovery.service.auth.PeerTrust;
import org.firmwarerecovery.service.auth.Sessions;
import org.firmwarerecovery.service.cli.NodeService;
import org.firmwarerecovery.service.cli.StartRefusedException;
import org.firmwarerecovery.service.config.NodeConfiguration;
import org.firmwarerecovery.service.endpoint.KnownTypes;
import org.firmwarerecovery.service.endpoint.LiveSettings;
import org.firmwarerecovery.service.endpoint.NodeCatalogue;
import org.firmwarerecovery.service.endpoint.NodeContext;
import org.firmwarerecovery.service.endpoint.NodeEvents;
import org.firmwarerecovery.service.endpoint.NodeMetrics;
import org.firmwarerecovery.service.endpoint.NodeTickets;
import org.firmwarerecovery.service.endpoint.ServiceRootEndpoint;
import org.firmwarerecovery.service.endpoint.SubscriptionOwners;
import org.firmwarerecovery.service.endpoint.UploadFolder;
import org.firmwarerecovery.service.endpoint.UptimeCalendar;
import org.firmwarerecovery.service.event.AuditTrail;
import org.firmwarerecovery.service.event.EventDesk;
import org.firmwarerecovery.service.event.EventHub;
import org.firmwarerecovery.service.event.EventStreams;
import org.firmwarerecovery.service.event.StreamPlaces;
import org.firmwarerecovery.service.host.HookedHost;
import org.firmwarerecovery.service.host.Host;
import org.firmwarerecovery.service.host.SimulatedHost;
import org.firmwarerecovery.service.http.RedfishServer;
import org.firmwarerecovery.service.http.ServerTls;
import org.firmwarerecovery.service.http.TlsIdentities;
import org.firmwarerecovery.service.network.HookedNetwork;
import org.firmwarerecovery.service.push.HttpPush;
import org.firmwarerecovery.service.resource.ResourceCatalogue;
import org.firmwarerecovery.service.telemetry.MetricReports;
import org.firmwarerecovery.update.io.store.StateFolder;
import org.firmwarerecovery.update.io.trust.CertificateFacts;
import org.firmwarerecovery.update.io.trust.ClockRule;
import org.firmwarerecovery.update.io.trust.FleetTrust;
import org.firmwarerecovery.update.io.trust.FleetTrustManager;
import org.firmwarerecovery.update.io.trust.HttpsIdentity;
import org.firmwarerecovery.update.io.trust.Pem;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.node.Answer;
import org.firmwarerecovery.update.node.NodeEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts one node: opens its state, starts the loop, the server and discovery, in this order, and closes everything again
 * when a step fails. Used once, by one thread.
 */
public final class NodeStart {
    private static final Logger LOG = LoggerFactory.getLogger(NodeStart.class);

    private final NodeConfiguration configuration;
    private final PrintStream people;
    private final InstantSource wall = InstantSource.system();
    private final SecureRandom random = new SecureRandom();
    private final RunningNode.Opened opened = new RunningNode.Opened();
    private final CompletableFuture<Throwable> brokenDown = new CompletableFuture<>();

    /**
     * A node to start.
     *
     * @param people where a generated password is shown, once
     */
    public NodeStart(NodeConfiguration configuration, PrintStream people) {
        this.configuration = configuration;
        this.people = people;
    }

    /** Starts it; returns when its listeners are open. */
    public NodeService start() throws IOException, StartRefusedException {
        boolean started = false;
        try {
            NodeService node = open();
            started = true;
            return node;
        } catch (IOException | UncheckedIOException e) {
            Optional<StateTrouble> trouble =
                    StateTrouble.of(e, configuration.node().state());
            if (trouble.isPresent()) {
                throw trouble.get().refusal();
            }
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java runtime cannot do what the node needs: " + e.getMessage(), e);
        } finally {
            if (!started) {
                opened.close();
            }
        }
    }

    private NodeService open() throws IOException, StartRefusedException, GeneralSecurityException {
        StateFolder folder = opened.add(StateFolder.open(configuration.node().state()));
        KeptSettings kept = KeptSettings.open(folder.settings());
        ClockRule clock = new ClockRule(configuration.trust().time(), wall, kept::newest);
        opened.add(ClockKeeper.start(clock, wall, kept::saw));
        Membership fleet = Membership.read(configuration.trust(), clock);
        UUID uuid = identity(kept, fleet);
        NodePlan plan = new NodePlan(configuration, uuid);
        Path uploads = folder.images().resolve("uploads");
        UploadFolder uploadFolder =
                UploadFolder.open(uploads, configuration.update().maxImageSize().bytes());
        EventTables tables = new EventTables(folder, opened);
        EventDesk desk = tables.desk(wall);
        Accounts accounts = accounts(folder, plan);
        NodeEvents events = events(tables, desk, accounts);
        NodeParts parts =
                NodeParts.start(configuration, plan, fleet, clock, folder, uploads, opened, desk, brokenDown::complete);
        Optional<HookedNetwork> settings = HookedNetwork.of(configuration.networkHooks());
        settings.ifPresent(opened::add);
        NetworkSwitch network =
                new NetworkSwitch(parts.bridge(), configuration.listen().http().isPresent(), plan.ssdp(), settings);
        NodeContext context = new NodeContext(
                parts.loop(),
                new UptimeCalendar(wall, parts.loop()::uptimeMillis),
                plan.facts(fleet),
                parts.store(),
                parts.storeWork()::publish,
                parts.library(),
                parts.banks(),
                () -> clock.now().clockUnset(),
                host(),
                network);
        LiveSettings live = new LiveSettings(
                kept, configuration.update().enabled(), configuration.tasks().keep());
        opened.add(TaskKeeper.start(parts.loop(), live::tasksKept));
        MetricReports reports = new MetricReports(
                NodeMetrics.of(context, events.hub()),
                configuration.telemetry().interval(),
                wall,
                clock.now().clockUnset() ? kept.newest().plus(ClockKeeper.BEHIND_MAX) : Instant.EPOCH);
        RedfishServer server = opened.add(
                serve(folder, fleet, clock, uuid, context, uploadFolder, kept, live, accounts, events, reports));
        // Closed before the server, which waits for answers that are under way.
        opened.add(events.streams());
        network.start(server, discovery(uuid, fleet, server.httpsPort()), parts.loop()::uptimeMillis);
        reports.follow(events.hub()::publish);
        reports.follow(events.streams()::publish);
        opened.add(ReportTimer.start(reports));
        adopt(parts);
        // The last one opened is the first one closed: before the server ends, which takes a while.
        opened.add(parts.hooks()::leave);
        return new RunningNode(uuid, URI.create(server.url()), brokenDown, opened);
    }

    private Optional<Host> host() {
        return switch (configuration.host()) {
            case NONE -> Optional.empty();
            case SIMULATED -> Optional.of(opened.add(new SimulatedHost()));
            case HOOKS -> Optional.of(opened.add(HookedHost.start(configuration.hostHooks())));
        };
    }

    private Accounts accounts(StateFolder folder, NodePlan plan) throws IOException, StartRefusedException {
        Accounts accounts = Accounts.open(
                new FileAccountStore(folder.root().resolve("store")), plan.authentication(), Clocks.system(), random);
        administrator(accounts);
        return accounts;
    }

    private NodeEvents events(EventTables tables, EventDesk desk, Accounts accounts)
            throws IOException, GeneralSecurityException {
        NodeConfiguration.Events settings = configuration.events();
        List<X509Certificate> authorities = new ArrayList<>();
        for (Path file : settings.authorities()) {
            authorities.addAll(Pem.certificates(file));
        }
        HttpPush push = opened.add(new HttpPush(
                address -> settings.allowAddresses().stream().anyMatch(range -> range.contains(address)), authorities));
        SubscriptionOwners owners = new SubscriptionOwners(accounts, PrivilegeRegistry.standard());
        EventHub hub = tables.hub(push, desk, wall, owners);
        desk.follow(hub::publish);
        tables.tell(desk, wall);
        AuditTrail trail = new AuditTrail(desk, wall);
        trail.quoting(accounts::isNamed);
        accounts.whenLocked(account -> trail.locked(account.userName(), account.id()));
        EventStreams streams = EventStreams.start(
                desk,
                owners,
                () -> hub.state().settings().enabled(),
                StreamPlaces.within(configuration.listen().connectionsMax()));
        hub.whenOwnerEnds(streams::ownerEnds);
        return new NodeEvents(desk, trail, hub, streams, push.addresses()::admits);
    }

    /** The configured UUID, else the one in the fleet certificate, else the one made at the first start. */
    private UUID identity(KeptSettings kept, Membership fleet) throws IOException, StartRefusedException {
        Optional<UUID> certified = fleet.uuid();
        Optional<UUID> configured = configuration.node().uuid();
        if (certified.isPresent() && configured.isPresent() && !certified.equals(configured)) {
            throw new StartRefusedException(
                    List.of("node.uuid: it is " + configured.get() + ", but trust.certificate is for " + certified.get()
                            + ": use the certificate of this node, or leave node.uuid out"));
        }
        UUID uuid = configured.or(() -> certified).or(kept::uuid).orElseGet(UUID::randomUUID);
        kept.keep(uuid);
        return uuid;
    }

    private RedfishServer serve(
            StateFolder folder,
            Membership fleet,
            ClockRule clock,
            UUID uuid,
            NodeContext context,
            UploadFolder uploads,
            KeptSettings kept,
            LiveSettings live,
            Accounts accounts,
            NodeEvents events,
            MetricReports reports)
            throws IOException {
        NodePlan plan = new NodePlan(configuration, uuid);
        Sessions sessions = new Sessions(accounts, Clocks.system(), random);
        FleetTrust trust = fleet.trust();
        PeerTrust peers = trust == null ? PeerTrust.none() : PeerTrust.of(trust);
        Authentication authentication = new Authentication(accounts, sessions, peers, new NodeTickets(context.node()));
        String host = configuration.node().name().orElse("localhost");
        HttpsIdentity people = HttpsIdentity.open(
                folder.identityHttps(), host, configuration.listen().addresses());
        LOG.info(
                "HTTPS certificate: SHA-256 {}",
                CertificateFacts.fingerprint(people.current().certificate()));
        TlsIdentities identities =
                new TlsIdentities(uuid.toString(), people.current(), Optional.ofNullable(fleet.identity()));
        Optional<X509ExtendedTrustManager> clients =
                trust == null ? Optional.empty() : Optional.of(FleetTrustManager.forServer());
        ServerTls tls = new ServerTls(identities, clients);
        HttpsCertificates certificates = new HttpsCertificates(people, identities, clock);
        ResourceCatalogue catalogue =
                NodeCatalogue.of(context, accounts, sessions, uploads, kept, live, events, certificates, reports);
        return RedfishServer.start(plan.server(), tls, authentication, catalogue, new KnownTypes(), events.trail());
    }

    private void administrator(Accounts accounts) throws IOException, StartRefusedException {
        NodeConfiguration.Admin admin = configuration.admin();
        Optional<String> chosen = Optional.ofNullable(System.getenv("FIRMWARE_RECOVERY_ADMIN_PASSWORD"));
        if (admin.passwordFile().isPresent() && accounts.all().isEmpty()) {
            chosen = Files.readString(admin.passwordFile().get()).lines().findFirst();
        }
        try {
            accounts.ensureAdministrator(admin.user(), chosen.filter(text -> !text.isEmpty()))
                    .ifPresent(password -> people.println(
                            "administrator " + admin.user() + ", password shown this once: " + password));
        } catch (IllegalArgumentException e) {
            throw new StartRefusedException(List.of("admin.passwordFile: " + e.getMessage()));
        }
    }

    /** What cannot be changed at run time; the switch adds the rest. */
    private DiscoverySettings discovery(UUID uuid, Membership fleet, int port) {
        NodeConfiguration.Discovery discovery = configuration.discovery();
        List<InterfaceSetting> interfaces = new ArrayList<>();
        for (NodeConfiguration.Interface one : discovery.interfaces()) {
            interfaces.add(new InterfaceSetting(
                    one.name(), InterfaceSetting.Kind.valueOf(one.medium().label()), one.outOfBand()));
        }
        List<String> listen = configuration.listen().addresses().stream()
                .map(InetAddress::getHostAddress)
                .toList();
        return DiscoverySettings.of(uuid.toString().toLowerCase(Locale.ROOT), port)
                .on(interfaces, listen)
                .inFleet(fleet.fleetKey(), List.of())
                .serving(
                        redfishMinor(),
                        DiscoveryLimits.withOffersMax(configuration.policy().offersMax()));
    }

    private static int redfishMinor() {
        return Integer.parseInt(ServiceRootEndpoint.REDFISH_VERSION.split("\\.")[1]);
    }

    /** Binds the configured manifests to banks that nobody manages yet. A manifest that does not match changes nothing. */
    private void adopt(NodeParts parts) throws IOException {
        for (NodeConfiguration.Component component : configuration.components()) {
            ComponentRecord known = parts.journal().of(component.id());
            Optional<Path> file = component.adopt();
            if (file.isEmpty() || (known != null && known.boundTo(known.active()) != null)) {
                continue;
            }
            String manifest = Files.readString(file.get());
            Path signature = file.get().resolveSibling(file.get().getFileName() + ".p7s");
            String signed = Base64.getEncoder().encodeToString(Files.readAllBytes(signature));
            parts.loop()
                    .command(id -> new NodeEvent.Adopt(id, component.id(), null, manifest, signed, "configuration"))
                    .whenComplete((answer, failure) -> {
                        boolean adopted = failure == null && answer instanceof Answer.Done;
                        LOG.info(
                                "components.{}.adopt: {}",
                                component.id(),
                                adopted ? "adopted" : "not adopted: " + (failure == null ? answer : failure));
                    });
        }
    }
}
