package org.firmwarerecovery.service.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.firmwarerecovery.discovery.core.Ipv6Scope;
import org.firmwarerecovery.service.http.RawClient;
import org.firmwarerecovery.service.http.RawClient.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Network protocols over Redfish: what is shown, what can be changed, and what is said of the rest. */
class NetworkEndpointTest extends OnNodeServer {
    private static final String ADMIN = "Authorization: " + RawClient.basic("admin", NodeServer.PASSWORD);
    private static final String PATH = "/redfish/v1/Managers/BMC/NetworkProtocol";
    private static final NodeNetwork.Ssdp BEFORE =
            new NodeNetwork.Ssdp(true, Duration.ofMinutes(10), 2, Ipv6Scope.Link);

    @BeforeEach
    void as_configured() {
        server.network.stuck = false;
        server.mediumFails = false;
        server.network.tune(BEFORE);
        server.kept.clear();
    }

    private static Response send(String method, String body) throws IOException {
        try (RawClient client = RawClient.tls(server.port())) {
            return client.send(method, PATH, body, ADMIN, "Content-Type: application/json");
        }
    }

    @Test
    void the_manager_leads_to_its_protocols() throws IOException {
        try (RawClient client = RawClient.tls(server.port())) {
            JsonNode manager = client.get("/redfish/v1/Managers/BMC", ADMIN).json();
            assertEquals(PATH, manager.path("NetworkProtocol").path("@odata.id").asText());
            assertEquals(
                    404,
                    client.get("/redfish/v1/Managers/Other/NetworkProtocol", ADMIN)
                            .status());
        }
        JsonNode shown = send("GET", "").json();
        assertEquals("node-a", shown.path("HostName").asText());
        assertEquals("node-a.example.com", shown.path("FQDN").asText());
        assertEquals(8443, shown.path("HTTPS").path("Port").asInt());
        assertTrue(shown.path("HTTPS").path("ProtocolEnabled").asBoolean());
        assertEquals(
                "{\"ProtocolEnabled\":false,\"Port\":null}", shown.path("HTTP").toString());
        JsonNode ssdp = shown.path("SSDP");
        assertTrue(ssdp.path("ProtocolEnabled").asBoolean());
        assertEquals(1900, ssdp.path("Port").asInt());
        assertEquals(600, ssdp.path("NotifyMulticastIntervalSeconds").asInt());
        assertEquals(2, ssdp.path("NotifyTTL").asInt());
        assertEquals("Link", ssdp.path("NotifyIPv6Scope").asText());
        assertEquals(4, ssdp.path("@Redfish.WriteableProperties").size());
    }

    @Test
    void discovery_is_tuned_while_it_runs_and_the_settings_are_kept() throws IOException {
        Response answer = send(
                "PATCH",
                "{\"SSDP\":{\"ProtocolEnabled\":false,\"NotifyMulticastIntervalSeconds\":0,\"NotifyTTL\":5,"
                        + "\"NotifyIPv6Scope\":\"Site\"}}");
        assertEquals(200, answer.status(), answer.text());
        assertEquals(5, answer.json().path("SSDP").path("NotifyTTL").asInt());
        assertTrue(answer.header("ETag").isPresent());
        assertEquals(new NodeNetwork.Ssdp(false, Duration.ZERO, 5, Ipv6Scope.Site), server.network.ssdp());
        assertEquals(
                "[{discovery.ssdp=false, discovery.announce=0ms, discovery.hops=5, discovery.ipv6Scope=Site}]",
                server.kept.toString());
        assertEquals(200, send("PATCH", "{\"SSDP\":{\"ProtocolEnabled\":true}}").status());
        assertEquals(new NodeNetwork.Ssdp(true, Duration.ZERO, 5, Ipv6Scope.Site), server.network.ssdp());
    }

    @Test
    void only_what_the_client_changed_is_kept_and_the_rest_goes_on_following_the_file() throws IOException {
        assertEquals(200, send("PATCH", "{\"SSDP\":{\"NotifyTTL\":7}}").status());
        assertEquals("[{discovery.hops=7}]", server.kept.toString());
        server.kept.clear();
        assertEquals(200, send("PATCH", "{\"SSDP\":{}}").status());
        assertEquals(List.of(), server.kept);
    }

    @Test
    void a_change_that_failed_is_neither_kept_nor_shown() throws IOException {
        server.network.stuck = true;
        assertEquals(
                500, send("PATCH", "{\"SSDP\":{\"ProtocolEnabled\":false}}").status());
        assertEquals(List.of(), server.kept);
        assertTrue(send("GET", "").json().at("/SSDP/ProtocolEnabled").asBoolean());
    }

    @Test
    void a_change_that_can_not_be_kept_is_taken_back() throws IOException {
        server.mediumFails = true;
        assertEquals(500, send("PATCH", "{\"SSDP\":{\"NotifyTTL\":7}}").status());
        assertEquals(BEFORE, server.network.ssdp());
    }

    @Test
    void each_wrong_member_is_named_and_nothing_is_changed() throws IOException {
        assertEquals(
                List.of("#/HostName", "#/HTTP", "#/SSDP/Port"),
                faults("{\"HostName\":\"x\",\"HTTP\":{\"ProtocolEnabled\":true},"
                        + "\"SSDP\":{\"Port\":1901,\"NotifyTTL\":5}}"));
        assertEquals(
                List.of(
                        "#/SSDP/ProtocolEnabled",
                        "#/SSDP/NotifyMulticastIntervalSeconds",
                        "#/SSDP/NotifyTTL",
                        "#/SSDP/NotifyIPv6Scope"),
                faults("{\"SSDP\":{\"NotifyTTL\":0,\"NotifyMulticastIntervalSeconds\":-1,"
                        + "\"NotifyIPv6Scope\":\"Galaxy\",\"ProtocolEnabled\":null}}"));
        assertEquals(List.of("#/SSDP/NotifyTTL"), faults("{\"SSDP\":{\"NotifyTTL\":256}}"));
        assertEquals(List.of("#/SSDP/Surprise"), faults("{\"SSDP\":{\"Surprise\":1}}"));
        assertEquals(List.of("#/SSDP"), faults("{\"SSDP\":null}"));
        assertEquals(BEFORE, server.network.ssdp());
        assertEquals(List.of(), server.kept);
    }

    private static List<String> faults(String body) throws IOException {
        Response answer = send("PATCH", body);
        assertEquals(400, answer.status());
        return answer.json().path("error").findValues("RelatedProperties").stream()
                .map(pointers -> pointers.path(0).asText())
                .toList();
    }
}
