package org.firmwarerecovery.service.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.firmwarerecovery.service.http.RawClient;
import org.firmwarerecovery.service.http.RawClient.Response;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.job.ImageSource;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.job.JobEnd;
import org.firmwarerecovery.update.job.JobMessage;
import org.firmwarerecovery.update.job.JobOrigin;
import org.firmwarerecovery.update.job.JobPhase;
import org.firmwarerecovery.update.job.JobReport;
import org.firmwarerecovery.update.negotiation.DonorImage;
import org.firmwarerecovery.update.negotiation.Offer;
import org.firmwarerecovery.update.negotiation.PeerRef;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.firmwarerecovery.update.node.Answer;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.policy.Candidate;
import org.firmwarerecovery.update.recovery.Finding;
import org.firmwarerecovery.update.recovery.Recovery;
import org.firmwarerecovery.update.recovery.RecoveryPhase;
import org.firmwarerecovery.update.recovery.Story;
import org.firmwarerecovery.update.version.VersionScheme;
import org.junit.jupiter.api.Test;

/** Tasks with their monitors, and recoveries with their reasons: what an operator reads. */
class StoryTest extends OnNodeConnection {
    private static final String ADMIN = "Authorization: " + RawClient.basic("admin", NodeServer.PASSWORD);
    private static final String TASK = "/redfish/v1/TaskService/Tasks/41";
    private static final String RECOVERIES = "/redfish/v1/UpdateService/Oem/FirmwareRecovery/Recoveries";
    private static final Instant START = Instant.parse("2026-03-04T05:06:07.890Z");

    private static Job job() {
        JobReport report = JobReport.started(START, 50_000)
                .saying(new JobMessage("Update.TransferringToComponent", List.of("image", "BMC"), START, 50_100))
                .counting(1_000, 500);
        return new Job(
                "41",
                new JobOrigin("admin", null, "{\"ImageURI\":\"https://host/x\"}"),
                NodeServer.BMC,
                JobPhase.TRANSFERRING,
                new ImageSource.Operator("https://host/x"),
                null,
                null,
                null,
                Job.Options.NONE,
                report,
                null);
    }

    private static void show(Job job) {
        server.node.state = server.with(new TreeMap<>(Map.of(job.id(), job)), new TreeMap<>(), new TreeMap<>());
    }

    @Test
    void a_running_task_is_200_and_its_monitor_202_with_the_task_and_no_retry_after() throws IOException {
        show(job());
        JsonNode task = client.get(TASK, ADMIN).json();
        assertEquals("Running", task.path("TaskState").asText());
        assertEquals("OK", task.path("TaskStatus").asText());
        assertEquals(40, task.path("PercentComplete").asInt());
        assertEquals(TASK + "/Monitor", task.path("TaskMonitor").asText());
        assertEquals("2026-03-04T05:06:07Z", task.path("StartTime").asText());
        assertFalse(task.has("EndTime"));
        assertEquals("POST", task.path("Payload").path("HttpOperation").asText());
        for (JsonNode message : task.path("Messages")) {
            assertTrue(message.has("MessageId") && message.has("MessageSeverity"));
        }
        Response monitor = client.get(TASK + "/Monitor", ADMIN);
        assertEquals(202, monitor.status());
        assertEquals(TASK + "/Monitor", monitor.header("Location").orElseThrow());
        assertTrue(monitor.header("Retry-After").isEmpty());
        assertEquals("41", monitor.json().path("Id").asText());
        assertEquals(
                TASK,
                client.get("/redfish/v1/TaskService/Tasks", ADMIN)
                        .json()
                        .path("Members")
                        .path(0)
                        .path("@odata.id")
                        .asText());
    }

    @Test
    void a_completed_task_stays_readable_as_a_task_on_both_paths() throws IOException {
        Job job = job();
        show(job.over(new JobEnd(JobEnd.Outcome.SUCCEEDED, ""), job.report().ended(START.plusSeconds(9))));
        for (String path : List.of(TASK, TASK + "/Monitor")) {
            Response response = client.get(path, ADMIN);
            assertEquals(200, response.status(), path);
            assertEquals("Completed", response.json().path("TaskState").asText());
            assertEquals(100, response.json().path("PercentComplete").asInt());
            assertEquals("2026-03-04T05:06:16Z", response.json().path("EndTime").asText());
        }
    }

    @Test
    void a_failed_task_tells_the_truth_and_its_monitor_is_the_error() throws IOException {
        Job job = job();
        JobReport report = job.report()
                .saying(new JobMessage("DigestMismatch", List.of("image", "sha-256:aa", "sha-256:bb"), START, 51_000))
                .ended(START);
        show(job.over(new JobEnd(JobEnd.Outcome.FAILED, "The digest differs."), report));
        JsonNode task = client.get(TASK, ADMIN).json();
        assertEquals("Exception", task.path("TaskState").asText());
        assertEquals("Critical", task.path("TaskStatus").asText());
        Response monitor = client.get(TASK + "/Monitor", ADMIN);
        assertEquals(400, monitor.status());
        assertEquals("DigestMismatch", monitor.code());
    }

    @Test
    void a_delete_asks_the_node_to_stop_the_job() throws IOException {
        show(job());
        assertEquals(204, client.send("DELETE", TASK, "", ADMIN).status());
        assertEquals("41", server.node.last(NodeEvent.CancelJob.class).jobId());
        assertEquals(204, client.send("DELETE", TASK + "/Monitor", "", ADMIN).status());
        server.node.answers = command -> new Answer.InUse("BMC", "41");
        Response refused = client.send("DELETE", TASK, "", ADMIN);
        assertEquals(409, refused.status());
        assertTrue(refused.text().contains(TASK));
        try (RawClient fresh = RawClient.tls(server.port())) {
            assertEquals(
                    404, fresh.get(TASK.replace("41", "42") + "/Monitor", ADMIN).status());
        }
    }

    @Test
    void a_message_the_registry_does_not_know_in_this_form_still_shows_its_facts() throws IOException {
        Job job = job();
        show(job.with(job.report().saying(new JobMessage("DigestMismatch", List.of("one"), START, 51_000))));
        assertTrue(client.get(TASK, ADMIN).text().contains("DigestMismatch: one"));
    }

    @Test
    void a_recovery_tells_why_this_donor_and_how_long_each_step_took() throws IOException {
        DonorImage image = new DonorImage(
                "EXAMPLE-BMC-1", "2.1.0", VersionScheme.SEM_VER, 7, server.manifest.digest(), 200_000, true);
        PeerRef donor = new PeerRef(NodeServer.PEER, "https://127.0.0.1:9", null, PeerRef.Origin.TAGGED);
        PeerRef other = new PeerRef(NodeServer.OTHER_PEER, "https://127.0.0.1:8", null, PeerRef.Origin.STATIC);
        Offer offer = new Offer("/x", "00", image, List.of(PeerRole.DONOR), 0, 5, 30_000, null);
        Candidate chosen =
                Candidate.waiting(donor).claiming(image, 12).offering(offer).because("same version");
        Story story = Story.empty()
                .telling(new Story.Entry("Finding", START, 50_000, "FindingRaised", List.of("BMC", "A", "ScanFailed")))
                .telling(new Story.Entry("Searching", START, 50_250, "SearchStarted", List.of("BMC", "EXAMPLE-BMC-1")))
                .judging(List.of(chosen, Candidate.waiting(other).dropped("below the floor")))
                .servedBy(NodeServer.PEER)
                .received(NodeServer.PEER, 200_000);
        Recovery recovery = new Recovery(
                "r1",
                NodeServer.BMC,
                BankId.A,
                Finding.SCAN_FAILED,
                RecoveryPhase.TRANSFERRING,
                START,
                50_000,
                1,
                -1,
                null,
                "41",
                List.of(),
                story);
        server.node.state = server.with(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(Map.of("r1", recovery)));
        JsonNode record = client.get(RECOVERIES + "/r1", ADMIN).json();
        assertEquals("ScanFailed", record.path("Finding").asText());
        assertEquals("Transferring", record.path("State").asText());
        assertEquals(TASK, record.path("Task").path("@odata.id").asText());
        assertEquals(1, record.path("Candidates").path(0).path("Rank").asInt());
        assertTrue(record.path("Candidates").path(0).path("Chosen").asBoolean());
        assertEquals(
                "same version",
                record.path("Candidates").path(0).path("Reasons").path(0).asText());
        assertFalse(record.path("Candidates").path(1).path("Eligible").asBoolean());
        assertEquals(
                "below the floor",
                record.path("Candidates").path(1).path("Reasons").path(0).asText());
        assertEquals(NodeServer.PEER, record.path("Donor").path("PeerUUID").asText());
        assertEquals("2.1.0", record.path("Donor").path("Version").asText());
        assertEquals(200_000, record.path("BytesPerDonor").path(0).path("Bytes").asInt());
        assertEquals(250, record.path("Timeline").path(1).path("DurationMillis").asInt());
        assertTrue(record.path("Timeline").path(0).path("Message").asText().contains("ScanFailed"));
        assertEquals(50_000, record.path("DurationMillis").asInt());
        assertEquals(204, client.send("DELETE", RECOVERIES + "/r1", "", ADMIN).status());
        assertEquals("r1", server.node.last(NodeEvent.CancelRecovery.class).recoveryId());
    }
}
