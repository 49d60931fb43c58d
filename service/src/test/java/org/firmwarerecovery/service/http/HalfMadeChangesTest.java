package org.firmwarerecovery.service.http;

import static org.firmwarerecovery.service.http.RawClient.basic;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.firmwarerecovery.service.event.EventFact;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the audit trail hears of requests that failed in the server after they may have done something. */
class HalfMadeChangesTest extends OnSharedServer {
    private static final String ADMIN = "Authorization: " + basic("admin", TestServer.PASSWORD);
    private static final String READER = "Authorization: " + basic("reader", TestServer.PASSWORD);
    private static final String JSON = "Content-Type: application/json";
    private static final String UPDATE = "/redfish/v1/UpdateService";
    private static final String BUG = UPDATE + "/Actions/UpdateService.StartUpdate";
    private static final String STUMBLE = UPDATE + "/stumble";

    HalfMadeChangesTest(TestServer server) {
        super(server);
    }

    @BeforeEach
    void forget() {
        server.facts.clear();
    }

    /** Keys and arguments of what was recorded, up to a change that is made now. */
    private List<String> recorded() throws Exception {
        assertEquals(200, status("PATCH", "/redfish/v1/TaskService", "{\"TaskAutoDeleteTimeoutMinutes\":60}", ADMIN));
        StringBuilder told = new StringBuilder();
        String next = "";
        while (!next.endsWith("/redfish/v1/TaskService]")) {
            told.append(next).append('\n');
            next = key(Objects.requireNonNull(server.facts.poll(30, TimeUnit.SECONDS), "a change is missing"));
        }
        return told.toString().lines().filter(line -> !line.isEmpty()).toList();
    }

    private static String key(EventFact fact) {
        return fact.message().messageId().replaceAll(".*[.]", "")
                + fact.message().messageArgs();
    }

    private int status(String method, String path, String body, String who) throws IOException {
        try (RawClient own = RawClient.tls(server.port())) {
            return own.send(method, path, body, who, JSON).status();
        }
    }

    @Test
    void a_change_that_failed_in_the_server_is_recorded_as_failed() throws Exception {
        assertEquals(500, status("POST", BUG, "{}", ADMIN));
        assertEquals(List.of("ChangeFailed[admin, 127.0.0.1, POST, " + BUG + ", 500]"), recorded());
        assertEquals(500, status("POST", STUMBLE, "", ADMIN));
        assertEquals(List.of("ChangeFailed[admin, 127.0.0.1, POST, " + STUMBLE + ", 500]"), recorded());
    }

    @Test
    void a_change_whose_answer_broke_off_is_recorded() throws Exception {
        client.write(RawClient.head("POST", STUMBLE + "?half", ADMIN, "Content-Length: 0") + "\r\n");
        assertEquals(
                "ChangeMade[admin, 127.0.0.1, POST, " + STUMBLE + "]",
                key(Objects.requireNonNull(server.facts.poll(30, TimeUnit.SECONDS))));
    }

    @Test
    void what_was_refused_is_no_failed_change() throws Exception {
        assertEquals(403, status("POST", BUG, "{}", READER));
        assertEquals(400, status("POST", BUG, "{", ADMIN));
        assertEquals(409, status("DELETE", UPDATE + "/FirmwareInventory/BMC", "", ADMIN));
        List<String> told = recorded();
        assertEquals(1, told.size(), told.toString());
        assertTrue(told.get(0).startsWith("RequestRefused[user reader"), told.toString());
    }
}
