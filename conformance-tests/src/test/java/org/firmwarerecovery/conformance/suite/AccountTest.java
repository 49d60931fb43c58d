package org.firmwarerecovery.conformance.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.firmwarerecovery.conformance.site.Client;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** Accounts, on one that is made for it and taken away in the end. */
@Conformance
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountTest {
    private static final String CHANGE_REQUIRED = "PasswordChangeRequired";

    private final Service service;
    private final Client client;
    private final String name = "cs" + UUID.randomUUID().toString().substring(0, 8);
    private final String password = "Aa1-" + UUID.randomUUID().toString().substring(0, 12);
    private Optional<String> account = Optional.empty();

    AccountTest(Service service) {
        this.service = service;
        client = service.client();
    }

    private String collection() throws Exception {
        return service.first("AccountService")
                .document()
                .at("/Accounts/@odata.id")
                .asText();
    }

    /** The account of the suite, made when first asked for. */
    private String account() throws Exception {
        service.requireChange();
        if (account.isEmpty()) {
            service.first("ManagerAccount");
            Response created = client.post(
                    collection(),
                    "{\"UserName\":\"" + name + "\",\"Password\":\"" + password + "\",\"RoleId\":\"ReadOnly\"}");
            assertEquals(201, created.statusCode(), created.asString());
            account = Optional.of(Sessions.place(created));
        }
        return account.orElseThrow();
    }

    private Client its() {
        return client.basic(name, password);
    }

    private void requireBasic() throws Exception {
        service.requireChange();
        service.require(!service.basicIsHidden(), "AccountService.HTTPBasicAuth is not Enabled");
    }

    @AfterAll
    void remove() {
        account.ifPresent(made -> client.request().delete(made));
    }

    @Case({"PROTO_HTTP_SUPPORTED_METHODS", "RESP_HEADERS_LOCATION"})
    void an_account_is_created_and_shows_its_role_and_no_password() throws Exception {
        JsonNode shown = client.get(account());
        assertEquals(name, shown.path("UserName").asText());
        assertEquals("ReadOnly", shown.path("RoleId").asText());
        assertTrue(!shown.path("Password").isTextual(), "the password is shown");
    }

    @Case({"REQ_HEADERS_IF_MATCH", "SEC_ACCOUNTS_SUPPORT_ETAGS"})
    void a_change_of_another_state_is_412() throws Exception {
        String tag = client.ask(account()).header("ETag");
        service.require(tag != null, "an account has no ETag");
        String body = "{\"Enabled\":true}";
        Response other = client.request()
                .header("If-Match", tag + "foobar")
                .contentType("application/json")
                .body(body)
                .patch(account());
        assertEquals("", Errors.offence(other, 412));
        Response same = client.request()
                .header("If-Match", tag)
                .contentType("application/json")
                .body(body)
                .patch(account());
        assertEquals(2, same.statusCode() / 100, same.asString());
    }

    @Case({"REQ_PATCH_BAD_PROP", "RESP_STATUS_BAD_REQUEST"})
    void an_unknown_property_is_400_and_named() throws Exception {
        Response answer = client.patch(account(), "{\"BogusProp\":\"x\"}");
        assertEquals("", Errors.offence(answer, 400));
        assertTrue(answer.asString().contains("BogusProp"), answer.asString());
    }

    @Case("REQ_PATCH_MIXED_PROPS")
    void an_unknown_property_beside_a_known_one_is_told() throws Exception {
        Response answer = client.patch(account(), "{\"Enabled\":true,\"BogusProp\":\"x\"}");
        boolean done = answer.statusCode() == 200
                && Service.json(answer).has("@odata.id")
                && answer.asString().contains("@Message.ExtendedInfo");
        assertTrue(done || Errors.offence(answer, 400).isEmpty(), answer.statusCode() + answer.asString());
    }

    @Case("REQ_PATCH_ODATA_PROPS")
    void annotations_alone_are_no_operation() throws Exception {
        Response answer = client.patch(account(), "{\"@odata.id\":\"" + account() + "/\"}");
        boolean refused = answer.statusCode() == 400 && Errors.tells(answer, "NoOperation");
        assertTrue(refused || List.of(200, 202, 204).contains(answer.statusCode()), answer.asString());
    }

    @Case("SEC_WRITE_REQUIRES_AUTH")
    void a_stranger_changes_no_account() throws Exception {
        String made = account();
        Client stranger = client.token("00000000000000000000000000000000");
        assertEquals("", Errors.offence(stranger.patch(made, "{\"RoleId\":\"Administrator\"}"), 401));
        assertEquals("", Errors.offence(stranger.post(collection(), "{}"), 401));
        assertEquals("", Errors.offence(client.anonymous().delete(made), 401));
    }

    @Case("SEC_PRIV_OPERATION_TO_PRIV_MAPPING")
    void somebody_without_the_privilege_changes_no_other_account() throws Exception {
        requireBasic();
        account();
        Optional<Crawl.Page> other =
                service.crawl().all("ManagerAccount").stream().findFirst();
        Response answer = its().patch(other.orElseThrow().uri(), "{\"Enabled\":true}");
        assertTrue(List.of(403, 404).contains(answer.statusCode()), answer.statusCode() + answer.asString());
    }

    @Case("SEC_PRIV_PREDEFINED_ROLE_NOT_MODIFIABLE")
    void the_privileges_of_a_predefined_role_stay() throws Exception {
        service.requireChange();
        Crawl.Page role = service.crawl().all("Role").stream()
                .filter(page -> page.document().path("Id").asText().equals("ReadOnly"))
                .findFirst()
                .orElse(null);
        service.require(role != null, "there is no role ReadOnly");
        String uri = Objects.requireNonNull(role).uri();
        Response answer =
                client.patch(uri, "{\"AssignedPrivileges\":[\"Login\",\"ConfigureSelf\",\"ConfigureUsers\"]}");
        assertEquals(4, answer.statusCode() / 100, answer.asString());
        assertEquals(role.document().path("AssignedPrivileges"), client.get(uri).path("AssignedPrivileges"));
    }

    @Case({
        "SEC_PWD_CHANGE_REQ_ALLOW_SESSION_LOGIN",
        "SEC_PWD_CHANGE_REQ_ALLOW_GET_ACCOUNT",
        "SEC_PWD_CHANGE_REQ_DISALLOW_ALL_OTHERS",
        "SEC_PWD_CHANGE_REQ_ALLOW_PATCH_PASSWORD"
    })
    void who_has_to_change_his_password_can_do_that_and_nothing_else() throws Exception {
        requireBasic();
        String made = account();
        service.require(client.get(made).has(CHANGE_REQUIRED), "accounts have no " + CHANGE_REQUIRED);
        assertEquals(2, client.patch(made, "{\"" + CHANGE_REQUIRED + "\":true}").statusCode() / 100);
        Response login = Sessions.login(client, service.sessions(), name, password);
        assertEquals(201, login.statusCode(), login.asString());
        assertTrue(Errors.tells(login, CHANGE_REQUIRED), login.asString());
        client.request().delete(Sessions.place(login));
        assertEquals(200, its().ask(made).statusCode());
        Response other = its().ask(service.sessions());
        assertEquals(403, other.statusCode(), other.asString());
        assertTrue(Errors.tells(other, CHANGE_REQUIRED), other.asString());
        Response changed = its().patch(made, "{\"Password\":\"" + password + "x\"}");
        assertEquals(2, changed.statusCode() / 100, changed.asString());
        assertEquals(false, client.get(made).path(CHANGE_REQUIRED).asBoolean());
        // The other cases know the first one.
        assertEquals(
                2, client.patch(made, "{\"Password\":\"" + password + "\"}").statusCode() / 100);
    }
}
