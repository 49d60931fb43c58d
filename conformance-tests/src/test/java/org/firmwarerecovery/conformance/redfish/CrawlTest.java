package org.firmwarerecovery.conformance.redfish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.firmwarerecovery.conformance.needs.Needs;
import org.firmwarerecovery.conformance.site.Operator;
import org.firmwarerecovery.conformance.site.Pair;
import org.firmwarerecovery.conformance.site.SharedLab;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every resource that a client can reach keeps the promises of DSP0266 that hold for all resources. */
@ExtendWith(SharedLab.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrawlTest {
    private final Operator operator;
    private final Crawl crawl;

    CrawlTest(Pair pair) throws Exception {
        operator = pair.alpha().operator();
        crawl = Crawl.from(operator);
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
                "/redfish/v1/Registries")) {
            assertTrue(crawl.pages().containsKey(uri), "not reached: " + uri);
        }
    }

    @Test
    void every_link_leads_to_a_document() {
        offences(page -> page.answer().statusCode() == 200 && page.document().isObject()
                ? ""
                : page.answer().statusCode() + " " + page.answer().contentType());
    }

    @Test
    void every_document_says_where_it_is() {
        offences(page -> {
            String said = page.document().path("@odata.id").asText();
            boolean root = page.uri().equals(Crawl.ROOT) && said.equals("/redfish/v1");
            return root || said.equals(page.uri()) ? "" : "@odata.id is '" + said + "'";
        });
    }

    @Test
    void every_document_has_one_entity_tag_in_header_and_body() {
        offences(page -> {
            String header = Objects.requireNonNullElse(page.answer().header("ETag"), "");
            String body = page.document().path("@odata.etag").asText();
            return !header.isEmpty() && header.equals(body) ? "" : "ETag " + header + ", @odata.etag " + body;
        });
    }

    @Test
    void every_answer_names_its_methods_and_the_protocol_version() {
        offences(page -> {
            String allow = Objects.requireNonNullElse(page.answer().header("Allow"), "");
            String version = Objects.requireNonNullElse(page.answer().header("OData-Version"), "");
            return allow.contains("GET") && allow.contains("HEAD") && version.equals("4.0")
                    ? ""
                    : "Allow '" + allow + "', OData-Version '" + version + "'";
        });
    }

    @Test
    void every_document_is_the_same_without_a_change() throws Exception {
        for (String uri : List.of("/redfish/v1/", "/redfish/v1/UpdateService", "/redfish/v1/Managers/BMC")) {
            String tag = Objects.requireNonNull(crawl.pages().get(uri)).answer().header("ETag");
            assertEquals(
                    304,
                    operator.request().header("If-None-Match", tag).get(uri).statusCode(),
                    uri);
        }
    }

    @Test
    @Needs(Needs.SHARED)
    void every_document_obeys_its_json_schema() throws Exception {
        SchemaCheck check = new SchemaCheck(operator);
        assertTrue(
                check.published().contains("FirmwareRecoveryRecord.v1_0_0.json"),
                check.published().toString());
        offences(page -> String.join("; ", check.problems(page.document())));
    }

    @Test
    void an_unknown_id_is_404_with_an_error_body() throws Exception {
        List<String> offences = new ArrayList<>();
        for (Crawl.Page page : crawl.pages().values()) {
            if (page.document().has("Members")) {
                String uri = page.uri() + "/no-such-member";
                Response answer = operator.request().get(uri);
                judge(offences, answer, 404, "GET " + uri);
            }
        }
        judge(offences, operator.request().get("/redfish/v1/NoSuchThing"), 404, "GET an unknown resource");
        assertEquals("", String.join("\n", offences));
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

    @Test
    void nothing_but_the_open_documents_is_shown_to_strangers() {
        List<String> open = List.of(Crawl.ROOT);
        offences(page -> {
            int status = operator.anonymous().get(page.uri()).statusCode();
            int expected = open.contains(page.uri()) ? 200 : 401;
            return status == expected ? "" : "a stranger gets " + status;
        });
    }

    private static void judge(List<String> offences, Response answer, int status, String what) {
        boolean error = answer.contentType().startsWith("application/json")
                && !answer.jsonPath().getList("error.'@Message.ExtendedInfo'").isEmpty();
        if (answer.statusCode() != status || !error) {
            offences.add(what + ": " + answer.statusCode() + " " + answer.asString());
        }
    }

    private void offences(Function<Crawl.Page, String> judge) {
        List<String> offences = new ArrayList<>();
        for (Crawl.Page page : crawl.pages().values()) {
            String offence = judge.apply(page);
            if (!offence.isEmpty()) {
                offences.add(page.uri() + " (linked by " + page.from() + "): " + offence);
            }
        }
        JsonNode root = Objects.requireNonNull(crawl.pages().get(Crawl.ROOT)).document();
        assertTrue(root.has("RedfishVersion"), root.toString());
        assertEquals(
                "",
                String.join("\n", offences),
                offences.size() + " of " + crawl.pages().size());
    }
}
