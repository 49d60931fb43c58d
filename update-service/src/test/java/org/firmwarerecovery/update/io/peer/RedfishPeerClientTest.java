package org.firmwarerecovery.update.io.peer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.io.ingest.HttpStub;
import org.firmwarerecovery.update.io.store.ManifestPair;
import org.firmwarerecovery.update.io.work.StopSignal;
import org.firmwarerecovery.update.negotiation.DonorImage;
import org.firmwarerecovery.update.negotiation.DonorInventory;
import org.firmwarerecovery.update.negotiation.Grant;
import org.firmwarerecovery.update.negotiation.Offer;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.firmwarerecovery.update.negotiation.Refusal;
import org.firmwarerecovery.update.version.VersionScheme;
import org.junit.jupiter.api.Test;

class RedfishPeerClientTest extends PeerTestBase {
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
        assertEquals(2, stub().requests().size());
        assertEquals(1, stub().connections());
        assertEquals(
                DONOR + ".node.firmware-recovery.invalid:" + stub().port(),
                stub().requests().get(0).headers().get("host"));
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
        HttpStub.Request sent = stub().requests().get(0);
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
        assertRefused(new Refusal.DonorBusy(Duration.ofMinutes(10)), 503, "Retry-After: 99999\r\n", "DonorBusy", "9");
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
                OFFER + "/Actions/FirmwareOffer.Accept",
                stub().requests().get(0).path());
    }

    @Test
    void closing_an_offer_tells_the_verdict_or_gives_it_back() throws Exception {
        serve((request, out) -> out.write(TlsStub.bytes("HTTP/1.1 204 x", new byte[0])));
        assertTrue(value(client.close(donor(), OFFER, "Verified", new StopSignal())));
        assertTrue(value(client.close(donor(), OFFER, null, new StopSignal())));
        assertEquals("{\"Result\":\"Verified\"}", stub().requests().get(0).body());
        assertEquals(
                "DELETE " + OFFER,
                stub().requests().get(1).method() + " "
                        + stub().requests().get(1).path());
    }

    @Test
    void manifest_and_signature_are_read_with_the_ticket() throws Exception {
        serve((request, out) -> out.write(TlsStub.json(200, "", request.path().endsWith(".p7s") ? "sig" : "man")));
        ManifestPair pair = value(client.manifest(donor(), GRANT, new StopSignal()));
        assertEquals("man", new String(pair.manifest().array(), StandardCharsets.UTF_8));
        assertEquals("sig", new String(pair.signature().array(), StandardCharsets.UTF_8));
        String expected = "Basic " + Base64.getEncoder().encodeToString("7:s3cret".getBytes(StandardCharsets.UTF_8));
        assertEquals(expected, stub().requests().get(0).headers().get("authorization"));
    }

    @Test
    void a_chunk_is_exactly_the_range_that_was_asked_for() throws Exception {
        byte[] chunk = "chunk".getBytes(StandardCharsets.US_ASCII);
        serve((request, out) -> out.write(
                TlsStub.bytes("HTTP/1.1 206 x\r\nContent-Range: bytes 100-104/4096\r\nContent-Length: 5", chunk)));
        assertArrayEquals(chunk, value(chunk()).array());
        assertEquals("bytes=100-104", stub().requests().get(0).headers().get("range"));
        assertArrayEquals(chunk, value(chunk()).array());
        assertEquals(1, stub().connections());
    }

    @Test
    void a_donor_that_sends_to_too_many_is_asked_again_when_it_says() throws Exception {
        byte[] chunk = "chunk".getBytes(StandardCharsets.US_ASCII);
        String busy = "{\"error\":{\"@Message.ExtendedInfo\":[{\"MessageId\":\"FirmwareRecovery.1.0.DonorBusy\"}]}}";
        AtomicInteger asked = new AtomicInteger();
        serve((request, out) -> out.write(
                asked.incrementAndGet() == 1
                        ? TlsStub.json(503, "Retry-After: 1\r\n", busy)
                        : TlsStub.bytes(
                                "HTTP/1.1 206 x\r\nContent-Range: bytes 100-104/4096\r\nContent-Length: 5", chunk)));
        assertArrayEquals(chunk, value(chunk()).array());
        assertEquals(2, asked.get());
    }

    @Test
    void a_busy_donor_is_not_waited_for_when_it_wants_too_long() throws Exception {
        String busy = "{\"error\":{\"@Message.ExtendedInfo\":[{\"MessageId\":\"FirmwareRecovery.1.0.DonorBusy\"}]}}";
        serve((request, out) -> out.write(TlsStub.json(503, "Retry-After: 500\r\n", busy)));
        Reached.Refused<?> refused = assertInstanceOf(Reached.Refused.class, chunk());
        assertInstanceOf(Refusal.DonorBusy.class, refused.refusal());
        assertEquals(1, stub().requests().size());
    }

    @Test
    void a_lease_that_the_donor_forgot_is_told_apart() throws Exception {
        for (int status : new int[] {401, 403, 404}) {
            serve((request, out) -> out.write(TlsStub.json(status, "", "{}")));
            assertInstanceOf(Reached.LeaseGone.class, chunk());
            assertInstanceOf(Reached.LeaseGone.class, client.manifest(donor(), GRANT, new StopSignal()));
        }
    }
}
