package org.firmwarerecovery.service.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.firmwarerecovery.service.http.RawClient.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Accounts are made, changed, locked, freed and removed over HTTP. */
@ExtendWith(SharedServer.class)
class AccountLifeTest {
    private static final String ACCOUNTS = "/redfish/v1/AccountService/Accounts";
    private static final String SESSIONS = "/redfish/v1/SessionService/Sessions";
    private static final String JSON = "Content-Type: application/json";
    private static final String ADMIN = basic("admin", TestServer.PASSWORD);
    private static final String SECRET = "a new secret 1";
    private static final String OPERATOR =
            "{\"UserName\":\"op\",\"Password\":\"" + SECRET + "\",\"RoleId\":\"Operator\"}";

    private final TestServer server;

    AccountLifeTest(TestServer server) {
        this.server = server;
    }

    @AfterEach
    void removeNewAccounts() throws IOException {
        server.accounts.remove("op");
    }

    private static String basic(String user, String password) {
        return "Authorization: " + RawClient.basic(user, password);
    }

    private Response fresh(String method, String path, String body, String who) throws IOException {
        try (RawClient one = RawClient.tls(server.port())) {
            return one.send(method, path, body, who, JSON);
        }
    }

    @Test
    void an_account_is_made_used_and_removed() throws IOException {
        Response made = fresh("POST", ACCOUNTS, OPERATOR, ADMIN);
        assertEquals(201, made.status());
        assertEquals(ACCOUNTS + "/op", made.header("Location").orElseThrow());
        assertEquals("Operator", made.json().path("RoleId").asText());
        assertFalse(made.json().toString().contains(SECRET));
        assertEquals(
                200, fresh("GET", ACCOUNTS + "/op", "", basic("op", SECRET)).status());
        assertEquals(403, fresh("POST", ACCOUNTS, OPERATOR, basic("op", SECRET)).status());
        assertEquals(204, fresh("DELETE", ACCOUNTS + "/op", "", ADMIN).status());
        assertEquals(
                401, fresh("GET", ACCOUNTS + "/op", "", basic("op", SECRET)).status());
    }

    @Test
    void every_fault_of_a_new_account_is_named() throws IOException {
        String body = "{\"UserName\":\"a:b\",\"Password\":\"x\",\"RoleId\":\"King\",\"Locked\":true,"
                + "\"AccountTypes\":[\"IPMI\"]}";
        Response refused = fresh("POST", ACCOUNTS, body, ADMIN);
        assertEquals(400, refused.status());
        JsonNode told = refused.json().path("error").path("@Message.ExtendedInfo");
        assertEquals(5, told.size(), told.toString());
        for (String member : new String[] {"UserName", "Password", "RoleId", "Locked", "AccountTypes"}) {
            assertTrue(told.toString().contains("#/" + member), member);
        }
        Response without = fresh("POST", ACCOUNTS, "{\"UserName\":\"op\"}", ADMIN);
        assertEquals("PropertyMissing", without.code());
    }

    @Test
    void a_name_is_given_once() throws IOException {
        assertEquals(201, fresh("POST", ACCOUNTS, OPERATOR, ADMIN).status());
        Response again = fresh("POST", ACCOUNTS, OPERATOR, ADMIN);
        assertEquals(409, again.status());
        assertEquals("ResourceAlreadyExists", again.code());
        Response renamed = fresh("PATCH", ACCOUNTS + "/reader", "{\"UserName\":\"op\"}", ADMIN);
        assertEquals("ResourceAlreadyExists", renamed.code());
    }

    @Test
    void the_last_administrator_stays() throws IOException {
        Response removed = fresh("DELETE", ACCOUNTS + "/admin", "", ADMIN);
        assertEquals(409, removed.status());
        assertEquals("LastAdministrator", removed.code());
        assertEquals(
                "LastAdministrator",
                fresh("PATCH", ACCOUNTS + "/admin", "{\"Enabled\":false}", ADMIN)
                        .code());
        assertEquals(
                "LastAdministrator",
                fresh("PATCH", ACCOUNTS + "/admin", "{\"RoleId\":\"ReadOnly\"}", ADMIN)
                        .code());
        // As long as there is another one, nobody is the last.
        fresh("POST", ACCOUNTS, OPERATOR.replace("\"Operator\"", "\"Administrator\""), ADMIN);
        assertEquals(
                200,
                fresh("PATCH", ACCOUNTS + "/op", "{\"Enabled\":false}", ADMIN).status());
        assertEquals(409, fresh("DELETE", ACCOUNTS + "/admin", "", ADMIN).status());
        assertEquals(204, fresh("DELETE", ACCOUNTS + "/op", "", ADMIN).status());
    }

    @Test
    void a_change_of_role_or_state_takes_hold_at_once() throws IOException {
        fresh("POST", ACCOUNTS, OPERATOR, ADMIN);
        Response login = fresh("POST", SESSIONS, "{\"UserName\":\"op\",\"Password\":\"" + SECRET + "\"}", ADMIN);
        String token = "X-Auth-Token: " + login.header("X-Auth-Token").orElseThrow();
        assertEquals(200, fresh("GET", ACCOUNTS, "", token).status());
        assertEquals(
                "ReadOnly",
                fresh("PATCH", ACCOUNTS + "/op", "{\"RoleId\":\"ReadOnly\"}", ADMIN)
                        .json()
                        .path("RoleId")
                        .asText());
        assertEquals(401, fresh("GET", ACCOUNTS, "", token).status());
        assertEquals(
                200,
                fresh("PATCH", ACCOUNTS + "/op", "{\"Enabled\":false}", ADMIN).status());
        assertEquals(401, fresh("GET", ACCOUNTS, "", basic("op", SECRET)).status());
    }

    @Test
    void an_administrator_frees_an_account_that_wrong_passwords_locked() throws IOException {
        fresh("POST", ACCOUNTS, OPERATOR, ADMIN);
        for (int i = 0; i < server.accounts.settings().lockoutThreshold(); i++) {
            fresh("GET", ACCOUNTS, "", basic("op", "wrong wrong"));
        }
        assertTrue(
                fresh("GET", ACCOUNTS + "/op", "", ADMIN).json().path("Locked").asBoolean());
        assertEquals(401, fresh("GET", ACCOUNTS, "", basic("op", SECRET)).status());
        Response freed = fresh("PATCH", ACCOUNTS + "/op", "{\"Locked\":false}", ADMIN);
        assertFalse(freed.json().path("Locked").asBoolean(true));
        assertEquals(200, fresh("GET", ACCOUNTS, "", basic("op", SECRET)).status());
    }

    @Test
    void who_has_to_change_the_password_can_do_nothing_else() throws IOException {
        fresh("POST", ACCOUNTS, OPERATOR, ADMIN);
        String own = ACCOUNTS + "/op";
        Response told = fresh("PATCH", own, "{\"PasswordChangeRequired\":true}", ADMIN);
        assertTrue(told.json().path("PasswordChangeRequired").asBoolean());
        String basic = basic("op", SECRET);
        Response login = fresh("POST", SESSIONS, "{\"UserName\":\"op\",\"Password\":\"" + SECRET + "\"}", "A: b");
        assertEquals(201, login.status());
        assertTrue(login.json().path("@Message.ExtendedInfo").toString().contains("PasswordChangeRequired"));
        assertEquals(200, fresh("GET", own, "", basic).status());
        Response refused = fresh("GET", SESSIONS, "", basic);
        assertEquals(403, refused.status());
        assertEquals("PasswordChangeRequired", refused.code());
        assertEquals(403, fresh("PATCH", own, "{\"Enabled\":true}", basic).status());
        Response same = fresh("PATCH", own, "{\"Password\":\"" + SECRET + "\"}", basic);
        assertEquals("PasswordComplexityNotMet", same.code());
        Response changed = fresh("PATCH", own, "{\"Password\":\"another secret\"}", basic);
        assertEquals(200, changed.status());
        assertFalse(changed.json().path("PasswordChangeRequired").asBoolean(true));
        assertEquals(
                200, fresh("GET", SESSIONS, "", basic("op", "another secret")).status());
    }

    @Test
    void an_administrator_who_has_to_change_the_password_changes_no_other() throws IOException {
        String held = OPERATOR.replace("\"Operator\"", "\"Administrator\",\"PasswordChangeRequired\":true");
        assertEquals(201, fresh("POST", ACCOUNTS, held, ADMIN).status());
        Response refused = fresh("PATCH", ACCOUNTS + "/reader", "{\"Password\":\"of my choice\"}", basic("op", SECRET));
        assertEquals(403, refused.status());
        assertEquals("PasswordChangeRequired", refused.code());
    }

    @Test
    void no_account_takes_the_place_of_the_collection() throws IOException {
        Response made = fresh("POST", ACCOUNTS, OPERATOR.replace("\"op\"", "\"Members\""), ADMIN);
        String uri = made.header("Location").orElseThrow();
        assertEquals(ACCOUNTS + "/1", uri);
        assertEquals(204, fresh("DELETE", uri, "", ADMIN).status());
        assertEquals(
                "PropertyValueFormatError",
                fresh("POST", ACCOUNTS, OPERATOR.replace("{", "{\"Id\":\"Members\","), ADMIN)
                        .code());
    }
}
