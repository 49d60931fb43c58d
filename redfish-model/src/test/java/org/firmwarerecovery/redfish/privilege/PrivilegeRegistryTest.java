package org.firmwarerecovery.redfish.privilege;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.redfish.json.RedfishMapper;
import org.firmwarerecovery.redfish.json.SchemaFiles;
import org.firmwarerecovery.redfish.testing.Csdl;
import org.firmwarerecovery.redfish.testing.DmtfFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

class PrivilegeRegistryTest {
    private static final String SERVICE = "/redfish/v1/UpdateService/Oem/FirmwareRecovery";
    private static final List<Privilege> PEER = List.of(Privilege.FIRMWARE_RECOVERY_PEER);

    private final PrivilegeRegistry registry = PrivilegeRegistry.standard();

    private boolean may(List<Privilege> held, String method, String entity, String path) {
        return registry.requirement(method, entity, path)
                .map(requirement -> requirement.satisfiedBy(held, false))
                .orElse(false);
    }

    @Test
    void the_facts_of_the_map_are_those_of_the_official_registry() {
        JsonNode official = DmtfFiles.json("privilege-registry", "Redfish_1.8.0_PrivilegeRegistry.json");
        for (JsonNode ours : SchemaFiles.privilegeMap().path("Mappings")) {
            JsonNode theirs = null;
            for (JsonNode mapping : official.path("Mappings")) {
                if (mapping.path("Entity").equals(ours.path("Entity"))) {
                    theirs = mapping;
                }
            }
            assertEquals(theirs, ours, ours.path("Entity").asText());
        }
    }

    @Test
    void the_predefined_roles_have_exactly_their_privileges() {
        assertEquals(
                List.of("Login", "ConfigureManager", "ConfigureUsers", "ConfigureComponents", "ConfigureSelf"),
                Role.ADMINISTRATOR.privileges().stream().map(Privilege::word).toList());
        assertEquals(
                List.of("Login", "ConfigureComponents", "ConfigureSelf"),
                Role.OPERATOR.privileges().stream().map(Privilege::word).toList());
        assertEquals(
                List.of("Login", "ConfigureSelf"),
                Role.READ_ONLY.privileges().stream().map(Privilege::word).toList());
        assertEquals(Optional.of(Role.READ_ONLY), Role.of("ReadOnly"));
        assertEquals(Optional.empty(), Role.of("readonly"));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, UpdateService, /redfish/v1/UpdateService",
        "HEAD, SoftwareInventory, /redfish/v1/UpdateService/FirmwareInventory/BMC",
        "GET, SoftwareInventoryCollection, /redfish/v1/UpdateService/LocalImageStore",
        "GET, FirmwareRecoveryService, " + SERVICE,
        "POST, FirmwareRecoveryService, " + SERVICE + "/Actions/FirmwareRecoveryService.RequestImage",
        "GET, FirmwareOffer, " + SERVICE + "/Offers/7",
        "DELETE, FirmwareOffer, " + SERVICE + "/Offers/7",
        "POST, FirmwareOffer, " + SERVICE + "/Offers/7/Actions/FirmwareOffer.Accept",
        "POST, FirmwareOffer, " + SERVICE + "/Offers/7/Actions/FirmwareOffer.Complete/"
    })
    void a_peer_may_do_what_the_negotiation_needs(String method, String entity, String path) {
        assertTrue(may(PEER, method, entity, path));
    }

    @ParameterizedTest
    @CsvSource({
        "POST, UpdateService, /redfish/v1/UpdateService/Actions/UpdateService.SimpleUpdate",
        "PATCH, FirmwareRecoveryService, " + SERVICE,
        "POST, FirmwareRecoveryService, " + SERVICE + "/Actions/FirmwareRecoveryService.StartRecovery",
        "POST, FirmwareRecoveryService, " + SERVICE + "/Actions/FirmwareRecoveryService.Drill",
        "POST, FirmwareRecoveryService, " + SERVICE + "/Actions/FirmwareRecoveryService.AdoptImage",
        "POST, FirmwareRecoveryService, " + SERVICE + "/Actions/FirmwareRecoveryService.VerifyImages",
        "GET, FirmwareOfferCollection, " + SERVICE + "/Offers",
        "GET, FirmwarePeer, " + SERVICE + "/Peers/x",
        "GET, FirmwareRecoveryRecord, " + SERVICE + "/Recoveries/1",
        "GET, Manager, /redfish/v1/Managers/BMC",
        "GET, TaskCollection, /redfish/v1/TaskService/Tasks",
        "GET, NoSuchEntity, /redfish/v1/Nothing"
    })
    void a_peer_may_do_nothing_else(String method, String entity, String path) {
        assertFalse(may(PEER, method, entity, path));
    }

    @Test
    void no_account_not_even_an_administrator_plays_a_peer() {
        List<Privilege> administrator = Role.ADMINISTRATOR.privileges();
        assertFalse(may(
                administrator,
                "POST",
                "FirmwareRecoveryService",
                SERVICE + "/Actions/FirmwareRecoveryService.RequestImage"));
        assertFalse(may(administrator, "POST", "FirmwareOffer", SERVICE + "/Offers/7/Actions/FirmwareOffer.Accept"));
        assertTrue(may(administrator, "GET", "FirmwareOffer", SERVICE + "/Offers/7"));
    }

    @Test
    void components_are_configured_by_operators_and_not_by_readers() {
        String start = SERVICE + "/Actions/FirmwareRecoveryService.StartRecovery";
        assertTrue(may(Role.OPERATOR.privileges(), "POST", "FirmwareRecoveryService", start));
        assertFalse(may(Role.READ_ONLY.privileges(), "POST", "FirmwareRecoveryService", start));
    }

    @Test
    void configure_self_counts_for_own_resources_only() {
        Requirement requirement = registry.requirement("DELETE", "Session", "/redfish/v1/SessionService/Sessions/1")
                .orElseThrow();

        assertTrue(requirement.satisfiedBy(Role.READ_ONLY.privileges(), true));
        assertFalse(requirement.satisfiedBy(Role.READ_ONLY.privileges(), false));
        assertTrue(requirement.satisfiedBy(Role.ADMINISTRATOR.privileges(), false));
    }

    @Test
    void a_password_is_changed_by_its_owner() {
        Requirement requirement = registry.propertyRequirement("PATCH", "ManagerAccount", "Password")
                .orElseThrow();

        assertTrue(requirement.satisfiedBy(Role.READ_ONLY.privileges(), true));
        assertEquals(Optional.empty(), registry.propertyRequirement("PATCH", "ManagerAccount", "RoleId"));
    }

    @Test
    void the_place_in_the_tree_overrides_the_entity() {
        String path = "/redfish/v1/Managers/BMC/EthernetInterfaces/eth0";
        List<Privilege> operator = Role.OPERATOR.privileges();

        assertFalse(registry.requirement(
                        "PATCH", "EthernetInterface", path, List.of("Manager", "EthernetInterfaceCollection"))
                .orElseThrow()
                .satisfiedBy(operator, false));
        assertTrue(registry.requirement("PATCH", "EthernetInterface", path)
                .orElseThrow()
                .satisfiedBy(operator, false));
        assertTrue(registry.requirement(
                        "GET", "EthernetInterface", path, List.of("Manager", "EthernetInterfaceCollection"))
                .orElseThrow()
                .satisfiedBy(operator, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/redfish",
                "/redfish/",
                "/redfish/v1",
                "/redfish/v1/",
                "/redfish/v1/odata",
                "/redfish/v1/$metadata"
            })
    void five_documents_are_open(String path) {
        assertTrue(PrivilegeRegistry.isOpen("GET", path));
        assertTrue(PrivilegeRegistry.isOpen("HEAD", path));
        assertFalse(PrivilegeRegistry.isOpen("POST", path));
    }

    @Test
    void login_is_the_only_open_write() {
        assertTrue(PrivilegeRegistry.isOpen("POST", "/redfish/v1/SessionService/Sessions"));
        assertTrue(PrivilegeRegistry.isOpen("POST", "/redfish/v1/SessionService/Sessions/Members"));
        assertFalse(PrivilegeRegistry.isOpen("GET", "/redfish/v1/SessionService/Sessions"));
        assertFalse(PrivilegeRegistry.isOpen("DELETE", "/redfish/v1/SessionService/Sessions"));
        assertFalse(PrivilegeRegistry.isOpen("GET", "/redfish/v1/JsonSchemas"));
    }

    @Test
    void only_the_service_root_is_open_by_mapping() {
        for (JsonNode mapping : registry.document().path("Mappings")) {
            String entity = mapping.path("Entity").asText();
            for (String method : List.of("GET", "HEAD", "POST", "PATCH", "PUT", "DELETE")) {
                boolean open = registry.requirement(method, entity, "/x")
                        .map(Requirement::open)
                        .orElse(false);
                assertEquals(entity.equals("ServiceRoot") && (method.equals("GET") || method.equals("HEAD")), open);
            }
        }
    }

    @Test
    void the_published_document_names_the_oem_privilege() {
        assertEquals(
                "[\"FirmwareRecoveryPeer\"]",
                registry.document().path("OEMPrivilegesUsed").toString());
    }

    @Test
    void an_unknown_privilege_is_refused_at_start() throws Exception {
        JsonNode document = RedfishMapper.lenient()
                .readTree(
                        "{\"Mappings\":[{\"Entity\":\"X\",\"OperationMap\":{\"GET\":[{\"Privilege\":[\"Typo\"]}]}}]}");
        assertThrows(IllegalArgumentException.class, () -> PrivilegeRegistry.parse(document));
    }

    @Test
    void every_oem_action_is_mapped_by_its_own_uri() {
        String overlay = SchemaFiles.privilegeOverlay().toString();
        for (String type : List.of("FirmwareRecoveryService", "FirmwareOffer")) {
            for (Element action : Csdl.of(type).elements("Action")) {
                String target = "/Actions/" + type + "." + action.getAttribute("Name") + "\"";
                assertTrue(overlay.contains(target), target);
            }
        }
        for (String type : SchemaFiles.OEM_TYPES) {
            assertEquals(!type.equals("FirmwareRecovery"), registry.hasEntity(type), type);
        }
    }
}
