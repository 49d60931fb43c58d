package org.firmwarerecovery.conformance.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Query parameters, as far as the service says that it has them. Changes nothing. */
@Conformance
class QueryTest {
    private final Service service;
    private final JsonNode features;

    QueryTest(Service service) throws Exception {
        this.service = service;
        features = service.root().path("ProtocolFeaturesSupported");
    }

    private void requireFeature(String pointer) {
        service.require(features.at(pointer).asBoolean(), "ProtocolFeaturesSupported" + pointer + " is not true");
    }

    private Response ask(String path) {
        return service.client().ask(path);
    }

    /** The collection with the most members, of those that a query does not change under our hands. */
    private Crawl.Page collection() throws Exception {
        Crawl.Page largest = service.crawl().pages().values().stream()
                .filter(Crawl.Page::isCollection)
                .filter(page ->
                        page.uri().matches(".*/(Roles|Accounts|Registries|JsonSchemas|FirmwareInventory|Chassis)/?"))
                .max(Comparator.comparingInt(
                        page -> page.document().path("Members").size()))
                .orElse(null);
        service.require(largest != null, "there is no collection to ask");
        return Objects.requireNonNull(largest);
    }

    private static List<String> members(Response answer) {
        assertEquals(200, answer.statusCode(), answer.asString());
        List<String> members = new ArrayList<>();
        Service.json(answer)
                .path("Members")
                .forEach(member -> members.add(member.path("@odata.id").asText()));
        return members;
    }

    private static List<String> members(Crawl.Page page) {
        return members(page.answer());
    }

    @Case("REQ_QUERY_PROTOCOL_FEATURES_SUPPORTED")
    void the_root_says_which_parameters_there_are() {
        service.require(!features.isEmpty(), "the root has no ProtocolFeaturesSupported");
        assertTrue(features.isObject(), features.toString());
    }

    @Case("REQ_QUERY_IGNORE_UNSUPPORTED")
    void an_unknown_parameter_is_ignored() {
        assertEquals(200, ask("/redfish/v1/?unheardof").statusCode());
    }

    @Case("REQ_QUERY_UNSUPPORTED_DOLLAR_PARAMS")
    void an_unknown_parameter_of_the_protocol_is_501() {
        assertEquals("", Errors.offence(ask("/redfish/v1/?$unheardof"), 501));
    }

    @Case("REQ_QUERY_INVALID_VALUES")
    void only_takes_no_value() throws Exception {
        requireFeature("/OnlyMemberQuery");
        assertEquals("", Errors.offence(ask(service.sessions() + "?only=foo"), 400));
    }

    @Case("REQ_QUERY_INVALID_VALUES")
    void excerpt_takes_no_value() {
        assumeTrue(features.path("ExcerptQuery").asBoolean(), "ProtocolFeaturesSupported/ExcerptQuery is not true");
        assertEquals("", Errors.offence(ask("/redfish/v1/?excerpt=foo"), 400));
    }

    @Case("DSP0266:only")
    void only_shows_the_one_member_in_the_place_of_its_collection() throws Exception {
        requireFeature("/OnlyMemberQuery");
        Crawl.Page single = service.crawl().pages().values().stream()
                .filter(Crawl.Page::isCollection)
                .filter(page -> page.uri().matches(".*/(Managers|Chassis|Systems)/?"))
                .filter(page -> page.document().path("Members").size() == 1)
                .findFirst()
                .orElse(null);
        service.require(single != null, "no collection has one member");
        Crawl.Page found = Objects.requireNonNull(single);
        assertEquals(
                members(found).get(0),
                Service.json(ask(found.uri() + "?only")).path("@odata.id").asText());
    }

    @Case("DSP0266:$select")
    void select_shows_what_was_asked_for_and_what_identifies() {
        requireFeature("/SelectQuery");
        JsonNode selected = Service.json(ask("/redfish/v1/?$select=RedfishVersion"));
        assertTrue(selected.has("RedfishVersion"), selected.toString());
        assertTrue(selected.has("@odata.id") && selected.has("@odata.type"), selected.toString());
        assertTrue(!selected.has("SessionService"), selected.toString());
    }

    @Case("DSP0266:$top")
    void top_and_skip_cut_a_collection_and_leave_its_count() throws Exception {
        requireFeature("/TopSkipQuery");
        Crawl.Page whole = collection();
        List<String> all = members(whole);
        Response first = ask(whole.uri() + "?$top=1");
        assertEquals(all.subList(0, 1), members(first));
        assertEquals(
                whole.document().path("Members@odata.count"),
                Service.json(first).path("Members@odata.count"));
        assertEquals(all.subList(1, all.size()), members(ask(whole.uri() + "?$skip=1")));
        assertEquals("", Errors.offence(ask(whole.uri() + "?$top=many"), 400));
    }

    @Case("DSP0266:$expand")
    void expand_shows_the_members_themselves() throws Exception {
        requireFeature("/ExpandQuery/NoLinks");
        Crawl.Page whole = collection();
        JsonNode expanded = Service.json(ask(whole.uri() + "?$expand=."));
        assertEquals(members(whole).size(), expanded.path("Members").size());
        for (JsonNode member : expanded.path("Members")) {
            assertTrue(member.has("@odata.type") && member.has("Name"), member.toString());
        }
        assertEquals("", Errors.offence(ask(whole.uri() + "?$expand=everything"), 400));
    }

    @Case("DSP0266:$filter")
    void filter_finds_a_member_by_its_id() throws Exception {
        requireFeature("/FilterQuery");
        Crawl.Page whole = collection();
        String member = members(whole).get(0);
        String id = Service.json(ask(member)).path("Id").asText();
        assertEquals(List.of(member), members(ask(whole.uri() + "?$filter=Id%20eq%20'" + id + "'")));
        assertEquals("", Errors.offence(ask(whole.uri() + "?$filter=Id%20resembles%20'x'"), 400));
    }
}
