package org.firmwarerecovery.update.io.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.firmwarerecovery.update.io.trust.FleetAuthority;
import org.firmwarerecovery.update.io.work.StopSignal;
import org.firmwarerecovery.update.negotiation.PeerRef;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.firmwarerecovery.update.negotiation.Refusal;
import org.firmwarerecovery.update.transfer.MinimumRate;
import org.junit.jupiter.api.Test;

/** Peers that are broken, hostile or strangers: each is a refusal with its reason, in bounded time and memory. */
class HostilePeerTest extends PeerTestBase {
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
    void a_manifest_over_its_limit_is_refused_without_reading_it() throws Exception {
        serve((request, out) -> out.write(TlsStub.bytes("HTTP/1.1 200 x\r\nContent-Length: 2000000", new byte[10])));
        assertReason("at most 1048576", client.manifest(donor(), GRANT, new StopSignal()));
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
    void image_bytes_that_come_too_slowly_or_not_at_all_miss_the_minimum_rate() throws Exception {
        client.close();
        MinimumRate rate = new MinimumRate(1 << 20, Duration.ofMillis(400));
        PeerLimits defaults = limits();
        client = new RedfishPeerClient(
                enrolled(fleet, "hurried", "44444444-4444-4444-4444-444444444444", List.of(PeerRole.RECIPIENT)),
                trust(fleet),
                defaults.over(defaults.web().slowest(rate)));
        serve((request, out) -> {
            // Not a byte, but the connection stays.
        });
        assertEquals(0, assertInstanceOf(Reached.TooSlow.class, chunk()).bytes());
        serve((request, out) -> out.write(TlsStub.bytes(
                "HTTP/1.1 206 x\r\nContent-Range: bytes 100-104/4096\r\nContent-Length: 5", new byte[3])));
        Reached.TooSlow<?> slow = assertInstanceOf(Reached.TooSlow.class, chunk());
        assertTrue(slow.bytes() <= 3 && slow.millis() >= 400, slow.toString());
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
        assertEquals(List.of(), stub().requests());
    }

    @Test
    void a_certificate_without_the_expected_uuid_is_not_trusted() throws Exception {
        donorKey = enrolled(fleet, "another", "33333333-3333-3333-3333-333333333333", List.of(PeerRole.DONOR));
        serve((request, out) -> out.write(TlsStub.json(200, "", collection())));
        assertInstanceOf(Refusal.DonorNotTrusted.class, refusal(client.query(donor(), SOFTWARE, new StopSignal())));
        assertEquals(List.of(), stub().requests());
    }

    @Test
    void a_peer_that_is_not_there_or_has_no_usable_address_is_a_refusal() throws Exception {
        for (String address :
                List.of("https://127.0.0.1:1", "http://127.0.0.1:1", "https://", "::", "https://[fe80::1]:1")) {
            PeerRef peer = new PeerRef(DONOR, address, "no-such-interface", PeerRef.Origin.KNOWN);
            assertInstanceOf(Refusal.Unusable.class, refusal(client.query(peer, SOFTWARE, new StopSignal())), address);
        }
    }
}
