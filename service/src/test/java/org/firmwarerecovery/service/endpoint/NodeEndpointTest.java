package org.firmwarerecovery.service.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.firmwarerecovery.redfish.json.RedfishMapper;
import org.firmwarerecovery.service.http.RawClient;
import org.firmwarerecovery.service.http.RawClient.Response;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.job.IngestSource;
import org.firmwarerecovery.update.manifest.Rejection;
import org.firmwarerecovery.update.node.Answer;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.NodeState;
import org.firmwarerecovery.update.policy.OnFinding;
import org.firmwarerecovery.update.policy.Policy;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The resources over a node: what they show of its state, and what they make of its answers. */
class NodeEndpointTest extends OnNodeConnection {
    private static final String ADMIN = "Authorization: " + RawClient.basic("admin", NodeServer.PASSWORD);
    private static final String JSON = "Content-Type: application/json";
    private static final String UPDATE = "/redfish/v1/UpdateService/Actions/UpdateService.SimpleUpdate";
    private static final String RECOVERY = "/redfish/v1/UpdateService/Oem/FirmwareRecovery";

    @Test
    void the_inventory_shows_the_component_and_each_bank() throws IOException {
        JsonNode all = client.get("/redfish/v1/UpdateService/FirmwareInventory?$expand=.", ADMIN)
                .json();
        assertEquals(3, all.path("Members@odata.count").asInt());
        JsonNode target = all.path("Members").path(0);
        assertEquals("BMC", target.path("Id").asText());
        assertEquals("2.1.0", target.path("Version").asText());
        assertTrue(target.path("Updateable").asBoolean());
        assertEquals("EXAMPLE-BMC-1", target.path("SoftwareId").asText());
        assertEquals("2026-01-02T03:04:05Z", target.path("ReleaseDate").asText());
        JsonNode ours = target.path("Oem").path("FirmwareRecovery");
        assertEquals(
                "#FirmwareRecovery.v1_0_0.SoftwareInventory",
                ours.path("@odata.type").asText());
        assertEquals("Good", ours.path("State").asText());
        assertEquals(3, ours.path("SecurityVersionFloor").asInt());
        assertTrue(ours.path("Donates").asBoolean());
        JsonNode missing = all.path("Members").path(2);
        assertEquals("BMC-B", missing.path("Id").asText());
        assertEquals("Absent", missing.path("Status").path("State").asText());
        assertEquals("Critical", missing.path("Status").path("Health").asText());
        assertFalse(missing.has("Version"));
        assertFalse(missing.path("Updateable").asBoolean());
    }

    @Test
    void the_inventory_can_be_filtered() throws IOException {
        JsonNode bad = client.get(
                        "/redfish/v1/UpdateService/FirmwareInventory?$filter=Updateable%20eq%20false%20and%20not%20"
                                + "(Status/Health%20eq%20'OK')&$expand=.",
                        ADMIN)
                .json();
        assertEquals(1, bad.path("Members@odata.count").asInt());
        assertEquals("BMC-B", bad.path("Members").path(0).path("Id").asText());
        JsonNode features = client.get("/redfish/v1").json().path("ProtocolFeaturesSupported");
        for (String name : List.of("FilterQuery", "FilterQueryComparisonOperations", "FilterQueryCompoundOperations")) {
            assertTrue(features.path(name).asBoolean(), name);
        }
        Response refused = client.get("/redfish/v1/UpdateService/FirmwareInventory?$filter=Id", ADMIN);
        assertEquals(400, refused.status());
        assertEquals("QueryParameterValueFormatError", refused.code());
    }

    @Test
    void everything_the_root_links_to_answers() throws IOException {
        JsonNode root = client.get("/redfish/v1/", ADMIN).json();
        for (String name : List.of("Managers", "Tasks", "SessionService", "AccountService", "UpdateService")) {
            String path = root.path(name).path("@odata.id").asText();
            assertEquals(200, client.get(path, ADMIN).status(), path);
        }
        JsonNode manager = client.get("/redfish/v1/Managers/BMC", ADMIN).json();
        assertEquals("2.1.0", manager.path("FirmwareVersion").asText());
        assertEquals(2, manager.path("Links").path("SoftwareImages").size());
        assertEquals("Warning", manager.path("Status").path("HealthRollup").asText());
        JsonNode service = client.get("/redfish/v1/UpdateService", ADMIN).json();
        assertEquals(
                "/redfish/v1/UpdateService/upload",
                service.path("MultipartHttpPushUri").asText());
        assertFalse(service.has("HttpPushUri"));
        assertEquals(
                "#FirmwareRecovery.v1_0_0.UpdateService",
                service.path("Oem").path("FirmwareRecovery").path("@odata.type").asText());
    }

    @Test
    void the_openapi_document_names_every_path_and_method() throws IOException {
        Response response = client.get("/redfish/v1/openapi.yaml", ADMIN, "Accept: application/yaml");
        assertEquals(
                "application/yaml;charset=utf-8",
                response.header("Content-Type").orElseThrow());
        Object document = new Yaml(new SafeConstructor(new LoaderOptions())).load(response.text());
        JsonNode paths = RedfishMapper.tree(document).path("paths");
        assertTrue(paths.path(UPDATE).has("post"));
        assertTrue(paths.path("/redfish/v1/TaskService/Tasks/{TaskId}").has("delete"));
        assertTrue(paths.has("/redfish/v1/UpdateService/upload"));
        assertEquals(401, client.get("/redfish/v1/openapi.yaml").status());
    }

    @Test
    void registries_and_schemas_lead_to_their_files() throws IOException {
        for (String collection : List.of("/redfish/v1/Registries", "/redfish/v1/JsonSchemas")) {
            JsonNode files = client.get(collection + "?$expand=.", ADMIN).json().path("Members");
            assertTrue(files.size() >= 4, collection);
            for (JsonNode file : files) {
                String uri = file.path("Location").path(0).path("Uri").asText();
                if (!uri.isEmpty()) {
                    assertEquals(200, client.get(uri, ADMIN).status(), uri);
                }
            }
        }
    }

    @Test
    void simple_update_starts_a_job_and_answers_with_its_monitor() throws IOException {
        server.node.answers = command -> new Answer.JobStarted("41");
        Response response = client.send(
                "POST",
                UPDATE,
                "{\"ImageURI\":\"https://user:secret@host.example/a/b.tar?x=1#f\",\"TransferProtocol\":\"HTTP\","
                        + "\"Targets\":[\"/redfish/v1/UpdateService/FirmwareInventory/BMC/\"],\"ForceUpdate\":true}",
                ADMIN,
                JSON);
        assertEquals(202, response.status());
        assertEquals(0, response.body().length);
        assertEquals(
                "/redfish/v1/TaskService/Tasks/41/Monitor",
                response.header("Location").orElseThrow());
        assertEquals("1", response.header("Retry-After").orElseThrow());
        NodeEvent.StartUpdate start = server.node.last(NodeEvent.StartUpdate.class);
        IngestSource.Remote source = (IngestSource.Remote) start.source();
        assertEquals("https://host.example/a/b.tar?x=1", source.uri());
        assertEquals("user", source.username());
        assertEquals("secret", source.password());
        assertEquals(List.of(NodeServer.BMC), start.targets());
        assertTrue(start.options().force());
        assertFalse(start.request().contains("secret"));
        server.node.answers = command -> new Answer.JobRunsAlready("41");
        assertEquals(
                "/redfish/v1/TaskService/Tasks/41/Monitor",
                client.send("POST", UPDATE, "{\"ImageURI\":\"http://host.example/\"}", ADMIN, JSON)
                        .header("Location")
                        .orElseThrow());
    }

    @Test
    void a_bad_update_is_refused_at_once() throws IOException {
        assertUpdateRefused("{}", 400, "ActionParameterMissing");
        assertUpdateRefused("{\"ImageURI\":\"ftp://host/x\"}", 400, "ActionParameterValueFormatError");
        assertUpdateRefused("{\"ImageURI\":\"http:// bad\"}", 400, "ActionParameterValueFormatError");
        assertUpdateRefused(
                "{\"ImageURI\":\"host/x\",\"TransferProtocol\":\"TFTP\"}", 400, "ActionParameterValueNotInList");
        assertUpdateRefused(
                "{\"ImageURI\":\"http://host/x\",\"Targets\":[\"/redfish/v1/Nope\"]}",
                400,
                "ActionParameterValueNotInList");
        assertUpdateRefused("{\"ImageURI\":\"http://host/x\",\"Stage\":true}", 400, "ActionParameterNotSupported");
        assertUpdateRefused(
                "{\"ImageURI\":\"http://host/x\",\"ExcludeTargets\":[\"/redfish/v1/UpdateService/FirmwareInventory/BMC\"]}",
                400,
                "ActionParameterNotSupported");
        server.node.answers = command -> new Answer.InUse("BMC", "41");
        assertUpdateRefused("{\"ImageURI\":\"http://host/x\"}", 409, "ResourceInUse");
    }

    private void assertUpdateRefused(String body, int status, String code) throws IOException {
        try (RawClient fresh = RawClient.tls(server.port())) {
            Response response = fresh.send("POST", UPDATE, body, ADMIN, JSON);
            assertEquals(status, response.status(), body);
            assertEquals(code, response.code(), body);
        }
    }

    @Test
    void a_push_takes_both_parts_in_any_order_and_the_bare_bytes() throws IOException {
        server.node.answers = command -> new Answer.JobStarted("42");
        String parameters = "--b\r\nContent-Disposition: form-data; name=\"UpdateParameters\"\r\n"
                + "Content-Type: application/json\r\n\r\n"
                + "{\"Targets\":[\"/redfish/v1/UpdateService/FirmwareInventory/BMC\"]}\r\n";
        String file =
                "--b\r\nContent-Disposition: form-data; name=\"UpdateFile\"; filename=\"../x/fw \\\"1\\\".tar\"\r\n"
                        + "Content-Type: application/octet-stream\r\n\r\nbytes\r\n--\r\n-- b of the image\r\r\n";
        for (String body : List.of(parameters + file + "--b--\r\n", file + parameters + "--b--\r\n")) {
            Response response = push(body, "multipart/form-data; boundary=b");
            assertEquals(202, response.status(), response.text());
            NodeEvent.StartUpdate start = server.node.last(NodeEvent.StartUpdate.class);
            IngestSource.Upload upload = (IngestSource.Upload) start.source();
            assertEquals("fw _1_.tar", upload.fileName());
            assertEquals(
                    "bytes\r\n--\r\n-- b of the image\r", Files.readString(server.uploads.file(upload.stagingName())));
            assertEquals(List.of(NodeServer.BMC), start.targets());
            server.uploads.discard(upload.stagingName());
        }
        Response bare = push("only bytes", "application/octet-stream");
        assertEquals(
                "/redfish/v1/TaskService/Tasks/42/Monitor",
                bare.header("Location").orElseThrow());
        NodeEvent.StartUpdate start = server.node.last(NodeEvent.StartUpdate.class);
        server.uploads.discard(((IngestSource.Upload) start.source()).stagingName());
    }

    @Test
    void a_bad_push_leaves_nothing_behind() throws IOException {
        assertPushRefused("x", "multipart/form-data", 400, "MissingOrMalformedPart");
        assertPushRefused("--b\r\n\r\nx", "multipart/form-data; boundary=b", 400, "MissingOrMalformedPart");
        assertPushRefused("--b--\r\n", "multipart/form-data; boundary=b", 400, "MissingOrMalformedPart");
        assertPushRefused("{}", "application/json", 415, "HeaderInvalid");
        String file = "--b\r\nContent-Disposition: form-data; name=UpdateFile\r\n\r\nx\r\n";
        assertPushRefused(
                file + "--b\r\nContent-Disposition: form-data; name=UpdateParameters\r\n\r\n{\"Nope\":1}\r\n--b--\r\n",
                "multipart/form-data; boundary=b",
                400,
                "ActionParameterUnknown");
        server.node.answers = command -> new Answer.InUse("BMC", "41");
        assertPushRefused(file + "--b--\r\n", "multipart/form-data; boundary=b", 409, "ResourceInUse");
        try (RawClient large = RawClient.tls(server.port())) {
            large.write(
                    RawClient.head("POST", UploadRoute.PATH, ADMIN, "Content-Length: 99000000", "Expect: 100-continue")
                            + "\r\n");
            assertEquals(413, large.read(false).status());
        }
        try (var left = Files.list(server.uploadFolder)) {
            assertEquals(0, left.count());
        }
    }

    private Response push(String body, String type) throws IOException {
        try (RawClient fresh = RawClient.tls(server.port())) {
            return fresh.send("POST", UploadRoute.PATH, body, ADMIN, "Content-Type: " + type);
        }
    }

    private void assertPushRefused(String body, String type, int status, String code) throws IOException {
        Response response = push(body, type);
        assertEquals(status, response.status(), body);
        assertEquals(code, response.code(), body);
    }

    @Test
    void the_policy_is_changed_checked_and_kept() throws IOException {
        Response changed = client.send(
                "PATCH",
                RECOVERY,
                "{\"Policy\":{\"OnFinding\":\"Ask\",\"Slots\":2,\"Collect\":\"PT3S\"}}",
                ADMIN,
                JSON);
        assertEquals(200, changed.status(), changed.text());
        NodeEvent.ChangePolicy change = server.node.last(NodeEvent.ChangePolicy.class);
        assertEquals(OnFinding.ASK, change.policy().onFinding());
        assertEquals(2, change.policy().slots());
        assertEquals(
                Map.of("policy.onFinding", "Ask", "policy.slots", "2", "policy.collect", "3000ms"),
                server.kept.get(server.kept.size() - 1),
                "what the operator did not name stays with the configuration file");
        for (String bad : List.of(
                "{\"Policy\":{\"OnFinding\":\"Panic\"}}",
                "{\"Policy\":{\"Slots\":-1}}",
                "{\"Policy\":{\"Nope\":1}}",
                "{\"Policy\":null}",
                "{\"Policy\":{\"Baseline\":[{\"SoftwareId\":\"X\",\"ManifestDigests\":[\"zz\"]}]}}")) {
            try (RawClient fresh = RawClient.tls(server.port())) {
                assertEquals(
                        400, fresh.send("PATCH", RECOVERY, bad, ADMIN, JSON).status(), bad);
            }
        }
    }

    @Test
    void changes_of_the_policy_at_the_same_time_all_stay() throws Exception {
        server.node.answers = command -> {
            NodeState old = server.node.state;
            Policy policy = ((NodeEvent.ChangePolicy) command).policy();
            server.node.state = server.node.with(policy, old.jobs(), old.offers(), old.recoveries());
            return new Answer.Done();
        };
        for (int round = 1; round <= 10; round++) {
            CompletableFuture<Integer> slots = change("{\"Policy\":{\"Slots\":" + round + "}}");
            CompletableFuture<Integer> offers = change("{\"Policy\":{\"OffersMax\":" + round + "}}");
            assertEquals(List.of(200, 200), List.of(slots.get(20, TimeUnit.SECONDS), offers.get(20, TimeUnit.SECONDS)));
            assertEquals(round, server.node.state.policy().slots());
            assertEquals(round, server.node.state.policy().offersMax());
        }
    }

    @Test
    void a_policy_that_cannot_be_kept_never_holds_not_even_for_a_moment() throws IOException {
        long before = server.node.count(NodeEvent.ChangePolicy.class);
        server.mediumFails = true;
        try {
            assertTrue(client.send("PATCH", RECOVERY, "{\"Policy\":{\"Slots\":7}}", ADMIN, JSON)
                            .status()
                    >= 500);
        } finally {
            server.mediumFails = false;
        }
        assertEquals(before, server.node.count(NodeEvent.ChangePolicy.class));
    }

    private static CompletableFuture<Integer> change(String body) {
        return CompletableFuture.supplyAsync(() -> {
            try (RawClient fresh = RawClient.tls(server.port())) {
                return fresh.send("PATCH", RECOVERY, body, ADMIN, JSON).status();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void operators_actions_reach_the_node() throws IOException {
        String actions = RECOVERY + "/Actions/FirmwareRecoveryService.";
        assertEquals(
                204,
                client.send("POST", actions + "StartRecovery", "{\"Component\":\"BMC\"}", ADMIN, JSON)
                        .status());
        assertEquals("admin", server.node.last(NodeEvent.StartRecovery.class).principal());
        assertFalse(server.node.last(NodeEvent.StartRecovery.class).liftQuarantine(), "only when he says so");
        String lift = "{\"Component\":\"BMC\",\"LiftQuarantine\":true}";
        assertEquals(
                204,
                client.send("POST", actions + "StartRecovery", lift, ADMIN, JSON)
                        .status());
        assertTrue(server.node.last(NodeEvent.StartRecovery.class).liftQuarantine());
        assertEquals(
                204, client.send("POST", actions + "VerifyImages", "", ADMIN).status());
        server.node.answers = command -> new Answer.ImageRefused(new Rejection.SignatureInvalid("untrusted chain"));
        Response refused = client.send(
                "POST",
                actions + "AdoptImage",
                "{\"Component\":\"BMC\",\"Manifest\":\"{}\",\"Signature\":\"AA==\",\"Bank\":\"B\"}",
                ADMIN,
                JSON);
        assertEquals(400, refused.status());
        assertEquals("SignatureInvalid", refused.code());
        assertTrue(refused.text().contains("untrusted chain"));
        assertEquals(BankId.B, server.node.last(NodeEvent.Adopt.class).bank());
    }

    @Test
    void peers_are_listed_with_what_is_known() throws IOException {
        JsonNode peer =
                client.get(RECOVERY + "/Peers/" + NodeServer.PEER, ADMIN).json();
        assertEquals("https://127.0.0.1:9", peer.path("Addresses").path(0).asText());
        assertTrue(peer.path("Reachable").asBoolean());
        assertEquals(
                4,
                client.get(RECOVERY, ADMIN)
                        .json()
                        .path("Counters")
                        .path("OffersMade")
                        .asInt());
    }
}
