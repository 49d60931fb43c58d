package org.firmwarerecovery.service.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.firmwarerecovery.service.http.RawClient;
import org.firmwarerecovery.service.http.RawClient.Response;
import org.firmwarerecovery.update.job.ImageSource;
import org.firmwarerecovery.update.job.IngestSource;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.job.JobEnd;
import org.firmwarerecovery.update.job.JobMessage;
import org.firmwarerecovery.update.job.JobOrigin;
import org.firmwarerecovery.update.job.JobPhase;
import org.firmwarerecovery.update.job.JobReport;
import org.firmwarerecovery.update.node.Answer;
import org.firmwarerecovery.update.node.NodeEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The answers about tasks, where clients disagree most: what each of them needs at once by default, and what the switches
 * {@code tasks.acceptedBody}, {@code tasks.failedMonitor} and those of {@code compat} change for some of them.
 */
class TaskAnswersTest {
    private static final String ADMIN = "Authorization: " + RawClient.basic("admin", NodeServer.PASSWORD);
    private static final String JSON = "Content-Type: application/json";
    private static final String UPDATES = "/redfish/v1/UpdateService";
    private static final String TASK = "/redfish/v1/TaskService/Tasks/41";
    private static final String MONITOR = TASK + "/Monitor";
    private static final Instant START = Instant.parse("2026-03-04T05:06:07Z");

    @TempDir
    private static Path folder;

    @TempDir
    private static Path compatFolder;

    private static NodeServer plain;
    private static NodeServer compat;

    @BeforeAll
    static void start() throws IOException {
        plain = new NodeServer(folder);
        compat = new NodeServer(compatFolder, true);
    }

    @AfterAll
    static void stop() throws IOException {
        plain.close();
        compat.close();
    }

    @BeforeEach
    void accept() {
        for (NodeServer server : List.of(plain, compat)) {
            server.node.answers = command -> new Answer.JobStarted("41");
            show(server, Optional.empty());
        }
    }

    private static void show(NodeServer server, Optional<JobEnd.Outcome> outcome) {
        JobReport report = JobReport.started(START, 50_000)
                .saying(new JobMessage("Update.TransferringToComponent", List.of("image", "BMC"), START, 50_100))
                .counting(1_000, 500);
        Job job = new Job(
                "41",
                new JobOrigin("admin", null, "{\"ImageURI\":\"https://host/x\"}"),
                NodeServer.BMC,
                outcome.isPresent() ? JobPhase.ENDED : JobPhase.TRANSFERRING,
                new ImageSource.Operator("https://host/x"),
                null,
                null,
                null,
                Job.Options.NONE,
                outcome.isPresent() ? report.ended(START.plusSeconds(9)) : report,
                outcome.map(end -> new JobEnd(end, "why")).orElse(null));
        server.node.state = server.with(new TreeMap<>(Map.of("41", job)), new TreeMap<>(), new TreeMap<>());
    }

    private static Response send(NodeServer server, String method, String path, String body, String... headers)
            throws IOException {
        try (RawClient client = RawClient.tls(server.port())) {
            return client.send(method, path, body, headers);
        }
    }

    private static Response get(NodeServer server, String path) throws IOException {
        return send(server, "GET", path, "", ADMIN);
    }

    private static Response pull(NodeServer server) throws IOException {
        String action = UPDATES + "/Actions/UpdateService.SimpleUpdate";
        return send(server, "POST", action, "{\"ImageURI\":\"https://host/x\"}", ADMIN, JSON);
    }

    @Test
    void must_have_02_an_accepted_update_is_an_empty_202_with_the_path_of_its_monitor() throws IOException {
        Response accepted = pull(plain);
        assertEquals(202, accepted.status());
        assertEquals(0, accepted.body().length);
        assertEquals(MONITOR, accepted.header("Location").orElseThrow());
        assertTrue(accepted.header("Retry-After").orElseThrow().matches("[1-9][0-9]*"));
    }

    @Test
    void must_have_02_a_running_task_is_200_and_its_monitor_202_without_retry_after() throws IOException {
        Response monitor = get(plain, MONITOR);
        assertEquals(202, monitor.status());
        assertEquals(MONITOR, monitor.header("Location").orElseThrow());
        assertTrue(monitor.header("Retry-After").isEmpty());
        assertEquals(TASK, monitor.json().path("@odata.id").asText());
        assertEquals(200, get(plain, TASK).status());
        assertEquals(MONITOR, get(plain, TASK).json().path("TaskMonitor").asText());
    }

    @Test
    void must_have_02_a_completed_monitor_is_200_with_the_task_and_neither_204_nor_an_error() throws IOException {
        show(plain, Optional.of(JobEnd.Outcome.SUCCEEDED));
        Response monitor = get(plain, MONITOR);
        assertEquals(200, monitor.status());
        assertFalse(monitor.json().has("error"));
        assertEquals("Completed", monitor.json().path("TaskState").asText());
        assertEquals("OK", monitor.json().path("TaskStatus").asText());
        assertEquals("41", monitor.json().path("Id").asText());
    }

    @Test
    void must_have_02_a_failed_monitor_is_the_error_and_its_task_tells_the_truth() throws IOException {
        show(plain, Optional.of(JobEnd.Outcome.FAILED));
        Response monitor = get(plain, MONITOR);
        assertEquals(400, monitor.status());
        assertFalse(monitor.code().isEmpty());
        JsonNode task = get(plain, TASK).json();
        assertEquals("Exception", task.path("TaskState").asText());
        assertEquals("Critical", task.path("TaskStatus").asText());
    }

    @Test
    void with_accepted_body_task_the_202_carries_the_task() throws IOException {
        Response accepted = pull(compat);
        assertEquals(202, accepted.status());
        assertEquals(TASK, accepted.json().path("@odata.id").asText());
        assertEquals(MONITOR, accepted.header("Location").orElseThrow());
    }

    @Test
    void with_failed_monitor_task_a_failed_monitor_is_200_with_the_task() throws IOException {
        show(compat, Optional.of(JobEnd.Outcome.FAILED));
        Response monitor = get(compat, MONITOR);
        assertEquals(200, monitor.status());
        assertEquals("Exception", monitor.json().path("TaskState").asText());
    }

    @Test
    void must_have_05_with_compat_http_push_uri_the_uri_is_advertised() throws IOException {
        assertEquals(
                get(compat, UPDATES).json().path("MultipartHttpPushUri"),
                get(compat, UPDATES).json().path("HttpPushUri"));
        assertFalse(get(plain, UPDATES).json().has("HttpPushUri"));
        assertTrue(get(compat, UPDATES + "/FirmwareInventory").header("ETag").isPresent());
    }

    @Test
    void must_have_13_no_end_of_a_task_is_a_5xx() throws IOException {
        for (JobEnd.Outcome outcome : JobEnd.Outcome.values()) {
            show(plain, Optional.of(outcome));
            assertTrue(get(plain, MONITOR).status() < 500, outcome::toString);
            assertEquals(200, get(plain, TASK).status());
        }
    }

    @Test
    void must_have_17_a_body_is_sent_when_the_server_says_continue() throws IOException {
        try (RawClient client = RawClient.tls(plain.port())) {
            String[] headers = {
                ADMIN, "Content-Type: application/octet-stream", "Content-Length: 5", "Expect: 100-continue"
            };
            client.write(RawClient.head("POST", UPDATES + "/upload", headers) + "\r\n");
            assertEquals(100, client.read(false).status());
            client.write("bytes");
            assertEquals(202, client.read(false).status());
        }
        discardUpload();
    }

    @Test
    void must_have_18_an_upload_comes_in_any_order_with_and_without_parameters() throws IOException {
        String file = "--b\r\nContent-Disposition: form-data; name=\"UpdateFile\"\r\n\r\nbytes\r\n";
        String parameters = "--b\r\nContent-Disposition: form-data; name=\"UpdateParameters\"; filename=\"p.json\"\r\n"
                + "Content-Type: text/plain\r\n\r\n{\"Targets\":[]}\r\n";
        String oem = "--b\r\nContent-Disposition: form-data; name=\"OemX\"\r\n\r\nwhatever\r\n";
        for (String body : List.of(file, parameters + file, file + parameters, oem + file + oem)) {
            Response response = upload(body + "--b--\r\n");
            assertEquals(202, response.status(), () -> body + response.text());
            discardUpload();
        }
        try (RawClient client = RawClient.tls(plain.port())) {
            String type = "Content-Type: multipart/form-data; boundary=b";
            client.write(RawClient.head("POST", UPDATES + "/upload", ADMIN, type, "Content-Length: 4000000") + "\r\n");
            assertEquals(413, client.read(false).status());
        }
    }

    private static Response upload(String body) throws IOException {
        return send(plain, "POST", UPDATES + "/upload", body, ADMIN, "Content-Type: multipart/form-data; boundary=b");
    }

    private static void discardUpload() throws IOException {
        NodeEvent.StartUpdate started = plain.node.last(NodeEvent.StartUpdate.class);
        plain.uploads.discard(((IngestSource.Upload) started.source()).stagingName());
    }

    @Test
    void must_have_20_the_members_of_a_task_have_their_types() throws IOException {
        JsonNode task = get(plain, TASK).json();
        assertTrue(task.path("PercentComplete").isInt());
        assertTrue(task.path("HidePayload").isBoolean());
        assertTrue(task.path("StartTime").isTextual());
        assertTrue(task.path("Messages").isArray());
        assertFalse(task.has("EndTime"));
        show(plain, Optional.of(JobEnd.Outcome.SUCCEEDED));
        assertTrue(get(plain, TASK).json().path("EndTime").isTextual());
    }

    @Test
    void must_have_21_progress_is_told_by_the_messages_of_the_update_registry() throws IOException {
        List<String> ids = get(plain, TASK).json().path("Messages").findValuesAsText("MessageId");
        assertTrue(
                ids.stream().anyMatch(id -> id.matches("Update\\.1\\.\\d+\\.TransferringToComponent")), ids::toString);
        for (JsonNode message : get(plain, TASK).json().path("Messages")) {
            assertTrue(message.has("Message") && message.has("MessageSeverity"));
            assertFalse(message.has("Severity"), "deprecated, and a validator warns of it");
        }
    }

    @Test
    void with_compat_task_severity_messages_of_tasks_have_both_severities() throws IOException {
        show(compat, Optional.of(JobEnd.Outcome.SUCCEEDED));
        JsonNode messages = get(compat, TASK).json().path("Messages");
        assertFalse(messages.isEmpty());
        for (JsonNode message : messages) {
            assertEquals(message.path("MessageSeverity"), message.path("Severity"));
        }
    }

    @Test
    void must_have_23_the_certificate_names_the_host() throws Exception {
        assertNotNull(RawClient.certificate(plain.port(), Optional.empty()).getSubjectAlternativeNames());
    }
}
