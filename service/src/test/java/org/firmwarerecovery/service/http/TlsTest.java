package org.firmwarerecovery.service.http;

import static org.firmwarerecovery.service.http.RawClient.basic;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.service.http.RawClient.Response;
import org.firmwarerecovery.update.io.trust.FleetIdentity;
import org.firmwarerecovery.update.io.trust.KeyMaterial;
import org.firmwarerecovery.update.io.trust.SelfSignedHttps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Certificates by name, client certificates, and what each kind of caller may reach. */
@ExtendWith(SharedServer.class)
class TlsTest {
    private static final Optional<String> FLEET_NAME = Optional.of(FleetIdentity.hostOf(TestServer.NODE));

    private final TestServer server;

    TlsTest(TestServer server) {
        this.server = server;
    }

    @Test
    void people_and_peers_see_different_certificates() throws IOException {
        assertEquals(server.people.certificate(), RawClient.certificate(server.port(), Optional.empty()));
        assertEquals(server.people.certificate(), RawClient.certificate(server.port(), Optional.of("node-a")));
        assertEquals(server.fleet.certificate(), RawClient.certificate(server.port(), FLEET_NAME));
    }

    @Test
    void a_certificate_is_replaced_without_a_restart(@TempDir Path folder) throws IOException {
        KeyMaterial fresh = SelfSignedHttps.openOrCreate(folder, "node-a", List.of(InetAddress.getLoopbackAddress()));
        try (RawClient old = RawClient.tls(server.port())) {
            server.identities.replacePeople(fresh);
            assertEquals(fresh.certificate(), RawClient.certificate(server.port(), Optional.empty()));
            assertEquals(200, old.get("/redfish").status());
        } finally {
            server.identities.replacePeople(server.people);
        }
    }

    @Test
    void tls_1_2_and_1_3_are_spoken_and_older_ones_not() throws IOException {
        for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
            RawClient.handshake(server.port(), Optional.empty(), Optional.empty(), protocol)
                    .close();
        }
        assertThrows(
                IOException.class,
                () -> RawClient.handshake(server.port(), Optional.empty(), Optional.empty(), "TLSv1.1"));
    }

    @Test
    void a_peer_reads_what_peers_may_read_and_nothing_else() throws IOException {
        try (RawClient peer = RawClient.tls(server.port(), Optional.of(server.peer), FLEET_NAME)) {
            assertEquals(200, peer.get("/redfish/v1/UpdateService").status());
            assertEquals(
                    200, peer.get("/redfish/v1/UpdateService/FirmwareInventory").status());
            assertEquals(
                    200,
                    peer.get("/redfish/v1/UpdateService/FirmwareInventory/BMC").status());
            for (String path : List.of("/redfish/v1/SessionService", "/redfish/v1/AccountService/Accounts/admin")) {
                Response response = peer.get(path);
                assertEquals(403, response.status(), path);
                assertEquals("InsufficientPrivilege", response.code());
            }
        }
        try (RawClient peer = RawClient.tls(server.port(), Optional.of(server.peer), FLEET_NAME)) {
            assertEquals(
                    403,
                    peer.send(
                                    "POST",
                                    "/redfish/v1/UpdateService/Actions/UpdateService.SimpleUpdate",
                                    "{\"ImageURI\":\"http://x\"}",
                                    "Content-Type: application/json")
                            .status());
        }
    }

    @Test
    void a_certificate_of_another_fleet_is_nobody() throws IOException {
        try (RawClient client = RawClient.tls(server.port(), Optional.of(server.stranger), Optional.empty())) {
            assertEquals(200, client.get("/redfish/v1/").status());
            assertEquals(401, client.get("/redfish/v1/UpdateService").status());
            assertEquals(
                    200,
                    client.get("/redfish/v1/UpdateService", "Authorization: " + basic("admin", TestServer.PASSWORD))
                            .status());
        }
    }

    @Test
    void a_ticket_opens_its_image_and_nothing_else() throws IOException {
        String ticket = "Authorization: " + basic("offer-1", "ticket-secret");
        try (RawClient client = RawClient.tls(server.port())) {
            assertEquals(
                    "image bytes, not many",
                    client.get(TestServer.IMAGE, ticket).text());
            for (String path : List.of(
                    "/redfish/v1/UpdateService/LocalImageStore/8899aabbccddeeff/image",
                    "/redfish/v1/UpdateService",
                    "/redfish/v1/UpdateService/FirmwareInventory",
                    "/redfish/v1/Nothing")) {
                assertEquals(403, client.get(path, ticket).status(), path);
            }
            assertEquals(
                    401,
                    client.get(TestServer.IMAGE, "Authorization: " + basic("offer-1", "other"))
                            .status());
            assertEquals(401, client.get(TestServer.IMAGE).status());
        }
    }

    @Test
    void people_may_read_images_too() throws IOException {
        try (RawClient client = RawClient.tls(server.port())) {
            String reader = "Authorization: " + basic("reader", TestServer.PASSWORD);
            assertEquals(200, client.get(TestServer.IMAGE, reader).status());
            Response head = client.send("HEAD", TestServer.IMAGE, "", reader);
            assertEquals("21", head.header("Content-Length").orElseThrow());
        }
    }
}
