package org.firmwarerecovery.conformance.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.Optional;
import org.firmwarerecovery.conformance.needs.CiOnly;
import org.firmwarerecovery.conformance.site.Await;
import org.firmwarerecovery.conformance.site.FirmwareVendor;
import org.firmwarerecovery.conformance.site.Lab;
import org.firmwarerecovery.conformance.site.NodeProcess;
import org.firmwarerecovery.conformance.site.Operator;
import org.firmwarerecovery.conformance.site.SharedLab;
import org.firmwarerecovery.conformance.site.Site;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An update that is to be written at the next reset: it waits, over a crash of the node, and is not forgotten. */
@CiOnly("starts a node three times")
@ExtendWith(SharedLab.class)
class ApplyTimeTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String RESET = "/redfish/v1/Managers/BMC/Actions/Manager.Reset";

    @Test
    void an_update_on_reset_waits_over_a_crash_beside_a_repair_and_is_written_when_the_manager_is_reset(Lab lab)
            throws Exception {
        FirmwareVendor.Release old = lab.small();
        FirmwareVendor.Release next =
                lab.release("later", FirmwareVendor.Facts.first(Lab.SMALL).version("1.1.0", 1));
        NodeProcess node = lab.node("waiting")
                .with("components", Site.component("2MiB"))
                .with("policy", "{ sources: [OtherBank] }")
                .scanning("500ms");
        try {
            Operator operator = node.start().install(old).operator();
            operator.awaitHealthy(LIMIT);
            String task = operator.upload(next.bundle(), "{\"@Redfish.OperationApplyTime\":\"OnReset\"}");
            pending(operator, task);
            node.kill();

            Operator again = node.start().operator();
            assertEquals("Pending", again.get(task).path("TaskState").asText());
            node.damage(again.activeBank().equals("a") ? "b" : "a", 1000, 64);
            again.healed(again.recoveryIds(), LIMIT);
            again.awaitHealthy(LIMIT);
            assertTrue(node.bankHolds("a", old.image()) && node.bankHolds("b", old.image()), "nothing was written yet");

            assertEquals(204, reset(again).statusCode());
            JsonNode done = again.finished(task, LIMIT);
            assertEquals("Completed", done.path("TaskState").asText(), done.toString());
            again.awaitHealthy(LIMIT);
            assertEquals("1.1.0", again.inventory("BMC").path("Version").asText());
            assertEquals(409, reset(again).statusCode());
        } finally {
            node.stop();
        }
    }

    private static Response reset(Operator operator) {
        return operator.post(RESET, "{\"ResetType\":\"GracefulRestart\"}");
    }

    private static void pending(Operator operator, String task) throws Exception {
        Await.until(LIMIT, () -> task + " does not wait", () -> {
            JsonNode now = operator.get(task);
            return now.path("TaskState").asText().equals("Pending") ? Optional.of(now) : Optional.empty();
        });
    }
}
