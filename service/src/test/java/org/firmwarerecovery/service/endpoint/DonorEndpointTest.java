package org.firmwarerecovery.service.endpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.firmwarerecovery.service.http.RawClient;
import org.firmwarerecovery.service.http.RawClient.Response;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.donor.DonorOffer;
import org.firmwarerecovery.update.donor.OfferState;
import org.firmwarerecovery.update.donor.ServedImage;
import org.firmwarerecovery.update.io.trust.FleetIdentity;
import org.firmwarerecovery.update.negotiation.ImageRequest;
import org.firmwarerecovery.update.negotiation.Refusal;
import org.firmwarerecovery.update.negotiation.TransferMode;
import org.firmwarerecovery.update.node.Answer;
import org.firmwarerecovery.update.node.NodeEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The donor side: image bytes, leases, tickets, and what peers are told. */
class DonorEndpointTest extends OnNodeConnection {
    private static final String ADMIN = "Authorization: " + RawClient.basic("admin", NodeServer.PASSWORD);
    private static final String JSON = "Content-Type: application/json";
    private static final String RECOVERY = "/redfish/v1/UpdateService/Oem/FirmwareRecovery";
    private static final String IMAGE = "/redfish/v1/UpdateService/FirmwareInventory/BMC-A/image";
    private static final String OFFER = "0123456789abcdef";

    private RawClient peer() throws IOException {
        return RawClient.tls(
                server.port(), Optional.of(server.peer), Optional.of(FleetIdentity.hostOf(NodeServer.NODE)));
    }

    @Test
    void image_bytes_come_whole_in_ranges_and_with_their_sidecars() throws IOException {
        Response whole = client.get(IMAGE, ADMIN);
        assertEquals(200, whole.status());
        assertArrayEquals(server.image, whole.body());
        assertEquals("bytes", whole.header("Accept-Ranges").orElseThrow());
        for (int[] range : new int[][] {{0, 65_535}, {65_536, 131_071}, {65_530, 65_540}, {199_999, 199_999}}) {
            Response part = client.get(IMAGE, ADMIN, "Range: bytes=" + range[0] + "-" + range[1]);
            assertEquals(206, part.status());
            assertEquals(
                    "bytes " + range[0] + "-" + range[1] + "/200000",
                    part.header("Content-Range").orElseThrow());
            assertArrayEquals(Arrays.copyOfRange(server.image, range[0], range[1] + 1), part.body());
        }
        assertEquals(10, client.get(IMAGE, ADMIN, "Range: bytes=-10").body().length);
        assertEquals(416, client.get(IMAGE, ADMIN, "Range: bytes=200000-").status());
        assertEquals(200, client.get(IMAGE, ADMIN, "Range: bytes=0-1,5-6").status());
        assertEquals(
                "200000",
                client.send("HEAD", IMAGE, "", ADMIN).header("Content-Length").orElseThrow());
        assertEquals(
                "manifest bytes", client.get(IMAGE + ".manifest.json", ADMIN).text());
        assertEquals(
                "signature bytes",
                client.get(IMAGE + ".manifest.json.p7s", ADMIN).text());
        assertEquals("signature bytes", client.get(IMAGE + ".p7s", ADMIN).text());
        assertEquals(
                404,
                client.get("/redfish/v1/UpdateService/FirmwareInventory/BMC-B/image", ADMIN)
                        .status());
    }

    @Test
    void a_damaged_chunk_is_never_sent_and_has_the_bank_checked() throws IOException {
        var flash = server.banks.bank(BankId.A).flash();
        byte old = server.image[70_000];
        try {
            flash.program(70_000, ByteBuffer.wrap(new byte[] {(byte) ~old}));
            Response damaged = client.get(IMAGE, ADMIN, "Range: bytes=65536-131071");
            assertEquals(409, damaged.status());
            assertEquals(
                    BankId.A, server.node.last(NodeEvent.BankSuspected.class).bank());
            assertEquals(206, client.get(IMAGE, ADMIN, "Range: bytes=0-65535").status());
        } finally {
            flash.program(70_000, ByteBuffer.wrap(new byte[] {old}));
        }
    }

    private static DonorOffer offer(OfferState state, @Nullable String ticket) {
        ImageRequest request = new ImageRequest(
                "00112233445566778899aabbccddeeff",
                "EXAMPLE-BMC-1",
                "example",
                "ScanFailed",
                0,
                null,
                List.of(TransferMode.PULL));
        boolean leased = state == OfferState.ACCEPTED;
        return new DonorOffer(
                OFFER,
                NodeServer.PEER,
                request,
                server.manifest,
                new ServedImage.FromBank(NodeServer.BMC, BankId.A),
                state,
                90_000,
                120_000,
                leased ? 160_000 : -1,
                leased ? 900_000 : -1,
                ticket,
                0);
    }

    private static void offers(DonorOffer offer) {
        server.node.state =
                server.with(new TreeMap<>(), new TreeMap<>(java.util.Map.of(OFFER, offer)), new TreeMap<>());
    }

    @Test
    void a_peer_asks_accepts_reads_and_completes() throws IOException {
        DonorOffer offered = offer(OfferState.OFFERED, null);
        DonorOffer accepted = offer(OfferState.ACCEPTED, "ticket-of-the-lease");
        server.node.answers = command -> {
            if (command instanceof NodeEvent.RequestImage) {
                offers(offered);
                return new Answer.OfferGiven(offered, true);
            }
            if (command instanceof NodeEvent.AcceptOffer) {
                offers(accepted);
                return new Answer.LeaseGranted(accepted, 60_000);
            }
            return new Answer.Done();
        };
        try (RawClient peer = peer()) {
            Response made = peer.send(
                    "POST",
                    RECOVERY + "/Actions/FirmwareRecoveryService.RequestImage",
                    "{\"RequestId\":\"00112233445566778899aabbccddeeff\",\"SoftwareId\":\"EXAMPLE-BMC-1\","
                            + "\"Machine\":\"example\",\"Reason\":\"ScanFailed\",\"MinimumSecurityVersion\":0,"
                            + "\"TransferModes\":[\"Pull\"]}",
                    JSON);
            assertEquals(201, made.status(), made.text());
            String path = made.header("Location").orElseThrow();
            assertEquals(RECOVERY + "/Offers/" + OFFER, path);
            assertEquals("Offered", made.json().path("State").asText());
            assertEquals(
                    NodeServer.PEER,
                    server.node.last(NodeEvent.RequestImage.class).peer());
            assertEquals(403, peer.get(IMAGE).status());
            assertEquals("LeaseRequired", peer.get(IMAGE).code());
            Response grant = peer.send("POST", path + "/Actions/FirmwareOffer.Accept", "{}", JSON);
            assertEquals(200, grant.status(), grant.text());
            JsonNode lease = grant.json();
            assertEquals(IMAGE, lease.path("ImageUri").asText());
            assertEquals(60, lease.path("LeaseSeconds").asInt());
            assertFalse(peer.get(path).text().contains("ticket-of-the-lease"));
            assertTicketReadsTheImageOnly(lease);
            assertEquals(OFFER, server.node.last(NodeEvent.LeaseUsed.class).offerId());
            assertEquals(200, peer.get(IMAGE).status());
            Response done =
                    peer.send("POST", path + "/Actions/FirmwareOffer.Complete", "{\"Result\":\"Verified\"}", JSON);
            assertEquals(204, done.status());
            assertEquals(
                    "Verified", server.node.last(NodeEvent.CompleteOffer.class).verdict());
        }
    }

    private static void assertTicketReadsTheImageOnly(JsonNode lease) throws IOException {
        String ticket = "Authorization: "
                + RawClient.basic(
                        lease.path("Username").asText(), lease.path("Password").asText());
        try (RawClient stranger = RawClient.tls(server.port())) {
            assertEquals(
                    206, stranger.get(IMAGE, ticket, "Range: bytes=0-65535").status());
            for (String sidecar : List.of("ManifestUri", "SignatureUri")) {
                assertEquals(
                        200, stranger.get(lease.path(sidecar).asText(), ticket).status());
            }
            assertEquals(403, stranger.get("/redfish/v1/UpdateService", ticket).status());
        }
    }

    @Test
    void an_offer_of_another_peer_does_not_exist() throws IOException {
        offers(offer(OfferState.OFFERED, null));
        try (RawClient other = RawClient.tls(
                server.port(), Optional.of(server.otherPeer), Optional.of(FleetIdentity.hostOf(NodeServer.NODE)))) {
            assertEquals(404, other.get(RECOVERY + "/Offers/" + OFFER).status());
            assertEquals(
                    404,
                    other.send("POST", RECOVERY + "/Offers/" + OFFER + "/Actions/FirmwareOffer.Accept", "{}", JSON)
                            .status());
        }
        assertEquals(200, client.get(RECOVERY + "/Offers/" + OFFER, ADMIN).status());
    }

    @Test
    void a_donors_refusals_have_their_status_and_message() throws IOException {
        assertOfferRefused(new Refusal.NoCompatibleImage("X"), 404, "NoCompatibleImage");
        assertOfferRefused(new Refusal.NotEligible("X", "too young"), 409, "NotEligible");
        assertOfferRefused(new Refusal.PolicyRefused("console only"), 403, "PolicyRefused");
        Response busy = assertOfferRefused(new Refusal.DonorBusy(java.time.Duration.ofSeconds(7)), 503, "DonorBusy");
        assertEquals("7", busy.header("Retry-After").orElseThrow());
        try (RawClient peer = peer()) {
            assertEquals(
                    400,
                    request(peer, "{\"RequestId\":\"short\",\"SoftwareId\":\"X\"}")
                            .status());
        }
        assertEquals(403, request(client, "{}", ADMIN).status());
    }

    private Response assertOfferRefused(Refusal refusal, int status, String code) throws IOException {
        server.node.answers = command -> new Answer.OfferRefused(refusal);
        try (RawClient peer = peer()) {
            Response response =
                    request(peer, "{\"RequestId\":\"00112233445566778899aabbccddeeff\",\"SoftwareId\":\"X\"}");
            assertEquals(status, response.status(), response.text());
            assertEquals(code, response.code());
            return response;
        }
    }

    private static Response request(RawClient client, String body, String... headers) throws IOException {
        String[] all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = JSON;
        return client.send("POST", RECOVERY + "/Actions/FirmwareRecoveryService.RequestImage", body, all);
    }
}
