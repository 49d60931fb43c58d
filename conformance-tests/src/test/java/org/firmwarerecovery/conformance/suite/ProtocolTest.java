package org.firmwarerecovery.conformance.suite;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.function.Executable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The protocol around the documents: fixed URIs, headers, methods, what strangers may see. Changes nothing. */
@Conformance
class ProtocolTest {
    private static final String METADATA = "/redfish/v1/$metadata";
    private static final String ODATA = "/redfish/v1/odata";
    private static final String OPENAPI = "/redfish/v1/openapi.yaml";

    private final Service service;

    ProtocolTest(Service service) {
        this.service = service;
    }

    private Response open(String path) {
        return service.client().anonymous().get(path);
    }

    @Case("PROTO_STD_URI_VERSION")
    void the_versions_are_one_object() {
        Response answer = open("/redfish");
        assertEquals(200, answer.statusCode());
        assertEquals("{\"v1\":\"/redfish/v1/\"}", Service.json(answer).toString());
    }

    @Case({"PROTO_STD_URI_SERVICE_ROOT", "REQ_GET_SERVICE_ROOT_URL", "REQ_GET_SERVICE_ROOT_NO_AUTH"})
    void the_root_is_open_to_everybody() {
        Response answer = open(Service.ROOT);
        assertEquals(200, answer.statusCode());
        assertTrue(Service.json(answer).has("RedfishVersion"), answer.asString());
    }

    @Case("PROTO_STD_URI_SERVICE_ROOT_REDIRECT")
    void the_root_without_its_slash_is_the_root() {
        Response answer = open("/redfish/v1");
        assertEquals(200, answer.statusCode());
        assertTrue(Service.json(answer).has("RedfishVersion"), answer.asString());
    }

    @Case({"PROTO_STD_URIS_SUPPORTED", "REQ_GET_METADATA_URI", "REQ_GET_METADATA_ODATA_NO_AUTH"})
    void the_metadata_is_open_to_everybody() {
        assertEquals(200, open(METADATA).statusCode());
    }

    @Case({"RESP_ODATA_METADATA_MIME_TYPE", "RESP_ODATA_METADATA_ENTITY_CONTAINER"})
    void the_metadata_is_xml_with_an_entity_container() throws Exception {
        Response answer = open(METADATA);
        assertTrue(answer.contentType().matches("(?i)application/xml(; *charset=utf-8)?"), answer.contentType());
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        factory.setNamespaceAware(true);
        Document metadata = factory.newDocumentBuilder().parse(new InputSource(new StringReader(answer.asString())));
        NodeList schemas = metadata.getElementsByTagNameNS("*", "Schema");
        assertTrue(schemas.getLength() > 0, "no Schema");
        Element first = (Element) schemas.item(0);
        assertTrue(first.getElementsByTagNameNS("*", "EntityContainer").getLength() > 0, "no EntityContainer");
    }

    @Case({"REQ_GET_ODATA_URI", "RESP_ODATA_SERVICE_MIME_TYPE"})
    void the_odata_document_is_json_and_open_to_everybody() {
        Response answer = open(ODATA);
        assertEquals(200, answer.statusCode());
        assertTrue(answer.contentType().startsWith("application/json"), answer.contentType());
    }

    @Case({"RESP_ODATA_SERVICE_CONTEXT", "RESP_ODATA_SERVICE_VALUE_PROP"})
    void the_odata_document_names_its_context_and_what_there_is() {
        JsonNode document = Service.json(open(ODATA));
        assertEquals(METADATA, document.path("@odata.context").asText());
        assertTrue(document.path("value").isArray(), document.toString());
    }

    @Case("REQ_HEADERS_ACCEPT")
    void every_way_of_accepting_json_is_understood() {
        everyAccept(Service.ROOT, "json");
    }

    @Case("REQ_HEADERS_ACCEPT")
    void every_way_of_accepting_xml_is_understood() {
        everyAccept(METADATA, "xml");
    }

    @Case({"REQ_HEADERS_ACCEPT", "RESP_HEADERS_CONTENT_TYPE"})
    void every_way_of_accepting_yaml_is_understood() {
        service.require(
                service.client().request().header("Accept", "*/*").get(OPENAPI).statusCode() == 200,
                "there is no " + OPENAPI);
        everyAccept(OPENAPI, "yaml");
    }

    private void everyAccept(String path, String kind) {
        List<Executable> all = new ArrayList<>();
        for (String type : List.of("application/" + kind, "application/*", "*/*")) {
            for (String accept : List.of(type, type + ";charset=utf-8")) {
                Response answer =
                        service.client().request().header("Accept", accept).get(path);
                all.add(() -> assertEquals(200, answer.statusCode(), accept));
                all.add(() ->
                        assertTrue(answer.contentType().contains(kind), accept + " gives " + answer.contentType()));
            }
        }
        assertAll(all);
    }

    @Case("REQ_HEADERS_ODATA_VERSION")
    void a_client_of_another_protocol_version_is_told_412() {
        for (Map.Entry<String, Integer> version : Map.of("4.0", 200, "4.1", 412).entrySet()) {
            Response answer = service.client()
                    .anonymous()
                    .header("OData-Version", version.getKey())
                    .get(Service.ROOT);
            assertEquals(version.getValue(), answer.statusCode(), version.getKey());
        }
    }

    @Case("REQ_GET_IGNORE_BODY")
    void a_body_in_a_get_is_ignored() {
        Response answer = service.client()
                .anonymous()
                .contentType("application/json")
                .body("{}")
                .get(Service.ROOT);
        assertEquals(200, answer.statusCode());
    }

    @Case("REQ_HEAD_DIFFERS_FROM_GET")
    void head_answers_like_get_without_a_body() {
        Response answer = service.client().anonymous().head(Service.ROOT);
        service.require(!List.of(405, 501).contains(answer.statusCode()), "there is no HEAD");
        assertEquals(200, answer.statusCode());
        assertEquals(0, answer.asByteArray().length);
    }

    @Case({"REQ_HEADERS_AUTHORIZATION", "SEC_SUPPORT_BASIC_AUTH", "SEC_BASIC_AUTH_STANDALONE"})
    void basic_lets_in_without_a_session() throws Exception {
        service.require(!service.basicIsHidden(), "AccountService.HTTPBasicAuth is not Enabled");
        Response answer = service.client()
                .anonymous()
                .auth()
                .preemptive()
                .basic(service.user(), service.password())
                .get(service.sessions());
        assertEquals(200, answer.statusCode());
    }

    @Case({"SEC_NO_PRIV_INFO_IN_MSGS", "DSP0266:401"})
    void a_wrong_token_is_401_and_not_repeated() {
        String token = "0123456789abcdef0123456789abcdef";
        Response answer =
                service.client().anonymous().header("X-Auth-Token", token).get("/redfish/v1/NoSuchThing");
        assertEquals("", Errors.offence(answer, 401));
        assertTrue(!answer.asString().contains(token), "the token is shown");
    }

    @Case("SEC_HEADERS_FIRST")
    void whoever_is_refused_learns_nothing_from_conditions() throws Exception {
        Crawl.Page account = service.first("ManagerAccount");
        Response answer = service.client()
                .anonymous()
                .header("If-None-Match", account.header("ETag").isEmpty() ? "*" : account.header("ETag"))
                .get(account.uri());
        assertEquals(401, answer.statusCode());
    }

    @Case("SEC_SESSIONS_URI_LOCATION")
    void the_root_links_the_sessions_of_the_session_service() throws Exception {
        Crawl.Page sessions = service.first("SessionService");
        assertEquals(
                sessions.document().at("/Sessions/@odata.id").asText(),
                service.root().at("/Links/Sessions/@odata.id").asText());
    }

    @Case({"SEC_TLS_1_1", "SEC_CERTS_CONFORM_X509V3"})
    void the_connection_is_tls_1_2_or_newer_with_a_certificate_of_version_3() throws Exception {
        service.require(service.client().service().getScheme().equals("https"), "it was asked over plain HTTP");
        Handshake seen = Handshake.with(service.client().service());
        assertTrue(List.of("TLSv1.2", "TLSv1.3").contains(seen.protocol()), seen.protocol());
        assertEquals(3, seen.certificate().getVersion());
    }

    @Case("SEC_PRIV_SUPPORT_PREDEFINED_ROLES")
    void the_predefined_roles_have_exactly_their_privileges() throws Exception {
        Map<String, List<String>> expected = Map.of(
                "Administrator",
                List.of("ConfigureComponents", "ConfigureManager", "ConfigureSelf", "ConfigureUsers", "Login"),
                "Operator",
                List.of("ConfigureComponents", "ConfigureSelf", "Login"),
                "ReadOnly",
                List.of("ConfigureSelf", "Login"));
        service.first("Role");
        for (Map.Entry<String, List<String>> role : expected.entrySet()) {
            List<Crawl.Page> found = service.crawl().all("Role").stream()
                    .filter(page -> page.document().path("Id").asText().equals(role.getKey()))
                    .toList();
            assertEquals(1, found.size(), role.getKey());
            List<String> told = new ArrayList<>();
            found.get(0).document().path("AssignedPrivileges").forEach(privilege -> told.add(privilege.asText()));
            assertEquals(role.getValue(), told.stream().sorted().toList(), role.getKey());
        }
    }

    @Case({"SEC_PRIV_ONE_ROLE_PRE_USER", "SEC_PRIV_ROLE_ASSIGNED_AT_ACCOUNT_CREATE"})
    void every_account_has_a_role() throws Exception {
        service.first("ManagerAccount");
        service.crawl()
                .judge(
                        page -> page.type().equals("ManagerAccount"),
                        page -> page.document().path("RoleId").asText().isEmpty() ? "no RoleId" : "");
    }

    @Case("SEC_DEFAULT_CERT_REPLACE")
    void the_certificate_of_the_service_can_be_replaced() throws Exception {
        Crawl.Page certificates = service.first("CertificateService");
        assertNotEquals(
                "",
                certificates
                        .document()
                        .at("/Actions/#CertificateService.ReplaceCertificate/target")
                        .asText());
    }
}
