package org.firmwarerecovery.service.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.firmwarerecovery.service.cli.terminal.Screen;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked // JUnit fills the fields.
class RedfishClientTest {
    private static final String MONITOR = "/redfish/v1/TaskService/Tasks/1/Monitor";

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final Screen screen = new Screen(new PrintWriter(out), new PrintWriter(out), false);
    private FakeService service;

    @BeforeEach
    void start() throws Exception {
        service = new FakeService(folder.resolve("tls"));
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private RedfishClient client() throws IOException {
        return RedfishClient.connect(service.access(false));
    }

    @Test
    void members_are_read_over_all_pages_with_basic_credentials_and_http_1_1() throws IOException {
        service.answer("/c", "{\"Members\":[{\"@odata.id\":\"/c/1\"}],\"Members@odata.nextLink\":\"/c2\"}")
                .answer("/c2", "{\"Members\":[{\"@odata.id\":\"/c/2\"}]}")
                .answer("/c/1", "{\"Id\":\"1\"}")
                .answer("/c/2", "{\"Id\":\"2\"}");
        List<String> ids = client().members("/c").stream()
                .map(one -> one.path("Id").asText())
                .toList();
        assertEquals(List.of("1", "2"), ids);
        Map<String, String> headers = service.received().get(0).headers();
        assertTrue(headers.get("Authorization").startsWith("Basic "));
        assertEquals("4.0", headers.get("Odata-version"));
        assertFalse(headers.containsKey("Upgrade"), "an offer of HTTP/2 makes POSTs hang on some servers");
    }

    @Test
    void a_refusal_carries_the_sentences_of_the_error_body() throws IOException {
        service.answer(
                "/x",
                409,
                Map.of(),
                "{\"error\":{\"code\":\"c\",\"message\":\"m\",\"@Message.ExtendedInfo\":"
                        + "[{\"Message\":\"An update runs.\"},{\"Message\":\"Wait.\"}]}}");
        RefusedException refused = assertThrows(RefusedException.class, () -> client().get("/x"));
        assertEquals(409, refused.status());
        assertEquals("/x answered 409: An update runs. Wait.", refused.getMessage());
    }

    @Test
    void a_certificate_that_leads_nowhere_is_refused_unless_insecure() throws IOException {
        service.answer("/x", "{\"Id\":\"1\"}");
        Access strict = new Access(service.access(true).url(), "admin", "p", Optional.empty(), false);
        assertThrows(IOException.class, () -> RedfishClient.connect(strict).get("/x"));
        assertEquals(List.of(), service.received(), "no credentials before the certificate is believed");
        RedfishClient pinning = RedfishClient.connect(service.access(true));
        assertEquals(List.of(), service.received(), "nothing is sent while asking for the certificate");
        assertEquals("1", pinning.get("/x").path("Id").asText());
        assertTrue(pinning.pinned().orElseThrow().matches("([0-9A-F]{2}:){31}[0-9A-F]{2}"));
    }

    @Test
    void an_access_never_prints_its_password() {
        assertFalse(service.access(false).toString().contains("secret"));
    }

    @Test
    void an_upload_is_a_multipart_with_parameters_first_and_a_known_length() throws IOException {
        service.answer(RedfishClient.UPLOAD, 202, Map.of("Location", MONITOR), "");
        Path image = Files.writeString(folder.resolve("image.bundle"), "IMAGE-BYTES");
        Answer answer = new RecoveryActions(client()).update(image, List.of("BMC"));
        assertEquals(Optional.of(MONITOR), answer.location());
        FakeService.Received sent = service.received().get(0);
        String boundary = sent.headers().get("Content-type").replace("multipart/form-data; boundary=", "");
        assertEquals(
                "--" + boundary + "\r\nContent-Disposition: form-data; name=\"UpdateParameters\"\r\n"
                        + "Content-Type: application/json\r\n\r\n"
                        + "{\"Targets\":[\"/redfish/v1/UpdateService/FirmwareInventory/BMC\"]}\r\n"
                        + "--" + boundary
                        + "\r\nContent-Disposition: form-data; name=\"UpdateFile\"; filename=\"image.bundle\"\r\n"
                        + "Content-Type: application/octet-stream\r\n\r\nIMAGE-BYTES\r\n--" + boundary + "--\r\n",
                sent.body());
        assertEquals(Integer.toString(sent.body().length()), sent.headers().get("Content-length"));
    }

    @Test
    void a_task_is_followed_by_its_monitor_to_success() throws IOException {
        service.answer(MONITOR, 202, Map.of(), task("Running", "OK", 10, "Writing."))
                .answer(MONITOR, 200, Map.of(), task("Completed", "OK", 100, "Done."));
        TaskWatch.End end = new TaskWatch(client(), screen).follow(MONITOR, "update");
        assertTrue(end.succeeded());
        assertEquals("Done.", end.text());
        assertTrue(out.toString().contains("update: 10 %, Writing."), out.toString());
    }

    @Test
    void a_failed_task_is_told_in_either_form() throws IOException {
        service.answer(MONITOR, 400, Map.of(), "{\"error\":{\"message\":\"The signature is not valid.\"}}");
        TaskWatch.End error = new TaskWatch(client(), screen).follow(MONITOR, "update");
        assertEquals(new TaskWatch.End(false, "The signature is not valid.", error.body()), error);
        service.answer("/m2", 200, Map.of(), task("Exception", "Critical", 50, "Broken."));
        assertFalse(new TaskWatch(client(), screen).follow("/m2", "update").succeeded());
    }

    private static String task(String state, String status, int percent, String message) {
        return "{\"TaskState\":\"" + state + "\",\"TaskStatus\":\"" + status + "\",\"PercentComplete\":" + percent
                + ",\"Messages\":[{\"Message\":\"" + message + "\"}]}";
    }

    @Test
    void a_recovery_is_told_step_by_step_each_once() throws IOException {
        String first =
                "{\"State\":\"Finding\",\"At\":\"2026-11-22T08:00:00Z\",\"DurationMillis\":0,\"Message\":\"Found.\"}";
        String second =
                "{\"State\":\"Searching\",\"At\":\"2026-11-22T08:00:01Z\",\"DurationMillis\":1250,\"Message\":\"Searching.\"}";
        service.answer("/r", "{\"State\":\"Finding\",\"Timeline\":[" + first + "]}")
                .answer(
                        "/r",
                        "{\"State\":\"Transferring\",\"Task\":{\"@odata.id\":\"/t\"},\"Timeline\":[" + first + "]}")
                .answer("/r", "{\"State\":\"Healthy\",\"Timeline\":[" + first + "," + second + "]}")
                .answer("/t", "{\"PercentComplete\":40}");
        JsonNode last = new RecoveryWatch(client(), screen).follow("/r", Duration.ofSeconds(30));
        assertEquals("Healthy", last.path("State").asText());
        List<String> lines = out.toString().lines().toList();
        assertEquals(1, lines.stream().filter(line -> line.endsWith("Found.")).count());
        assertTrue(lines.get(lines.size() - 1).contains("+1.250 s  Searching     Searching."), lines.toString());
        assertTrue(lines.stream().anyMatch(line -> line.contains("transfer: 40 %")), lines.toString());
    }

    @Test
    void waiting_has_an_end() {
        service.answer("/r", "{\"State\":\"Backoff\",\"Timeline\":[]}");
        IOException late =
                assertThrows(IOException.class, () -> new RecoveryWatch(client(), screen).follow("/r", Duration.ZERO));
        assertTrue(late.getMessage().startsWith("gave up"), late.getMessage());
    }

    @Test
    void the_inventory_tells_components_from_banks() throws IOException {
        String oem = "\"Oem\":{\"FirmwareRecovery\":{\"Component\":\"BMC\",\"Bank\":\"A\",\"State\":\"Damaged\"}}";
        service.answer(
                        RecoveryPaths.INVENTORY,
                        "{\"Members\":[{\"@odata.id\":\"/i/BMC\"},{\"@odata.id\":\"/i/BMC-A\"}]}")
                .answer("/i/BMC", "{\"Id\":\"BMC\",\"Updateable\":true,\"Version\":\"1.0.0\"," + oem + "}")
                .answer(
                        "/i/BMC-A",
                        "{\"Id\":\"BMC-A\",\"Updateable\":false,\"Status\":{\"Health\":\"Critical\"}," + oem + "}");
        Inventory inventory = Inventory.read(client());
        assertEquals(List.of("BMC"), inventory.components());
        assertEquals("Damaged", inventory.banks("BMC").get(0).state());
        assertEquals("A", inventory.active("BMC").orElseThrow().bank());
        assertEquals(
                "BMC-A   A     -        Damaged  Critical  no",
                inventory.table().get(2));
    }
}
