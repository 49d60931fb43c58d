package org.firmwarerecovery.redfish.resource;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.firmwarerecovery.redfish.odata.Health;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.odata.Status;
import org.firmwarerecovery.redfish.oem.OemSamples;
import org.junit.jupiter.params.provider.Arguments;

/** Records of the machine around a node with every member set. */
final class MachineSamples {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00.5Z");
    private static final String UUID = "92384634-2938-2342-8820-489239905423";
    private static final Status STATUS = new Status("Enabled", Health.OK, Health.WARNING);

    private MachineSamples() {}

    private static Link link(String tail) {
        return Link.to("/redfish/v1" + tail);
    }

    /** Type, path and record of each. */
    static Stream<Arguments> all() {
        return Stream.of(
                Arguments.of(Chassis.ODATA_TYPE, "/redfish/v1/Chassis/Chassis", chassis()),
                Arguments.of(ComputerSystem.ODATA_TYPE, "/redfish/v1/Systems/Host", system()),
                Arguments.of(
                        EthernetInterface.ODATA_TYPE, "/redfish/v1/Managers/BMC/EthernetInterfaces/eth0", ethernet()),
                Arguments.of(ComponentIntegrity.ODATA_TYPE, "/redfish/v1/ComponentIntegrity/BMC-A", integrity()),
                Arguments.of(
                        TrustedComponent.ODATA_TYPE, "/redfish/v1/Chassis/Chassis/TrustedComponents/Node", trusted()),
                Arguments.of(
                        UpdateServiceCapabilities.ODATA_TYPE,
                        "/redfish/v1/UpdateService/UpdateServiceCapabilities",
                        new UpdateServiceCapabilities(List.of("/redfish/v1/UpdateService/FirmwareInventory/BMC"))));
    }

    private static Chassis chassis() {
        return Chassis.builder()
                .chassisType("RackMount")
                .manufacturer("Example")
                .model("Model")
                .serialNumber("1")
                .partNumber("2")
                .assetTag("tag")
                .uuid(UUID)
                .powerState("On")
                .status(STATUS)
                .trustedComponents(link("/Chassis/Chassis/TrustedComponents"))
                .links(new Chassis.Links(
                        List.of(link("/Systems/Host")), List.of(link("/Managers/BMC")), List.of(link("/Managers/BMC"))))
                .build();
    }

    private static ComputerSystem system() {
        return ComputerSystem.builder()
                .systemType("Physical")
                .uuid(UUID)
                .manufacturer("Example")
                .model("Model")
                .serialNumber("1")
                .partNumber("2")
                .assetTag("tag")
                .hostName("host-01")
                .biosVersion("1.2.3")
                .powerState("On")
                .boot(new ComputerSystem.Boot(
                        "Once",
                        List.of("Disabled", "Once"),
                        "Pxe",
                        List.of("None", "Pxe"),
                        "UEFI",
                        List.of("UEFI", "Legacy")))
                .status(STATUS)
                .links(new ComputerSystem.Links(List.of(link("/Chassis/Chassis")), List.of(link("/Managers/BMC"))))
                .build();
    }

    private static EthernetInterface ethernet() {
        return EthernetInterface.builder()
                .interfaceEnabled(true)
                .linkStatus("LinkUp")
                .macAddress("02:00:5e:10:00:01")
                .speedMbps(1_000L)
                .fullDuplex(true)
                .mtuSize(1_500L)
                .hostName("bmc-01")
                .fqdn("bmc-01.example")
                .ipv4Addresses(
                        List.of(new EthernetInterface.Ipv4Address("192.0.2.11", "255.255.255.0", "DHCP", "192.0.2.1")))
                .dhcpv4(new EthernetInterface.Dhcpv4(true))
                .ipv4StaticAddresses(
                        List.of(new EthernetInterface.Ipv4StaticAddress("192.0.2.12", "255.255.255.0", "192.0.2.1")))
                .staticNameServers(List.of("192.0.2.53"))
                .ipv6Addresses(List.of(new EthernetInterface.Ipv6Address("fe80::1", 64L, "LinkLocal", "Preferred")))
                .ipv6DefaultGateway("fe80::2")
                .nameServers(List.of("192.0.2.1"))
                .status(STATUS)
                .build();
    }

    private static ComponentIntegrity integrity() {
        return ComponentIntegrity.builder()
                .componentIntegrityType("OEM")
                .componentIntegrityTypeVersion("1.0.0")
                .targetComponentURI("/redfish/v1/UpdateService/FirmwareInventory/BMC-A")
                .lastUpdated(NOW)
                .status(STATUS)
                .links(new ComponentIntegrity.Links(List.of(link("/Managers/BMC"))))
                .oem(OemSamples.componentIntegrity())
                .build();
    }

    private static TrustedComponent trusted() {
        return TrustedComponent.builder()
                .trustedComponentType("Integrated")
                .uuid(UUID)
                .firmwareVersion("1.2.3")
                .status(STATUS)
                .links(new TrustedComponent.Links(
                        List.of(link("/ComponentIntegrity/BMC-A")),
                        List.of(link("/Managers/BMC")),
                        link("/Managers/BMC")))
                .build();
    }
}
