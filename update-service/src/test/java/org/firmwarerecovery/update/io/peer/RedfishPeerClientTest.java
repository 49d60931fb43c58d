package org.firmwarerecovery.update.io.peer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.io.store.ManifestPair;
import org.firmwarerecovery.update.io.trust.ClockRule;
import org.firmwarerecovery.update.io.trust.FleetAuthority;
import org.firmwarerecovery.update.io.trust.FleetTrust;
import org.firmwarerecovery.update.io.trust.KeyMaterial;
import org.firmwarerecovery.update.io.trust.TrustTime;
import org.firmwarerecovery.update.io.work.StopSignal;
import org.firmwarerecovery.update.negotiation.DonorImage;
import org.firmwarerecovery.update.negotiation.DonorInventory;
import org.firmwarerecovery.update.negotiation.Grant;
import org.firmwarerecovery.update.negotiation.ImageRequest;
import org.firmwarerecovery.update.negotiation.Offer;
import org.firmwarerecovery.update.negotiation.PeerRef;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.firmwarerecovery.update.negotiation.Refusal;
import org.firmwarerecovery.update.negotiation.TransferMode;
import org.firmwarerecovery.update.version.VersionScheme;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RedfishPeerClientTest {
    private static final String RECIPIENT = "11111111-1111-1111-1111-111111111111";
    private static final String DONOR = "22222222-2222-2222-2222-222222222222";
    private static final String SOFTWARE = "EXAMPLE-BMC-1";
    private static final String HEX = "ab".repeat(32);
    private static final String NONCE = "0123456789abcdef0123456789abcdef";
    private static final String OFFER = "/redfish/v1/UpdateService/Oem/FirmwareRecovery/Offers/7";
    private static final Grant GRANT = new Grant(
            OFFER,
            "/redfish/v1/x/image",
            "/redfish/v1/x/image.manifest.json",
            "/redfish/v1/x/image.p7s",
            "7",
            "s3cret",
            60_000);

    @TempDir
    Path folder;

    private FleetAuthority fleet;
    private KeyMaterial donorKey;
    private RedfishPeerClient client;
    private TlsStub stub;

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
        if (stub != null) {
            stub.close();
        }
    }

    @Test
    void inventory_is_read_in_one_get_with_the_roles_of_the_certificate() throws Exception {
        serve((request, out) -> out.write(
                request.path().startsWith("/redfish/v1/UpdateService/FirmwareInventory?$expand=.($levels=1)")
                        ? TlsStub.json(
                                200,
                                "",
                                collection(member("BMC", HEX, "Good", true), member("BIOS", HEX, "Good", true)))
                        : TlsStub.json(404, "", "{}")));
        DonorInventory inventory = value(client.query(donor(), SOFTWARE, new StopSignal()));
        assertEquals(List.of(PeerRole.DONOR, PeerRole.CONSOLE), inventory.roles());
        assertEquals(
                List.of(new DonorImage(SOFTWARE, "1.2.3", VersionScheme.SEM_VER, 5, Digest.sha256(HEX), 4096, true)),
                inventory.images());
        assertEquals(2, stub.requests().size());
        assertEquals(1, stub.connections());
        assertEquals(
                DONOR + ".node.firmware-recovery.invalid:" + stub.port(),
                stub.requests().get(0).headers().get("host"));
    }

    @Test
    void members_are_read_one_by_one_when_expand_is_not_supported() throws Exception {
        serve((request, out) -> {
            if (request.path().contains("$expand")) {
                out.write(TlsStub.json(501, "", "{}"));
            } else if (request.path().endsWith("/FirmwareInventory")) {
                out.write(TlsStub.json(
                        200, "", collection("{\"@odata.id\":\"/redfish/v1/UpdateService/FirmwareInventory/BMC\"}")));
            } else if (request.path().endsWith("/BMC")) {
                out.write(TlsStub.json(200, "", member(SOFTWARE, HEX, "Good", true)));
            } else {
                out.write(TlsStub.json(404, "", "{}"));
            }
        });
        assertEquals(
                1,
                value(client.query(donor(), SOFTWARE, new StopSignal()))
                        .images()
                        .size());
    }

    @Test
    void claims_without_digest_in_a_bad_state_or_for_other_software_are_passed_over() throws Exception {
        serve((request, out) -> out.write(TlsStub.json(
                200,
                "",
                collection(
                        member(SOFTWARE, "", "Good", true),
                        member(SOFTWARE, HEX, "Damaged", true),
                        member("OTHER", HEX, "Good", true),
                        "{\"a\":1,\"b\":[]}",
                        member(SOFTWARE, "cd".repeat(32), "Good", false)))));
        List<DonorImage> images =
                value(client.query(donor(), SOFTWARE, new StopSignal())).images();
        assertEquals(1, images.size());
        assertFalse(images.get(0).donates());
    }

    @Test
    void a_request_becomes_an_offer() throws Exception {
        serve((request, out) -> out.write(
                TlsStub.json(201, "Location: https://elsewhere.example" + OFFER + "\r\n", offer(NONCE, HEX))));
        Offer offer = value(client.request(donor(), request(HEX), new StopSignal()));
        assertEquals(OFFER, offer.path());
        assertEquals(2, offer.slotsUsed());
        assertEquals(5, offer.slots());
        assertEquals(30_000, offer.validMillis());
        assertEquals(4096, offer.image().size());
        TlsStub.Request sent = stub.requests().get(0);
        assertEquals(
                "/redfish/v1/UpdateService/Oem/FirmwareRecovery/Actions/FirmwareRecoveryService.RequestImage",
                sent.path());
        assertEquals(
                "{\"RequestId\":\"" + NONCE + "\",\"SoftwareId\":\"" + SOFTWARE
                        + "\",\"Machine\":\"example\",\"Reason\":\"ScanFailed\",\"MinimumSecurityVersion\":3,"
                        + "\"ManifestDigest\":\"" + HEX + "\",\"TransferModes\":[\"Pull\"]}",
                sent.body());
    }

    @Test
    void an_offer_that_answers_something_else_is_refused() throws Exception {
        String location = "Location: " + OFFER + "\r\n";
        assertUnusable("another request", TlsStub.json(201, location, offer("f".repeat(32), HEX)));
        assertUnusable("not for the manifest", TlsStub.json(201, location, offer(NONCE, "cd".repeat(32))));
        assertUnusable(
                "other software", TlsStub.json(201, location, offer(NONCE, HEX).replace(SOFTWARE, "X")));
        assertUnusable("no Location", TlsStub.json(201, "", offer(NONCE, HEX)));
        assertUnusable(
                "not that of an offer", TlsStub.json(201, "Location: /redfish/v1/Systems/1\r\n", offer(NONCE, HEX)));
        assertUnusable("not JSON", TlsStub.json(201, location, "<html>"));
        assertUnusable("size", TlsStub.json(201, location, offer(NONCE, HEX).replace("4096", "-1")));
    }

    @Test
    void each_refusal_of_a_donor_keeps_its_meaning() throws Exception {
        assertRefused(new Refusal.NoCompatibleImage(SOFTWARE), 404, "", "NoCompatibleImage", SOFTWARE);
        assertRefused(new Refusal.NotEligible(SOFTWARE, "too young"), 409, "", "NotEligible", SOFTWARE, "too young");
        assertRefused(new Refusal.PolicyRefused("no"), 403, "", "PolicyRefused", "no");
        assertRefused(new Refusal.DonorBusy(Duration.ofSeconds(7)), 503, "Retry-After: 7\r\n", "DonorBusy", "7");
        assertRefused(new Refusal.DonorBusy(Duration.ofSeconds(600)), 503, "Retry-After: 99999\r\n", "DonorBusy", "9");
        assertRefused(new Refusal.DonorBusy(Duration.ofSeconds(30)), 503, "Retry-After: soon\r\n", "DonorBusy", "9");
        assertRefused(new Refusal.Unusable("it answered 404"), 404, "", "DonorBusy", "9");
        assertRefused(new Refusal.Unusable("it answered 500"), 500, "", "InternalError");
    }

    @Test
    void an_accepted_offer_gives_paths_on_the_same_donor_and_the_ticket_stays_out_of_its_text() throws Exception {
        serve((request, out) -> out.write(TlsStub.json(
                200,
                "",
                "{\"ImageUri\":\"https://evil.example/redfish/v1/i/1/image\",\"ManifestUri\":\"/redfish/v1/i/1/m\","
                        + "\"SignatureUri\":\"/redfish/v1/i/1/s\",\"Username\":\"7\",\"Password\":\"ticket-ticket\","
                        + "\"LeaseExpires\":\"2026-01-01T00:00:00Z\",\"LeaseSeconds\":60}")));
        Grant grant = value(client.accept(donor(), OFFER, new StopSignal()));
        assertEquals("/redfish/v1/i/1/image", grant.imagePath());
        assertEquals(60_000, grant.leaseMillis());
        assertFalse(grant.toString().contains("ticket-ticket"));
        assertEquals(
                OFFER + "/Actions/FirmwareOffer.Accept", stub.requests().get(0).path());
    }

    @Test
    void grants_with_unusable_paths_are_refused() throws Exception {
        for (String path : List.of("/etc/passwd", "redfish/v1/x", "/redfish/v1/../x", "", "/redfish/v1/x?y=z")) {
            serve((request, out) -> out.write(TlsStub.json(
                    200,
                    "",
                    "{\"ImageUri\":\"" + path + "\",\"ManifestUri\":\"/redfish/v1/i/1/m\","
                            + "\"SignatureUri\":\"/redfish/v1/i/1/s\",\"Username\":\"7\",\"Password\":\"t\"}")));
            assertInstanceOf(Reached.Refused.class, client.accept(donor(), OFFER, new StopSignal()), path);
        }
    }

    @Test
    void closing_an_offer_tells_the_verdict_or_gives_it_back() throws Exception {
        serve((request, out) -> out.write(TlsStub.bytes("HTTP/1.1 204 x", new byte[0])));
        assertTrue(value(client.close(donor(), OFFER, "Verified", new StopSignal())));
        assertTrue(value(client.close(donor(), OFFER, null, new StopSignal())));
        assertEquals("{\"Result\":\"Verified\"}", stub.requests().get(0).body());
        assertEquals(
                "DELETE " + OFFER,
                stub.requests().get(1).method() + " " + stub.requests().get(1).path());
    }

    @Test
    void manifest_and_signature_are_read_with_the_ticket() throws Exception {
        serve((request, out) -> out.write(TlsStub.json(200, "", request.path().endsWith(".p7s") ? "sig" : "man")));
        ManifestPair pair = value(client.manifest(donor(), GRANT, new StopSignal()));
        assertEquals("man", new String(pair.manifest().array(), StandardCharsets.UTF_8));
        assertEquals("sig", new String(pair.signature().array(), StandardCharsets.UTF_8));
        String expected = "Basic " + Base64.getEncoder().encodeToString("7:s3cret".getBytes(StandardCharsets.UTF_8));
        assertEquals(expected, stub.requests().get(0).headers().get("authorization"));
    }

    @Test
    void a_manifest_over_its_limit_is_refused_without_reading_it() throws Exception {
        serve((request, out) -> out.write(TlsStub.bytes("HTTP/1.1 200 x\r\nContent-Length: 2000000", new byte[10])));
        assertReason("at most 1048576", client.manifest(donor(), GRANT, new StopSignal()));
    }

    @Test
    void a_chunk_is_exactly_the_range_that_was_asked_for() throws Exception {
        byte[] chunk = "chunk".getBytes(StandardCharsets.US_ASCII);
        serve((request, out) -> out.write(
                TlsStub.bytes("HTTP/1.1 206 x\r\nContent-Range: bytes 100-104/4096\r\nContent-Length: 5", chunk)));
        assertArrayEquals(chunk, value(chunk()).array());
        assertEquals("bytes=100-104", stub.requests().get(0).headers().get("range"));
        assertArrayEquals(chunk, value(chunk()).array());
        assertEquals(1, stub.connections());
    }

    @Test
    void a_lease_that_the_donor_forgot_is_told_apart() throws Exception {
        for (int status : new int[] {401, 403, 404}) {
            serve((request, out) -> out.write(TlsStub.json(status, "", "{}")));
            assertInstanceOf(Reached.LeaseGone.class, chunk());
            assertInstanceOf(Reached.LeaseGone.class, client.manifest(donor(), GRANT, new StopSignal()));
        }
    }

    @Test
    void hostile_bytes_are_refused() throws Exception {
        String range = "HTTP/1.1 206 x\r\nContent-Range: bytes 100-104/4096\r\n";
        byte[] six = new byte[6];
        assertChunk("6 bytes instead of 5", TlsStub.bytes(range + "Content-Length: 6", six));
        assertChunk("4 bytes instead of 5", TlsStub.bytes(range + "Content-Length: 4", new byte[4]));
        assertChunk("more than 5", TlsStub.bytes(range + "Transfer-Encoding: chunked", chunked("123456")));
        assertChunk("ended after 3", TlsStub.bytes(range + "Transfer-Encoding: chunked", chunked("123")));
        assertChunk("Content-Range", TlsStub.bytes("HTTP/1.1 206 x\r\nContent-Length: 5", new byte[5]));
        assertChunk(
                "Content-Range",
                TlsStub.bytes("HTTP/1.1 206 x\r\nContent-Range: bytes 101-105/4096\r\nContent-Length: 5", new byte[5]));
        assertChunk(
                "Content-Range",
                TlsStub.bytes("HTTP/1.1 206 x\r\nContent-Range: bytes 100-104/9999\r\nContent-Length: 5", new byte[5]));
        assertChunk("whole image", TlsStub.bytes("HTTP/1.1 200 x\r\nContent-Length: 5", new byte[5]));
        assertChunk(
                "302",
                TlsStub.bytes("HTTP/1.1 302 x\r\nLocation: https://evil.example/\r\nContent-Length: 0", new byte[0]));
    }

    @Test
    void a_body_that_never_ends_is_cut_off() throws Exception {
        serve((request, out) -> {
            out.write(TlsStub.bytes("HTTP/1.1 200 x\r\nTransfer-Encoding: chunked", new byte[0]));
            byte[] piece = chunk("x".repeat(8000));
            while (true) {
                out.write(piece);
            }
        });
        assertReason("more than", client.query(donor(), SOFTWARE, new StopSignal()));
    }

    @Test
    void endless_headers_are_cut_off() throws Exception {
        serve((request, out) -> {
            out.write("HTTP/1.1 200 x\r\n".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write("X-More: yes\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        });
        assertInstanceOf(Refusal.Unusable.class, refusal(client.query(donor(), SOFTWARE, new StopSignal())));
    }

    @Test
    void a_header_without_end_is_cut_off() throws Exception {
        serve((request, out) -> {
            out.write("HTTP/1.1 200 x\r\nX-Long: ".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write("yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy".getBytes(StandardCharsets.US_ASCII));
            }
        });
        assertInstanceOf(Refusal.Unusable.class, refusal(client.query(donor(), SOFTWARE, new StopSignal())));
    }

    @Test
    void a_silent_peer_costs_no_longer_than_its_limit() throws Exception {
        serve((request, out) -> {
            // Not a byte, but the connection stays.
        });
        long start = System.nanoTime();
        assertInstanceOf(Refusal.Unusable.class, refusal(client.query(donor(), SOFTWARE, new StopSignal())));
        assertTrue(Duration.ofNanos(System.nanoTime() - start).toSeconds() < 10);
    }

    @Test
    void a_request_that_nobody_waits_for_ends_at_once() throws Exception {
        StopSignal stop = new StopSignal();
        serve((request, out) -> stop.request());
        assertEquals(new Refusal.Unusable("stopped"), refusal(client.query(donor(), SOFTWARE, stop)));
    }

    @Test
    void a_peer_of_another_fleet_is_not_trusted() throws Exception {
        FleetAuthority other = FleetAuthority.create(folder.resolve("other"));
        donorKey = enrolled(other, "stranger", DONOR, List.of(PeerRole.DONOR));
        serve((request, out) -> out.write(TlsStub.json(200, "", collection())));
        assertInstanceOf(Refusal.DonorNotTrusted.class, refusal(client.query(donor(), SOFTWARE, new StopSignal())));
        assertEquals(List.of(), stub.requests());
    }

    @Test
    void a_certificate_without_the_expected_uuid_is_not_trusted() throws Exception {
        donorKey = enrolled(fleet, "another", "33333333-3333-3333-3333-333333333333", List.of(PeerRole.DONOR));
        serve((request, out) -> out.write(TlsStub.json(200, "", collection())));
        assertInstanceOf(Refusal.DonorNotTrusted.class, refusal(client.query(donor(), SOFTWARE, new StopSignal())));
        assertEquals(List.of(), stub.requests());
    }

    @Test
    void a_peer_that_is_not_there_or_has_no_usable_address_is_a_refusal() throws Exception {
        for (String address :
                List.of("https://127.0.0.1:1", "http://127.0.0.1:1", "https://", "::", "https://[fe80::1]:1")) {
            PeerRef peer = new PeerRef(DONOR, address, "no-such-interface", PeerRef.Origin.KNOWN);
            assertInstanceOf(Refusal.Unusable.class, refusal(client.query(peer, SOFTWARE, new StopSignal())), address);
        }
    }

    private void serve(TlsStub.Answerer answerer) throws Exception {
        if (stub != null) {
            stub.close();
        }
        stub = new TlsStub(donorKey, answerer);
    }

    private void assertUnusable(String reason, byte[] answer) throws Exception {
        serve((request, out) -> out.write(answer));
        assertReason(reason, client.request(donor(), request(HEX), new StopSignal()));
    }

    private void assertChunk(String reason, byte[] answer) throws Exception {
        serve((request, out) -> out.write(answer));
        assertReason(reason, chunk());
    }

    private void assertRefused(Refusal expected, int status, String headers, String key, String... args)
            throws Exception {
        String list = args.length == 0 ? "" : "\"" + String.join("\",\"", args) + "\"";
        String body = "{\"error\":{\"code\":\"x\",\"message\":\"x\",\"@Message.ExtendedInfo\":[{\"MessageId\":"
                + "\"FirmwareRecovery.1.0." + key + "\",\"MessageArgs\":[" + list + "]}]}}";
        serve((request, out) -> out.write(TlsStub.json(status, headers, body)));
        assertEquals(expected, refusal(client.request(donor(), request(null), new StopSignal())));
    }

    private static void assertReason(String part, Reached<?> reached) {
        String text = refusal(reached).text();
        assertTrue(text.contains(part), text);
    }

    private Reached<ByteBuffer> chunk() {
        return client.chunk(donor(), GRANT, 100, 5, 4096, new StopSignal());
    }

    private PeerRef donor() {
        return new PeerRef(DONOR, "https://127.0.0.1:" + stub.port(), null, PeerRef.Origin.TAGGED);
    }

    private static ImageRequest request(String digest) {
        return new ImageRequest(
                NONCE,
                SOFTWARE,
                "example",
                "ScanFailed",
                3,
                digest == null ? null : Digest.sha256(digest),
                List.of(TransferMode.PULL));
    }

    private static String offer(String nonce, String digest) {
        return "{\"@odata.id\":\"" + OFFER + "\",\"RequestId\":\"" + nonce + "\",\"SoftwareId\":\"" + SOFTWARE
                + "\",\"Version\":\"1.2.3\",\"SecurityVersion\":5,\"ManifestDigest\":\"" + digest
                + "\",\"SizeBytes\":4096,\"Load\":{\"SlotsUsed\":2,\"Slots\":5},\"ValidSeconds\":30}";
    }

    private static String collection(String... members) {
        return "{\"Members\":[" + String.join(",", members) + "],\"Members@odata.count\":" + members.length + "}";
    }

    private static String member(String software, String digest, String state, boolean donates) {
        String id = software.equals("BMC") ? SOFTWARE : software;
        return "{\"@odata.id\":\"/redfish/v1/UpdateService/FirmwareInventory/x\",\"SoftwareId\":\"" + id
                + "\",\"Version\":\"1.2.3\",\"VersionScheme\":\"SemVer\",\"SizeBytes\":4096,"
                + "\"Oem\":{\"FirmwareRecovery\":{\"State\":\"" + state + "\",\"ManifestDigest\":\"" + digest
                + "\",\"SecurityVersion\":5,\"Donates\":" + donates + ",\"Bank\":\"A\"}}}";
    }

    private static byte[] chunked(String data) {
        return (Integer.toHexString(data.length()) + "\r\n" + data + "\r\n0\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] chunk(String data) {
        return (Integer.toHexString(data.length()) + "\r\n" + data + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static <T> T value(Reached<T> reached) {
        if (reached instanceof Reached.Refused<T> refused) {
            assertNull(refused.refusal());
        }
        return ((Reached.Ok<T>) reached).value();
    }

    private static Refusal refusal(Reached<?> reached) {
        return assertInstanceOf(Reached.Refused.class, reached).refusal();
    }

    private KeyMaterial enrolled(FleetAuthority authority, String name, String uuid, List<PeerRole> roles)
            throws Exception {
        Path node = folder.resolve(name);
        authority.enroll(name, uuid, roles, node);
        return KeyMaterial.read(
                node.resolve(FleetAuthority.NODE_CERTIFICATE_FILE), node.resolve(FleetAuthority.NODE_KEY_FILE));
    }

    private static FleetTrust trust(FleetAuthority authority) {
        return new FleetTrust(
                List.of(authority.certificate()), new ClockRule(TrustTime.AUTO, Instant::now, () -> Instant.EPOCH));
    }

    private static PeerLimits limits() {
        PeerLimits defaults = PeerLimits.defaults();
        return defaults.over(defaults.web().timing(Duration.ofSeconds(5), Duration.ofSeconds(4)))
                .within(Duration.ofSeconds(8), Duration.ofSeconds(8));
    }
}
