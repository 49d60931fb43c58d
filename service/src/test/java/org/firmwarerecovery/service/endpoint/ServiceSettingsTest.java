package org.firmwarerecovery.service.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.firmwarerecovery.service.http.RawClient;
import org.firmwarerecovery.service.http.RawClient.Response;
import org.firmwarerecovery.service.task.FinishedTasks;
import org.firmwarerecovery.update.job.ImageSource;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.job.JobEnd;
import org.firmwarerecovery.update.job.JobOrigin;
import org.firmwarerecovery.update.job.JobPhase;
import org.firmwarerecovery.update.job.JobReport;
import org.firmwarerecovery.update.node.NodeEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Settings of the services that are changed by PATCH: kept, in force at once, refused one message for each fault. */
class ServiceSettingsTest extends OnNodeServer {
    private static final String ADMIN = "Authorization: " + RawClient.basic("admin", NodeServer.PASSWORD);
    private static final String JSON = "Content-Type: application/json";
    private static final String ACCOUNTS = "/redfish/v1/AccountService";
    private static final String SESSIONS = "/redfish/v1/SessionService";
    private static final String TASKS = "/redfish/v1/TaskService";
    private static final String UPDATES = "/redfish/v1/UpdateService";
    private static final String LOGIN = "{\"UserName\":\"admin\",\"Password\":\"" + NodeServer.PASSWORD + "\"}";

    private String token = "";

    @BeforeEach
    void login() throws IOException {
        token = "X-Auth-Token: "
                + send("POST", SESSIONS + "/Sessions", LOGIN, JSON)
                        .header("X-Auth-Token")
                        .orElseThrow();
        server.kept.clear();
    }

    @AfterEach
    void restore() throws IOException {
        for (String[] change : new String[][] {
            {ACCOUNTS, "{\"HTTPBasicAuth\":\"Enabled\",\"MinPasswordLength\":8,\"AccountLockoutThreshold\":5}"},
            {SESSIONS, "{\"ServiceEnabled\":true,\"SessionTimeout\":300}"},
            {UPDATES, "{\"ServiceEnabled\":true}"}
        }) {
            assertEquals(200, send("PATCH", change[0], change[1], token, JSON).status(), change[0]);
        }
    }

    private static Response send(String method, String path, String body, String... headers) throws IOException {
        try (RawClient client = RawClient.tls(server.port())) {
            return client.send(method, path, body, headers);
        }
    }

    private JsonNode change(String path, String body) throws IOException {
        Response response = send("PATCH", path, body, token, JSON);
        assertEquals(200, response.status(), response::text);
        return response.json();
    }

    private List<String> faults(String path, String body) throws IOException {
        Response response = send("PATCH", path, body, token, JSON);
        assertEquals(400, response.status(), response::text);
        assertTrue(server.kept.isEmpty(), server.kept::toString);
        List<String> keys = new ArrayList<>();
        response.json().path("error").path("@Message.ExtendedInfo").forEach(message -> {
            String id = message.path("MessageId").asText();
            keys.add(id.substring(id.lastIndexOf('.') + 1));
        });
        return keys;
    }

    @Test
    void rules_of_passwords_and_locks_are_kept_and_in_force() throws IOException {
        JsonNode changed = change(
                ACCOUNTS,
                "{\"MinPasswordLength\":12,\"AccountLockoutThreshold\":1,\"AccountLockoutDuration\":90,"
                        + "\"AccountLockoutCounterResetAfter\":30}");
        assertEquals(12, changed.path("MinPasswordLength").asInt());
        assertEquals(90, changed.path("AccountLockoutDuration").asInt());
        assertEquals(
                Map.of(
                        "accounts.passwordLengthMin", "12",
                        "accounts.lockoutThreshold", "1",
                        "accounts.lockoutDuration", "90s",
                        "accounts.lockoutReset", "30s"),
                server.kept.get(0));
        Response made = send(
                "POST",
                ACCOUNTS + "/Accounts",
                "{\"UserName\":\"x\",\"Password\":\"elevenchars\",\"RoleId\":\"ReadOnly\"}",
                token,
                JSON);
        assertEquals("PasswordIncorrectLength", made.code());
        send(
                "POST",
                ACCOUNTS + "/Accounts",
                "{\"UserName\":\"lockme\",\"Password\":\"twelve-chars\",\"RoleId\":\"ReadOnly\"}",
                token,
                JSON);
        String wrong = "Authorization: " + RawClient.basic("lockme", "wrong");
        assertEquals(401, send("GET", TASKS, "", wrong).status());
        assertTrue(send("GET", ACCOUNTS + "/Accounts/lockme", "", token)
                .json()
                .path("Locked")
                .asBoolean());
    }

    @Test
    void basic_can_be_disabled_or_not_advertised() throws IOException {
        change(ACCOUNTS, "{\"HTTPBasicAuth\":\"Unadvertised\"}");
        assertEquals(200, send("GET", TASKS, "", ADMIN).status());
        assertFalse(send("GET", TASKS, "").header("WWW-Authenticate").isPresent());
        assertEquals(
                "Disabled",
                change(ACCOUNTS, "{\"HTTPBasicAuth\":\"Disabled\"}")
                        .path("HTTPBasicAuth")
                        .asText());
        Response refused = send("GET", TASKS, "", ADMIN);
        assertEquals(401, refused.status());
        assertFalse(refused.header("WWW-Authenticate").isPresent());
        assertEquals(200, send("GET", TASKS, "", token).status());
        assertEquals(List.of("PropertyValueConflict"), faultsAfter(SESSIONS, "{\"ServiceEnabled\":false}"));
        change(ACCOUNTS, "{\"HTTPBasicAuth\":\"Enabled\"}");
        assertTrue(send("GET", TASKS, "").header("WWW-Authenticate").isPresent());
    }

    private List<String> faultsAfter(String path, String body) throws IOException {
        server.kept.clear();
        return faults(path, body);
    }

    @Test
    void disabled_sessions_neither_begin_nor_end_and_go_on() throws IOException {
        JsonNode changed = change(SESSIONS, "{\"ServiceEnabled\":false,\"SessionTimeout\":600}");
        assertEquals("Disabled", changed.path("Status").path("State").asText());
        assertEquals(600, changed.path("SessionTimeout").asInt());
        assertEquals(Map.of("sessions.enabled", "false", "sessions.timeout", "600s"), server.kept.get(0));
        Response refused = send("POST", SESSIONS + "/Sessions", LOGIN, JSON);
        assertEquals(403, refused.status());
        assertEquals("ServiceDisabled", refused.code());
        JsonNode open = send("GET", SESSIONS + "/Sessions", "", token).json();
        String session = open.path("Members").path(0).path("@odata.id").asText();
        assertEquals(403, send("DELETE", session, "", token).status());
        assertEquals(List.of("PropertyValueConflict"), faultsAfter(ACCOUNTS, "{\"HTTPBasicAuth\":\"Disabled\"}"));
    }

    @Test
    void every_bad_member_has_its_message_and_nothing_is_changed() throws IOException {
        assertEquals(
                List.of("PropertyValueNotInList", "PropertyValueOutOfRange", "PropertyValueTypeError"),
                faults(
                        ACCOUNTS,
                        "{\"HTTPBasicAuth\":\"Maybe\",\"MinPasswordLength\":7,\"AccountLockoutThreshold\":null}"));
        assertEquals(
                List.of("PropertyValueConflict"),
                faults(ACCOUNTS, "{\"AccountLockoutDuration\":10,\"AccountLockoutCounterResetAfter\":20}"));
        assertEquals(
                List.of("PropertyNotWritable", "PropertyUnknown"),
                faults(ACCOUNTS, "{\"MaxPasswordLength\":7,\"LDAP\":{}}"));
        assertEquals(List.of("PropertyValueOutOfRange"), faults(SESSIONS, "{\"SessionTimeout\":29}"));
        assertEquals(List.of("PropertyValueOutOfRange"), faults(TASKS, "{\"TaskAutoDeleteTimeoutMinutes\":0}"));
        assertEquals(List.of("PropertyValueTypeError"), faults(UPDATES, "{\"ServiceEnabled\":null}"));
        assertEquals(List.of("PropertyNotWritable"), faults(TASKS, "{\"CompletedTaskOverWritePolicy\":\"Manual\"}"));
    }

    @Test
    void a_disabled_update_service_takes_no_image() throws IOException {
        JsonNode changed = change(UPDATES, "{\"ServiceEnabled\":false}");
        assertFalse(changed.path("ServiceEnabled").asBoolean(true));
        assertEquals("Disabled", changed.path("Status").path("State").asText());
        assertEquals(Map.of("update.enabled", "false"), server.kept.get(0));
        Response pulled = send(
                "POST",
                UPDATES + "/Actions/UpdateService.SimpleUpdate",
                "{\"ImageURI\":\"https://images.example/x\"}",
                token,
                JSON);
        assertEquals(409, pulled.status());
        assertEquals("ServiceDisabled", pulled.code());
        Response pushed = send("POST", UPDATES + "/upload", "bytes", token, "Content-Type: application/octet-stream");
        assertEquals("ServiceDisabled", pushed.code());
    }

    @Test
    void finished_tasks_are_forgotten_on_demand_and_after_their_time() throws IOException {
        assertEquals(
                90,
                change(TASKS, "{\"TaskAutoDeleteTimeoutMinutes\":90}")
                        .path("TaskAutoDeleteTimeoutMinutes")
                        .asInt());
        assertEquals(Map.of("tasks.keep", "90m"), server.kept.get(0));
        Job running = job("1", 0, false);
        Job over = job("2", 60_000, true);
        server.node.state =
                server.with(new TreeMap<>(Map.of("1", running, "2", over)), new TreeMap<>(), new TreeMap<>());
        String action = TASKS + "/Actions/TaskService.DeleteAllCompletedTasks";
        assertEquals(204, send("POST", action, "{}", token, JSON).status());
        assertEquals("2", server.node.last(NodeEvent.CancelJob.class).jobId());
        assertEquals(
                1,
                server.node.events.stream()
                        .filter(NodeEvent.CancelJob.class::isInstance)
                        .count());
    }

    @Test
    void the_age_of_a_finished_task_is_uptime_whatever_the_clock_does() {
        FinishedTasks finished = new FinishedTasks();
        Duration kept = Duration.ofMinutes(1);
        // It began at 60 s of uptime and took 10 s.
        List<Job> jobs = List.of(job("1", 0, false), job("2", 60_000, true));
        assertEquals(List.of(), finished.due(jobs, 129_999, kept));
        assertEquals(List.of("2"), finished.due(jobs, 130_000, kept));
        // The clock jumped ahead by years while it ran: it counts from when it was first seen to be over.
        Job jumped = new Job(
                "3",
                new JobOrigin("admin", null, ""),
                NodeServer.BMC,
                JobPhase.ENDED,
                new ImageSource.Operator("https://host/x"),
                null,
                null,
                null,
                Job.Options.NONE,
                JobReport.started(Instant.EPOCH, 0).ended(Instant.parse("2026-01-01T00:00:00Z")),
                new JobEnd(JobEnd.Outcome.SUCCEEDED, ""));
        assertEquals(List.of(), finished.due(List.of(jumped), 200_000, kept));
        assertEquals(List.of(), finished.due(List.of(jumped), 259_999, kept));
        assertEquals(List.of("3"), finished.due(List.of(jumped), 260_000, kept));
    }

    private static Job job(String id, long began, boolean over) {
        Instant at = Instant.parse("2026-03-04T05:06:07Z");
        JobReport report = JobReport.started(at, began);
        return new Job(
                id,
                new JobOrigin("admin", null, ""),
                NodeServer.BMC,
                over ? JobPhase.ENDED : JobPhase.TRANSFERRING,
                new ImageSource.Operator("https://host/x"),
                null,
                null,
                null,
                Job.Options.NONE,
                over ? report.ended(at.plusSeconds(10)) : report,
                over ? new JobEnd(JobEnd.Outcome.SUCCEEDED, "") : null);
    }
}
