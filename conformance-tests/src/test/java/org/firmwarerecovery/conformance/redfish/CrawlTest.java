package org.firmwarerecovery.conformance.redfish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import org.firmwarerecovery.conformance.site.Operator;
import org.firmwarerecovery.conformance.site.Pair;
import org.firmwarerecovery.conformance.site.SharedLab;
import org.firmwarerecovery.conformance.suite.Crawl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What our tree has beyond the promises of every Redfish service, which the suite looks after. */
@ExtendWith(SharedLab.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrawlTest {
    private final Operator operator;
    private final Crawl crawl;

    CrawlTest(Pair pair) throws Exception {
        operator = pair.alpha().operator();
        crawl = Crawl.from(operator.client());
    }

    @Test
    void the_tree_holds_what_a_client_of_firmware_updates_looks_for() {
        for (String uri : List.of(
                "/redfish/v1/SessionService/Sessions",
                "/redfish/v1/AccountService/Accounts",
                "/redfish/v1/Managers/BMC",
                "/redfish/v1/Managers/BMC/EthernetInterfaces",
                "/redfish/v1/Chassis/Chassis",
                "/redfish/v1/Chassis/Chassis/TrustedComponents/Node",
                "/redfish/v1/ComponentIntegrity/BMC-A",
                "/redfish/v1/UpdateService/UpdateServiceCapabilities",
                "/redfish/v1/Systems/Host",
                "/redfish/v1/Managers/BMC/LogServices/EventLog/Entries",
                "/redfish/v1/Managers/BMC/LogServices/AuditLog/Entries",
                "/redfish/v1/TelemetryService/MetricDefinitions/Uptime",
                "/redfish/v1/TelemetryService/MetricReportDefinitions/Node",
                "/redfish/v1/TelemetryService/MetricReports/Node",
                "/redfish/v1/UpdateService/FirmwareInventory/BMC",
                "/redfish/v1/UpdateService/FirmwareInventory/BMC-A",
                "/redfish/v1/UpdateService/FirmwareInventory/BMC-B",
                "/redfish/v1/UpdateService/LocalImageStore",
                "/redfish/v1/TaskService/Tasks",
                Operator.RECOVERY_SERVICE,
                Operator.RECOVERY_SERVICE + "/Peers",
                Operator.RECOVERY_SERVICE + "/Offers",
                Operator.RECOVERIES,
                "/redfish/v1/JsonSchemas",
                "/redfish/v1/JsonSchemas/FirmwareRecoveryRecord.v1_0_0",
                "/redfish/v1/Registries")) {
            assertTrue(crawl.pages().containsKey(uri), "not reached: " + uri);
        }
    }

    @Test
    void a_method_that_is_not_allowed_is_405_with_an_error_body() {
        List<String> offences = new ArrayList<>();
        for (Crawl.Page page : crawl.pages().values()) {
            Response answer = operator.request()
                    .contentType("application/json")
                    .body("{}")
                    .put(page.uri());
            judge(offences, answer, 405, "PUT " + page.uri());
            if (answer.header("Allow") == null) {
                offences.add("PUT " + page.uri() + ": no Allow");
            }
        }
        assertEquals("", String.join("\n", offences));
    }

    private static void judge(List<String> offences, Response answer, int status, String what) {
        boolean error = answer.contentType().startsWith("application/json")
                && !answer.jsonPath().getList("error.'@Message.ExtendedInfo'").isEmpty();
        if (answer.statusCode() != status || !error) {
            offences.add(what + ": " + answer.statusCode() + " " + answer.asString());
        }
    }
}
