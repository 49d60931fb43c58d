package org.firmwarerecovery.service.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.firmwarerecovery.service.http.RawClient;
import org.firmwarerecovery.service.http.RawClient.Response;
import org.firmwarerecovery.update.job.ApplyTime;
import org.firmwarerecovery.update.node.Answer;
import org.firmwarerecovery.update.node.NodeEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Updates that are written later: how clients ask for that, and how they say that the time has come. */
class ApplyTimesTest extends OnNodeServer {
    private static final String ADMIN = "Authorization: " + RawClient.basic("admin", NodeServer.PASSWORD);
    private static final String JSON = "Content-Type: application/json";
    private static final String UPDATES = "/redfish/v1/UpdateService";
    private static final String RESET = "/redfish/v1/Managers/BMC/Actions/Manager.Reset";

    private final List<NodeEvent.Command> asked = new ArrayList<>();
    private List<String> waiting = List.of();

    @BeforeEach
    void answer() {
        server.node.answers = command -> {
            asked.add(command);
            return command instanceof NodeEvent.ApplyUpdates
                    ? new Answer.UpdatesApplied(waiting)
                    : new Answer.JobStarted("41");
        };
    }

    private static Response post(String path, String body) throws IOException {
        try (RawClient client = RawClient.tls(server.port())) {
            return client.send("POST", path, body, ADMIN, JSON);
        }
    }

    private static Response update(String when) throws IOException {
        return post(
                UPDATES + "/Actions/UpdateService.SimpleUpdate",
                "{\"ImageURI\":\"https://host/x\",\"@Redfish.OperationApplyTime\":\"" + when + "\"}");
    }

    @Test
    void each_supported_time_is_taken_and_reaches_the_node() throws IOException {
        try (RawClient client = RawClient.tls(server.port())) {
            JsonNode actions = new ObjectMapper()
                    .readTree(client.send("GET", UPDATES, "", ADMIN).body())
                    .path("Actions");
            JsonNode supported = actions.path("#UpdateService.SimpleUpdate")
                    .path("@Redfish.OperationApplyTimeSupport")
                    .path("SupportedValues");
            assertEquals(ApplyTime.values().length, supported.size());
            for (JsonNode value : supported) {
                assertEquals(202, update(value.asText()).status());
                NodeEvent.StartUpdate start = (NodeEvent.StartUpdate) asked.get(asked.size() - 1);
                assertEquals(value.asText(), start.options().apply().label());
            }
        }
    }

    @Test
    void any_other_time_is_refused_by_name() throws IOException {
        Response refused = update("AtMaintenanceWindowStart");
        assertEquals(400, refused.status());
        assertTrue(refused.text().contains("@Redfish.OperationApplyTime"), refused.text());
        assertEquals(List.of(), asked);
    }

    @Test
    void start_update_applies_what_waits_for_it() throws IOException {
        waiting = List.of("41");
        assertEquals(
                204, post(UPDATES + "/Actions/UpdateService.StartUpdate", "{}").status());
        NodeEvent.ApplyUpdates apply = (NodeEvent.ApplyUpdates) asked.get(0);
        assertEquals(ApplyTime.ON_START_UPDATE_REQUEST, apply.when());
    }

    @Test
    void a_reset_of_the_manager_applies_what_waits_for_it() throws IOException {
        waiting = List.of("41");
        assertEquals(204, post(RESET, "{\"ResetType\":\"GracefulRestart\"}").status());
        NodeEvent.ApplyUpdates apply = (NodeEvent.ApplyUpdates) asked.get(0);
        assertEquals(ApplyTime.ON_RESET, apply.when());
        assertEquals(List.of(NodeServer.BMC), apply.components());
        assertEquals(400, post(RESET, "{\"ResetType\":\"Nmi\"}").status());
    }

    @Test
    void where_nothing_waits_the_client_is_told_that_nothing_was_done() throws IOException {
        for (String action : List.of(UPDATES + "/Actions/UpdateService.StartUpdate", RESET)) {
            Response refused = post(action, "{}");
            assertEquals(409, refused.status());
            assertTrue(refused.text().contains("NothingWaits"), refused.text());
        }
    }
}
