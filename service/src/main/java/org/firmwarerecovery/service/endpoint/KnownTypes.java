package org.firmwarerecovery.service.endpoint;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.firmwarerecovery.redfish.json.SchemaFiles;
import org.firmwarerecovery.redfish.privilege.PrivilegeRegistry;
import org.firmwarerecovery.redfish.resource.AccountService;
import org.firmwarerecovery.redfish.resource.ActionInfo;
import org.firmwarerecovery.redfish.resource.AggregationService;
import org.firmwarerecovery.redfish.resource.AggregationSource;
import org.firmwarerecovery.redfish.resource.Certificate;
import org.firmwarerecovery.redfish.resource.CertificateLocations;
import org.firmwarerecovery.redfish.resource.CertificateService;
import org.firmwarerecovery.redfish.resource.Chassis;
import org.firmwarerecovery.redfish.resource.ComponentIntegrity;
import org.firmwarerecovery.redfish.resource.ComputerSystem;
import org.firmwarerecovery.redfish.resource.EthernetInterface;
import org.firmwarerecovery.redfish.resource.EventDestination;
import org.firmwarerecovery.redfish.resource.EventService;
import org.firmwarerecovery.redfish.resource.LogEntry;
import org.firmwarerecovery.redfish.resource.LogService;
import org.firmwarerecovery.redfish.resource.Manager;
import org.firmwarerecovery.redfish.resource.ManagerAccount;
import org.firmwarerecovery.redfish.resource.ManagerNetworkProtocol;
import org.firmwarerecovery.redfish.resource.MetricDefinition;
import org.firmwarerecovery.redfish.resource.MetricReport;
import org.firmwarerecovery.redfish.resource.MetricReportDefinition;
import org.firmwarerecovery.redfish.resource.Role;
import org.firmwarerecovery.redfish.resource.ServiceRoot;
import org.firmwarerecovery.redfish.resource.Session;
import org.firmwarerecovery.redfish.resource.SessionService;
import org.firmwarerecovery.redfish.resource.SoftwareInventory;
import org.firmwarerecovery.redfish.resource.Task;
import org.firmwarerecovery.redfish.resource.TaskService;
import org.firmwarerecovery.redfish.resource.TelemetryService;
import org.firmwarerecovery.redfish.resource.TrustedComponent;
import org.firmwarerecovery.redfish.resource.UpdateService;
import org.firmwarerecovery.redfish.resource.UpdateServiceCapabilities;

/** The types this product has schemas and records for; a declaration of any other type stops the start. */
public final class KnownTypes implements Predicate<String> {
    private static final List<String> COLLECTIONS = List.of(
            "SessionCollection",
            "ManagerAccountCollection",
            "RoleCollection",
            "ManagerCollection",
            "CertificateCollection",
            "ChassisCollection",
            "ComputerSystemCollection",
            "EthernetInterfaceCollection",
            "ComponentIntegrityCollection",
            "TrustedComponentCollection",
            "TaskCollection",
            "LogServiceCollection",
            "LogEntryCollection",
            "EventDestinationCollection",
            "AggregationSourceCollection",
            "MetricDefinitionCollection",
            "MetricReportCollection",
            "MetricReportDefinitionCollection",
            "SoftwareInventoryCollection",
            "MessageRegistryFileCollection",
            "JsonSchemaFileCollection");

    private final Set<String> types = new TreeSet<>();

    /** The standard types by their records, our own by their schema files. */
    public KnownTypes() {
        List.of(
                        ServiceRoot.ODATA_TYPE,
                        SessionService.ODATA_TYPE,
                        Session.ODATA_TYPE,
                        AccountService.ODATA_TYPE,
                        ManagerAccount.ODATA_TYPE,
                        Role.ODATA_TYPE,
                        Manager.ODATA_TYPE,
                        ManagerNetworkProtocol.ODATA_TYPE,
                        CertificateService.ODATA_TYPE,
                        CertificateLocations.ODATA_TYPE,
                        Certificate.ODATA_TYPE,
                        ActionInfo.ODATA_TYPE,
                        Chassis.ODATA_TYPE,
                        ComputerSystem.ODATA_TYPE,
                        EthernetInterface.ODATA_TYPE,
                        ComponentIntegrity.ODATA_TYPE,
                        TrustedComponent.ODATA_TYPE,
                        UpdateServiceCapabilities.ODATA_TYPE,
                        TaskService.ODATA_TYPE,
                        Task.ODATA_TYPE,
                        UpdateService.ODATA_TYPE,
                        LogService.ODATA_TYPE,
                        LogEntry.ODATA_TYPE,
                        EventService.ODATA_TYPE,
                        EventDestination.ODATA_TYPE,
                        AggregationService.ODATA_TYPE,
                        AggregationSource.ODATA_TYPE,
                        TelemetryService.ODATA_TYPE,
                        MetricDefinition.ODATA_TYPE,
                        MetricReportDefinition.ODATA_TYPE,
                        MetricReport.ODATA_TYPE,
                        SoftwareInventory.ODATA_TYPE,
                        PrivilegeRegistry.standard()
                                .document()
                                .path("@odata.type")
                                .asText())
                .forEach(type -> types.add(type.substring(1)));
        types.add(RegistryEndpoint.REGISTRY_FILE);
        types.add(RegistryEndpoint.SCHEMA_FILE);
        for (String collection : COLLECTIONS) {
            types.add(collection + "." + collection);
        }
        for (String type : SchemaFiles.OEM_TYPES) {
            types.add(
                    type.endsWith("Collection")
                            ? type + "." + type
                            : type + "." + SchemaFiles.OEM_VERSION + "." + type);
        }
    }

    @Override
    public boolean test(String type) {
        return types.contains(type);
    }
}
