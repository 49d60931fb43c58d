package org.firmwarerecovery.service.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.firmwarerecovery.service.host.BootOverride;
import org.firmwarerecovery.service.http.RawClient;
import org.firmwarerecovery.service.http.RawClient.Response;
import org.junit.jupiter.api.Test;

/** The machine around a node: its box, its host, its manager. */
class MachineEndpointTest extends OnNodeConnection {
    private static final String ADMIN = "Authorization: " + RawClient.basic("admin", NodeServer.PASSWORD);
    private static final String JSON = "Content-Type: application/json";
    private static final String RESET = TreePaths.HOST + "/Actions/ComputerSystem.Reset";

    private JsonNode get(String path) throws IOException {
        Response response = client.get(path, ADMIN);
        assertEquals(200, response.status(), response.text());
        return response.json();
    }

    private Response patch(String path, String body) throws IOException {
        try (RawClient fresh = RawClient.tls(server.port())) {
            return fresh.send("PATCH", path, body, ADMIN, JSON);
        }
    }

    private Response reset(String body) throws IOException {
        try (RawClient fresh = RawClient.tls(server.port())) {
            return fresh.send("POST", RESET, body, ADMIN, JSON);
        }
    }

    @Test
    void box_host_and_manager_link_to_each_other() throws IOException {
        JsonNode root = get("/redfish/v1/");
        assertEquals(TreePaths.ALL_CHASSIS, root.at("/Chassis/@odata.id").asText());
        assertEquals(TreePaths.SYSTEMS, root.at("/Systems/@odata.id").asText());
        JsonNode chassis = get(TreePaths.CHASSIS);
        assertEquals(
                TreePaths.HOST, chassis.at("/Links/ComputerSystems/0/@odata.id").asText());
        assertEquals(
                TreePaths.MANAGER, chassis.at("/Links/ManagedBy/0/@odata.id").asText());
        JsonNode host = get(TreePaths.HOST);
        assertEquals(TreePaths.CHASSIS, host.at("/Links/Chassis/0/@odata.id").asText());
        assertEquals(TreePaths.MANAGER, host.at("/Links/ManagedBy/0/@odata.id").asText());
        JsonNode manager = get(TreePaths.MANAGER);
        assertEquals(
                TreePaths.HOST,
                manager.at("/Links/ManagerForServers/0/@odata.id").asText());
        assertEquals(
                TreePaths.CHASSIS,
                manager.at("/Links/ManagerForChassis/0/@odata.id").asText());
        assertEquals(
                TreePaths.CHASSIS,
                manager.at("/Links/ManagerInChassis/@odata.id").asText());
    }

    @Test
    void the_box_shows_what_is_known_and_nothing_else() throws IOException {
        JsonNode chassis = get(TreePaths.CHASSIS);
        assertEquals("RackMount", chassis.path("ChassisType").asText());
        assertEquals("Example", chassis.path("Manufacturer").asText());
        assertFalse(chassis.has("Model"), "nobody said it");
        assertEquals("Warning", chassis.at("/Status/HealthRollup").asText(), "a bank is missing");
    }

    @Test
    void the_tag_of_the_box_is_changed_checked_and_kept() throws IOException {
        Response changed = patch(TreePaths.CHASSIS, "{\"AssetTag\":\"it's #7: mine\"}");
        assertEquals(200, changed.status(), changed.text());
        assertEquals("it's #7: mine", changed.json().path("AssetTag").asText());
        assertEquals(Map.of("node.asset.assetTag", "'it''s #7: mine'"), server.kept.get(server.kept.size() - 1));
        String tooLong = "x".repeat(Labels.LENGTH_MAX + 1);
        for (String bad : List.of(
                "{\"AssetTag\":7}",
                "{\"AssetTag\":\"a\\nb\"}",
                "{\"AssetTag\":\"" + tooLong + "\"}",
                "{\"SKU\":\"x\"}")) {
            assertEquals(400, patch(TreePaths.CHASSIS, bad).status(), bad);
        }
        assertEquals("it's #7: mine", get(TreePaths.CHASSIS).path("AssetTag").asText());
        assertEquals(
                "",
                patch(TreePaths.CHASSIS, "{\"AssetTag\":null}")
                        .json()
                        .path("AssetTag")
                        .asText("?"));
    }

    @Test
    void the_service_introduces_itself_as_people_wrote_or_by_its_name() throws IOException {
        assertEquals(
                "node-a", get(TreePaths.MANAGER).path("ServiceIdentification").asText());
        Response changed = patch(TreePaths.MANAGER, "{\"ServiceIdentification\":\"rack 7, left\"}");
        assertEquals(
                "rack 7, left", changed.json().path("ServiceIdentification").asText());
        assertEquals(
                "rack 7, left",
                get("/redfish/v1/").path("ServiceIdentification").asText());
        assertEquals(Map.of("node.serviceIdentification", "'rack 7, left'"), server.kept.get(server.kept.size() - 1));
        patch(TreePaths.MANAGER, "{\"ServiceIdentification\":\"\"}");
        assertEquals("node-a", get("/redfish/v1/").path("ServiceIdentification").asText());
        assertEquals("On", get(TreePaths.MANAGER).path("PowerState").asText());
        assertTrue(get(TreePaths.MANAGER).has("LastResetTime"));
    }

    @Test
    void a_simulated_host_says_that_it_is_one_and_claims_no_machine() throws IOException {
        JsonNode host = get(TreePaths.HOST);
        assertTrue(host.path("Description").asText().contains("simulated"));
        for (String property : List.of("Manufacturer", "Model", "SerialNumber", "SystemType", "UUID", "BiosVersion")) {
            assertFalse(host.has(property), property);
        }
    }

    @Test
    void the_interfaces_are_those_of_this_machine() throws IOException {
        String path = get(TreePaths.MANAGER).at("/EthernetInterfaces/@odata.id").asText();
        JsonNode members = get(path + "?$expand=.").path("Members");
        assertTrue(members.size() > 0, "there is a loopback interface at least");
        for (JsonNode one : members) {
            assertTrue(one.path("LinkStatus").asText().matches("LinkUp|NoLink"), one.toString());
            for (JsonNode address : one.path("IPv4Addresses")) {
                assertTrue(address.path("SubnetMask").asText().matches("[0-9.]+"), one.toString());
            }
            assertFalse(one.toString().contains("%"), "no zone belongs into an address");
        }
        String elsewhere = path.replace("/BMC/", "/none/");
        assertEquals(404, client.get(elsewhere, ADMIN).status());
    }

    @Test
    void only_a_bank_that_was_read_and_found_good_has_a_measured_digest() throws IOException {
        String path = get("/redfish/v1/").at("/ComponentIntegrity/@odata.id").asText();
        JsonNode good = get(path + "/BMC-A");
        assertEquals("OEM", good.path("ComponentIntegrityType").asText());
        String bank = good.path("TargetComponentURI").asText();
        String digest = get(bank).at("/Oem/FirmwareRecovery/PayloadDigest").asText();
        assertEquals(64, digest.length());
        JsonNode ours = good.at("/Oem/FirmwareRecovery");
        assertEquals(digest, ours.path("MeasuredDigest").asText());
        assertEquals(digest, ours.path("ExpectedDigest").asText());
        assertTrue(good.has("LastUpdated"));
        JsonNode missing = get(path + "/BMC-B");
        assertEquals("Missing", missing.at("/Oem/FirmwareRecovery/State").asText());
        assertFalse(missing.at("/Oem/FirmwareRecovery").has("MeasuredDigest"));
        assertFalse(missing.has("LastUpdated"));
        assertEquals("Critical", missing.at("/Status/Health").asText());
    }

    @Test
    void the_node_is_what_vouches_for_the_banks() throws IOException {
        JsonNode trusted =
                get(get(TreePaths.CHASSIS).at("/TrustedComponents/@odata.id").asText());
        JsonNode node = get(trusted.at("/Members/0/@odata.id").asText());
        assertEquals("Integrated", node.path("TrustedComponentType").asText());
        assertEquals(2, node.at("/Links/ComponentIntegrity").size());
        assertEquals(
                TreePaths.MANAGER,
                node.at("/Links/ComponentsProtected/0/@odata.id").asText());
    }

    @Test
    void the_update_service_names_what_can_be_a_target() throws IOException {
        String path = get("/redfish/v1/UpdateService")
                .at("/UpdateServiceCapabilities/@odata.id")
                .asText();
        JsonNode targets = get(path).path("AllowableTargets");
        assertEquals(1, targets.size());
        assertTrue(get(targets.path(0).asText()).path("Updateable").asBoolean());
    }

    @Test
    void a_reset_switches_the_host_and_an_unknown_one_nothing() throws IOException {
        JsonNode action = get(TreePaths.HOST).path("Actions").path("#ComputerSystem.Reset");
        assertEquals(RESET, action.path("target").asText());
        assertTrue(action.path("ResetType@Redfish.AllowableValues").toString().contains("ForceRestart"));
        assertEquals(204, reset("{\"ResetType\":\"ForceOff\"}").status());
        assertEquals("Off", get(TreePaths.HOST).path("PowerState").asText());
        assertEquals(
                "On",
                get(TreePaths.CHASSIS).path("PowerState").asText(),
                "a state that is only simulated switches no real box, and the node runs in it");
        assertEquals("ActionParameterMissing", reset("{}").code());
        assertEquals(
                "ActionParameterValueNotInList",
                reset("{\"ResetType\":\"Nmi\"}").code());
        assertEquals("Off", get(TreePaths.HOST).path("PowerState").asText());
        assertEquals(204, reset("{\"ResetType\":\"On\"}").status());
        assertEquals("On", get(TreePaths.HOST).path("PowerState").asText());
    }

    @Test
    void a_boot_source_for_one_time_is_used_up_by_the_next_boot() throws IOException {
        Response changed = patch(
                TreePaths.HOST,
                "{\"Boot\":{\"BootSourceOverrideEnabled\":\"Once\",\"BootSourceOverrideTarget\":\"Pxe\"}}");
        assertEquals(200, changed.status(), changed.text());
        assertEquals(
                "Once", changed.json().at("/Boot/BootSourceOverrideEnabled").asText());
        for (String bad : List.of(
                "{\"Boot\":null}",
                "{\"Boot\":{\"BootSourceOverrideEnabled\":\"Twice\"}}",
                "{\"Boot\":{\"BootSourceOverrideTarget\":null}}",
                "{\"Boot\":{\"BootSourceOverrideMode\":\"BIOS\"}}",
                "{\"Boot\":{\"Nope\":1}}")) {
            assertEquals(400, patch(TreePaths.HOST, bad).status(), bad);
        }
        assertEquals("Pxe", server.host.boot().next());
        assertEquals(204, reset("{\"ResetType\":\"ForceRestart\"}").status());
        JsonNode boot = get(TreePaths.HOST).path("Boot");
        assertEquals("Disabled", boot.path("BootSourceOverrideEnabled").asText());
        assertEquals(
                BootOverride.OWN_ORDER, boot.path("BootSourceOverrideTarget").asText());
    }
}
