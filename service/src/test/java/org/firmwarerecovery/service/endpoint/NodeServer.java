package org.firmwarerecovery.service.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.firmwarerecovery.redfish.oem.FleetSummary;
import org.firmwarerecovery.redfish.privilege.PrivilegeRegistry;
import org.firmwarerecovery.service.auth.Accounts;
import org.firmwarerecovery.service.auth.AuthSettings;
import org.firmwarerecovery.service.auth.Authentication;
import org.firmwarerecovery.service.auth.Clocks;
import org.firmwarerecovery.service.auth.PeerTrust;
import org.firmwarerecovery.service.auth.Sessions;
import org.firmwarerecovery.service.event.AuditTrail;
import org.firmwarerecovery.service.event.DeliveryEffect;
import org.firmwarerecovery.service.event.EventDesk;
import org.firmwarerecovery.service.event.EventFact;
import org.firmwarerecovery.service.event.EventHub;
import org.firmwarerecovery.service.event.EventLog;
import org.firmwarerecovery.service.event.EventStreams;
import org.firmwarerecovery.service.event.StreamPlaces;
import org.firmwarerecovery.service.host.Host;
import org.firmwarerecovery.service.host.SimulatedHost;
import org.firmwarerecovery.service.http.HttpLimits;
import org.firmwarerecovery.service.http.RedfishServer;
import org.firmwarerecovery.service.http.ServerSettings;
import org.firmwarerecovery.service.http.ServerTls;
import org.firmwarerecovery.service.http.TlsIdentities;
import org.firmwarerecovery.service.network.HookedNetwork;
import org.firmwarerecovery.service.telemetry.MetricReports;
import org.firmwarerecovery.update.bank.Bank;
import org.firmwarerecovery.update.bank.BankCondition;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.io.ingest.VerifiedPairs;
import org.firmwarerecovery.update.io.library.Library;
import org.firmwarerecovery.update.io.library.LibraryLimits;
import org.firmwarerecovery.update.io.store.BankFolder;
import org.firmwarerecovery.update.io.store.ImageStore;
import org.firmwarerecovery.update.io.store.ManifestPair;
import org.firmwarerecovery.update.io.store.StateFolder;
import org.firmwarerecovery.update.io.trust.ClockRule;
import org.firmwarerecovery.update.io.trust.FleetAuthority;
import org.firmwarerecovery.update.io.trust.FleetTrust;
import org.firmwarerecovery.update.io.trust.FleetTrustManager;
import org.firmwarerecovery.update.io.trust.HttpsIdentity;
import org.firmwarerecovery.update.io.trust.KeyMaterial;
import org.firmwarerecovery.update.io.trust.ManifestVerifier;
import org.firmwarerecovery.update.io.trust.OfferedCertificate;
import org.firmwarerecovery.update.io.trust.SigningRequest;
import org.firmwarerecovery.update.io.trust.TrustTime;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.journal.JournalRecord;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.negotiation.PeerRef;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.firmwarerecovery.update.node.ComponentState;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.NodeLimits;
import org.firmwarerecovery.update.node.NodeSettings;
import org.firmwarerecovery.update.node.NodeState;
import org.firmwarerecovery.update.policy.Policy;

/** The whole catalogue of a node on the real server, over a real bank folder and image store and a node that a test sets. */
final class NodeServer implements AutoCloseable {
    static final String PASSWORD = "correct-horse-7";
    static final String NODE = "6f1d2c3b-0000-4000-8000-00000000aaaa";
    static final String PEER = "6f1d2c3b-0000-4000-8000-00000000bbbb";
    static final String OTHER_PEER = "6f1d2c3b-0000-4000-8000-00000000cccc";
    static final ComponentId BMC = new ComponentId("BMC");
    static final int CHUNK = 65_536;
    /** Few enough to be taken by the accounts of a test. */
    static final StreamPlaces STREAMS = new StreamPlaces(3);

    final byte[] image = new byte[200_000];
    final SignedManifest manifest;
    final FakeNode node;
    final EventDesk desk;
    final LinkedBlockingQueue<DeliveryEffect.Send> deliveries = new LinkedBlockingQueue<>();
    final RedfishServer server;
    final KeyMaterial peer;
    final KeyMaterial otherPeer;
    final BankFolder banks;
    final ImageStore store;
    final UploadFolder uploads;
    final Host host = new SimulatedHost();
    final Path uploadFolder;
    final List<Map<String, String>> kept = new ArrayList<>();
    final FakeNetwork network = new FakeNetwork();
    final MetricReports reports;
    /** Settings can not be kept from now on. */
    volatile boolean mediumFails;

    private final HttpsIdentity https;
    private final TlsIdentities identities;
    private final StateFolder state;
    private final EventStreams streams;

    NodeServer(Path folder) throws IOException {
        this(folder, false);
    }

    /** {@code compat}: with the switches that clients of other habits need. */
    NodeServer(Path folder, boolean compat) throws IOException {
        this(folder, compat, Optional.empty());
    }

    /** {@code hooks}: with programs for the settings of the network. */
    NodeServer(Path folder, boolean compat, Optional<HookedNetwork> hooks) throws IOException {
        network.hooks = hooks;
        new Random(7).nextBytes(image);
        manifest = TestManifest.of(image);
        state = StateFolder.open(folder.resolve("state"));
        Component spec = new Component(
                BMC,
                "BMC firmware",
                "EXAMPLE-BMC-1",
                "example",
                262_144,
                List.of(BankId.A, BankId.B),
                0,
                3,
                Duration.ofMinutes(2));
        banks = BankFolder.open(state, BMC, spec.banks(), spec.size());
        banks.bank(BankId.A).flash().program(0, ByteBuffer.wrap(image));
        banks.bind(BankId.A, ManifestPair.of("manifest bytes".getBytes(UTF_8), "signature bytes".getBytes(UTF_8)));
        store = ImageStore.open(state.images(), 1L << 30, List::of);
        node = new FakeNode(state(spec));
        InetAddress loopback = InetAddress.getLoopbackAddress();
        FleetAuthority authority = FleetAuthority.create(folder.resolve("fleet"));
        KeyMaterial fleet = enrol(authority, folder.resolve("node"), NODE);
        peer = enrol(authority, folder.resolve("peer"), PEER);
        otherPeer = enrol(authority, folder.resolve("other"), OTHER_PEER);
        uploadFolder = folder.resolve("uploads");
        uploads = UploadFolder.open(uploadFolder, 1_000_000);
        Clocks clocks = Clocks.system();
        SecureRandom random = new SecureRandom();
        Accounts accounts = Accounts.open(new NoStore(), AuthSettings.defaults().withIterations(1_000), clocks, random);
        accounts.ensureAdministrator("admin", Optional.of(PASSWORD));
        Sessions sessions = new Sessions(accounts, clocks, random);
        NodeContext context = context(compat);
        desk = desk(state);
        AuditTrail trail = new AuditTrail(desk, InstantSource.system());
        trail.quoting(accounts::isNamed);
        FleetTrust trust = new FleetTrust(List.of(authority.certificate()), clock());
        NodeEvents events = events(trail, accounts);
        streams = events.streams();
        LiveSettings live = new LiveSettings(this::keep, true, Duration.ofDays(30));
        reports = new MetricReports(
                NodeMetrics.of(context, events.hub()), Duration.ofMinutes(1), InstantSource.system(), Instant.EPOCH);
        reports.follow(events.hub()::publish);
        reports.follow(events.streams()::publish);
        https = HttpsIdentity.open(folder.resolve("https"), "node-a", List.of(loopback));
        identities = new TlsIdentities(NODE, https.current(), Optional.of(fleet));
        server = RedfishServer.start(
                settings(loopback),
                new ServerTls(identities, Optional.of(FleetTrustManager.forServer())),
                new Authentication(accounts, sessions, PeerTrust.of(trust), new NodeTickets(node)),
                NodeCatalogue.of(
                        context, accounts, sessions, uploads, this::keep, live, events, certificates(), reports),
                new KnownTypes(),
                trail);
    }

    private void keep(Map<String, String> settings) {
        if (mediumFails) {
            throw new UncheckedIOException(new IOException("a medium that fails"));
        }
        kept.add(settings);
    }

    private NodeContext context(boolean compat) {
        return new NodeContext(
                node,
                new UptimeCalendar(InstantSource.system(), node::uptimeMillis),
                facts(compat),
                store,
                () -> node.post(new NodeEvent.StoreChanged(List.of())),
                library(),
                new TreeMap<>(Map.of(BMC, banks)),
                () -> false,
                Optional.of(host),
                network);
    }

    private NodeEvents events(AuditTrail trail, Accounts accounts) throws IOException {
        SubscriptionOwners owners = new SubscriptionOwners(accounts, PrivilegeRegistry.standard());
        EventHub hub = EventHub.open(
                state.table("subscriptions", EventHub.TABLE_LIMITS),
                delivery -> deliveries.add(delivery),
                desk,
                InstantSource.system(),
                owners);
        desk.follow(hub::publish);
        EventStreams made =
                EventStreams.start(desk, owners, () -> hub.state().settings().enabled(), STREAMS);
        hub.whenOwnerEnds(made::ownerEnds);
        return new NodeEvents(desk, trail, hub, made, address -> !address.isLoopbackAddress());
    }

    private static EventDesk desk(StateFolder state) throws IOException {
        return EventDesk.start(
                EventLog.open(EventFact.Log.EVENTS, state.table("events", EventLog.TABLE_LIMITS)),
                EventLog.open(EventFact.Log.AUDIT, state.table("audit", EventLog.TABLE_LIMITS)),
                InstantSource.system());
    }

    private static ServerSettings settings(InetAddress address) {
        return new ServerSettings(
                List.of(address),
                0,
                OptionalInt.empty(),
                OptionalInt.empty(),
                HttpLimits.defaults().withTimes(Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofMillis(200)));
    }

    /** No folder, no library. */
    private Library library() {
        return new Library(
                null,
                new LibraryLimits(Duration.ofSeconds(5), LibraryLimits.ENTRIES_MAX, 1_000_000, 8L << 20),
                new VerifiedPairs(new ManifestVerifier(List.of(), 1, clock(), List.of())),
                node::uptimeMillis,
                node::post);
    }

    /** The certificate of the listener, as the node has it. */
    private PeopleCertificates certificates() {
        return new PeopleCertificates() {
            @Override
            public KeyMaterial current() {
                return https.current();
            }

            @Override
            public String request(SigningRequest wanted) throws IOException {
                return https.request(wanted);
            }

            @Override
            public HttpsIdentity.Outcome replace(OfferedCertificate offered) throws IOException {
                HttpsIdentity.Outcome outcome = https.replace(offered, clock().now());
                identities.replacePeople(https.current());
                return outcome;
            }
        };
    }

    private static ClockRule clock() {
        return new ClockRule(TrustTime.AUTO, InstantSource.system(), () -> Instant.EPOCH);
    }

    int port() {
        return server.httpsPort();
    }

    private static NodeFacts facts(boolean compat) {
        return new NodeFacts(
                NODE,
                Optional.of("node-a"),
                Optional.of("Example"),
                Optional.empty(),
                Optional.empty(),
                "RackMount",
                Optional.of("rack 7"),
                Optional.empty(),
                new FleetSummary(true, false, "00", null),
                8L << 20,
                Duration.ofHours(24),
                1_000_000,
                List.of("https", "http"),
                compat,
                compat,
                compat,
                compat);
    }

    private NodeState state(Component spec) {
        NodeSettings settings = new NodeSettings(
                NODE,
                List.of(PeerRole.RECIPIENT, PeerRole.DONOR),
                List.of(spec),
                List.of(),
                true,
                false,
                true,
                Duration.ofHours(24),
                NodeLimits.defaults());
        JournalRecord journal = JournalRecord.empty().with(BMC, ComponentRecord.fresh(BankId.A, 3), 0);
        NodeState initial = NodeState.initial(settings, Policy.defaults(), journal);
        ComponentState component = ComponentState.unchecked(spec)
                .with(new Bank(BankId.A, BankCondition.GOOD, manifest, 50_000, ""))
                .with(new Bank(BankId.B, BankCondition.MISSING, null, -1, "every byte is 0xFF"))
                .running(BankId.A);
        PeerRef known = new PeerRef(PEER, "https://127.0.0.1:9", null, PeerRef.Origin.STATIC);
        return new NodeState(
                initial.settings(),
                initial.policy(),
                journal,
                new TreeMap<>(Map.of(BMC, component)),
                initial.recoveries(),
                initial.jobs(),
                initial.offers(),
                List.of(),
                new TreeMap<>(Map.of(PEER, new NodeState.PeerSighting(known, 90_000, true))),
                List.of(),
                List.of(),
                initial.pending(),
                1,
                List.of("EXAMPLE-BMC-1"),
                new TreeMap<>(Map.of("OffersMade", 4L)));
    }

    /** The state with other collections. */
    NodeState with(
            TreeMap<String, org.firmwarerecovery.update.job.Job> jobs,
            TreeMap<String, org.firmwarerecovery.update.donor.DonorOffer> offers,
            TreeMap<String, org.firmwarerecovery.update.recovery.Recovery> recoveries) {
        return node.with(node.state.policy(), jobs, offers, recoveries);
    }

    static Digest digest(byte[] bytes) {
        try {
            return Digest.sha256(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyMaterial enrol(FleetAuthority authority, Path folder, String uuid) throws IOException {
        Files.createDirectories(folder);
        authority.enroll("node", uuid, List.of(PeerRole.RECIPIENT, PeerRole.DONOR), folder);
        return KeyMaterial.read(
                folder.resolve(FleetAuthority.NODE_CERTIFICATE_FILE), folder.resolve(FleetAuthority.NODE_KEY_FILE));
    }

    @Override
    public void close() throws IOException {
        streams.close();
        server.close();
        desk.close();
        store.close();
        banks.close();
        state.close();
    }
}
