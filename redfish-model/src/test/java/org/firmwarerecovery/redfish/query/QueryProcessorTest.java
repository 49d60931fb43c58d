package org.firmwarerecovery.redfish.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.firmwarerecovery.redfish.json.RedfishMapper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueryProcessorTest {
    private final TreeMap<String, ObjectNode> tree = new TreeMap<>();
    private int loads;

    @BeforeEach
    void smallTree() throws JsonProcessingException {
        put(
                "{'@odata.id':'/r/Inventory','@odata.type':'#XCollection.XCollection','Name':'All','Members@odata.count':3,"
                        + "'Members':[{'@odata.id':'/r/Inventory/A'},{'@odata.id':'/r/Inventory/B'},{'@odata.id':'/r/Inventory/C'}]}");
        for (String id : List.of("A", "B", "C")) {
            put("{'@odata.id':'/r/Inventory/" + id + "','@odata.type':'#X.v1_0_0.X','Id':'" + id + "','Name':'Bank "
                    + id
                    + "','Status':{'State':'Enabled','Health':'OK'},'Parent':{'@odata.id':'/r/Inventory'},"
                    + "'Log':{'@odata.id':'/r/Log'},'Links':{'Manager':{'@odata.id':'/r/Manager'}}}");
        }
        put("{'@odata.id':'/r/Log','Id':'Log','Next':{'@odata.id':'/r/Manager'}}");
        put(
                "{'@odata.id':'/r/Manager','Id':'Manager','Part':{'@odata.id':'/r/Manager#/Oem'},'Gone':{'@odata.id':'/r/x'}}");
        put("{'@odata.id':'/r/One','Members@odata.count':1,'Members':[{'@odata.id':'/r/Log'}]}");
    }

    private void put(String json) throws JsonProcessingException {
        ObjectNode document = (ObjectNode) RedfishMapper.lenient().readTree(json.replace('\'', '"'));
        tree.put(document.path("@odata.id").asText(), document);
    }

    private Optional<ObjectNode> load(String path) {
        loads++;
        return Optional.ofNullable(tree.get(path));
    }

    private ObjectNode document(String path) {
        return Objects.requireNonNull(tree.get(path), path);
    }

    private ObjectNode get(String path, String query) {
        return get(path, query, QueryProcessor.RESOURCES_MAX);
    }

    private ObjectNode get(String path, String query, int budget) {
        QueryResult<ObjectNode> result = new QueryProcessor(this::load, budget).apply(parse(query), document(path));
        assertInstanceOf(QueryResult.Done.class, result, query);
        return ((QueryResult.Done<ObjectNode>) result).value();
    }

    private static Query parse(String query) {
        QueryResult<Query> result = QueryParser.parse("GET", query);
        assertInstanceOf(QueryResult.Done.class, result, query);
        return ((QueryResult.Done<Query>) result).value();
    }

    @Test
    void members_are_filtered_before_they_are_counted_off() {
        ObjectNode document = get("/r/Inventory", "$filter=Id ne 'A'&$top=1&$select=Members");

        assertEquals(2, document.path("Members@odata.count").asInt());
        assertEquals(1, document.path("Members").size());
        assertEquals(
                "/r/Inventory/B",
                document.path("Members").path(0).path("@odata.id").asText());
        assertEquals(
                "/r/Inventory?$skip=1&$top=1&$filter=Id%20ne%20'A'&$select=Members",
                document.path("Members@odata.nextLink").asText());
        assertEquals(
                document.path("Members@odata.count"),
                get("/r/Inventory", "$skip=1&$top=1&$filter=Id%20ne%20'A'&$select=Members")
                        .path("Members@odata.count"));
    }

    @Test
    void filtered_members_can_be_expanded_and_none_may_be_left() {
        ObjectNode document = get("/r/Inventory", "$filter=Status/Health eq 'OK' and Id gt 'B'&$expand=.");

        assertEquals("Bank C", document.path("Members").path(0).path("Name").asText());
        assertEquals(
                0,
                get("/r/Inventory", "$filter=Id eq 'X'")
                        .path("Members@odata.count")
                        .asInt());
    }

    @Test
    void a_member_that_the_caller_may_not_read_does_not_show_by_a_filter() {
        tree.remove("/r/Inventory/B");

        assertEquals(
                2,
                get("/r/Inventory", "$filter=Nothing eq null").path("Members").size());
    }

    @Test
    void a_filter_is_for_collections() {
        QueryResult<ObjectNode> result =
                new QueryProcessor(this::load).apply(parse("$filter=Id eq 'A'"), document("/r/Log"));
        assertInstanceOf(QueryResult.Refused.class, result);
    }

    @Test
    void without_parameters_the_document_is_equal_and_not_the_same() {
        ObjectNode document = get("/r/Inventory", "");

        assertEquals(tree.get("/r/Inventory"), document);
        assertNotSame(tree.get("/r/Inventory"), document);
    }

    @Test
    void members_are_expanded_and_links_inside_of_links_stay() {
        ObjectNode document = get("/r/Inventory", "$expand=.");

        JsonNode first = document.path("Members").path(0);
        assertEquals("Bank A", first.path("Name").asText());
        assertEquals(1, first.path("Log").size(), "one level only");
        assertEquals(3, document.path("Members@odata.count").asInt());
    }

    @Test
    void signs_choose_the_links() {
        ObjectNode outside = get("/r/Inventory/A", "$expand=.");
        ObjectNode inside = get("/r/Inventory/A", "$expand=~");
        ObjectNode both = get("/r/Inventory/A", "$expand=*");

        assertTrue(outside.path("Log").has("Id"));
        assertFalse(outside.path("Links").path("Manager").has("Id"));
        assertFalse(inside.path("Log").has("Id"));
        assertTrue(inside.path("Links").path("Manager").has("Id"));
        assertTrue(both.path("Log").has("Id"));
        assertTrue(both.path("Links").path("Manager").has("Id"));
    }

    @Test
    void levels_go_deeper_and_never_in_circles() {
        ObjectNode document = get("/r/Inventory", "$expand=.($levels=6)");

        JsonNode first = document.path("Members").path(0);
        assertEquals(1, first.path("Parent").size(), "the collection is around it already");
        assertEquals("Manager", first.path("Log").path("Next").path("Id").asText());
    }

    @Test
    void missing_forbidden_and_partial_targets_stay_links() {
        ObjectNode document = get("/r/Manager", "$expand=*");

        assertEquals(tree.get("/r/Manager"), document);
        assertEquals(1, loads, "a link with a fragment is not asked for");
    }

    @Test
    void a_budget_that_runs_out_is_told_and_shallow_links_come_first() {
        ObjectNode document = get("/r/Inventory", "$expand=.($levels=2)", 4);

        for (JsonNode member : document.path("Members")) {
            assertTrue(member.has("Name"));
        }
        assertEquals(
                "Base.1.22.OperationFailed",
                document.path("@Message.ExtendedInfo").path(0).path("MessageId").asText());
    }

    @Test
    void documents_of_the_tree_are_never_changed() {
        String before = tree.toString();

        get("/r/Inventory", "$skip=1&$top=1&$expand=*($levels=6)&$select=Members/Name");
        get("/r/One", "only");

        assertEquals(before, tree.toString());
    }

    @Test
    void pages_name_the_next_one_with_all_parameters() {
        ObjectNode document = get("/r/Inventory", "$top=2&$select=Members,Name&$expand=.");

        assertEquals(2, document.path("Members").size());
        assertEquals(3, document.path("Members@odata.count").asInt());
        assertEquals(
                "/r/Inventory?$skip=2&$top=2&$expand=.($levels=1)&$select=Members,Name",
                document.path("Members@odata.nextLink").asText());
        assertFalse(get("/r/Inventory", "$skip=2&$top=2").has("Members@odata.nextLink"));
        assertFalse(get("/r/Inventory", "$top=0").has("Members@odata.nextLink"));
    }

    @Test
    void select_keeps_the_envelope_and_annotations_of_what_is_selected() {
        ObjectNode document = get("/r/Inventory", "$expand=.&$select=Members/Status/Health,Members/Id");

        assertEquals(List.of("@odata.id", "@odata.type", "Members@odata.count", "Members"), names(document));
        JsonNode first = document.path("Members").path(0);
        assertEquals(List.of("@odata.id", "@odata.type", "Id", "Status"), names(first));
        assertEquals("{\"Health\":\"OK\"}", first.path("Status").toString());
    }

    @Test
    void only_returns_the_one_member_or_the_collection() {
        assertEquals("Log", get("/r/One", "only").path("Id").asText());
        assertEquals(tree.get("/r/Inventory"), get("/r/Inventory", "only"));
    }

    @Test
    void counting_members_of_what_is_no_collection_is_refused() {
        for (String query : List.of("only", "$top=1", "$skip=0")) {
            QueryResult<ObjectNode> result = new QueryProcessor(this::load).apply(parse(query), document("/r/Log"));
            assertEquals(
                    "QueryNotSupportedOnResource",
                    assertInstanceOf(QueryResult.Refused.class, result)
                            .message()
                            .key());
        }
    }

    @Property(tries = 300)
    void pages_put_together_are_the_collection(
            @ForAll @IntRange(max = 40) int members, @ForAll @IntRange(min = 1, max = 12) int size) {
        ObjectNode collection = RedfishMapper.strict().createObjectNode();
        collection.put("@odata.id", "/r/Many").put("Members@odata.count", members);
        ArrayNode links = collection.putArray("Members");
        for (int i = 0; i < members; i++) {
            links.addObject().put("@odata.id", "/r/Many/" + i);
        }
        tree.put("/r/Many", collection);

        List<JsonNode> seen = new ArrayList<>();
        String query = "$top=" + size;
        while (!query.isEmpty()) {
            ObjectNode page = get("/r/Many", query);
            page.path("Members").forEach(seen::add);
            String next = page.path("Members@odata.nextLink").asText();
            query = next.isEmpty() ? "" : next.substring(next.indexOf('?') + 1);
        }

        List<JsonNode> all = new ArrayList<>();
        links.forEach(all::add);
        assertEquals(all, seen);
    }

    @Property(tries = 200)
    void selecting_twice_is_selecting_once(@ForAll @IntRange(max = 31) int choice) throws JsonProcessingException {
        smallTree();
        List<String> paths = List.of("Name", "Status/State", "Status", "Links/Manager", "Nothing/There");
        List<String> chosen = new ArrayList<>(List.of("Id"));
        for (int i = 0; i < paths.size(); i++) {
            if ((choice >> i & 1) == 1) {
                chosen.add(paths.get(i));
            }
        }
        String query = "$select=" + String.join(",", chosen);
        ObjectNode once = get("/r/Inventory/B", query);
        tree.put("/r/Inventory/B", once);

        assertEquals(once, get("/r/Inventory/B", query));
    }

    @Property(tries = 100)
    void no_budget_is_exceeded(@ForAll @IntRange(max = 12) int budget, @ForAll @IntRange(min = 1, max = 6) int levels)
            throws JsonProcessingException {
        smallTree();
        ObjectNode document = get("/r/Inventory", "$expand=*($levels=" + levels + ")", budget);

        assertTrue(loadedIn(document) - 1 <= budget, () -> "more than " + budget + ": " + document);
    }

    /** Number of whole resources in a document: objects with an id and something else. */
    private static int loadedIn(JsonNode node) {
        int count = node.has("@odata.id") && node.size() > 1 ? 1 : 0;
        for (JsonNode child : node) {
            count += loadedIn(child);
        }
        return count;
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
