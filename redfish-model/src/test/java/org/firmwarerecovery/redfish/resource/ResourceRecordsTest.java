package org.firmwarerecovery.redfish.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.firmwarerecovery.redfish.json.RedfishMapper;
import org.firmwarerecovery.redfish.message.Message;
import org.firmwarerecovery.redfish.message.RecoveryMessages;
import org.firmwarerecovery.redfish.message.RedfishError;
import org.firmwarerecovery.redfish.message.UpdateMessages;
import org.firmwarerecovery.redfish.odata.Health;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.odata.ODataType;
import org.firmwarerecovery.redfish.odata.Status;
import org.firmwarerecovery.redfish.oem.OemSamples;
import org.firmwarerecovery.redfish.privilege.PrivilegeRegistry;
import org.firmwarerecovery.redfish.testing.Filled;
import org.firmwarerecovery.redfish.testing.PayloadCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ResourceRecordsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00.5Z");
    private static final String UUID = "92384634-2938-2342-8820-489239905423";
    private static final Status STATUS = new Status("Enabled", Health.OK, Health.WARNING);

    private static Link link(String tail) {
        return Link.to("/redfish/v1" + tail);
    }

    static Stream<Arguments> samples() {
        return Stream.of(EventSamples.all(), MachineSamples.all(), TelemetrySamples.all(), plain())
                .flatMap(all -> all);
    }

    private static Stream<Arguments> plain() {
        return Stream.of(
                Arguments.of(ServiceRoot.ODATA_TYPE, "/redfish/v1", serviceRoot()),
                Arguments.of(
                        SessionService.ODATA_TYPE,
                        "/redfish/v1/SessionService",
                        new SessionService(true, 1800L, STATUS, link("/SessionService/Sessions"))),
                Arguments.of(
                        Session.ODATA_TYPE,
                        "/redfish/v1/SessionService/Sessions/1",
                        new Session("admin", "Redfish", NOW, "127.0.0.1", List.of("Administrator"))),
                Arguments.of(AccountService.ODATA_TYPE, "/redfish/v1/AccountService", accountService()),
                Arguments.of(ManagerAccount.ODATA_TYPE, "/redfish/v1/AccountService/Accounts/1", account()),
                Arguments.of(
                        Role.ODATA_TYPE,
                        "/redfish/v1/AccountService/Roles/ReadOnly",
                        new Role("ReadOnly", true, List.of("Login", "ConfigureSelf"), List.of("Other"))),
                Arguments.of(Manager.ODATA_TYPE, "/redfish/v1/Managers/BMC", manager()),
                Arguments.of(
                        ManagerNetworkProtocol.ODATA_TYPE,
                        "/redfish/v1/Managers/BMC/NetworkProtocol",
                        networkProtocol()),
                Arguments.of(UpdateService.ODATA_TYPE, "/redfish/v1/UpdateService", updateService()),
                Arguments.of(
                        SoftwareInventory.ODATA_TYPE,
                        "/redfish/v1/UpdateService/FirmwareInventory/BMC-A",
                        softwareInventory()),
                Arguments.of(
                        TaskService.ODATA_TYPE,
                        "/redfish/v1/TaskService",
                        new TaskService(true, STATUS, NOW, "Oldest", true, 60L, link("/TaskService/Tasks"))),
                Arguments.of(Task.ODATA_TYPE, "/redfish/v1/TaskService/Tasks/1", task()),
                Arguments.of(
                        MessageRegistryFile.ODATA_TYPE,
                        "/redfish/v1/Registries/FirmwareRecovery.1.0",
                        new MessageRegistryFile("FirmwareRecovery.1.0", List.of("en"), locations())),
                Arguments.of(
                        JsonSchemaFile.ODATA_TYPE,
                        "/redfish/v1/JsonSchemas/FirmwareOffer.v1_0_0",
                        new JsonSchemaFile("#FirmwareOffer.v1_0_0.FirmwareOffer", List.of("en"), locations())),
                Arguments.of(
                        "#TaskCollection.TaskCollection",
                        "/redfish/v1/TaskService/Tasks",
                        new ResourceCollection(
                                List.of(link("/TaskService/Tasks/1")),
                                "/redfish/v1/TaskService/Tasks?$skip=1",
                                "All")));
    }

    private static ManagerAccount account() {
        return ManagerAccount.builder()
                .userName("admin")
                .roleId("Administrator")
                .enabled(true)
                .locked(false)
                .accountTypes(List.of("Redfish"))
                .passwordChangeRequired(false)
                .passwordExpiration(NOW)
                .links(new ManagerAccount.Links(link("/AccountService/Roles/Administrator")))
                .build();
    }

    private static List<RegistryLocation> locations() {
        return List.of(new RegistryLocation("en", "/redfish/v1/schemas/x.json", "https://example.com/x.json"));
    }

    private static ServiceRoot serviceRoot() {
        return ServiceRoot.builder()
                .redfishVersion("1.20.0")
                .uuid(UUID)
                .product("Redfish Firmware Recovery")
                .vendor("Redfish Firmware Recovery")
                .serviceIdentification("bmc-01")
                .protocolFeaturesSupported(new ServiceRoot.ProtocolFeatures(
                        new ServiceRoot.ExpandQuery(true, true, true, true, 3L),
                        true,
                        true,
                        true,
                        true,
                        false,
                        true,
                        true,
                        true,
                        new ServiceRoot.DeepOperations(false, false)))
                .systems(link("/Systems"))
                .chassis(link("/Chassis"))
                .managers(link("/Managers"))
                .tasks(link("/TaskService"))
                .sessionService(link("/SessionService"))
                .accountService(link("/AccountService"))
                .eventService(link("/EventService"))
                .telemetryService(link("/TelemetryService"))
                .aggregationService(link("/AggregationService"))
                .registries(link("/Registries"))
                .jsonSchemas(link("/JsonSchemas"))
                .updateService(link("/UpdateService"))
                .certificateService(link("/CertificateService"))
                .componentIntegrity(link("/ComponentIntegrity"))
                .links(new ServiceRoot.Links(link("/SessionService/Sessions"), link("/Managers/BMC")))
                .build();
    }

    private static AccountService accountService() {
        return AccountService.builder()
                .serviceEnabled(true)
                .status(STATUS)
                .localAccountAuth("Enabled")
                .httpBasicAuth("Enabled")
                .authFailureLoggingThreshold(3L)
                .minPasswordLength(8L)
                .maxPasswordLength(128L)
                .accountLockoutThreshold(5L)
                .accountLockoutDuration(30L)
                .accountLockoutCounterResetAfter(30L)
                .accountLockoutCounterResetEnabled(true)
                .supportedAccountTypes(List.of("Redfish"))
                .accounts(link("/AccountService/Accounts"))
                .roles(link("/AccountService/Roles"))
                .privilegeMap(link("/AccountService/PrivilegeMap"))
                .build();
    }

    private static Manager manager() {
        return Manager.builder()
                .managerType("BMC")
                .uuid(UUID)
                .serviceEntryPointUUID(UUID)
                .manufacturer("Example")
                .model("Model")
                .serialNumber("1")
                .partNumber("2")
                .firmwareVersion("2.4.1")
                .version("A0")
                .dateTime(NOW)
                .dateTimeLocalOffset("+00:00")
                .dateTimeSource("NTP")
                .lastResetTime(NOW)
                .powerState("On")
                .serviceIdentification("bmc-01")
                .status(STATUS)
                .networkProtocol(link("/Managers/BMC/NetworkProtocol"))
                .ethernetInterfaces(link("/Managers/BMC/EthernetInterfaces"))
                .logServices(link("/Managers/BMC/LogServices"))
                .links(Manager.Links.builder()
                        .managerForServers(List.of(link("/Systems/Host")))
                        .managerForChassis(List.of(link("/Chassis/Chassis")))
                        .managerInChassis(link("/Chassis/Chassis"))
                        .activeSoftwareImage(link("/UpdateService/FirmwareInventory/BMC"))
                        .softwareImages(List.of(link("/UpdateService/FirmwareInventory/BMC-A")))
                        .build())
                .oem(OemSamples.manager())
                .build();
    }

    private static ManagerNetworkProtocol networkProtocol() {
        return ManagerNetworkProtocol.builder()
                .hostName("bmc-01")
                .fqdn("bmc-01.example")
                .http(new ManagerNetworkProtocol.Protocol(false, 80L))
                .https(new ManagerNetworkProtocol.HttpsProtocol(
                        true, 8443L, link("/Managers/BMC/NetworkProtocol/HTTPS/Certificates")))
                .ssdp(new ManagerNetworkProtocol.SsdpProtocol(true, 1900L, 600L, 2L, "Link"))
                .ntp(new ManagerNetworkProtocol.NtpProtocol(false, 123L, List.of("192.0.2.1")))
                .status(STATUS)
                .build();
    }

    private static UpdateService updateService() {
        return UpdateService.builder()
                .serviceEnabled(true)
                .status(STATUS)
                .firmwareInventory(link("/UpdateService/FirmwareInventory"))
                .softwareInventory(link("/UpdateService/SoftwareInventory"))
                .localImageStore(link("/UpdateService/LocalImageStore"))
                .localImageStoreAvailableCapacityBytes(5L)
                .localImageStoreTotalCapacityBytes(5_000_000_000L)
                .multipartHttpPushUri("/redfish/v1/UpdateService/upload")
                .httpPushUri("/redfish/v1/UpdateService/push")
                .maxImageSizeBytes(1L << 30)
                .supportedUpdateImageFormats(List.of("VendorDefined"))
                .verifyRemoteServerCertificate(true)
                .remoteServerCertificates(link("/UpdateService/RemoteServerCertificates"))
                .clientCertificates(link("/UpdateService/ClientCertificates"))
                .updateServiceCapabilities(link("/UpdateService/UpdateServiceCapabilities"))
                .oem(OemSamples.updateService())
                .build();
    }

    private static SoftwareInventory softwareInventory() {
        return SoftwareInventory.builder()
                .status(STATUS)
                .version("2.4.1")
                .versionScheme("OEM")
                .softwareId("EXAMPLE-BMC-1")
                .updateable(false)
                .active(true)
                .staged(false)
                .manufacturer("Example")
                .releaseDate(NOW)
                .releaseType("Production")
                .lowestSupportedVersion("1.0.0")
                .writeProtected(false)
                .resetRequiredOnUpdate(true)
                .relatedItem(List.of(link("/Managers/BMC")))
                .imageDataURI("/redfish/v1/UpdateService/LocalImageStore/0123456789abcdef/image")
                .sizeBytes(64L << 20)
                .oem(OemSamples.softwareInventory())
                .build();
    }

    private static Task task() {
        Message message = UpdateMessages.transferringToComponent("image", "BMC");
        return Task.builder()
                .taskState("Completed")
                .taskStatus(Health.OK)
                .percentComplete(100L)
                .startTime(NOW)
                .endTime(NOW)
                .estimatedDuration(Duration.ofSeconds(90))
                .taskMonitor("/redfish/v1/TaskService/Tasks/1/Monitor")
                .hidePayload(false)
                .payload(new Task.Payload("/redfish/v1/x", "POST", List.of("Content-Type: application/json"), "{}"))
                .messages(List.of(message.about("#/ImageURI"), RecoveryMessages.donorBusy(3)))
                .links(new Task.Links(List.of(link("/UpdateService/LocalImageStore/1"))))
                .oem(OemSamples.task())
                .build();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void every_member_has_the_name_and_type_of_the_official_schema(String type, String path, Object record)
            throws ReflectiveOperationException {
        ObjectNode payload = PayloadCheck.payload(type, path, record);

        assertEquals(List.of(), Filled.holes(record), "the sample must prove every member");
        assertEquals(List.of(), new PayloadCheck().problems(payload), payload.toPrettyString());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void a_record_that_was_written_is_read_back(String type, String path, Object record) throws Exception {
        String text = RedfishMapper.text(record);

        assertEquals(RedfishMapper.text(RedfishMapper.strict().readValue(text, record.getClass())), text);
        // The one property that has to be there without a value.
        String shown = record instanceof ManagerAccount ? text.replace(",\"Password\":null", "") : text;
        assertFalse(shown.contains("null"), text);
    }

    @Test
    void the_check_itself_finds_a_wrong_type_and_an_unknown_member() {
        ObjectNode payload = PayloadCheck.payload(Task.ODATA_TYPE, "/redfish/v1/TaskService/Tasks/1", task());
        payload.put("PercentComplete", "100").put("Progress", 1);

        assertEquals(2, new PayloadCheck().problems(payload).size());
    }

    @Test
    void absent_members_are_left_out() {
        assertEquals(
                "{\"TaskState\":\"New\",\"Messages\":[]}",
                RedfishMapper.text(
                        Task.builder().taskState("New").messages(List.of()).build()));
    }

    @Test
    void an_error_body_follows_its_schema() {
        JsonNode error = RedfishMapper.tree(RedfishError.of(List.of(RecoveryMessages.donorBusy(30))));

        assertEquals(
                List.of(),
                new PayloadCheck().problems("http://redfish.dmtf.org/schemas/v1/redfish-error.v1_0_2.json", error));
    }

    @Test
    void the_published_privilege_map_follows_its_schema() {
        ObjectNode map = PrivilegeRegistry.standard().document();
        map.put("@odata.id", "/redfish/v1/AccountService/PrivilegeMap");

        assertEquals(List.of(), new PayloadCheck().problems(map));
    }

    @Test
    void a_type_names_its_entity_and_its_schema_file() {
        ODataType task = new ODataType(Task.ODATA_TYPE);
        assertEquals("Task", task.entity());
        assertEquals("Task.v1_7_4.json", task.schemaFile());
        ODataType tasks = new ODataType("#TaskCollection.TaskCollection");
        assertEquals("TaskCollection.json", tasks.schemaFile());
        assertEquals(List.of(false, true), List.of(task.isCollection(), tasks.isCollection()));
    }
}
