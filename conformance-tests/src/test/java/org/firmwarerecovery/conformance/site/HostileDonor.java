package org.firmwarerecovery.conformance.site;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/**
 * A donor that speaks the whole protocol (inventory, request, offer, acceptance, manifest, ranges) with a certificate of the
 * fleet, and lies as it is told. One connection per request, so that each lie begins with a fresh handshake.
 */
public final class HostileDonor implements AutoCloseable {
    private static final String BANK = Operator.UPDATE_SERVICE + "/FirmwareInventory/BMC-A";
    private static final String OFFERS = Operator.RECOVERY_SERVICE + "/Offers/";
    private static final String MANIFEST = BANK + "/image.manifest.json";
    private static final long DRIP_MILLIS = 50;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ServerSocket listener;
    private final UUID uuid;
    private final TlsParty honest;
    private final TlsParty selfMade;
    private final Map<Lie, FirmwareVendor.Release> releases = new EnumMap<>(Lie.class);
    private final List<String> results = new CopyOnWriteArrayList<>();
    private final String ticket = UUID.randomUUID().toString();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile Lie lie = Lie.NONE;

    private HostileDonor(ServerSocket listener, UUID uuid, TlsParty honest, TlsParty selfMade) {
        this.listener = listener;
        this.uuid = uuid;
        this.honest = honest;
        this.selfMade = selfMade;
    }

    /** Enrols it as a donor of the lab's fleet and opens its socket. */
    public static HostileDonor open(Lab lab, String name) throws Exception {
        return open(lab, name, "donor");
    }

    /** Enrols it in a role of the lab's fleet, {@code donor} or {@code console}, and opens its socket. */
    public static HostileDonor open(Lab lab, String name, String role) throws Exception {
        UUID uuid = UUID.randomUUID();
        Path identity = lab.site().enrol(name, uuid, role);
        HostileDonor donor = new HostileDonor(
                new ServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                uuid,
                TlsParty.enrolled(identity),
                TlsParty.stranger(identity.resolveSibling("stranger"), uuid));
        Thread acceptor = new Thread(donor::acceptAll, name);
        acceptor.setDaemon(true);
        acceptor.start();
        return donor;
    }

    /** What it gives away while it tells {@code about}; one release for {@link Lie#NONE} is the default of all. */
    public HostileDonor giving(Lie about, FirmwareVendor.Release release) {
        releases.put(about, release);
        return this;
    }

    /** Changes its manners. */
    public void tell(Lie next) {
        results.clear();
        requests.set(0);
        lie = next;
    }

    /** As it stands in {@code discovery.peers} of a configuration. */
    public String asStaticPeer() {
        return NodeProcess.asStaticPeer(address().toString(), uuid);
    }

    /** Its address. */
    public URI address() {
        return URI.create("https://127.0.0.1:" + listener.getLocalPort());
    }

    /** Its identity. */
    public UUID uuid() {
        return uuid;
    }

    /** How recipients said their transfers ended, since the last change of manners. */
    public List<String> results() {
        return List.copyOf(results);
    }

    /** How often it was asked for an image, since the last change of manners. */
    public int requests() {
        return requests.get();
    }

    /** The password of all its leases. */
    public String ticket() {
        return ticket;
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket plain = listener.accept();
                Thread talk = new Thread(() -> serve(plain), "hostile talk");
                talk.setDaemon(true);
                talk.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket plain) {
        Lie now = lie;
        TlsParty party = now == Lie.NO_FLEET_CERTIFICATE ? selfMade : honest;
        try (SSLSocket socket = party.accept(plain)) {
            HttpTalk talk = HttpTalk.read(socket);
            answer(talk, now);
        } catch (SSLException | SocketException refused) {
            // The recipient does not like our certificate, as it should, or has given up.
            return;
        } catch (Exception e) {
            throw new AssertionError("the hostile donor failed", e);
        }
    }

    private FirmwareVendor.Release release(Lie now) {
        FirmwareVendor.Release release = releases.getOrDefault(now, releases.get(Lie.NONE));
        return Objects.requireNonNull(release, "nothing to give");
    }

    private void answer(HttpTalk talk, Lie now) throws Exception {
        String path = talk.path().replaceAll("\\?.*", "");
        if (path.equals(Operator.UPDATE_SERVICE + "/FirmwareInventory")) {
            talk.json(200, collection(inventory(now)));
        } else if (path.equals(Operator.UPDATE_SERVICE + "/LocalImageStore")) {
            talk.json(200, collection());
        } else if (path.endsWith(".RequestImage")) {
            requests.incrementAndGet();
            String id = UUID.randomUUID().toString();
            talk.with("Location", OFFERS + id);
            talk.json(201, offer(id, JSON.readTree(talk.body()), now));
        } else if (path.endsWith(".Accept")) {
            talk.json(200, lease());
        } else if (path.endsWith(".Complete")) {
            results.add(JSON.readTree(talk.body()).path("Result").asText());
            talk.empty(204);
        } else if (talk.method().equals("DELETE")) {
            results.add("Released");
            talk.empty(204);
        } else if (path.startsWith(BANK + "/image")) {
            bytes(talk, path, now);
        } else {
            talk.empty(404);
        }
    }

    private ObjectNode collection(ObjectNode... members) {
        ObjectNode collection = JSON.createObjectNode();
        ArrayNode all = collection.putArray("Members");
        for (ObjectNode member : members) {
            all.add(member);
        }
        return collection.put("Members@odata.count", members.length);
    }

    /** What it claims to hold: always something that fits. */
    private ObjectNode claim(Lie now, ObjectNode oem) throws Exception {
        JsonNode manifest = JSON.readTree(Files.readAllBytes(release(now).manifest()));
        Path named = now == Lie.OTHER_MANIFEST || now == Lie.OLDER_MANIFEST
                ? release(Lie.NONE).manifest()
                : release(now).manifest();
        return oem.put("ManifestDigest", sha256(Files.readAllBytes(named)))
                .put(
                        "SecurityVersion",
                        now == Lie.UNDER_THE_FLOOR
                                ? 999
                                : manifest.path("securityVersion").asInt())
                .put("VersionScheme", manifest.path("versionScheme").asText());
    }

    private ObjectNode inventory(Lie now) throws Exception {
        ObjectNode member = JSON.createObjectNode()
                .put("@odata.id", BANK)
                .put("Id", "BMC-A")
                .put("SoftwareId", Site.SOFTWARE_ID)
                .put("Version", "1.1.0")
                .put("SizeBytes", Files.size(release(now).image()));
        claim(now, member.putObject("Oem").putObject("FirmwareRecovery"))
                .put("State", "Good")
                .put("Donates", true);
        return member;
    }

    private ObjectNode offer(String id, JsonNode request, Lie now) throws Exception {
        ObjectNode offer = JSON.createObjectNode()
                .put("@odata.id", OFFERS + id)
                .put("Id", id)
                .put("State", "Offered")
                .put("RequestId", request.path("RequestId").asText())
                .put("SoftwareId", Site.SOFTWARE_ID)
                .put("Version", "1.1.0")
                .put("Machine", Site.MACHINE)
                .put("SizeBytes", Files.size(release(now).image()))
                .put("TransferMode", "Pull")
                .put("ValidSeconds", 30);
        offer.putObject("Load").put("SlotsUsed", 0).put("Slots", 5);
        return claim(now, offer);
    }

    private ObjectNode lease() {
        return JSON.createObjectNode()
                .put("ImageUri", BANK + "/image")
                .put("ManifestUri", MANIFEST)
                .put("SignatureUri", MANIFEST + ".p7s")
                .put("Username", "lease")
                .put("Password", ticket)
                .put("LeaseExpires", Instant.now().plusSeconds(60).toString())
                .put("LeaseSeconds", 60);
    }

    private void bytes(HttpTalk talk, String path, Lie now) throws Exception {
        String expected =
                "Basic " + Base64.getEncoder().encodeToString(("lease:" + ticket).getBytes(StandardCharsets.UTF_8));
        FirmwareVendor.Release release = release(now);
        if (!talk.header("authorization").equals(expected)) {
            talk.empty(401);
        } else if (path.equals(MANIFEST)) {
            talk.bytes(200, Files.readAllBytes(release.manifest()));
        } else if (path.equals(MANIFEST + ".p7s")) {
            Path signature =
                    now == Lie.BAD_SIGNATURE ? release(Lie.OTHER_MANIFEST).signature() : release.signature();
            talk.bytes(200, Files.readAllBytes(signature));
        } else {
            image(talk, Files.readAllBytes(release.image()), now);
        }
    }

    private static void image(HttpTalk talk, byte[] image, Lie now) throws IOException {
        switch (now) {
            case OTHER_BYTES -> {
                image[image.length / 2] ^= 1;
                talk.range(image);
            }
            case LONGER_FILE -> talk.longerRange(image);
            case SHORTER_FILE -> talk.shorterRange(image);
            case OTHER_SIZE -> talk.range(Arrays.copyOf(image, image.length + 1));
            case ENDLESS_HEADERS -> talk.endlessHeaders();
            case DRIP -> talk.drip(image, DRIP_MILLIS);
            default -> talk.range(image);
        }
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
