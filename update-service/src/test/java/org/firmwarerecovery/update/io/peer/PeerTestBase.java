package org.firmwarerecovery.update.io.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.io.ingest.HttpStub;
import org.firmwarerecovery.update.io.trust.ClockRule;
import org.firmwarerecovery.update.io.trust.FleetAuthority;
import org.firmwarerecovery.update.io.trust.FleetTrust;
import org.firmwarerecovery.update.io.trust.KeyMaterial;
import org.firmwarerecovery.update.io.trust.TrustTime;
import org.firmwarerecovery.update.io.work.StopSignal;
import org.firmwarerecovery.update.negotiation.Grant;
import org.firmwarerecovery.update.negotiation.ImageRequest;
import org.firmwarerecovery.update.negotiation.PeerRef;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.firmwarerecovery.update.negotiation.Refusal;
import org.firmwarerecovery.update.negotiation.TransferMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A fleet of two nodes: the client under test, and a donor that answers what a test wants. */
@Timeout(60)
abstract class PeerTestBase {
    private static final String RECIPIENT = "11111111-1111-1111-1111-111111111111";
    static final String DONOR = "22222222-2222-2222-2222-222222222222";
    static final String SOFTWARE = "EXAMPLE-BMC-1";
    static final String HEX = "ab".repeat(32);
    static final String NONCE = "0123456789abcdef0123456789abcdef";
    static final String OFFER = "/redfish/v1/UpdateService/Oem/FirmwareRecovery/Offers/7";
    static final Grant GRANT = new Grant(
            OFFER,
            "/redfish/v1/x/image",
            "/redfish/v1/x/image.manifest.json",
            "/redfish/v1/x/image.p7s",
            "7",
            "s3cret",
            60_000);

    @TempDir
    Path folder;

    FleetAuthority fleet;
    KeyMaterial donorKey;
    RedfishPeerClient client;

    @Nullable
    TlsStub open;

    @BeforeEach
    void enroll() throws Exception {
        fleet = FleetAuthority.create(folder.resolve("fleet"));
        donorKey = enrolled(fleet, "donor", DONOR, List.of(PeerRole.DONOR, PeerRole.CONSOLE));
        KeyMaterial own = enrolled(fleet, "recipient", RECIPIENT, List.of(PeerRole.RECIPIENT));
        client = new RedfishPeerClient(own, trust(fleet), limits());
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        if (open != null) {
            open.close();
        }
    }

    /** The donor that the last {@link #serve} started. */
    TlsStub stub() {
        return Objects.requireNonNull(open);
    }

    void serve(HttpStub.Answerer answerer) throws Exception {
        if (open != null) {
            open.close();
        }
        open = new TlsStub(donorKey, answerer);
    }

    void assertUnusable(String reason, byte[] answer) throws Exception {
        serve((request, out) -> out.write(answer));
        assertReason(reason, client.request(donor(), request(HEX), new StopSignal()));
    }

    void assertChunk(String reason, byte[] answer) throws Exception {
        serve((request, out) -> out.write(answer));
        assertReason(reason, chunk());
    }

    void assertRefused(Refusal expected, int status, String headers, String key, String... args) throws Exception {
        String list = args.length == 0 ? "" : "\"" + String.join("\",\"", args) + "\"";
        String body = "{\"error\":{\"code\":\"x\",\"message\":\"x\",\"@Message.ExtendedInfo\":[{\"MessageId\":"
                + "\"FirmwareRecovery.1.0." + key + "\",\"MessageArgs\":[" + list + "]}]}}";
        serve((request, out) -> out.write(TlsStub.json(status, headers, body)));
        assertEquals(expected, refusal(client.request(donor(), request(null), new StopSignal())));
    }

    static void assertReason(String part, Reached<?> reached) {
        String text = refusal(reached).text();
        assertTrue(text.contains(part), text);
    }

    Reached<ByteBuffer> chunk() {
        return client.chunk(donor(), GRANT, 100, 5, 4096, new StopSignal());
    }

    PeerRef donor() {
        return new PeerRef(DONOR, "https://127.0.0.1:" + stub().port(), null, PeerRef.Origin.TAGGED);
    }

    static ImageRequest request(@Nullable String digest) {
        return new ImageRequest(
                NONCE,
                SOFTWARE,
                "example",
                "ScanFailed",
                3,
                digest == null ? null : Digest.sha256(digest),
                List.of(TransferMode.PULL));
    }

    static String offer(String nonce, String digest) {
        return "{\"@odata.id\":\"" + OFFER + "\",\"RequestId\":\"" + nonce + "\",\"SoftwareId\":\"" + SOFTWARE
                + "\",\"Version\":\"1.2.3\",\"SecurityVersion\":5,\"ManifestDigest\":\"" + digest
                + "\",\"SizeBytes\":4096,\"Load\":{\"SlotsUsed\":2,\"Slots\":5},\"ValidSeconds\":30}";
    }

    static String collection(String... members) {
        return "{\"Members\":[" + String.join(",", members) + "],\"Members@odata.count\":" + members.length + "}";
    }

    static String member(String software, String digest, String state, boolean donates) {
        String id = software.equals("BMC") ? SOFTWARE : software;
        return "{\"@odata.id\":\"/redfish/v1/UpdateService/FirmwareInventory/x\",\"SoftwareId\":\"" + id
                + "\",\"Version\":\"1.2.3\",\"VersionScheme\":\"SemVer\",\"SizeBytes\":4096,"
                + "\"Oem\":{\"FirmwareRecovery\":{\"State\":\"" + state + "\",\"ManifestDigest\":\"" + digest
                + "\",\"SecurityVersion\":5,\"Donates\":" + donates + ",\"Bank\":\"A\"}}}";
    }

    static byte[] chunked(String data) {
        return (Integer.toHexString(data.length()) + "\r\n" + data + "\r\n0\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] chunk(String data) {
        return (Integer.toHexString(data.length()) + "\r\n" + data + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    static <T> T value(Reached<T> reached) {
        if (reached instanceof Reached.Refused<T> refused) {
            assertNull(refused.refusal());
        }
        return ((Reached.Ok<T>) reached).value();
    }

    static Refusal refusal(Reached<?> reached) {
        return assertInstanceOf(Reached.Refused.class, reached).refusal();
    }

    KeyMaterial enrolled(FleetAuthority authority, String name, String uuid, List<PeerRole> roles) throws Exception {
        Path node = folder.resolve(name);
        authority.enroll(name, uuid, roles, node);
        return KeyMaterial.read(
                node.resolve(FleetAuthority.NODE_CERTIFICATE_FILE), node.resolve(FleetAuthority.NODE_KEY_FILE));
    }

    static FleetTrust trust(FleetAuthority authority) {
        return new FleetTrust(
                List.of(authority.certificate()), new ClockRule(TrustTime.AUTO, Instant::now, () -> Instant.EPOCH));
    }

    static PeerLimits limits() {
        PeerLimits defaults = PeerLimits.defaults();
        return defaults.over(defaults.web().timing(Duration.ofSeconds(5), Duration.ofSeconds(2)))
                .within(Duration.ofSeconds(8), Duration.ofSeconds(8));
    }
}
