package org.firmwarerecovery.conformance.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.firmwarerecovery.conformance.needs.CiOnly;
import org.firmwarerecovery.conformance.site.DonorRelay;
import org.firmwarerecovery.conformance.site.DonorRelay.Step;
import org.firmwarerecovery.conformance.site.DonorRelay.When;
import org.firmwarerecovery.conformance.site.FirmwareVendor;
import org.firmwarerecovery.conformance.site.ImageShelf;
import org.firmwarerecovery.conformance.site.Lab;
import org.firmwarerecovery.conformance.site.NodeProcess;
import org.firmwarerecovery.conformance.site.Operator;
import org.firmwarerecovery.conformance.site.Pair;
import org.firmwarerecovery.conformance.site.Platform;
import org.firmwarerecovery.conformance.site.Program;
import org.firmwarerecovery.conformance.site.SharedLab;
import org.firmwarerecovery.conformance.site.Site;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator may do to a recovery that runs: stop it, replace it by an update, or be told to wait. */
@CiOnly("holds recoveries of two nodes of its own")
@ExtendWith(SharedLab.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperatorActionsTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String SIMPLE_UPDATE = Operator.UPDATE_SERVICE + "/Actions/UpdateService.SimpleUpdate";
    private static final String START_RECOVERY =
            Operator.RECOVERY_SERVICE + "/Actions/FirmwareRecoveryService.StartRecovery";

    private final NodeProcess node;
    private final NodeProcess donor;
    private final DonorRelay relay;
    private final Platform platform;
    private final FirmwareVendor.Release release;
    private CountDownLatch held = new CountDownLatch(0);

    OperatorActionsTest(Lab lab) throws Exception {
        release = lab.small();
        donor = lab.node("patient").with("components", Site.component("2MiB"));
        node = lab.node("handled");
        relay = DonorRelay.open(node, donor);
        platform = Platform.in(node.folder().resolve("platform"));
        node.with("components", platform.component("2MiB", "1m", 3))
                .knowing(relay.asStaticPeer())
                .with("negotiation", "{ queryTimeout: 1m }")
                .with("transfer", "{ answerTimeout: 1m, stallTimeout: 1m, chunkTimeout: 1m, rateWindow: 1m }")
                .scanning("500ms");
    }

    @BeforeAll
    void both_have_a_good_image() throws Exception {
        donor.launch();
        node.launch();
        donor.awaitReady().install(release).operator().awaitHealthy(Pair.LIMIT);
        node.awaitReady().operator().awaitHealthy(Pair.LIMIT);
    }

    @AfterEach
    void nothing_is_held_any_more() throws Exception {
        held.countDown();
        relay.forget();
        assertEquals(List.of(), relay.troubles());
    }

    @AfterAll
    void everybody_goes_home() throws Exception {
        node.stop();
        donor.stop();
        relay.close();
    }

    /** Damages everything and waits until the recovery waits at a request. */
    private JsonNode heldAt(Step step, int nth, String state) throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        held = gate;
        relay.at(When.BEFORE, step, nth, () -> assertTrue(gate.await(LIMIT.toSeconds(), TimeUnit.SECONDS)));
        return damagedAndIn(state);
    }

    private JsonNode damagedAndIn(String state) throws Exception {
        Operator operator = node.operator();
        List<String> known = operator.recoveryIds();
        node.damageBothBanks();
        return operator.newRecovery(
                known,
                "is " + state,
                recovery -> recovery.path("State").asText().equals(state),
                LIMIT);
    }

    private static String path(JsonNode recovery) {
        return Operator.RECOVERIES + "/" + recovery.path("Id").asText();
    }

    private JsonNode now(JsonNode recovery) throws Exception {
        return node.operator().get(path(recovery));
    }

    private void isHeldAndHealsOnRequest(JsonNode recovery, boolean byCommandLine) throws Exception {
        JsonNode stopped = now(recovery);
        assertEquals("Held", stopped.path("State").asText(), stopped.toString());
        assertTrue(stopped.path("ResultReason").asText().contains("cancelled by " + Site.ADMIN), stopped.toString());
        assertTrue(stopped.path("Timeline").toString().contains("RecoveryCancelled"), stopped.toString());
        held.countDown();
        Operator operator = node.operator();
        if (byCommandLine) {
            Program.Result woken = node.client("recover", "--component", "BMC", "--watch");
            assertEquals(0, woken.status(), woken.output());
        } else {
            Response woken = operator.post(START_RECOVERY, "{\"Component\":\"BMC\"}");
            assertEquals(2, woken.statusCode() / 100, woken.asString());
        }
        operator.awaitHealthy(LIMIT);
        assertEquals("Healthy", now(recovery).path("State").asText());
        assertTrue(node.bankHolds("a", release.image()) && node.bankHolds("b", release.image()));
    }

    @Test
    void a_recovery_stopped_while_it_searches_is_held_until_the_operator_wants_it_again() throws Exception {
        JsonNode recovery = heldAt(Step.QUERY, 1, "Searching");
        Response stopped = node.operator().request().delete(path(recovery));
        assertEquals(2, stopped.statusCode() / 100, stopped.asString());
        isHeldAndHealsOnRequest(recovery, true);
        Response removed = node.operator().request().delete(path(recovery));
        assertEquals(2, removed.statusCode() / 100, removed.asString());
        assertEquals(
                404, node.operator().request().get(path(recovery)).statusCode(), "a finished record can be removed");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_recovery_stopped_by_itself_or_by_its_task_while_it_transfers_is_held(boolean byTask) throws Exception {
        JsonNode recovery = heldAt(Step.CHUNK, 5, "Transferring");
        Operator operator = node.operator();
        String task = now(recovery).path("Task").path("@odata.id").asText();
        Response stopped = operator.request().delete(byTask ? task : path(recovery));
        assertEquals(2, stopped.statusCode() / 100, stopped.asString());
        assertEquals(
                "Cancelled",
                operator.get(task).path("TaskState").asText(),
                operator.get(task).toString());
        isHeldAndHealsOnRequest(recovery, false);
    }

    @Test
    void an_update_supersedes_a_recovery_that_transfers_and_the_same_update_again_is_the_same_task() throws Exception {
        JsonNode recovery = heldAt(Step.CHUNK, 5, "Transferring");
        Operator operator = node.operator();
        String task = now(recovery).path("Task").path("@odata.id").asText();
        try (ImageShelf shelf = ImageShelf.holding(release)) {
            Response first = operator.post(SIMPLE_UPDATE, update(shelf));
            assertEquals(202, first.statusCode(), first.asString());
            Response second = operator.post(SIMPLE_UPDATE, update(shelf));
            assertEquals(202, second.statusCode(), second.asString());
            assertEquals(first.header("Location"), second.header("Location"));
            JsonNode superseded = now(recovery);
            assertEquals("Cancelled", superseded.path("State").asText(), superseded.toString());
            assertTrue(superseded.path("Timeline").toString().contains("SupersededByOperator"), superseded.toString());
            assertEquals("Cancelled", operator.get(task).path("TaskState").asText());
            shelf.letGo();
            String update = first.header("Location").replaceAll("/Monitor$", "");
            assertEquals(
                    "Completed",
                    operator.finished(update, LIMIT).path("TaskState").asText(),
                    node.logText());
        }
        operator.awaitHealthy(LIMIT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"prepare", "confirm"})
    void nobody_takes_a_component_whose_bank_is_being_written_or_on_probation(String hook) throws Exception {
        Path go = node.folder().resolve("platform/go");
        Files.deleteIfExists(go);
        for (String bank : List.of("a", "b")) {
            platform.order(hook, bank, "until [ -e go ]; do sleep 0.05; done\n");
        }
        JsonNode recovery = damagedAndIn(hook.equals("prepare") ? "Writing" : "Probation");
        try (ImageShelf shelf = ImageShelf.holding(release)) {
            Operator operator = node.operator();
            String task = now(recovery).path("Task").path("@odata.id").asText();
            for (Response refused : List.of(
                    operator.post(SIMPLE_UPDATE, update(shelf)),
                    operator.request().delete(path(recovery)),
                    operator.request().delete(task))) {
                assertEquals(409, refused.statusCode(), refused.asString());
                assertTrue(refused.asString().contains("ResourceInUse"), refused.asString());
                assertTrue(refused.asString().contains(task), "no link to the Task: " + refused.asString());
            }
        } finally {
            Files.writeString(go, "");
        }
        node.operator().awaitHealthy(LIMIT);
        assertEquals("Healthy", now(recovery).path("State").asText());
        for (String bank : List.of("A", "B")) {
            Files.deleteIfExists(node.folder().resolve("platform/order-" + hook + "-" + bank));
        }
    }

    private static String update(ImageShelf shelf) {
        return "{\"ImageURI\":\"" + shelf.imageUri() + "\",\"Targets\":[\"" + Operator.UPDATE_SERVICE
                + "/FirmwareInventory/BMC\"]}";
    }
}
