package org.firmwarerecovery.service.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.firmwarerecovery.service.http.RawClient;
import org.firmwarerecovery.service.http.RawClient.Response;
import org.firmwarerecovery.update.job.IngestSource;
import org.firmwarerecovery.update.node.Answer;
import org.firmwarerecovery.update.node.NodeEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the clients that drive BMCs cannot do without, by the number each has in the list of must-haves. */
class MustHavesTest extends OnNodeServer {
    private static final String ADMIN = "Authorization: " + RawClient.basic("admin", NodeServer.PASSWORD);
    private static final String JSON = "Content-Type: application/json";
    private static final String SESSIONS = "/redfish/v1/SessionService/Sessions";
    private static final String UPDATES = "/redfish/v1/UpdateService";
    private static final String PULL = UPDATES + "/Actions/UpdateService.SimpleUpdate";
    private static final String INVENTORY = UPDATES + "/FirmwareInventory";
    private static final String LOGIN = "{\"UserName\":\"admin\",\"Password\":\"" + NodeServer.PASSWORD + "\"}";

    @BeforeEach
    void accept() {
        server.node.answers = command -> new Answer.JobStarted("42");
    }

    private static Response send(String method, String path, String body, String... headers) throws IOException {
        try (RawClient client = RawClient.tls(server.port())) {
            return client.send(method, path, body, headers);
        }
    }

    private static JsonNode get(String path) throws IOException {
        Response response = send("GET", path, "", ADMIN);
        assertEquals(200, response.status(), path);
        return response.json();
    }

    private static Response pull(String members) throws IOException {
        return send("POST", PULL, "{\"ImageURI\":\"https://images.example/x\"" + members + "}", ADMIN, JSON);
    }

    @Test
    void must_have_01_location_is_one_path_without_a_trailing_slash() throws IOException {
        for (Response response : List.of(send("POST", SESSIONS, LOGIN, JSON), pull(""))) {
            List<String> locations = response.headers().getOrDefault("location", List.of());
            assertEquals(1, locations.size());
            assertTrue(locations.get(0).matches("/redfish/v1/[^ ]*[^/]"), locations::toString);
        }
    }

    @Test
    void must_have_03_a_login_answers_with_token_location_and_session() throws IOException {
        for (String path : List.of(SESSIONS, SESSIONS + "/Members", SESSIONS + "/")) {
            Response login = send("POST", path, LOGIN, JSON, "X-Auth-Token: old", ADMIN);
            assertEquals(201, login.status(), path);
            assertTrue(login.header("X-Auth-Token").orElseThrow().matches("[0-9a-f]{64}"));
            assertEquals(
                    login.header("Location").orElseThrow(),
                    login.json().path("@odata.id").asText());
            for (String member : List.of("Id", "Name", "UserName")) {
                assertFalse(login.json().path(member).asText().isEmpty(), member);
            }
            String token = "X-Auth-Token: " + login.header("X-Auth-Token").orElseThrow();
            assertEquals(
                    204,
                    send("DELETE", login.header("Location").orElseThrow(), "", token)
                            .status());
        }
    }

    @Test
    void must_have_04_the_root_answers_in_both_forms_and_every_path_with_a_slash() throws IOException {
        for (String path : List.of("/redfish", "/redfish/v1", "/redfish/v1/")) {
            assertEquals(200, send("GET", path, "").status(), path);
        }
        for (String path : List.of(UPDATES, INVENTORY, "/redfish/v1/TaskService/Tasks", INVENTORY + "/BMC")) {
            assertEquals(withoutTimes(get(path)), withoutTimes(get(path + "/")), path);
        }
    }

    /** The clock goes on between two requests. */
    private static JsonNode withoutTimes(JsonNode resource) {
        ObjectNode rest = resource.deepCopy();
        rest.remove("@odata.etag");
        if (rest.path("Oem").path("FirmwareRecovery") instanceof ObjectNode own) {
            own.remove("LastVerified");
        }
        return rest;
    }

    @Test
    void must_have_05_the_update_service_says_all_that_clients_look_for() throws IOException {
        JsonNode service = get(UPDATES);
        for (String name : List.of("Id", "Name", "FirmwareInventory", "MultipartHttpPushUri", "MaxImageSizeBytes")) {
            assertTrue(service.has(name), name);
        }
        assertTrue(service.path("ServiceEnabled").asBoolean());
        JsonNode action = service.path("Actions").path("#UpdateService.SimpleUpdate");
        assertEquals(PULL, action.path("target").asText());
        assertEquals(
                "[\"HTTP\",\"HTTPS\"]",
                action.path("TransferProtocol@Redfish.AllowableValues").toString());
        assertTrue(action.has("@Redfish.OperationApplyTimeSupport"));
    }

    @Test
    void must_have_06_simple_update_takes_every_form_and_is_always_202() throws IOException {
        for (String members : List.of(
                "",
                ",\"TransferProtocol\":\"HTTP\"",
                ",\"Targets\":null",
                ",\"Targets\":[]",
                ",\"Targets\":[\"" + INVENTORY + "/BMC/\"]",
                ",\"Username\":null,\"Password\":null",
                ",\"@Redfish.OperationApplyTime\":\"Immediate\",\"ForceUpdate\":true",
                ",\"Action\":\"UpdateService.SimpleUpdate\"")) {
            Response response = pull(members);
            assertEquals(202, response.status(), () -> members + response.text());
            assertEquals("0", response.header("Content-Length").orElseThrow());
            NodeEvent.StartUpdate started = server.node.last(NodeEvent.StartUpdate.class);
            assertTrue(((IngestSource.Remote) started.source()).toString().contains("https"), members);
        }
    }

    @Test
    void must_have_07_bad_input_is_400_with_the_precise_message_first() throws IOException {
        Response response = send("POST", PULL, "{\"ImageURI\":7}", ADMIN, JSON);
        assertEquals(400, response.status());
        JsonNode error = response.json().path("error");
        JsonNode first = error.path("@Message.ExtendedInfo").path(0);
        assertEquals(error.path("code"), first.path("MessageId"));
        assertTrue(first.path("MessageId").asText().matches("Base\\.1\\.\\d+\\.ActionParameterValueTypeError"));
        for (String name : List.of("Message", "MessageArgs", "MessageSeverity", "Severity", "Resolution")) {
            assertTrue(first.has(name), name);
        }
        assertFalse(error.path("message").asText().isEmpty());
    }

    @Test
    void must_have_08_the_inventory_is_not_paged_and_its_members_are_complete() throws IOException {
        JsonNode inventory = get(INVENTORY);
        assertFalse(inventory.has("Members@odata.nextLink"));
        JsonNode member = get(INVENTORY + "/BMC");
        for (String name : List.of(
                "@odata.id",
                "Id",
                "Name",
                "Version",
                "Updateable",
                "Status",
                "SoftwareId",
                "Manufacturer",
                "ReleaseDate")) {
            assertTrue(member.has(name), name);
        }
    }

    @Test
    void must_have_09_the_manager_shows_the_version_of_its_firmware() throws IOException {
        assertEquals(
                get(INVENTORY + "/BMC").path("Version"),
                get("/redfish/v1/Managers/BMC").path("FirmwareVersion"));
    }

    @Test
    void must_have_10_entity_tags_are_one_stable_and_compared_leniently() throws IOException {
        for (String path : List.of(INVENTORY, INVENTORY + "/BMC", UPDATES, "/redfish/v1/AccountService")) {
            Response response = send("GET", path, "", ADMIN);
            String tag = response.header("ETag").orElseThrow();
            assertEquals(List.of(tag), response.headers().get("etag"));
            assertEquals(tag, response.json().path("@odata.etag").asText());
            assertEquals(
                    304, send("GET", path, "", ADMIN, "If-None-Match: " + tag).status());
        }
        String rules = "/redfish/v1/AccountService";
        String body = "{\"MinPasswordLength\":8}";
        String tag = send("GET", rules, "", ADMIN).header("ETag").orElseThrow();
        List<String> matches = List.of(tag, tag.replace("\"", ""), "W/" + tag, "*");
        for (String match : matches) {
            assertEquals(
                    200,
                    send("PATCH", rules, body, ADMIN, JSON, "If-Match: " + match)
                            .status(),
                    match);
        }
        assertEquals(200, send("PATCH", rules, body, ADMIN, JSON).status());
        assertEquals(
                202,
                send("POST", PULL, "{\"ImageURI\":\"https://h/x\"}", ADMIN, JSON, "If-Match: \"x\"")
                        .status());
    }

    @Test
    void must_have_11_missing_credentials_are_401_with_a_challenge() throws IOException {
        for (String header : List.of("X-A: b", "X-Auth-Token: gone", "Authorization: Basic eDp5")) {
            Response response = send("GET", UPDATES, "", header);
            assertEquals(401, response.status(), header);
            assertTrue(response.header("WWW-Authenticate").orElseThrow().startsWith("Basic realm="), header);
        }
    }

    @Test
    void must_have_12_allow_head_and_405_are_everywhere() throws IOException {
        for (String path : List.of(UPDATES, INVENTORY, "/redfish/v1/TaskService", "/redfish/v1")) {
            assertTrue(
                    send("GET", path, "", ADMIN).header("Allow").orElseThrow().contains("GET"), path);
            assertEquals(200, send("HEAD", path, "", ADMIN).status(), path);
            Response refused = send("DELETE", path, "", ADMIN);
            assertEquals(405, refused.status(), path);
            assertTrue(refused.header("Allow").isPresent() && !refused.code().isEmpty(), path);
        }
    }

    @Test
    void must_have_14_the_same_update_again_is_the_same_task() throws IOException {
        server.node.answers = command -> new Answer.JobRunsAlready("42");
        Response again = pull("");
        assertEquals(202, again.status());
        assertEquals(
                "/redfish/v1/TaskService/Tasks/42/Monitor",
                again.header("Location").orElseThrow());
    }

    @Test
    void must_have_15_connection_close_is_echoed() throws IOException {
        assertEquals(
                "close",
                send("GET", "/redfish/v1/", "", "Connection: close")
                        .header("Connection")
                        .orElseThrow());
    }

    @Test
    void must_have_16_no_accept_header_is_refused_and_every_answer_has_its_length() throws IOException {
        for (String accept : List.of("*/*", "application/json", "application/*", "text/html")) {
            Response response = send("GET", UPDATES, "", ADMIN, "Accept: " + accept, "Accept-Encoding: identity");
            assertEquals(200, response.status(), accept);
            assertTrue(response.header("Content-Length").isPresent(), accept);
        }
    }

    @Test
    void must_have_19_tasks_are_found_from_the_root() throws IOException {
        JsonNode service =
                get(get("/redfish/v1").path("Tasks").path("@odata.id").asText());
        assertTrue(get(service.path("Tasks").path("@odata.id").asText())
                .path("Members")
                .isArray());
    }

    @Test
    void must_have_22_subscriptions_of_both_generations_are_taken() throws IOException {
        String subscriptions = get("/redfish/v1/EventService")
                .path("Subscriptions")
                .path("@odata.id")
                .asText();
        for (String members : List.of(
                ",\"EventTypes\":[\"Alert\",\"StatusChange\"]",
                ",\"RegistryPrefixes\":[\"TaskEvent\"],\"ResourceTypes\":[\"Task\"],\"Context\":\"rack 7\"",
                ",\"HttpHeaders\":[{\"X-Key\":\"a\"}]",
                ",\"HttpHeaders\":{\"X-Key\":\"a\"},\"VerifyCertificate\":false")) {
            Response made = send(
                    "POST",
                    subscriptions,
                    "{\"Destination\":\"https://192.0.2.7/sink\",\"Protocol\":\"Redfish\"" + members + "}",
                    ADMIN,
                    JSON);
            assertEquals(201, made.status(), () -> members + made.text());
            JsonNode shown = get(made.header("Location").orElseThrow());
            assertEquals("Redfish", shown.path("Protocol").asText(), members);
            assertTrue(shown.path("Context").isTextual(), members);
            assertEquals(
                    members.contains("rack 7") ? "rack 7" : "",
                    shown.path("Context").asText());
            assertEquals(
                    !members.contains("VerifyCertificate"),
                    shown.path("VerifyCertificate").asBoolean(),
                    members);
            assertEquals(
                    204,
                    send("DELETE", shown.path("@odata.id").asText(), "", ADMIN).status());
        }
    }

    @Test
    void must_have_24_a_resource_has_fewer_than_a_thousand_items() throws IOException {
        for (String path :
                List.of("/redfish/v1", UPDATES, INVENTORY, "/redfish/v1/AccountService", "/redfish/v1/Managers/BMC")) {
            List<JsonNode> nodes = new ArrayList<>(List.of(get(path)));
            for (int i = 0; i < nodes.size(); i++) {
                nodes.get(i).forEach(nodes::add);
            }
            assertTrue(nodes.size() < 1_000, path + " has " + nodes.size());
        }
    }

    @Test
    void must_have_25_the_root_tells_the_truth_about_the_product() throws IOException {
        JsonNode root = get("/redfish/v1");
        for (String name : List.of("Vendor", "Product", "UUID", "RedfishVersion", "ProtocolFeaturesSupported")) {
            assertTrue(root.has(name), name);
        }
        assertFalse(root.path("Oem").has("Hpe") || root.path("Oem").has("Dell"));
    }

    @Test
    void must_have_26_a_full_session_table_takes_one_more_login() throws IOException {
        for (int i = 0; i < 66; i++) {
            assertEquals(201, send("POST", SESSIONS, LOGIN, JSON).status());
        }
        assertEquals(64, get(SESSIONS).path("Members@odata.count").asInt());
    }

    @Test
    void must_have_27_usual_headers_are_no_reason_to_refuse() throws IOException {
        assertEquals(
                200, send("GET", UPDATES, "", ADMIN, JSON, "odata-version: 4.0").status());
        assertEquals(
                201,
                send("POST", SESSIONS, LOGIN, "Content-Type: application/json; charset=utf-8")
                        .status());
    }

    @Test
    void must_have_28_an_image_is_pushed_bare_or_as_file() throws IOException {
        String part = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\nbytes\r\n--b--\r\n";
        for (String[] push :
                new String[][] {{"application/octet-stream", "bytes"}, {"multipart/form-data; boundary=b", part}}) {
            Response response = send("POST", UPDATES + "/upload", push[1], ADMIN, "Content-Type: " + push[0]);
            assertEquals(202, response.status(), push[0]);
            NodeEvent.StartUpdate started = server.node.last(NodeEvent.StartUpdate.class);
            server.uploads.discard(((IngestSource.Upload) started.source()).stagingName());
        }
    }
}
