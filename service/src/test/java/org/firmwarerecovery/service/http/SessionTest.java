package org.firmwarerecovery.service.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.firmwarerecovery.service.http.RawClient.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Login, logout, who may see and end which session; passwords; query parameters with the caller's rights. */
class SessionTest extends OnSharedServer {
    private static final String SESSIONS = "/redfish/v1/SessionService/Sessions";
    private static final String JSON = "Content-Type: application/json;charset=utf-8";
    private static final String ADMIN = "Authorization: " + RawClient.basic("admin", TestServer.PASSWORD);
    private static final String READER = "Authorization: " + RawClient.basic("reader", TestServer.PASSWORD);

    SessionTest(TestServer server) {
        super(server);
    }

    @AfterEach
    void log_out() {
        server.sessions.all().forEach(session -> server.sessions.close(session.id()));
    }

    private Response login(String path, String user, String password, String... headers) throws IOException {
        try (RawClient fresh = RawClient.tls(server.port())) {
            String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
            all[headers.length] = JSON;
            return fresh.send("POST", path, "{\"UserName\":\"" + user + "\",\"Password\":\"" + password + "\"}", all);
        }
    }

    @Test
    void a_login_answers_with_token_location_and_session() throws IOException {
        for (String path : List.of(SESSIONS, SESSIONS + "/", SESSIONS + "/Members")) {
            Response response = login(path, "admin", TestServer.PASSWORD, "X-Auth-Token: stale");
            assertEquals(201, response.status(), path);
            String location = response.header("Location").orElseThrow();
            assertTrue(location.startsWith(SESSIONS + "/"));
            JsonNode session = response.json();
            assertEquals(location, session.path("@odata.id").asText());
            assertEquals("admin", session.path("UserName").asText());
            assertTrue(session.has("Id") && session.has("Name") && session.has("@odata.type"));
            assertFalse(session.has("Password"));
            assertFalse(response.headers().containsKey("set-cookie"));
            String token = "X-Auth-Token: " + response.header("X-Auth-Token").orElseThrow();
            assertEquals(200, client.get(location, token).status());
            assertEquals(204, client.send("DELETE", location, "", token).status());
            assertEquals(401, client.get(SESSIONS, token).status());
        }
    }

    @Test
    void a_wrong_login_is_401_and_creates_nothing() throws IOException {
        int before = server.sessions.all().size();
        for (String[] pair : List.of(new String[] {"admin", "wrong"}, new String[] {"rfpvXXXX", "wrong"})) {
            Response response = login(SESSIONS, pair[0], pair[1]);
            assertEquals(401, response.status());
            assertEquals("ResourceAtUriUnauthorized", response.code());
            assertTrue(response.header("WWW-Authenticate").isPresent());
            assertTrue(response.header("Location").isEmpty());
        }
        assertEquals(before, server.sessions.all().size());
    }

    @Test
    void a_login_without_a_password_names_what_is_missing() throws IOException {
        Response response = client.send("POST", SESSIONS, "{\"UserName\":\"admin\"}", JSON);
        assertEquals(400, response.status());
        assertEquals("PropertyMissing", response.code());
        JsonNode message =
                response.json().path("error").path("@Message.ExtendedInfo").path(0);
        assertEquals("Password", message.path("MessageArgs").path(0).asText());
    }

    @Test
    void a_session_is_ended_by_its_owner_or_the_administrator_and_by_nobody_else() throws IOException {
        String admins =
                login(SESSIONS, "admin", TestServer.PASSWORD).header("Location").orElseThrow();
        String readers = login(SESSIONS, "reader", TestServer.PASSWORD)
                .header("Location")
                .orElseThrow();
        assertEquals(403, client.send("DELETE", admins, "", READER).status());
        assertEquals(204, client.send("DELETE", readers, "", READER).status());
        assertEquals(204, client.send("DELETE", admins, "", ADMIN).status());
        assertEquals(404, client.get(admins, ADMIN).status());
    }

    @Test
    void an_idle_session_is_gone() throws IOException {
        Response response = login(SESSIONS, "admin", TestServer.PASSWORD);
        String token = "X-Auth-Token: " + response.header("X-Auth-Token").orElseThrow();
        server.shift.addAndGet(server.accounts.settings().sessionIdle().toNanos());
        assertEquals(401, client.get(SESSIONS, token).status());
    }

    @Test
    void the_time_out_is_changed_within_its_limits() throws IOException {
        String service = "/redfish/v1/SessionService";
        assertEquals(
                600,
                client.send("PATCH", service, "{\"SessionTimeout\":600}", ADMIN, JSON)
                        .json()
                        .path("SessionTimeout")
                        .asInt());
        assertEquals(
                200,
                client.send("PATCH", service, "{\"SessionTimeout\":300}", ADMIN, JSON)
                        .status());
        Response refused = client.send("PATCH", service, "{\"SessionTimeout\":5}", ADMIN, JSON);
        assertEquals("PropertyValueOutOfRange", refused.code());
    }

    @Test
    void a_user_changes_the_own_password_and_no_other() throws IOException {
        String reader = "/redfish/v1/AccountService/Accounts/reader";
        String body = "{\"Password\":\"" + TestServer.PASSWORD + "\"}";
        assertEquals(200, client.send("PATCH", reader, body, READER, JSON).status());
        assertEquals(
                403,
                client.send("PATCH", "/redfish/v1/AccountService/Accounts/admin", body, READER, JSON)
                        .status());
        try (RawClient fresh = RawClient.tls(server.port())) {
            assertEquals(
                    403,
                    fresh.send("PATCH", reader, "{\"RoleId\":\"Administrator\"}", READER, JSON)
                            .status());
        }
        try (RawClient fresh = RawClient.tls(server.port())) {
            Response response = fresh.send("PATCH", reader, "{\"RoleId\":\"Emperor\"}", ADMIN, JSON);
            assertEquals("PropertyValueNotInList", response.code());
        }
        try (RawClient fresh = RawClient.tls(server.port())) {
            assertEquals(
                    "PasswordIncorrectLength",
                    fresh.send("PATCH", reader, "{\"Password\":\"x\"}", ADMIN, JSON)
                            .code());
        }
    }

    @Test
    void roles_have_exactly_their_privileges() throws IOException {
        JsonNode role =
                client.get("/redfish/v1/AccountService/Roles/Operator", ADMIN).json();
        assertEquals(
                "[\"Login\",\"ConfigureComponents\",\"ConfigureSelf\"]",
                role.path("AssignedPrivileges").toString());
        assertEquals(
                404, client.get("/redfish/v1/AccountService/Roles/Nope", ADMIN).status());
        JsonNode map =
                client.get("/redfish/v1/AccountService/PrivilegeMap", ADMIN).json();
        assertEquals(
                "#PrivilegeRegistry.v1_2_0.PrivilegeRegistry",
                map.path("@odata.type").asText());
    }

    @Test
    void expand_reads_members_with_the_callers_rights() throws IOException {
        String inventory = "/redfish/v1/UpdateService/FirmwareInventory";
        JsonNode expanded =
                client.get(inventory + "?$expand=.($levels=1)", ADMIN).json();
        assertEquals(
                "1.0-BIOS", expanded.path("Members").path(0).path("Version").asText());
        JsonNode selected =
                client.get(inventory + "/BMC?$select=Version", ADMIN).json();
        assertEquals("1.0-BMC", selected.path("Version").asText());
        assertFalse(selected.has("Updateable"));
        assertEquals(
                2,
                client.get(inventory + "?$top=2&$skip=1", ADMIN)
                        .json()
                        .path("Members")
                        .size());
        JsonNode root = client.get("/redfish/v1?$expand=*").json();
        assertFalse(root.path("SessionService").has("SessionTimeout"));
        assertTrue(client.get("/redfish/v1?$expand=*", ADMIN)
                .json()
                .path("SessionService")
                .has("SessionTimeout"));
    }

    @Test
    void wrong_and_unknown_query_parameters_have_their_status() throws IOException {
        assertStatus(200, "/redfish/v1/?rpvunknown");
        assertStatus(501, "/redfish/v1/?$rpvunknown");
        assertStatus(400, SESSIONS + "?only=foo");
        assertStatus(400, "/redfish/v1/UpdateService/FirmwareInventory?$top=x");
    }

    private void assertStatus(int status, String path) throws IOException {
        // The container closes the connection after 400 and 501.
        try (RawClient fresh = RawClient.tls(server.port())) {
            assertEquals(status, fresh.get(path, ADMIN).status(), path);
        }
    }

    @Test
    void an_expanded_answer_has_a_tag_of_its_own() throws IOException {
        String inventory = "/redfish/v1/UpdateService/FirmwareInventory";
        String plain = client.get(inventory, ADMIN).header("ETag").orElseThrow();
        String expanded =
                client.get(inventory + "?$expand=.", ADMIN).header("ETag").orElseThrow();
        assertFalse(plain.equals(expanded));
        assertEquals(
                304,
                client.get(inventory + "?$expand=.", ADMIN, "If-None-Match: " + expanded)
                        .status());
    }
}
