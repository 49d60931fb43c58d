package org.firmwarerecovery.conformance.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.firmwarerecovery.conformance.site.Await;
import org.firmwarerecovery.conformance.site.ImageShelf;
import org.firmwarerecovery.conformance.site.NodeProcess;
import org.firmwarerecovery.conformance.site.Operator;
import org.firmwarerecovery.conformance.site.Pair;
import org.firmwarerecovery.conformance.site.SharedLab;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two nodes of a fleet on loopback that heal each other. */
@ExtendWith(SharedLab.class)
class TwoNodesTest {
    private static final String SIMPLE_UPDATE = Operator.UPDATE_SERVICE + "/Actions/UpdateService.SimpleUpdate";
    private static final long MIDDLE = 1_000_000;

    @Test
    void a_bundle_pushed_by_multipart_ends_up_in_both_banks_of_both_nodes(Pair pair) throws Exception {
        for (NodeProcess node : pair.both()) {
            for (String bank : List.of("a", "b")) {
                assertTrue(node.bankHolds(bank, pair.release().image()), node.name() + " bank " + bank);
            }
            assertEquals(
                    "1.0.0", node.operator().inventory("BMC").path("Version").asText());
        }
    }

    @Test
    void a_node_with_both_banks_overwritten_heals_from_its_peer_with_no_request_from_outside(Pair pair)
            throws Exception {
        healsFrom(pair, pair.alpha(), pair.beta());
    }

    @Test
    void the_same_happens_the_other_way_round(Pair pair) throws Exception {
        healsFrom(pair, pair.beta(), pair.alpha());
    }

    private static void healsFrom(Pair pair, NodeProcess recipient, NodeProcess donor) throws Exception {
        List<String> known = recipient.operator().recoveryIds();
        Path image = pair.release().image();
        recipient.damageBothBanks();
        // Only files are looked at until it is over: nobody asks the node for anything.
        Await.that(
                Pair.LIMIT,
                () -> recipient.name() + " did not heal\n" + recipient.logText(),
                () -> recipient.bankHolds("a", image) && recipient.bankHolds("b", image));
        JsonNode recovery = recipient.operator().healed(known, Pair.LIMIT);
        assertEquals("ScanFailed", recovery.path("Finding").asText());
        assertEquals("Recovered", recovery.path("Result").asText());
        assertEquals(
                donor.uuid().toString(), recovery.path("Donor").path("PeerUUID").asText(), recovery.toString());
        assertTrue(givenFromABank(donor.operator()), "nothing is kept in the store, so the bank itself was read");
    }

    private static boolean givenFromABank(Operator donor) throws Exception {
        boolean given = false;
        for (JsonNode offer : donor.get(Operator.RECOVERY_SERVICE + "/Offers").path("Members")) {
            JsonNode image = donor.get(offer.path("@odata.id").asText()).path("Image");
            given |= image.path("@odata.id").asText().startsWith(Operator.UPDATE_SERVICE + "/FirmwareInventory/BMC-");
        }
        return given;
    }

    @Test
    void one_flipped_bit_in_the_active_bank_makes_the_other_one_take_over_within_two_seconds(Pair pair)
            throws Exception {
        NodeProcess node = pair.alpha();
        Operator operator = node.operator();
        List<String> known = operator.recoveryIds();
        String damaged = operator.activeBank();
        node.flipBit(damaged, MIDDLE);
        JsonNode recovery = operator.healed(known, Pair.LIMIT);
        assertTrue(millisUntil(recovery, "SwitchedToBank") <= 2_000, recovery.toString());
        assertFalse(operator.activeBank().equals(damaged), "the damaged bank is active still");
        assertTrue(messages(recovery).contains("RedundancyRestored"), recovery.toString());
        assertTrue(
                recovery.path("Donor").isMissingNode() || recovery.path("Donor").isNull(), recovery.toString());
        assertTrue(node.bankHolds(damaged, pair.release().image()));
    }

    @Test
    void with_the_network_as_the_only_source_one_flipped_bit_is_repaired_from_the_peer(Pair pair) throws Exception {
        NodeProcess node = pair.beta();
        Operator operator = node.operator();
        List<String> known = operator.recoveryIds();
        String before = operator.get(Operator.RECOVERY_SERVICE)
                .path("Policy")
                .path("Sources")
                .toString();
        operator.patch(Operator.RECOVERY_SERVICE, "{\"Policy\":{\"Sources\":[\"Network\"]}}");
        try {
            String damaged = operator.activeBank();
            node.flipBit(damaged, MIDDLE);
            JsonNode recovery = operator.healed(known, Pair.LIMIT);
            assertEquals(
                    pair.alpha().uuid().toString(),
                    recovery.path("Donor").path("PeerUUID").asText(),
                    recovery.toString());
            assertTrue(node.bankHolds(damaged, pair.release().image()));
        } finally {
            operator.patch(Operator.RECOVERY_SERVICE, "{\"Policy\":{\"Sources\":" + before + "}}");
        }
    }

    @Test
    void the_same_simple_update_again_while_one_runs_is_the_same_task(Pair pair) throws Exception {
        Operator operator = pair.beta().operator();
        try (ImageShelf shelf = ImageShelf.holding(pair.release())) {
            String body = "{\"ImageURI\":\"" + shelf.imageUri() + "\",\"Targets\":[\"" + Operator.UPDATE_SERVICE
                    + "/FirmwareInventory/BMC\"]}";
            Response first = operator.post(SIMPLE_UPDATE, body);
            Response second = operator.post(SIMPLE_UPDATE, body);
            assertEquals(202, first.statusCode(), first.asString());
            assertEquals(202, second.statusCode(), second.asString());
            assertEquals(first.header("Location"), second.header("Location"));
            Response other = operator.post(SIMPLE_UPDATE, body.replace("image.bin", "image.bin?other"));
            assertEquals(409, other.statusCode(), "one owner per component: " + other.asString());
            shelf.letGo();
            String task = first.header("Location").replaceAll("/Monitor$", "");
            assertEquals(
                    "Completed",
                    operator.finished(task, Pair.LIMIT).path("TaskState").asText(),
                    pair.beta().logText());
        }
    }

    @Test
    void a_node_that_lost_its_power_comes_back_healthy(Pair pair) throws Exception {
        NodeProcess node = pair.alpha();
        node.kill();
        node.start().operator().awaitHealthy(Duration.ofMinutes(1));
        assertTrue(node.bankHolds("a", pair.release().image()));
        assertTrue(node.bankHolds("b", pair.release().image()));
    }

    private static long millisUntil(JsonNode recovery, String messageKey) {
        long millis = 0;
        for (JsonNode line : recovery.path("Timeline")) {
            millis += line.path("DurationMillis").asLong();
            if (line.path("MessageId").asText().endsWith("." + messageKey)) {
                return millis;
            }
        }
        throw new AssertionError("no " + messageKey + " in " + recovery);
    }

    private static List<String> messages(JsonNode recovery) {
        List<String> keys = new ArrayList<>();
        for (JsonNode line : recovery.path("Timeline")) {
            String id = line.path("MessageId").asText();
            keys.add(id.substring(id.lastIndexOf('.') + 1));
        }
        return keys;
    }
}
