package org.firmwarerecovery.service.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.service.http.RawClient;
import org.firmwarerecovery.service.http.RawClient.Response;
import org.firmwarerecovery.update.io.trust.CertificateFacts;
import org.firmwarerecovery.update.io.trust.FleetIdentity;
import org.firmwarerecovery.update.io.trust.KeyMaterial;
import org.firmwarerecovery.update.io.trust.Pem;
import org.firmwarerecovery.update.io.trust.SelfSignedHttps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CertificateService over Redfish: the certificate is shown, requested and replaced while people and peers go on. */
class CertificateEndpointTest extends OnNodeServer {
    private static final String ADMIN = "Authorization: " + RawClient.basic("admin", NodeServer.PASSWORD);
    private static final String JSON = "Content-Type: application/json";
    private static final String SERVICE = "/redfish/v1/CertificateService";
    private static final String COLLECTION = "/redfish/v1/Managers/BMC/NetworkProtocol/HTTPS/Certificates";
    private static final String CERTIFICATE = COLLECTION + "/1";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static Response send(String method, String path, String body) throws IOException {
        try (RawClient client = RawClient.tls(server.port())) {
            return client.send(method, path, body, ADMIN, JSON);
        }
    }

    private static Response act(String action, ObjectNode body) throws IOException {
        return send("POST", SERVICE + "/Actions/CertificateService." + action, body.toString());
    }

    private static ObjectNode request() {
        ObjectNode body = MAPPER.createObjectNode().put("CommonName", "bmc-01.example");
        body.putObject("CertificateCollection").put("@odata.id", COLLECTION);
        return body;
    }

    private static ObjectNode replacement(String certificate, String type) {
        ObjectNode body =
                MAPPER.createObjectNode().put("CertificateString", certificate).put("CertificateType", type);
        body.putObject("CertificateUri").put("@odata.id", CERTIFICATE);
        return body;
    }

    private static List<String> about(Response answer) throws IOException {
        assertEquals(400, answer.status(), answer.text());
        return answer.json().path("error").findValues("RelatedProperties").stream()
                .map(pointers -> pointers.path(0).asText())
                .distinct()
                .toList();
    }

    @Test
    void the_certificate_in_use_is_shown_where_the_service_leads() throws IOException {
        JsonNode protocols =
                send("GET", "/redfish/v1/Managers/BMC/NetworkProtocol", "").json();
        assertEquals(
                COLLECTION,
                protocols.path("HTTPS").path("Certificates").path("@odata.id").asText());
        JsonNode locations = send("GET", SERVICE + "/CertificateLocations", "").json();
        assertEquals(
                CERTIFICATE,
                locations
                        .path("Links")
                        .path("Certificates")
                        .path(0)
                        .path("@odata.id")
                        .asText());
        JsonNode shown = send("GET", CERTIFICATE, "").json();
        X509Certificate seen = RawClient.certificate(server.port(), Optional.empty());
        assertEquals(Pem.text(List.of(seen)), shown.path("CertificateString").asText());
        assertEquals(
                CertificateFacts.fingerprint(seen), shown.path("Fingerprint").asText());
        assertEquals("Web", shown.path("CertificateUsageTypes").path(0).asText());
        assertFalse(shown.path("Issuer").has("AlternativeNames"));
        assertEquals(404, send("GET", COLLECTION + "/2", "").status());
        JsonNode info = send("GET", SERVICE + "/GenerateCSRActionInfo", "").json();
        assertEquals(
                "CertificateCollection",
                info.path("Parameters").path(0).path("Name").asText());
    }

    @Test
    void a_request_is_made_and_the_certificate_in_use_stays() throws IOException {
        X509Certificate before = RawClient.certificate(server.port(), Optional.empty());
        ObjectNode body = request().put("KeyPairAlgorithm", "TPM_ALG_RSA").put("KeyBitLength", 2048);
        body.putArray("AlternativeNames").add("DNS:bmc-01").add("IP:192.0.2.1");
        body.put("City", "").putArray("KeyUsage").add("KeyEncipherment");
        Response answer = act("GenerateCSR", body);
        assertEquals(200, answer.status(), answer.text());
        assertTrue(answer.json().path("CSRString").asText().startsWith("-----BEGIN CERTIFICATE REQUEST-----\n"));
        assertEquals(
                COLLECTION,
                answer.json().path("CertificateCollection").path("@odata.id").asText());
        assertEquals(before, RawClient.certificate(server.port(), Optional.empty()));
    }

    @Test
    void each_wrong_parameter_is_named() throws IOException {
        ObjectNode body = request()
                .put("Country", "Germany")
                .put("KeyPairAlgorithm", "EC")
                .put("KeyCurveId", "TPM_ECC_BN_P256")
                .put("ContactPerson", "somebody");
        body.putObject("CertificateCollection").put("@odata.id", "/redfish/v1/Elsewhere");
        body.putArray("AlternativeNames").add("not a name");
        body.putArray("KeyUsage").add("Everything");
        assertEquals(
                List.of(
                        "#/CertificateCollection",
                        "#/Country",
                        "#/ContactPerson",
                        "#/AlternativeNames",
                        "#/KeyUsage",
                        "#/KeyCurveId"),
                about(act("GenerateCSR", body)));
        assertEquals(
                List.of("#/KeyBitLength"), about(act("GenerateCSR", request().put("KeyBitLength", 1024))));
        assertEquals(
                List.of("#/CertificateCollection", "#/CommonName"),
                about(act("GenerateCSR", MAPPER.createObjectNode())));
        assertEquals(List.of("#/CertificateType"), about(act("ReplaceCertificate", replacement("x", "PKCS7"))));
    }

    @Test
    void another_certificate_is_seen_by_new_connections_and_by_people_only(@TempDir Path elsewhere) throws IOException {
        Optional<String> fleetName = Optional.of(FleetIdentity.hostOf(NodeServer.NODE));
        X509Certificate fleet = RawClient.certificate(server.port(), fleetName);
        KeyMaterial fresh =
                SelfSignedHttps.openOrCreate(elsewhere, "other-name", List.of(InetAddress.getLoopbackAddress()));
        String text = Pem.text(fresh.key()) + Pem.text(fresh.chain());
        try (RawClient old = RawClient.tls(server.port());
                RawClient peer = RawClient.tls(server.port(), Optional.of(server.peer), fleetName)) {
            assertEquals(200, old.get("/redfish/v1/", ADMIN).status());
            Response answer = act("ReplaceCertificate", replacement(text, "PEM"));
            assertEquals(204, answer.status(), answer.text());
            assertEquals(CERTIFICATE, answer.header("Location").orElseThrow());
            assertEquals(200, old.get("/redfish/v1/", ADMIN).status());
            assertEquals(200, peer.get("/redfish/v1/UpdateService").status());
        }
        assertEquals(fresh.certificate(), RawClient.certificate(server.port(), Optional.empty()));
        assertEquals(fleet, RawClient.certificate(server.port(), fleetName));
        JsonNode shown = send("GET", CERTIFICATE, "").json();
        assertEquals("other-name", shown.path("Subject").path("CommonName").asText());
        assertFalse(shown.toString().contains("PRIVATE"));
    }

    @Test
    void a_certificate_with_a_foreign_key_is_refused_with_the_reason() throws IOException {
        X509Certificate before = RawClient.certificate(server.port(), Optional.empty());
        Response answer = act("ReplaceCertificate", replacement(Pem.text(server.peer.chain()), "PEM"));
        assertEquals(List.of("#/CertificateString"), about(answer));
        assertTrue(answer.text().contains("neither that of the last GenerateCSR nor the present one"), answer.text());
        assertEquals(List.of("#/CertificateString"), about(act("ReplaceCertificate", replacement("junk", "PEMchain"))));
        assertEquals(before, RawClient.certificate(server.port(), Optional.empty()));
    }
}
