package org.firmwarerecovery.conformance.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import org.firmwarerecovery.conformance.site.Client;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** Sessions from login to logout. Each case takes away what it made. */
@Conformance
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionTest {
    private final Service service;
    private final Client client;
    private final List<String> made = new ArrayList<>();

    SessionTest(Service service) {
        this.service = service;
        client = service.client();
    }

    private Response login(String collection) throws Exception {
        service.requireChange();
        Response answer = Sessions.login(client, collection, service.user(), service.password());
        if (answer.statusCode() / 100 == 2 && answer.header("Location") != null) {
            made.add(Sessions.place(answer));
        }
        return answer;
    }

    @AfterAll
    void logout() {
        made.forEach(session -> client.request().delete(session));
    }

    @Case({
        "SEC_REQUIRE_LOGIN_SESSIONS",
        "SEC_SESSION_POST_RESPONSE",
        "REQ_POST_CREATE_VIA_COLLECTION",
        "REQ_POST_CREATE_URI_IN_LOCATION_HDR",
        "RESP_HEADERS_LOCATION",
        "REQ_HEADERS_CONTENT_TYPE"
    })
    void a_login_answers_201_with_token_location_and_session() throws Exception {
        Response answer = login(service.sessions());
        assertEquals(201, answer.statusCode(), answer.asString());
        assertNotEquals(null, answer.header("X-Auth-Token"));
        assertTrue(answer.header("Location").contains(service.sessions()), answer.header("Location"));
        JsonNode session = Service.json(answer);
        for (String member : List.of("@odata.id", "@odata.type", "Id", "Name", "UserName")) {
            assertTrue(session.has(member), member + " is missing: " + session);
        }
    }

    @Case("SEC_NO_AUTH_COOKIES")
    void a_login_sets_no_cookie() throws Exception {
        assertEquals(null, login(service.sessions()).header("Set-Cookie"));
    }

    @Case("REQ_POST_CREATE_TO_MEMBERS_PROP")
    void a_login_may_go_to_the_members_of_the_collection() throws Exception {
        Response answer = login(service.sessions() + "/Members");
        assertEquals(201, answer.statusCode(), answer.asString());
    }

    @Case({"REQ_POST_CREATE_NOT_IDEMPOTENT", "RESP_HEADERS_X_AUTH_TOKEN"})
    void two_logins_are_two_sessions_with_tokens_of_their_own() throws Exception {
        Response first = login(service.sessions());
        Response second = login(service.sessions());
        assertNotEquals(first.header("Location"), second.header("Location"));
        assertNotEquals(first.header("X-Auth-Token"), second.header("X-Auth-Token"));
        assertTrue(first.header("X-Auth-Token").length() >= 16, "a short token");
    }

    @Case({"REQ_HEADERS_X_AUTH_TOKEN", "SEC_BOTH_AUTH_TYPES", "REQ_DELETE_METHOD_REQUIRED"})
    void a_token_lets_in_until_the_logout() throws Exception {
        Response login = login(service.sessions());
        Client owner = client.token(login.header("X-Auth-Token"));
        assertEquals(200, owner.ask(service.sessions()).statusCode());
        Response logout = owner.request().delete(Sessions.place(login));
        assertTrue(List.of(200, 204).contains(logout.statusCode()), logout.asString());
        made.remove(Sessions.place(login));
        assertEquals("", Errors.offence(owner.ask(service.sessions()), 401));
    }

    @Case({"SEC_NO_PRIV_INFO_IN_MSGS", "DSP0266:login"})
    void a_wrong_password_is_refused_and_not_repeated() throws Exception {
        service.requireChange();
        String wrong = "Wrong-0123456789-word";
        Response answer = Sessions.login(client, service.sessions(), "nobody-of-this-name", wrong);
        assertTrue(List.of(400, 401, 403).contains(answer.statusCode()), answer.asString());
        assertFalse(answer.asString().contains(wrong), "the password is shown");
        assertEquals(null, answer.header("X-Auth-Token"));
    }

    @Case("SEC_WRITE_REQUIRES_AUTH")
    void a_stranger_ends_no_session() throws Exception {
        Response login = login(service.sessions());
        assertEquals("", Errors.offence(client.anonymous().delete(Sessions.place(login)), 401));
    }
}
