package org.firmwarerecovery.conformance.redfish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.response.Response;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.firmwarerecovery.conformance.needs.CiOnly;
import org.firmwarerecovery.conformance.needs.Needs;
import org.firmwarerecovery.conformance.site.Lab;
import org.firmwarerecovery.conformance.site.NodeProcess;
import org.firmwarerecovery.conformance.site.Program;
import org.firmwarerecovery.conformance.site.SharedLab;
import org.firmwarerecovery.conformance.site.TlsParty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The HTTPS certificate in the life of a node, with openssl as the operator's authority and as a TLS client. */
@ExtendWith(SharedLab.class)
@CiOnly("starts a node twice")
@Needs("openssl")
class CertificateTest {
    private static final String COLLECTION = "/redfish/v1/Managers/BMC/NetworkProtocol/HTTPS/Certificates";
    private static final String ACTION = "/redfish/v1/CertificateService/Actions/CertificateService.";
    private static final Pattern PEM = Pattern.compile("(?s)-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void a_certificate_of_the_operators_authority_replaces_the_own_one_at_run_time_for_good(Lab lab) throws Exception {
        NodeProcess node = lab.node("certified").start();
        try {
            onlyCurrentTls(node);
            String selfMade = shown(node, false);
            String fleet = shown(node, true);
            String request = request(node);
            node.kill();
            node.start();
            assertEquals(selfMade, shown(node, false), "a request changes nothing yet");
            Path certificate = certify(request);
            TlsParty peer = TlsParty.enrolled(node.identity());
            try (Visitor people = new Visitor(node, TlsParty.person());
                    Visitor colleague = new Visitor(node, peer)) {
                assertEquals(200, people.ask("GET", "/redfish/v1/", "").status());
                assertEquals(
                        200,
                        colleague.ask("GET", "/redfish/v1/UpdateService", "").status());
                Response answer = replace(node, Files.readString(certificate));
                assertEquals(204, answer.statusCode(), answer.asString());
                assertEquals(COLLECTION + "/1", answer.header("Location"));
                assertEquals(200, people.ask("GET", "/redfish/v1/", "").status(), "it goes on");
                assertEquals(
                        200,
                        colleague.ask("GET", "/redfish/v1/UpdateService", "").status());
            }
            String taken = shown(node, false);
            assertNotEquals(selfMade, taken);
            assertEquals(Files.readString(certificate).strip(), taken);
            assertEquals(fleet, shown(node, true), "the fleet's own is untouched");
            Response stranger = replace(node, Files.readString(node.identity().resolve("node.pem")));
            assertEquals(400, stranger.statusCode());
            assertTrue(stranger.asString().contains("CertificateRefused"), stranger.asString());
            node.kill();
            node.start();
            assertEquals(taken, shown(node, false), "it was kept");
            String status = Program.run(
                    folder,
                    "openssl",
                    "s_client",
                    "-connect",
                    "127.0.0.1:" + node.address().getPort(),
                    "-CAfile",
                    folder.resolve("ca.pem").toString(),
                    "-verify_ip",
                    "127.0.0.1",
                    "-verify_return_error",
                    "-brief");
            assertTrue(status.contains("Verification: OK"), status);
        } finally {
            node.stop();
        }
    }

    /** openssl's own words on versions and suites; its lowest security level lets it offer anything it knows. */
    private void onlyCurrentTls(NodeProcess node) throws Exception {
        for (String version : List.of("-tls1_2", "-tls1_3")) {
            assertTrue(handshake(node, version).output().contains("CONNECTION ESTABLISHED"), version);
        }
        for (String version : List.of("-tls1", "-tls1_1")) {
            Program.Result refused = handshake(node, version, "-cipher", "ALL:@SECLEVEL=0");
            assertFalse(refused.output().contains("CONNECTION ESTABLISHED"), refused.output());
        }
        for (String weak : List.of("kRSA", "CBC", "3DES", "RC4", "aNULL", "eNULL")) {
            Program.Result refused = handshake(node, "-tls1_2", "-cipher", weak + ":@SECLEVEL=0");
            assertFalse(refused.output().contains("CONNECTION ESTABLISHED"), weak + "\n" + refused.output());
        }
    }

    private Program.Result handshake(NodeProcess node, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "openssl", "s_client", "-connect", "127.0.0.1:" + node.address().getPort(), "-brief"));
        command.addAll(List.of(options));
        return Program.run(folder, Map.of(), command);
    }

    private static String request(NodeProcess node) throws Exception {
        ObjectNode body = JSON.createObjectNode().put("CommonName", "certified.example");
        body.putObject("CertificateCollection").put("@odata.id", COLLECTION);
        body.putArray("AlternativeNames").add("127.0.0.1");
        Response answer = node.operator().post(ACTION + "GenerateCSR", body.toString());
        assertEquals(200, answer.statusCode(), answer.asString());
        return JSON.readTree(answer.asByteArray()).path("CSRString").asText();
    }

    private static Response replace(NodeProcess node, String certificate) {
        ObjectNode body =
                JSON.createObjectNode().put("CertificateString", certificate).put("CertificateType", "PEM");
        body.putObject("CertificateUri").put("@odata.id", COLLECTION + "/1");
        return node.operator().post(ACTION + "ReplaceCertificate", body.toString());
    }

    private Path certify(String request) throws Exception {
        Files.writeString(folder.resolve("node.csr"), request);
        for (String command : List.of(
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ca.key -out ca.pem"
                        + " -subj /CN=Operator -days 30",
                "x509 -req -in node.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -copy_extensions copy"
                        + " -out node.pem")) {
            Program.run(folder, ("openssl " + command).split(" "));
        }
        return folder.resolve("node.pem");
    }

    /** What a new connection is shown, as PEM text: as a person, or as a peer by the fleet's name. */
    private String shown(NodeProcess node, boolean asPeer) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "openssl", "s_client", "-connect", "127.0.0.1:" + node.address().getPort()));
        if (asPeer) {
            command.addAll(List.of("-servername", TlsParty.hostOf(node.uuid())));
        }
        Program.Result result = Program.run(folder, Map.of(), command);
        Matcher certificate = PEM.matcher(result.output());
        assertTrue(certificate.find(), result.output());
        return certificate.group();
    }
}
