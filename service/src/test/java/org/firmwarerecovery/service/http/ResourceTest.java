package org.firmwarerecovery.service.http;

import static org.firmwarerecovery.service.http.RawClient.basic;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.firmwarerecovery.service.http.RawClient.Response;
import org.junit.jupiter.api.Test;

/** What follows from a declaration: envelope, actions, entity tags, bodies, privileges. */
class ResourceTest extends OnSharedServer {
    private static final String ADMIN = "Authorization: " + basic("admin", TestServer.PASSWORD);
    private static final String READER = "Authorization: " + basic("reader", TestServer.PASSWORD);
    private static final String JSON = "Content-Type: application/json;charset=utf-8";
    private static final String TASKS = "/redfish/v1/TaskService";
    private static final String UPDATE = "/redfish/v1/UpdateService/Actions/UpdateService.SimpleUpdate";

    ResourceTest(TestServer server) {
        super(server);
    }

    @Test
    void a_resource_has_its_envelope_and_its_actions() throws IOException {
        JsonNode document = client.get("/redfish/v1/UpdateService/", ADMIN).json();
        assertEquals("/redfish/v1/UpdateService", document.path("@odata.id").asText());
        assertEquals(
                "#UpdateService.v1_17_0.UpdateService",
                document.path("@odata.type").asText());
        assertEquals("UpdateService", document.path("Id").asText());
        assertEquals("Update service", document.path("Name").asText());
        JsonNode action = document.path("Actions").path("#UpdateService.SimpleUpdate");
        assertEquals(UPDATE, action.path("target").asText());
        assertEquals(
                "HTTPS",
                action.path("TransferProtocol@Redfish.AllowableValues").path(1).asText());
    }

    @Test
    void a_collection_counts_and_links_its_members() throws IOException {
        JsonNode document =
                client.get("/redfish/v1/UpdateService/FirmwareInventory", ADMIN).json();
        assertEquals(4, document.path("Members@odata.count").asInt());
        assertEquals(
                "/redfish/v1/UpdateService/FirmwareInventory/BMC",
                document.path("Members").path(1).path("@odata.id").asText());
        assertFalse(document.has("Id"));
    }

    @Test
    void the_entity_tag_is_that_of_the_state_and_not_of_the_clock_or_the_caller() throws IOException {
        Response first = client.get(TASKS, ADMIN);
        Response second = client.get(TASKS, READER);
        assertNotEquals(first.json().path("DateTime"), second.json().path("DateTime"));
        assertEquals(first.header("ETag"), second.header("ETag"));
        assertEquals(
                List.of(first.json().path("@odata.etag").asText()),
                first.headers().get("etag"));
        Response cached = client.get(
                TASKS, ADMIN, "If-None-Match: " + first.header("ETag").orElseThrow());
        assertEquals(304, cached.status());
        assertEquals(first.header("ETag"), cached.header("ETag"));
        assertTrue(client.get("/redfish/v1/UpdateService/FirmwareInventory", ADMIN)
                .header("ETag")
                .isPresent());
    }

    @Test
    void a_patch_answers_with_the_changed_resource_and_its_new_tag() throws IOException {
        String before = client.get(TASKS, ADMIN).header("ETag").orElseThrow();
        long minutes = client.get(TASKS, ADMIN)
                                .json()
                                .path("TaskAutoDeleteTimeoutMinutes")
                                .asLong()
                        == 90
                ? 91
                : 90;
        Response changed = client.send("PATCH", TASKS, body(minutes), ADMIN, JSON, "If-Match: " + before);
        assertEquals(200, changed.status());
        assertEquals(
                minutes, changed.json().path("TaskAutoDeleteTimeoutMinutes").asLong());
        String after = changed.header("ETag").orElseThrow();
        assertNotEquals(before, after);
        assertEquals(after, client.get(TASKS, ADMIN).header("ETag").orElseThrow());
        String bare = after.substring(1, after.length() - 1);
        for (String good : List.of(after, bare, "W/" + after, "*")) {
            assertEquals(
                    200,
                    client.send("PATCH", TASKS, body(minutes), ADMIN, JSON, "If-Match: " + good)
                            .status(),
                    good);
        }
        assertEquals(
                200, client.send("PATCH", TASKS, body(minutes), ADMIN, JSON).status());
    }

    @Test
    void a_stale_or_unreadable_if_match_is_412() throws IOException {
        String tag = client.get(TASKS, ADMIN).header("ETag").orElseThrow();
        for (String bad : List.of("\"0123\"", tag + "foobar", "\"\"", "garbage")) {
            Response response = client.send("PATCH", TASKS, body(60), ADMIN, JSON, "If-Match: " + bad);
            assertEquals(412, response.status(), bad);
            assertEquals("PreconditionFailed", response.code());
        }
    }

    @Test
    void privileges_come_before_preconditions() throws IOException {
        Response response = client.send("PATCH", TASKS, body(60), READER, JSON, "If-Match: \"0\"");
        assertEquals(403, response.status());
        assertEquals("InsufficientPrivilege", response.code());
        try (RawClient fresh = RawClient.tls(server.port())) {
            assertEquals(403, fresh.send("POST", UPDATE, "{}", READER, JSON).status());
        }
    }

    @Test
    void a_bad_body_is_refused_by_its_property() throws IOException {
        assertRefused("{\"BogusProp\":1}", "PropertyUnknown", "BogusProp");
        assertRefused("{\"TaskAutoDeleteTimeoutMinutes\":9,\"BogusProp\":1}", "PropertyUnknown", "BogusProp");
        assertRefused("{\"TaskAutoDeleteTimeoutMinutes\":\"x\"}", "PropertyValueTypeError", "x");
        assertRefused("{\"TaskAutoDeleteTimeoutMinutes\":0}", "PropertyValueOutOfRange", "0");
        assertRefused("{\"TaskAutoDeleteTimeoutMinutes\":", "MalformedJSON");
        assertRefused("[]", "UnrecognizedRequestBody");
        assertRefused("{}", "EmptyJSON");
        assertRefused("{\"@odata.id\":\"/redfish/v1/TaskService/\"}", "NoOperation");
    }

    @Test
    void every_fault_of_a_body_has_its_message() throws IOException {
        Response response = client.send(
                "PATCH",
                TASKS,
                "{\"Bogus\":{\"A\":1,\"B\":2},\"DateTime\":\"x\",\"TaskAutoDeleteTimeoutMinutes\":\"x\",\"Id\":1}",
                ADMIN,
                JSON);
        assertEquals(400, response.status());
        List<String> told = new ArrayList<>();
        response.json().path("error").path("@Message.ExtendedInfo").forEach(message -> {
            String id = message.path("MessageId").asText();
            told.add(id.substring(id.lastIndexOf('.') + 1) + " "
                    + message.path("RelatedProperties").path(0).asText());
        });
        assertEquals(
                List.of(
                        "PropertyUnknown #/Bogus",
                        "PropertyNotWritable #/DateTime",
                        "PropertyValueTypeError #/TaskAutoDeleteTimeoutMinutes",
                        "PropertyNotWritable #/Id"),
                told);
        assertEquals(
                3,
                action("{\"ImageURI\":null,\"TransferProtocol\":7,\"Nope\":1}")
                        .path("error")
                        .path("@Message.ExtendedInfo")
                        .size());
    }

    @Test
    void a_resource_names_its_writable_properties() throws IOException {
        JsonNode writable = client.get(TASKS, ADMIN).json().path("@Redfish.WriteableProperties");
        assertEquals("[\"TaskAutoDeleteTimeoutMinutes\"]", writable.toString());
        assertFalse(client.get("/redfish/v1/UpdateService", ADMIN).json().has("@Redfish.WriteableProperties"));
    }

    @Test
    void a_bad_action_body_is_refused_by_its_parameter() throws IOException {
        assertActionRefused("{}", "ActionParameterMissing", "SimpleUpdate", "ImageURI");
        assertActionRefused("{\"ImageURI\":7}", "ActionParameterValueTypeError", "7", "ImageURI", "SimpleUpdate");
        assertActionRefused("{\"ImageURI\":\"x\",\"Nope\":1}", "ActionParameterUnknown", "SimpleUpdate", "Nope");
        assertActionRefused(
                "{\"ImageURI\":\"x\",\"TransferProtocol\":\"FTP\"}",
                "ActionParameterValueNotInList",
                "FTP",
                "TransferProtocol",
                "SimpleUpdate");
    }

    @Test
    void a_stray_action_member_is_ignored_and_the_answer_is_an_empty_202() throws IOException {
        Response response = client.send(
                "POST",
                UPDATE,
                "{\"Action\":\"UpdateService.SimpleUpdate\",\"ImageURI\":\"http://x\",\"Targets\":null}",
                ADMIN,
                JSON,
                "If-Match: \"whatever\"");
        assertEquals(202, response.status());
        assertEquals(
                "/redfish/v1/TaskService/Tasks/7/Monitor",
                response.header("Location").orElseThrow());
        assertEquals("3", response.header("Retry-After").orElseThrow());
        assertEquals("0", response.header("Content-Length").orElseThrow());
    }

    @Test
    void a_form_is_415_with_a_reason() throws IOException {
        Response response = client.send(
                "POST", UPDATE, "{\"ImageURI\":\"x\"}", ADMIN, "Content-Type: application/x-www-form-urlencoded");
        assertEquals(415, response.status());
        assertEquals("HeaderInvalid", response.code());
    }

    @Test
    void a_bug_is_500_with_an_id_and_no_details() throws IOException {
        Response response =
                client.send("POST", "/redfish/v1/UpdateService/Actions/UpdateService.StartUpdate", "{}", ADMIN, JSON);
        assertEquals(500, response.status());
        assertEquals("InternalError", response.code());
        assertTrue(response.json().path("error").path("message").asText().contains("Error id "));
        assertFalse(response.text().contains("a bug with a secret"));
    }

    @Test
    void an_endpoints_refusal_reaches_the_client() throws IOException {
        Response response = client.send("DELETE", "/redfish/v1/UpdateService/FirmwareInventory/BMC", "", ADMIN);
        assertEquals(409, response.status());
        JsonNode message =
                response.json().path("error").path("@Message.ExtendedInfo").path(0);
        assertTrue(message.path("MessageId").asText().matches("Base\\.\\d+\\.\\d+\\.ResourceInUse"));
        assertEquals(message.path("Severity"), message.path("MessageSeverity"));
        assertTrue(message.has("Resolution"));
        assertEquals(
                404,
                client.send("DELETE", "/redfish/v1/UpdateService/FirmwareInventory/X", "", ADMIN)
                        .status());
    }

    private JsonNode action(String body) throws IOException {
        try (RawClient fresh = RawClient.tls(server.port())) {
            return fresh.send("POST", UPDATE, body, ADMIN, JSON).json();
        }
    }

    private void assertRefused(String body, String code, String... args) throws IOException {
        try (RawClient fresh = RawClient.tls(server.port())) {
            assertMessage(fresh.send("PATCH", TASKS, body, ADMIN, JSON), body, code, args);
        }
    }

    private void assertActionRefused(String body, String code, String... args) throws IOException {
        try (RawClient fresh = RawClient.tls(server.port())) {
            assertMessage(fresh.send("POST", UPDATE, body, ADMIN, JSON), body, code, args);
        }
    }

    private static void assertMessage(Response response, String body, String code, String... args) {
        assertEquals(400, response.status(), body);
        assertEquals(code, response.code(), body);
        JsonNode found = response.json()
                .path("error")
                .path("@Message.ExtendedInfo")
                .path(0)
                .path("MessageArgs");
        for (int i = 0; i < args.length; i++) {
            assertEquals(args[i], found.path(i).asText(), body);
        }
    }

    private static String body(long minutes) {
        return "{\"TaskAutoDeleteTimeoutMinutes\":" + minutes + "}";
    }
}
