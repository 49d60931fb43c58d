package org.firmwarerecovery.service.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.redfish.odata.Field;
import org.firmwarerecovery.redfish.privilege.PrivilegeRegistry;
import org.firmwarerecovery.redfish.resource.SoftwareInventory;
import org.firmwarerecovery.redfish.resource.TaskService;
import org.firmwarerecovery.redfish.resource.UpdateService;
import org.firmwarerecovery.service.auth.Account;
import org.firmwarerecovery.service.auth.AccountChange;
import org.firmwarerecovery.service.auth.AccountStore;
import org.firmwarerecovery.service.auth.Accounts;
import org.firmwarerecovery.service.auth.AuthSettings;
import org.firmwarerecovery.service.auth.Authentication;
import org.firmwarerecovery.service.auth.Clocks;
import org.firmwarerecovery.service.auth.ImageTicket;
import org.firmwarerecovery.service.auth.PeerTrust;
import org.firmwarerecovery.service.auth.Sessions;
import org.firmwarerecovery.service.endpoint.AccountEndpoint;
import org.firmwarerecovery.service.endpoint.KnownTypes;
import org.firmwarerecovery.service.endpoint.ServiceDocuments;
import org.firmwarerecovery.service.endpoint.ServiceRootEndpoint;
import org.firmwarerecovery.service.endpoint.SessionEndpoint;
import org.firmwarerecovery.service.endpoint.SubscriptionOwners;
import org.firmwarerecovery.service.event.AuditTrail;
import org.firmwarerecovery.service.event.EventFact;
import org.firmwarerecovery.service.event.EventHub;
import org.firmwarerecovery.service.event.EventSink;
import org.firmwarerecovery.service.resource.ActionDeclaration;
import org.firmwarerecovery.service.resource.RawExchange;
import org.firmwarerecovery.service.resource.RawRoute;
import org.firmwarerecovery.service.resource.Reply;
import org.firmwarerecovery.service.resource.ResourceCatalogue;
import org.firmwarerecovery.service.resource.ResourceDeclaration;
import org.firmwarerecovery.service.resource.UriTemplate;
import org.firmwarerecovery.update.io.trust.ClockRule;
import org.firmwarerecovery.update.io.trust.FleetAuthority;
import org.firmwarerecovery.update.io.trust.FleetTrust;
import org.firmwarerecovery.update.io.trust.FleetTrustManager;
import org.firmwarerecovery.update.io.trust.KeyMaterial;
import org.firmwarerecovery.update.io.trust.SelfSignedHttps;
import org.firmwarerecovery.update.io.trust.TrustTime;
import org.firmwarerecovery.update.negotiation.PeerRole;

/**
 * The real server on 127.0.0.1 with a small catalogue: the real endpoints of root, sessions and accounts, and resources
 * made up for the tests on standard types.
 */
final class TestServer implements AutoCloseable {
    static final String PASSWORD = "correct-horse-7";
    static final String NODE = "6f1d2c3b-0000-4000-8000-00000000aaaa";
    static final String PEER = "6f1d2c3b-0000-4000-8000-00000000bbbb";
    static final String IMAGE = "/redfish/v1/UpdateService/LocalImageStore/0011223344556677/image";

    final RedfishServer server;
    final TlsIdentities identities;
    final KeyMaterial people;
    final KeyMaterial fleet;
    final KeyMaterial peer;
    final KeyMaterial stranger;
    final List<Map<String, String>> kept = new CopyOnWriteArrayList<>();
    final Accounts accounts;
    final Sessions sessions;
    final AtomicLong shift = new AtomicLong();
    final Map<String, Long> minutes = new TreeMap<>(Map.of("value", 60L));
    final AtomicLong reads = new AtomicLong();
    /** What the server told of who did what. */
    final LinkedBlockingQueue<EventFact> facts = new LinkedBlockingQueue<>();

    TestServer(Path folder, HttpLimits limits) throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        people = SelfSignedHttps.openOrCreate(folder.resolve("https"), "node-a", List.of(loopback));
        stranger = SelfSignedHttps.openOrCreate(folder.resolve("stranger"), "stranger", List.of(loopback));
        FleetAuthority authority = FleetAuthority.create(folder.resolve("fleet"));
        fleet = enrol(authority, folder.resolve("node"), NODE, List.of(PeerRole.DONOR));
        peer = enrol(authority, folder.resolve("peer"), PEER, List.of(PeerRole.RECIPIENT));
        Clocks system = Clocks.system();
        Clocks clocks = new Clocks(system.wall(), () -> system.elapsed() + shift.get());
        SecureRandom random = new SecureRandom();
        accounts = Accounts.open(new MemoryStore(), AuthSettings.defaults().withIterations(1_000), clocks, random);
        accounts.ensureAdministrator("admin", Optional.of(PASSWORD));
        accounts.add(
                Optional.empty(),
                new AccountChange(
                        Optional.of("reader"),
                        Optional.of("ReadOnly"),
                        Optional.of(accounts.hash(PASSWORD)),
                        Optional.empty(),
                        Optional.empty()));
        sessions = new Sessions(accounts, clocks, random);
        FleetTrust trust = new FleetTrust(
                List.of(authority.certificate()),
                new ClockRule(TrustTime.AUTO, system.wall(), () -> java.time.Instant.EPOCH));
        Authentication authentication = new Authentication(
                accounts,
                sessions,
                PeerTrust.of(trust),
                (user, password) -> user.equals("offer-1") && password.equals("ticket-secret")
                        ? Optional.of(new ImageTicket("offer-1", IMAGE))
                        : Optional.empty());
        identities = new TlsIdentities(NODE, people, Optional.of(fleet));
        server = RedfishServer.start(
                new ServerSettings(List.of(loopback), 0, OptionalInt.of(0), OptionalInt.of(0), limits),
                new ServerTls(identities, Optional.of(FleetTrustManager.forServer())),
                authentication,
                catalogue(),
                new KnownTypes(),
                new AuditTrail(facts::add, system.wall()));
    }

    private static KeyMaterial enrol(FleetAuthority authority, Path folder, String uuid, List<PeerRole> roles)
            throws IOException {
        Files.createDirectories(folder);
        authority.enroll("node", uuid, roles, folder);
        return KeyMaterial.read(
                folder.resolve(FleetAuthority.NODE_CERTIFICATE_FILE), folder.resolve(FleetAuthority.NODE_KEY_FILE));
    }

    int port() {
        return server.httpsPort();
    }

    @Override
    public void close() {
        server.close();
    }

    record Minutes(@Min(1) @Max(1_440) Long taskAutoDeleteTimeoutMinutes) {}

    record Update(@NotNull String imageURI, List<String> targets, TransferProtocol transferProtocol) {
        enum TransferProtocol {
            HTTP,
            HTTPS
        }
    }

    record Simple(Field<String> comment) {}

    private ResourceCatalogue catalogue() {
        List<ResourceDeclaration> below = new ArrayList<>();
        below.addAll(new SessionEndpoint(accounts, sessions, kept::add, AuditTrail.off()).declarations());
        below.addAll(new AccountEndpoint(
                        accounts,
                        kept::add,
                        AuditTrail.off(),
                        EventHub.inMemory(
                                delivery -> {},
                                EventSink.none(),
                                InstantSource.system(),
                                new SubscriptionOwners(accounts, PrivilegeRegistry.standard())))
                .declarations());
        below.add(taskService());
        below.add(updateService());
        below.addAll(inventory());
        List<ResourceDeclaration> all = new ArrayList<>(below);
        all.add(ServiceRootEndpoint.of(NODE, () -> Optional.of("node-a"), below));
        return ResourceCatalogue.builder()
                .with(all)
                .withRoutes(ServiceDocuments.of(all))
                .with(new Upload())
                .with(new Stumble())
                .with(new Image())
                .build();
    }

    private ResourceDeclaration taskService() {
        return ResourceDeclaration.of(TaskService.ODATA_TYPE, "/redfish/v1/TaskService")
                .name("Tasks")
                .description("Patchable, with a clock.")
                .volatileMembers("DateTime")
                .read(call -> Optional.of(TaskService.builder()
                        .serviceEnabled(true)
                        .dateTime(java.time.Instant.ofEpochSecond(reads.incrementAndGet()))
                        .taskAutoDeleteTimeoutMinutes(minutes.get("value"))
                        .build()))
                .patch(Minutes.class, (call, body) -> {
                    minutes.put("value", body.taskAutoDeleteTimeoutMinutes());
                    return Reply.changed(call.path());
                })
                .build();
    }

    private static ResourceDeclaration updateService() {
        return ResourceDeclaration.of(UpdateService.ODATA_TYPE, "/redfish/v1/UpdateService")
                .name("Update service")
                .description("With actions.")
                .read(call ->
                        Optional.of(UpdateService.builder().serviceEnabled(true).build()))
                .action(ActionDeclaration.of(
                                "SimpleUpdate",
                                "Pulls an image.",
                                Update.class,
                                (call, body) -> Reply.accepted("/redfish/v1/TaskService/Tasks/7/Monitor", 3))
                        .allowing("TransferProtocol", List.of("HTTP", "HTTPS")))
                .action(ActionDeclaration.of("StartUpdate", "Fails.", Simple.class, (call, body) -> {
                    throw new IllegalStateException("a bug with a secret in it");
                }))
                .build();
    }

    private static List<ResourceDeclaration> inventory() {
        String path = "/redfish/v1/UpdateService/FirmwareInventory";
        List<String> ids = List.of("BIOS", "BMC", "BMC-A", "BMC-B");
        return List.of(
                ResourceDeclaration.collection("SoftwareInventoryCollection", path)
                        .name("Firmware")
                        .description("Images.")
                        .members(call -> Optional.of(ids))
                        .build(),
                ResourceDeclaration.of(SoftwareInventory.ODATA_TYPE, path + "/{SoftwareInventoryId}")
                        .name("Image")
                        .description("An image.")
                        .read(call -> Optional.of(call.id())
                                .filter(ids::contains)
                                .map(id -> SoftwareInventory.builder()
                                        .version("1.0-" + id)
                                        .updateable(!id.contains("-"))
                                        .build()))
                        .remove(call -> {
                            throw new RedfishException(409, BaseMessages.resourceInUse());
                        })
                        .build());
    }

    /** Counts what is uploaded. */
    private static final class Upload implements RawRoute {
        @Override
        public UriTemplate uri() {
            return new UriTemplate("/redfish/v1/UpdateService/upload");
        }

        @Override
        public String description() {
            return "Takes bytes.";
        }

        @Override
        public List<String> methods() {
            return List.of("POST");
        }

        @Override
        public String entity() {
            return "UpdateService";
        }

        @Override
        public void serve(RawExchange exchange) throws IOException {
            long total = 0;
            byte[] buffer = new byte[65_536];
            try (var in = exchange.body()) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    total += read;
                }
            }
            exchange.json(200, Map.of("Bytes", total));
        }
    }

    /** Fails after it did something: before the answer, or in the middle of it when there is a query. */
    private static final class Stumble implements RawRoute {
        @Override
        public UriTemplate uri() {
            return new UriTemplate("/redfish/v1/UpdateService/stumble");
        }

        @Override
        public String description() {
            return "Fails.";
        }

        @Override
        public List<String> methods() {
            return List.of("POST");
        }

        @Override
        public String entity() {
            return "UpdateService";
        }

        @Override
        public void serve(RawExchange exchange) throws IOException {
            if (exchange.query().isPresent()) {
                OutputStream answer = exchange.stream(200, "application/octet-stream", 2);
                answer.write('x');
                answer.flush();
            }
            throw new IOException("the medium is gone");
        }
    }

    /** Image bytes, for people, peers and the holders of tickets. */
    static final class Image implements RawRoute {
        static final byte[] BYTES = "image bytes, not many".getBytes(UTF_8);

        @Override
        public UriTemplate uri() {
            return new UriTemplate("/redfish/v1/UpdateService/LocalImageStore/{SoftwareInventoryId}/image");
        }

        @Override
        public String description() {
            return "Image bytes.";
        }

        @Override
        public List<String> methods() {
            return List.of("GET");
        }

        @Override
        public String entity() {
            return "SoftwareInventory";
        }

        @Override
        public boolean takesTickets() {
            return true;
        }

        @Override
        public void serve(RawExchange exchange) throws IOException {
            exchange.bytes(200, "application/octet-stream", BYTES);
        }
    }

    /** Accounts that do not outlive the test. */
    private static final class MemoryStore implements AccountStore {
        private List<Account> stored = List.of();

        @Override
        public List<Account> load() {
            return stored;
        }

        @Override
        public void save(List<Account> accounts) {
            stored = accounts;
        }
    }

    /** Limits under which a test need not wait. */
    static HttpLimits quick() {
        return HttpLimits.defaults()
                .withTimes(Duration.ofSeconds(3), Duration.ofSeconds(1), Duration.ofMillis(200))
                .withConnectionsMax(12);
    }
}
