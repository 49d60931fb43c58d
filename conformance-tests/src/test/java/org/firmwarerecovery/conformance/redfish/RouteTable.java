package org.firmwarerecovery.conformance.redfish;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who may do what, as DESIGN.md section 4 and the privilege registry of DSP0266 say; written by hand and not read from the
 * service, so that the two have to agree. A route or a method without a line here is an offence in itself.
 *
 * <p>A word is a privilege, or: {@code Anybody}; {@code Peer} = any node of the fleet; {@code Owner} = the peer an offer was
 * made to, others are told that there is none; {@code Lease} = a peer with a live lease on just this image, or its ticket;
 * {@code Self} = whose account or session it is.
 */
final class RouteTable {
    private static final String TABLE = """
            /redfish                                    GET Anybody
            /redfish/v1                                 GET Anybody
            /redfish/v1/odata                           GET Anybody
            /redfish/v1/$metadata                       GET Anybody
            /redfish/v1/openapi.yaml                    GET Login
            /redfish/v1/schemas/{}                      GET Login
            /redfish/v1/schemas/profiles/{}             GET Login
            /redfish/v1/JsonSchemas                     GET Login
            /redfish/v1/JsonSchemas/{}                  GET Login
            /redfish/v1/Registries                      GET Login
            /redfish/v1/Registries/{}                   GET Login
            /redfish/v1/SessionService                  GET Login         PATCH ConfigureManager
            /redfish/v1/SessionService/Sessions         GET Login         POST Anybody
            /redfish/v1/SessionService/Sessions/Members POST Anybody
            /redfish/v1/SessionService/Sessions/{}      GET ConfigureManager,Self   DELETE ConfigureManager,Self
            /redfish/v1/AccountService                  GET Login         PATCH ConfigureUsers
            /redfish/v1/AccountService/Accounts         GET Login         POST ConfigureUsers
            /redfish/v1/AccountService/Accounts/Members POST ConfigureUsers
            /redfish/v1/AccountService/Accounts/{}      GET ConfigureManager,ConfigureUsers,Self   HEAD Login \
            PATCH ConfigureUsers,Self   DELETE ConfigureUsers
            /redfish/v1/AccountService/Roles            GET Login
            /redfish/v1/AccountService/Roles/{}         GET Login
            /redfish/v1/AccountService/PrivilegeMap     GET Login
            /redfish/v1/Managers                        GET Login
            /redfish/v1/Managers/{}                     GET Login         PATCH ConfigureManager
            /redfish/v1/Managers/{}/Actions/Manager.Reset               POST ConfigureManager
            /redfish/v1/Managers/{}/NetworkProtocol     GET Login         PATCH ConfigureManager
            /redfish/v1/Managers/{}/NetworkProtocol/HTTPS/Certificates       GET ConfigureManager
            /redfish/v1/Managers/{}/NetworkProtocol/HTTPS/Certificates/{}    GET ConfigureManager
            /redfish/v1/CertificateService          GET Login
            /redfish/v1/CertificateService/GenerateCSRActionInfo     GET Login
            /redfish/v1/CertificateService/CertificateLocations      GET ConfigureManager
            /redfish/v1/CertificateService/Actions/CertificateService.GenerateCSR            POST ConfigureManager
            /redfish/v1/CertificateService/Actions/CertificateService.ReplaceCertificate     POST ConfigureManager
            /redfish/v1/Chassis                         GET Login
            /redfish/v1/Chassis/{}                      GET Login         PATCH ConfigureComponents
            /redfish/v1/Chassis/{}/TrustedComponents    GET Login
            /redfish/v1/Chassis/{}/TrustedComponents/{} GET Login
            /redfish/v1/Managers/{}/EthernetInterfaces  GET Login
            /redfish/v1/Managers/{}/EthernetInterfaces/{}    GET Login         PATCH ConfigureManager
            /redfish/v1/ComponentIntegrity              GET Login
            /redfish/v1/ComponentIntegrity/{}           GET Login
            /redfish/v1/UpdateService/UpdateServiceCapabilities     GET Login
            /redfish/v1/Systems                         GET Login
            /redfish/v1/Systems/{}                      GET Login         PATCH ConfigureComponents
            /redfish/v1/Systems/{}/Actions/ComputerSystem.Reset     POST ConfigureComponents
            /redfish/v1/Managers/{}/LogServices                             GET Login
            /redfish/v1/Managers/{}/LogServices/{}                          GET Login
            /redfish/v1/Managers/{}/LogServices/{}/Actions/LogService.ClearLog      POST ConfigureManager
            /redfish/v1/Managers/{}/LogServices/{}/Entries                  GET Login
            /redfish/v1/Managers/{}/LogServices/{}/Entries/{}               GET Login
            /redfish/v1/EventService                    GET Login         PATCH ConfigureManager
            /redfish/v1/EventService/SSE                GET Login
            /redfish/v1/EventService/Actions/EventService.SubmitTestEvent           POST ConfigureManager
            /redfish/v1/EventService/Actions/EventService.TestEventSubscription     POST ConfigureManager
            /redfish/v1/EventService/Subscriptions      GET Login         POST ConfigureManager,ConfigureComponents
            /redfish/v1/EventService/Subscriptions/Members      POST ConfigureManager,ConfigureComponents
            /redfish/v1/EventService/Subscriptions/{}   GET Login         PATCH ConfigureManager,Self   DELETE ConfigureManager,Self
            /redfish/v1/EventService/Subscriptions/{}/Actions/EventDestination.SuspendSubscription  POST ConfigureManager,Self
            /redfish/v1/EventService/Subscriptions/{}/Actions/EventDestination.ResumeSubscription  POST ConfigureManager,Self
            /redfish/v1/TelemetryService                                GET Login
            /redfish/v1/TelemetryService/MetricDefinitions              GET Login
            /redfish/v1/TelemetryService/MetricDefinitions/{}           GET Login
            /redfish/v1/TelemetryService/MetricReportDefinitions        GET Login
            /redfish/v1/TelemetryService/MetricReportDefinitions/{}     GET Login
            /redfish/v1/TelemetryService/MetricReports                  GET Login
            /redfish/v1/TelemetryService/MetricReports/{}               GET Login
            /redfish/v1/TaskService                     GET Login         PATCH ConfigureManager
            /redfish/v1/TaskService/Actions/TaskService.DeleteAllCompletedTasks         POST ConfigureManager
            /redfish/v1/TaskService/Tasks               GET Login
            /redfish/v1/TaskService/Tasks/{}            GET Login         DELETE ConfigureManager
            /redfish/v1/TaskService/Tasks/{}/Monitor    GET Login         DELETE ConfigureManager
            /redfish/v1/UpdateService                   GET Login,Peer    PATCH ConfigureComponents
            /redfish/v1/UpdateService/Actions/UpdateService.SimpleUpdate    POST ConfigureComponents
            /redfish/v1/UpdateService/Actions/UpdateService.StartUpdate     POST ConfigureComponents
            /redfish/v1/UpdateService/SimpleUpdateActionInfo                GET Login
            /redfish/v1/UpdateService/upload            POST ConfigureComponents
            /redfish/v1/UpdateService/FirmwareInventory                                 GET Login,Peer
            /redfish/v1/UpdateService/FirmwareInventory/{}                              GET Login,Peer
            /redfish/v1/UpdateService/FirmwareInventory/{}/image                        GET Login,Lease
            /redfish/v1/UpdateService/FirmwareInventory/{}/image.manifest.json          GET Login,Lease
            /redfish/v1/UpdateService/FirmwareInventory/{}/image.manifest.json.p7s      GET Login,Lease
            /redfish/v1/UpdateService/FirmwareInventory/{}/image.p7s                    GET Login,Lease
            /redfish/v1/UpdateService/LocalImageStore                                   GET Login,Peer
            /redfish/v1/UpdateService/LocalImageStore/{}                GET Login,Peer  DELETE ConfigureComponents
            /redfish/v1/UpdateService/LocalImageStore/{}/image                          GET Login,Lease
            /redfish/v1/UpdateService/LocalImageStore/{}/image.manifest.json            GET Login,Lease
            /redfish/v1/UpdateService/LocalImageStore/{}/image.manifest.json.p7s        GET Login,Lease
            /redfish/v1/UpdateService/LocalImageStore/{}/image.p7s                      GET Login,Lease
            $                                           GET Login,Peer    PATCH ConfigureComponents
            $/Actions/FirmwareRecoveryService.RequestImage      POST Peer
            $/Actions/FirmwareRecoveryService.StartRecovery     POST ConfigureComponents
            $/Actions/FirmwareRecoveryService.VerifyImages      POST ConfigureComponents
            $/Actions/FirmwareRecoveryService.AdoptImage        POST ConfigureComponents
            $/Peers                                     GET Login
            $/Peers/{}                                  GET Login
            $/Offers                                    GET Login
            $/Offers/{}                                 GET Login,Owner   DELETE ConfigureComponents,Owner
            $/Offers/{}/Actions/FirmwareOffer.Accept    POST Owner
            $/Offers/{}/Actions/FirmwareOffer.Complete  POST Owner
            $/Recoveries                                GET Login
            $/Recoveries/{}                             GET Login         DELETE ConfigureComponents
            """;

    private static final String RECOVERY_SERVICE = "/redfish/v1/UpdateService/Oem/FirmwareRecovery";

    private final Map<String, Row> rows = new LinkedHashMap<>();

    /**
     * One line.
     *
     * @param template path with {@code {}} for an id
     * @param methods what there is, with the words of those who may; HEAD goes with GET where it has no words of its own
     */
    record Row(String template, Map<String, List<String>> methods) {
        /** Words of those who may; empty when there is no such method. */
        Optional<List<String>> who(String method) {
            boolean likeGet = method.equals("HEAD") && !methods.containsKey(method);
            return Optional.ofNullable(methods.get(likeGet ? "GET" : method));
        }

        boolean open() {
            return methods.getOrDefault("GET", List.of()).contains("Anybody");
        }

        private boolean matches(List<String> segments) {
            List<String> own = List.of(template.split("/", -1));
            if (own.size() != segments.size()) {
                return false;
            }
            for (int i = 0; i < own.size(); i++) {
                if (!own.get(i).equals("{}") && !own.get(i).equals(segments.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    RouteTable() {
        TABLE.lines().forEach(line -> {
            String[] words = line.replace("$", line.startsWith("$") ? RECOVERY_SERVICE : "$")
                    .split(" +");
            TreeMap<String, List<String>> methods = new TreeMap<>();
            for (int i = 1; i < words.length; i += 2) {
                methods.put(words[i], List.of(words[i + 1].split(",")));
            }
            rows.put(words[0], new Row(words[0], methods));
        });
    }

    /** All lines. */
    List<Row> rows() {
        return new ArrayList<>(rows.values());
    }

    /** The line for a path; one without ids beats one with. */
    Optional<Row> row(String path) {
        String plain = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        Row exact = rows.get(plain);
        List<String> segments = List.of(plain.split("/", -1));
        return exact != null
                ? Optional.of(exact)
                : rows.values().stream().filter(row -> row.matches(segments)).findFirst();
    }
}
