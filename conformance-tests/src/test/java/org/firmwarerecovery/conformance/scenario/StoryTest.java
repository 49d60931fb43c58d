package org.firmwarerecovery.conformance.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.firmwarerecovery.conformance.needs.Needs;
import org.firmwarerecovery.conformance.site.FirmwareVendor;
import org.firmwarerecovery.conformance.site.Lab;
import org.firmwarerecovery.conformance.site.NodeProcess;
import org.firmwarerecovery.conformance.site.Operator;
import org.firmwarerecovery.conformance.site.Pair;
import org.firmwarerecovery.conformance.site.Program;
import org.firmwarerecovery.conformance.site.SharedLab;
import org.firmwarerecovery.conformance.site.Site;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** An operator with curl reads in the morning what happened in the night. */
@ExtendWith(SharedLab.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Needs("curl")
class StoryTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final NodeProcess recipient;
    private final NodeProcess donor;
    private final FirmwareVendor.Release release;
    private final Path netrc;
    private JsonNode recovery = JSON.missingNode();

    StoryTest(Pair pair, Lab lab) throws Exception {
        recipient = pair.alpha();
        donor = pair.beta();
        release = pair.release();
        netrc = lab.site().root().resolve("netrc");
        Files.deleteIfExists(netrc);
        Files.createFile(netrc, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                netrc,
                "machine 127.0.0.1 login " + Site.ADMIN + " password "
                        + lab.site().password() + "\n");
    }

    @BeforeAll
    void a_night_passes() throws Exception {
        Operator operator = recipient.operator();
        List<String> known = operator.recoveryIds();
        recipient.damageBothBanks();
        String id = operator.healed(known, Pair.LIMIT).path("Id").asText();
        operator.awaitHealthy(Pair.LIMIT);
        recovery = curl(Operator.RECOVERIES + "/" + id);
    }

    /** Exactly what the README shows. */
    private JsonNode curl(String path) throws Exception {
        String answer = Program.run(
                recipient.folder(),
                "curl",
                "--silent",
                "--show-error",
                "--fail",
                "--netrc-file",
                netrc.toString(),
                "--cacert",
                "state/identity/https/certificate.pem",
                recipient.address() + path);
        return JSON.readTree(answer);
    }

    @Test
    void the_record_says_what_was_found_and_how_it_ended() {
        assertEquals("BMC", recovery.path("Component").asText());
        assertEquals(Site.SOFTWARE_ID, recovery.path("SoftwareId").asText());
        assertEquals("ScanFailed", recovery.path("Finding").asText());
        assertTrue(List.of("A", "B").contains(recovery.path("Bank").asText()), recovery.toString());
        assertEquals("Healthy", recovery.path("State").asText());
        assertEquals("Recovered", recovery.path("Result").asText());
        assertTrue(recovery.path("Attempts").asInt() >= 1, recovery.toString());
        Instant started = Instant.parse(recovery.path("Started").asText());
        Instant ended = Instant.parse(recovery.path("Ended").asText());
        long millis = recovery.path("DurationMillis").asLong();
        assertFalse(ended.isBefore(started), recovery.toString());
        assertTrue(millis > 0 && millis < Pair.LIMIT.toMillis(), recovery.toString());
    }

    @Test
    void the_timeline_goes_through_all_steps_in_their_order_and_its_durations_add_up() {
        List<String> steps = List.of(
                "FindingRaised",
                "SearchStarted",
                "OfferReceived",
                "DonorChosen",
                "OfferAccepted",
                "TransferStarted",
                "TransferCompleted",
                "ImageVerified",
                "BankWritten",
                "BankReadBack",
                "BankActivated",
                "RedundancyRestored",
                "RecoveryCompleted");
        List<String> told = new ArrayList<>();
        long sum = 0;
        Instant last = Instant.EPOCH;
        for (JsonNode line : recovery.path("Timeline")) {
            String id = line.path("MessageId").asText();
            told.add(id.substring(id.lastIndexOf('.') + 1));
            sum += line.path("DurationMillis").asLong();
            Instant at = Instant.parse(line.path("At").asText());
            assertFalse(at.isBefore(last), "the timeline goes back at " + line);
            last = at;
            assertFalse(line.path("State").asText().isEmpty(), line.toString());
            assertFalse(line.path("Message").asText().isEmpty(), line.toString());
            assertFalse(line.path("Message").asText().contains("%"), "an argument is missing: " + line);
        }
        int place = -1;
        for (String step : steps) {
            int next = told.subList(place + 1, told.size()).indexOf(step);
            assertTrue(
                    next >= 0,
                    "no " + step + " after " + (place < 0 ? "the beginning" : told.get(place)) + " in " + told);
            place += 1 + next;
        }
        assertEquals(recovery.path("DurationMillis").asLong(), sum, recovery.toString());
    }

    @Test
    void the_candidates_say_who_was_asked_and_why_this_one_was_chosen() {
        // Nodes of other fleets on the same link may have been heard; they are told with the reason why they are none.
        List<JsonNode> eligible = new ArrayList<>();
        for (JsonNode candidate : recovery.path("Candidates")) {
            assertFalse(candidate.path("Reasons").isEmpty(), candidate.toString());
            if (candidate.path("Eligible").asBoolean()) {
                eligible.add(candidate);
            }
        }
        assertEquals(1, eligible.size(), recovery.toString());
        JsonNode candidate = eligible.get(0);
        assertEquals(donor.uuid().toString(), candidate.path("PeerUUID").asText());
        assertEquals(donor.address().toString(), candidate.path("Address").asText());
        assertEquals("Donor", candidate.path("Role").asText());
        assertEquals("1.0.0", candidate.path("Version").asText());
        assertEquals(1, candidate.path("Rank").asInt());
        assertTrue(candidate.path("Chosen").asBoolean());
        assertTrue(
                candidate.path("Reasons").path(0).asText().contains("the only acceptable offer"), candidate.toString());
    }

    @Test
    void the_donor_and_what_it_sent_are_named() throws Exception {
        assertEquals(
                donor.uuid().toString(), recovery.path("Donor").path("PeerUUID").asText());
        assertEquals(
                donor.address().toString(),
                recovery.path("Donor").path("Address").asText());
        JsonNode bytes = recovery.path("BytesPerDonor");
        assertEquals(1, bytes.size(), recovery.toString());
        assertEquals(donor.uuid().toString(), bytes.get(0).path("PeerUUID").asText());
        assertEquals(Files.size(release.image()), bytes.get(0).path("Bytes").asLong());
    }

    @Test
    void record_and_task_lead_to_each_other() throws Exception {
        // The record links its last Task; the one that moved the bytes says so in its messages.
        JsonNode task = curl(recovery.path("Task").path("@odata.id").asText());
        assertEquals("Completed", task.path("TaskState").asText());
        assertEquals("OK", task.path("TaskStatus").asText());
        assertEquals(100, task.path("PercentComplete").asInt());
        assertTrue(task.path("HidePayload").asBoolean(), task.toString());
        assertTrue(task.path("Payload").isMissingNode(), "the payload holds the ticket: " + task);
        assertFalse(task.path("Messages").isEmpty(), task.toString());
        assertTrue(
                task.toString().contains(recovery.path("@odata.id").asText()),
                "the Task does not name its recovery: " + task);
        Instant started = Instant.parse(task.path("StartTime").asText());
        assertFalse(started.isBefore(Instant.parse(recovery.path("Started").asText())));
        assertTrue(task.has("EndTime"), task.toString());
    }

    @Test
    void the_inventory_shows_the_active_image_and_both_banks_in_good_health() throws Exception {
        JsonNode inventory = curl(Operator.UPDATE_SERVICE + "/FirmwareInventory?%24expand=.");
        assertEquals(3, inventory.path("Members").size(), inventory.toString());
        for (JsonNode member : inventory.path("Members")) {
            boolean target = member.path("Id").asText().equals("BMC");
            JsonNode oem = member.path("Oem").path("FirmwareRecovery");
            assertEquals(Site.SOFTWARE_ID, member.path("SoftwareId").asText());
            assertEquals("1.0.0", member.path("Version").asText());
            assertEquals(target, member.path("Updateable").asBoolean(), member.toString());
            assertEquals("OK", member.path("Status").path("Health").asText());
            assertEquals("Good", oem.path("State").asText());
            assertEquals(1, oem.path("SecurityVersion").asInt());
            assertEquals(1, oem.path("SecurityVersionFloor").asInt());
            assertTrue(oem.path("ManifestDigest").asText().matches("[0-9a-f]{64}"), oem.toString());
            assertFalse(Instant.parse(oem.path("LastVerified").asText())
                    .isAfter(Instant.now().plusSeconds(5)));
        }
    }

    @Test
    void the_donor_keeps_its_side_of_the_story_without_the_ticket() throws Exception {
        Operator operator = donor.operator();
        JsonNode last = JSON.missingNode();
        for (JsonNode member :
                operator.get(Operator.RECOVERY_SERVICE + "/Offers").path("Members")) {
            JsonNode offer = operator.get(member.path("@odata.id").asText());
            assertFalse(offer.has("Password"), offer.toString());
            last = offer.path("RecipientUUID").asText().equals(recipient.uuid().toString()) ? offer : last;
        }
        assertEquals("Completed", last.path("State").asText(), last.toString());
        assertEquals("Verified", last.path("Result").asText(), last.toString());
        assertTrue(last.path("BytesSent").asLong() >= Files.size(release.image()), last.toString());
    }

    @Test
    void the_peer_is_known_with_its_certified_roles() throws Exception {
        JsonNode peer = curl(Operator.RECOVERY_SERVICE + "/Peers/" + donor.uuid());
        assertEquals(donor.uuid().toString(), peer.path("UUID").asText());
        assertTrue(peer.path("Addresses").toString().contains(donor.address().toString()), peer.toString());
        assertTrue(peer.path("Trusted").asBoolean(), peer.toString());
        assertTrue(peer.path("Roles").toString().contains("Donor"), peer.toString());
    }

    @Test
    void the_command_line_tells_the_same() throws Exception {
        Program.Result status = recipient.client("status");
        assertEquals(0, status.status(), status.output());
        assertTrue(status.output().contains("1.0.0") && status.output().contains("Good"), status.output());
    }
}
