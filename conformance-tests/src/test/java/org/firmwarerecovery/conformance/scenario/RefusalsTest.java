package org.firmwarerecovery.conformance.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.firmwarerecovery.conformance.site.Await;
import org.firmwarerecovery.conformance.site.FirmwareVendor;
import org.firmwarerecovery.conformance.site.FirmwareVendor.Facts;
import org.firmwarerecovery.conformance.site.HostileDonor;
import org.firmwarerecovery.conformance.site.Lab;
import org.firmwarerecovery.conformance.site.Lie;
import org.firmwarerecovery.conformance.site.NodeProcess;
import org.firmwarerecovery.conformance.site.Operator;
import org.firmwarerecovery.conformance.site.SharedLab;
import org.firmwarerecovery.conformance.site.Site;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What must not get into a bank, whether an operator brings it or a donor; the reason can be read everywhere. */
@ExtendWith(SharedLab.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalsTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Lab lab;
    private final HostileDonor donor;
    private final NodeProcess node;
    private final FirmwareVendor.Release good;
    private final FirmwareVendor.Release next;
    private final FirmwareVendor.Release otherSoftware;
    private final FirmwareVendor.Release underTheFloor;
    private final FirmwareVendor.Release large;

    RefusalsTest(Lab lab) throws Exception {
        this.lab = lab;
        good = lab.small();
        next = lab.release("next", Facts.first(Lab.SMALL).version("1.2.0", 1));
        otherSoftware = lab.release("other-software", Facts.first(Lab.SMALL).forSoftware("EXAMPLE-BIOS-7"));
        underTheFloor = lab.release("under-the-floor", Facts.first(Lab.SMALL).version("0.9.0", 0));
        large = lab.release("large", Facts.first(3 * Lab.SMALL));
        donor = HostileDonor.open(lab, "mallory")
                .giving(Lie.NONE, good)
                .giving(Lie.OTHER_MANIFEST, next)
                .giving(Lie.OTHER_SOFTWARE, otherSoftware)
                .giving(Lie.UNDER_THE_FLOOR, underTheFloor)
                .giving(Lie.LARGER_THAN_THE_BANK, large);
        node = lab.node("gullible")
                .with("components", Site.component("2MiB"))
                .knowing(donor.asStaticPeer())
                // There is nobody else who could heal it when the liar turns honest.
                .with("negotiation", "{ donorQuarantine: 0s }")
                .scanning("500ms");
    }

    @BeforeAll
    void a_good_image_is_installed() throws Exception {
        node.start().install(good);
    }

    @BeforeEach
    void the_node_is_healthy() throws Exception {
        node.operator().awaitHealthy(LIMIT);
    }

    @AfterAll
    void everybody_goes_home() throws Exception {
        node.stop();
        donor.close();
    }

    @Test
    void an_update_with_a_bad_signature_is_refused() throws Exception {
        refused(
                lab.vendor().pack("bad-signature", next.image(), next.manifest(), good.signature()),
                "SignatureInvalid");
    }

    @Test
    void an_update_for_other_hardware_is_refused() throws Exception {
        refused(otherSoftware, "NotCompatible");
    }

    @Test
    void an_update_under_the_security_floor_is_refused() throws Exception {
        refused(underTheFloor, "BelowFloor");
    }

    @Test
    void an_update_larger_than_the_bank_is_refused() throws Exception {
        refused(large, "ImageTooLarge");
    }

    @Test
    void an_update_whose_image_is_not_the_signed_one_is_refused() throws Exception {
        Path other = good.image();
        refused(lab.vendor().pack("other-bytes", other, next.manifest(), next.signature()), "DigestMismatch");
    }

    private void refused(FirmwareVendor.Release release, String reason) throws Exception {
        Operator operator = node.operator();
        JsonNode task = operator.finished(operator.upload(release.bundle()), LIMIT);
        assertEquals("Exception", task.path("TaskState").asText(), task.toString());
        assertFalse(task.path("TaskStatus").asText().equals("OK"), task.toString());
        assertSays(task.path("Messages"), reason);
        assertTrue(node.logText().contains(reason), "the log does not say " + reason);
        for (String bank : List.of("a", "b")) {
            assertTrue(node.bankHolds(bank, good.image()), "bank " + bank + " was touched");
        }
        assertEquals("1.1.0", operator.inventory("BMC").path("Version").asText());
    }

    // The lies in the transport are told in DonorTroubleTest, beside an honest donor.
    @ParameterizedTest
    @EnumSource(
            value = Lie.class,
            names = {
                "BAD_SIGNATURE",
                "OTHER_SOFTWARE",
                "UNDER_THE_FLOOR",
                "LARGER_THAN_THE_BANK",
                "OTHER_BYTES",
                "OTHER_MANIFEST",
                "NO_FLEET_CERTIFICATE"
            })
    void a_recovery_refuses_what_a_lying_donor_gives_and_takes_it_when_the_donor_turns_honest(Lie lie)
            throws Exception {
        Operator operator = node.operator();
        List<String> known = operator.recoveryIds();
        donor.tell(lie);
        node.damageBothBanks();
        JsonNode recovery;
        try {
            recovery = operator.newRecovery(
                    known,
                    "names " + lie.reason(),
                    // While the next attempt asks the donor again, its reason is not known yet.
                    record -> record.path("Timeline").toString().contains(lie.reason())
                            && !record.path("Candidates")
                                    .path(0)
                                    .path("Eligible")
                                    .asBoolean(true),
                    LIMIT);
            assertCandidate(recovery);
            assertTrue(node.logText().contains(lie.reason()), "the log does not say " + lie.reason());
            if (!lie.isFoundBeforeTransfer()) {
                JsonNode task = operator.finished(
                        recovery.path("Task").path("@odata.id").asText(), LIMIT);
                assertEquals("Exception", task.path("TaskState").asText(), task.toString());
                assertSays(task.path("Messages"), lie.reason());
                Await.that(
                        LIMIT,
                        () -> "the donor heard " + donor.results(),
                        () -> donor.results().contains("Rejected"));
            }
            assertFalse(node.bankHolds("a", good.image()) || node.bankHolds("b", good.image()), "a bank was written");
        } finally {
            donor.tell(Lie.NONE);
        }
        JsonNode healed = operator.healed(known, LIMIT);
        assertEquals(recovery.path("Id").asText(), healed.path("Id").asText(), "one finding, one recovery");
        assertEquals(
                donor.uuid().toString(), healed.path("Donor").path("PeerUUID").asText());
        Await.that(
                LIMIT,
                () -> "the donor heard " + donor.results(),
                () -> donor.results().contains("Verified"));
        assertTrue(node.bankHolds("a", good.image()));
        assertTrue(node.bankHolds("b", good.image()));
        assertFalse(node.logText().contains(donor.ticket()), "the ticket of a lease is in the log");
    }

    private void assertCandidate(JsonNode recovery) {
        JsonNode candidate = recovery.path("Candidates").path(0);
        assertEquals(donor.uuid().toString(), candidate.path("PeerUUID").asText(), recovery.toString());
        assertFalse(candidate.path("Reasons").isEmpty(), "no reason: " + candidate);
    }

    private static void assertSays(JsonNode messages, String key) {
        for (JsonNode message : messages) {
            // A digest of a chunk is a digest.
            if (message.path("MessageId").asText().endsWith(key)) {
                assertFalse(message.path("Message").asText().isEmpty(), "no text: " + message);
                return;
            }
        }
        throw new AssertionError("no message " + key + " in " + messages);
    }
}
