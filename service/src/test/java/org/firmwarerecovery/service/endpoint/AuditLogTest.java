package org.firmwarerecovery.service.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.firmwarerecovery.service.http.RawClient;
import org.firmwarerecovery.service.http.RawClient.Response;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who did what, as the audit log shows it. */
class AuditLogTest extends OnNodeServer {
    private static final String ADMIN = "Authorization: " + RawClient.basic("admin", NodeServer.PASSWORD);
    private static final String JSON = "Content-Type: application/json";
    private static final String ACCOUNTS = "/redfish/v1/AccountService/Accounts";
    private static final String SESSIONS = "/redfish/v1/SessionService/Sessions";
    private static final String LOG = "/redfish/v1/Managers/BMC/LogServices/AuditLog";
    private static final String PASSWORD = "operator-pass";

    @BeforeAll
    static void employOperator() throws IOException {
        Response made = send(
                "POST",
                ACCOUNTS,
                "{\"Id\":\"op\",\"UserName\":\"op\",\"Password\":\"" + PASSWORD + "\",\"RoleId\":\"Operator\"}",
                ADMIN);
        assertEquals(201, made.status(), made.text());
    }

    @BeforeEach
    void clear() throws IOException {
        assertEquals(
                204,
                send("POST", LOG + "/Actions/LogService.ClearLog", "{}", ADMIN).status());
    }

    private static Response send(String method, String path, String body, String who) throws IOException {
        try (RawClient client = RawClient.tls(server.port())) {
            return client.send(method, path, body, who, JSON);
        }
    }

    private static Response change(String body) throws IOException {
        Response changed = send("PATCH", ACCOUNTS + "/op", body, ADMIN);
        assertEquals(200, changed.status(), changed.text());
        return changed;
    }

    /** Keys of the entries, without what every change leaves. */
    private static List<String> recorded() throws IOException {
        // What a request brought about is recorded in order, but not before its answer: so another one marks the end.
        String mark = "/redfish/v1/TaskService";
        send("PATCH", mark, "{\"TaskAutoDeleteTimeoutMinutes\":60}", ADMIN);
        List<String> keys = new ArrayList<>();
        boolean all = false;
        while (!all) {
            keys.clear();
            for (JsonNode entry :
                    send("GET", LOG + "/Entries", "", ADMIN).json().path("Members")) {
                keys.add(entry.path("MessageId").asText().replaceAll(".*[.]", ""));
                all |= entry.path("MessageArgs").path(3).asText().equals(mark);
            }
        }
        keys.removeAll(List.of("LogCleared", "ChangeMade"));
        return keys;
    }

    @Test
    void a_new_name_and_the_demand_for_a_new_password_are_recorded() throws IOException {
        change("{\"UserName\":\"opera\"}");
        change("{\"PasswordChangeRequired\":true}");
        change("{\"PasswordChangeRequired\":false,\"UserName\":\"op\"}");
        assertEquals(
                List.of("AccountRenamed", "PasswordChangeDemanded", "AccountRenamed", "PasswordChangeWaived"),
                recorded());
    }

    @Test
    void who_ends_the_session_of_another_is_recorded_and_who_logs_out_is_not() throws IOException {
        String login = "{\"UserName\":\"op\",\"Password\":\"" + PASSWORD + "\"}";
        String op = "Authorization: " + RawClient.basic("op", PASSWORD);
        for (String who : new String[] {op, ADMIN}) {
            Response opened = send("POST", SESSIONS, login, "A: b");
            assertEquals(201, opened.status(), opened.text());
            String session = opened.header("Location").orElseThrow();
            assertEquals(204, send("DELETE", session, "", who).status());
        }
        assertEquals(List.of("SuccessfulLogin", "SuccessfulLogin", "SessionEnded"), recorded());
    }

    @Test
    void only_what_is_refused_for_who_somebody_is_counts_as_a_refusal() throws IOException {
        String op = "Authorization: " + RawClient.basic("op", PASSWORD);
        assertEquals(
                403,
                send("PATCH", "/redfish/v1/EventService", "{\"ServiceEnabled\":true}", op)
                        .status());
        String service = "/redfish/v1/SessionService";
        assertEquals(
                200, send("PATCH", service, "{\"ServiceEnabled\":false}", ADMIN).status());
        Response disabled = send("POST", SESSIONS, "{\"UserName\":\"op\",\"Password\":\"" + PASSWORD + "\"}", "A: b");
        assertEquals(403, disabled.status());
        assertEquals(
                200, send("PATCH", service, "{\"ServiceEnabled\":true}", ADMIN).status());
        assertEquals(List.of("RequestRefused"), recorded());
    }

    @Test
    void nothing_is_chosen_where_the_event_service_needs_a_value() throws IOException {
        for (String member : new String[] {"ServiceEnabled", "DeliveryRetryAttempts", "DeliveryRetryIntervalSeconds"}) {
            Response refused = send("PATCH", "/redfish/v1/EventService", "{\"" + member + "\":null}", ADMIN);
            assertEquals(400, refused.status(), refused.text());
            assertEquals("PropertyValueTypeError", refused.code());
            assertTrue(refused.text().contains("#/" + member), refused.text());
        }
        assertFalse(recorded().contains("RequestRefused"));
    }
}
