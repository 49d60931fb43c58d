package org.firmwarerecovery.conformance.redfish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.conformance.needs.CiOnly;
import org.firmwarerecovery.conformance.site.Lab;
import org.firmwarerecovery.conformance.site.NodeProcess;
import org.firmwarerecovery.conformance.site.Operator;
import org.firmwarerecovery.conformance.site.SharedLab;
import org.firmwarerecovery.conformance.site.Site;
import org.firmwarerecovery.conformance.site.SsdpEar;
import org.firmwarerecovery.conformance.site.UdpPorts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** SSDP as DSP0266 has it, switched and tuned while a node runs and over its restart; the plain listener beside it. */
@ExtendWith(SharedLab.class)
@CiOnly("starts a node twice")
class NetworkProtocolTest {
    private static final String PATH = "/redfish/v1/Managers/BMC/NetworkProtocol";
    private static final String REDFISH = "urn:dmtf-org:service:redfish-rest:1";
    private static final int SSDP_PORT = 1900;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    void discovery_is_switched_and_tuned_at_run_time_and_stays_so_over_a_restart(Lab lab) throws Exception {
        NodeProcess node = lab.site()
                .bareNode("tuned")
                .with(
                        "admin",
                        "{ user: " + Site.ADMIN + ", passwordFile: "
                                + lab.site().passwordFile() + " }")
                .with("listen", "{ addresses: [127.0.0.1], https: 0, http: 0 }")
                .with("discovery", "{ ssdp: true, interfaces: [lo] }")
                .start();
        try (SsdpEar ear = new SsdpEar()) {
            Operator operator = node.operator();
            String uuid = operator.get("/redfish/v1/").path("UUID").asText();
            JsonNode shown = operator.get(PATH);
            assertEquals(
                    node.address().getPort(), shown.path("HTTPS").path("Port").asInt());
            redirects(shown.path("HTTP").path("Port").asInt(), node.address().getPort());
            for (String target : List.of(REDFISH, REDFISH + ":0", "ssdp:all", "upnp:rootdevice")) {
                assertEquals(1, answersOf(ear, target, uuid).size(), target);
            }
            assertEquals(List.of(), answersOf(ear, "urn:dmtf-org:service:other:1", uuid));
            String answer = answersOf(ear, REDFISH, uuid).get(0);
            assertEquals(node.address() + "/redfish/v1/", SsdpEar.header(answer, "AL"));
            assertTrue(SsdpEar.header(answer, "CACHE-CONTROL").matches("max-age=\\d{4,}"), answer);
            assertTrue(SsdpEar.header(answer, "ST").startsWith(REDFISH + ":"), answer);
            assertEquals("uuid:" + uuid + "::" + SsdpEar.header(answer, "ST"), SsdpEar.header(answer, "USN"));

            operator.patch(PATH, "{\"SSDP\":{\"ProtocolEnabled\":false}}");
            ear.notification("ssdp:byebye", uuid, LIMIT);
            assertFalse(UdpPorts.of(node.pid()).contains(SSDP_PORT), "off means no socket");
            assertEquals(List.of(), UdpPorts.of(node.pid()));
            assertEquals(List.of(), answersOf(ear, REDFISH, uuid));
            assertEquals(Optional.of(0), node.stop());
            // The first announcement, with the port of before, may have come while this was listening.
            ear.forget();
            node.start();
            assertFalse(
                    node.operator()
                            .get(PATH)
                            .path("SSDP")
                            .path("ProtocolEnabled")
                            .asBoolean(),
                    "it was kept");
            assertEquals(List.of(), UdpPorts.of(node.pid()));

            node.operator().patch(PATH, "{\"SSDP\":{\"ProtocolEnabled\":true,\"NotifyMulticastIntervalSeconds\":1}}");
            for (int i = 0; i < 2; i++) {
                String alive = ear.notification("ssdp:alive", uuid, LIMIT);
                assertEquals(node.address() + "/redfish/v1/", SsdpEar.header(alive, "AL"));
                assertEquals(SsdpEar.header(answer, "ST"), SsdpEar.header(alive, "NT"));
            }
            assertEquals(1, answersOf(ear, REDFISH, uuid).size());
            assertEquals(Optional.of(0), node.stop());
            ear.notification("ssdp:byebye", uuid, LIMIT);
        } finally {
            node.stop();
        }
    }

    private static List<String> answersOf(SsdpEar ear, String target, String uuid) throws Exception {
        return ear.search(target).stream()
                .filter(answer -> SsdpEar.header(answer, "USN").contains(uuid))
                .toList();
    }

    private static void redirects(int http, int https) {
        // The path stays, and credentials in the clear change nothing.
        Response answer = RestAssured.given()
                .redirects()
                .follow(false)
                .auth()
                .preemptive()
                .basic("nobody", "nothing")
                .get("http://127.0.0.1:" + http + "/redfish/v1/SessionService/Sessions?only");
        assertEquals(308, answer.statusCode());
        assertEquals(
                "https://127.0.0.1:" + https + "/redfish/v1/SessionService/Sessions?only", answer.header("Location"));
    }
}
