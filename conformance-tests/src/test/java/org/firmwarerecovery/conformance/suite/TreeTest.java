package org.firmwarerecovery.conformance.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every resource that can be reached keeps the promises that hold for all resources. */
@Conformance
class TreeTest {
    private static final Pattern TAG = Pattern.compile("(W/)?\"[^\"]*\"");
    private static final Pattern UNSAFE = Pattern.compile("[\\s\"<>{}|\\\\^~\\[\\]`]");

    private final Service service;
    private final Crawl crawl;

    TreeTest(Service service) throws Exception {
        this.service = service;
        crawl = service.crawl();
    }

    @Case({"PROTO_JSON_ALL_RESOURCES", "PROTO_JSON_RFC"})
    void every_link_leads_to_a_json_document() {
        crawl.judge(page -> page.answer().statusCode() == 200
                        && page.header("Content-Type").startsWith("application/json")
                        && page.document().isObject()
                ? ""
                : page.answer().statusCode() + " " + page.header("Content-Type"));
    }

    @Case("PROTO_URI_SAFE_CHARS")
    void no_uri_has_an_unsafe_character() {
        crawl.judge(page -> UNSAFE.matcher(page.uri()).find() ? "unsafe" : "");
    }

    @Case("PROTO_URI_NO_ENCODED_CHARS")
    void no_uri_has_an_encoded_character() {
        crawl.judge(page -> page.uri().contains("%") ? "encoded" : "");
    }

    @Case("PROTO_URI_RELATIVE_REFS")
    void every_reference_is_a_path() {
        crawl.judge(page -> {
            // To another host it has to name one: //authority/path or a whole URI (AggregationSource, Redfish.Link).
            List<String> odd = page.document().findValuesAsText("@odata.id").stream()
                    .filter(reference -> !reference.matches("(https?:/)?/.*|#.*"))
                    .toList();
            return odd.isEmpty() ? "" : odd.toString();
        });
    }

    @Case("DSP0266:odata.id")
    void every_document_says_where_it_is() {
        crawl.judge(page -> {
            String said = page.document().path("@odata.id").asText();
            boolean root = page.uri().equals(Crawl.ROOT) && said.equals("/redfish/v1");
            boolean query = page.uri().contains("?");
            return root || query || said.equals(page.uri()) ? "" : "@odata.id is '" + said + "'";
        });
    }

    @Case({"PROTO_ETAG_RFC7232", "DSP0266:ETags"})
    void every_entity_tag_is_well_formed_and_the_same_in_header_and_body() {
        crawl.judge(page -> {
            String header = page.header("ETag");
            String body = page.document().path("@odata.etag").asText();
            boolean formed = List.of(header, body).stream()
                    .allMatch(tag -> tag.isEmpty() || TAG.matcher(tag).matches());
            boolean differ = !header.isEmpty() && !body.isEmpty() && !header.equals(body);
            boolean absent = service.isOurs() && (header.isEmpty() || body.isEmpty());
            return formed && !differ && !absent ? "" : "ETag " + header + ", @odata.etag " + body;
        });
    }

    @Case({"PROTO_ETAG_ON_GET_ACCOUNT", "RESP_HEADERS_ETAG"})
    void every_account_has_an_entity_tag() throws Exception {
        service.first("ManagerAccount");
        crawl.judge(
                page -> page.type().equals("ManagerAccount"),
                page -> page.header("ETag").isEmpty() ? "no ETag" : "");
    }

    @Case({"RESP_HEADERS_ALLOW_GET_OR_HEAD", "RESP_HEADERS_ODATA_VERSION", "RESP_HEADERS_CACHE_CONTROL"})
    void every_answer_names_its_methods_its_protocol_version_and_how_long_it_may_be_kept() {
        crawl.judge(page -> page.header("Allow").contains("GET")
                        && page.header("OData-Version").equals("4.0")
                        && !page.header("Cache-Control").isEmpty()
                ? ""
                : "Allow '" + page.header("Allow") + "', OData-Version '" + page.header("OData-Version")
                        + "', Cache-Control '" + page.header("Cache-Control") + "'");
    }

    @Case({"RESP_HEADERS_LINK_REL_DESCRIBED_BY", "RESP_HEADERS_LINK_SCHEMA_VER_MATCH"})
    void every_answer_links_the_schema_that_describes_it() {
        crawl.judge(page -> {
            String link = page.header("Link");
            String version = page.document().path("@odata.type").asText().replaceFirst("^#", "");
            String versioned = version.contains(".v") ? version.replaceFirst("\\.[^.]*$", "") : version;
            Matcher told = Pattern.compile("/([^/>]*?)(\\.json)?(#[^>]*)?>").matcher(link);
            boolean named = told.find();
            boolean other = named && told.group(1).contains(".v") && !versioned.equals(told.group(1));
            return link.matches(".*rel=\"?describedby\"?.*") && !other ? "" : "Link '" + link + "' for " + version;
        });
    }

    @Case({"REQ_GET_COLLECTION_COUNT_PROP_REQUIRED", "REQ_GET_COLLECTION_COUNT_PROP_TOTAL"})
    void every_collection_counts_its_members() {
        crawl.judge(Crawl.Page::isCollection, page -> {
            JsonNode count = page.document().path("Members@odata.count");
            int here = page.document().path("Members").size();
            boolean paged = page.document().has("Members@odata.nextLink");
            boolean part = page.uri().contains("?");
            boolean right = count.isInt() && (count.asInt() == here || (paged || part) && count.asInt() > here);
            return right ? "" : count + " for " + here + " members";
        });
    }

    @Case("DSP0266:actions")
    void every_action_has_a_target_below_its_resource() {
        crawl.judge(page -> page.document().path("Actions").isObject(), page -> {
            List<String> offences = new ArrayList<>();
            page.document().path("Actions").properties().forEach(action -> {
                String target = action.getValue().path("target").asText();
                if (action.getKey().startsWith("#") && !target.startsWith("/")) {
                    offences.add(action.getKey() + " has target '" + target + "'");
                }
            });
            return String.join(", ", offences);
        });
    }

    @Case("DSP0266:schemas")
    void every_document_and_every_oem_part_obeys_its_json_schema() throws Exception {
        SchemaCheck check = service.schemas();
        service.require(
                check.hasOfficial(),
                "no folder with DMTF's JSON Schemas; -Dschemas.dir=FOLDER names one (DSP8010 has them)");
        crawl.judge(page -> page.document().isObject(), page -> {
            List<String> problems = new ArrayList<>(check.problems(page.document()));
            if (service.isOurs()) {
                check.unknown(page.document()).forEach(type -> problems.add("no schema defines " + type));
            }
            return String.join("; ", problems);
        });
    }

    @Case("DSP0266:schema-types")
    void every_type_is_defined_by_a_schema_at_hand() throws Exception {
        SchemaCheck check = service.schemas();
        service.require(check.hasOfficial(), "no folder with DMTF's JSON Schemas; -Dschemas.dir=FOLDER names one");
        TreeSet<String> unknown = new TreeSet<>();
        crawl.pages().values().stream()
                .filter(page -> page.document().isObject())
                .forEach(page -> unknown.addAll(check.unknown(page.document())));
        service.require(unknown.isEmpty(), "not judged, no schema at hand (a newer bundle may have it): " + unknown);
    }

    @Case("DSP0266:conditional-GET")
    void an_unchanged_document_is_not_sent_again() {
        List<Crawl.Page> still = crawl.pages().values().stream()
                .filter(page -> List.of("ServiceRoot", "UpdateService", "Manager", "SessionService")
                        .contains(page.type()))
                .filter(page -> !page.header("ETag").isEmpty())
                .toList();
        service.require(!still.isEmpty(), "no resource has an ETag");
        for (Crawl.Page page : still) {
            Response answer = service.client()
                    .request()
                    .header("If-None-Match", page.header("ETag"))
                    .get(page.uri());
            boolean changed = !page.header("ETag").equals(answer.header("ETag"));
            assertEquals(changed ? 200 : 304, answer.statusCode(), page.uri());
        }
    }

    @Case("DSP0266:error-responses")
    void a_member_that_is_not_there_is_404_with_an_error_body() {
        crawl.judge(Crawl.Page::isCollection, page -> {
            String path = page.uri().replaceFirst("\\?.*", "").replaceFirst("/$", "") + "/no-such-member";
            return Errors.offence(service.client().ask(path), 404);
        });
        assertEquals("", Errors.offence(service.client().ask("/redfish/v1/NoSuchThing"), 404));
    }

    @Case({"SEC_READ_REQUIRES_AUTH", "RESP_HEADERS_WWW_AUTHENTICATE"})
    void nothing_but_the_root_is_shown_to_strangers() throws Exception {
        boolean basic = !service.basicIsHidden();
        crawl.judge(page -> {
            Response answer = service.client().anonymous().get(page.uri());
            int expected = page.uri().equals(Crawl.ROOT) ? 200 : 401;
            if (answer.statusCode() != expected) {
                return "a stranger gets " + answer.statusCode();
            }
            return expected == 401 && basic && answer.header("WWW-Authenticate") == null ? "no WWW-Authenticate" : "";
        });
    }

    @Case("DSP0266:passwords")
    void no_document_shows_a_password_or_a_private_key() {
        crawl.judge(page -> {
            boolean secret = page.document().findValues("Password").stream().anyMatch(JsonNode::isTextual)
                    && !page.type().matches("ActionInfo|JsonSchemaFile|MessageRegistry");
            boolean key = page.answer().asString().contains("PRIVATE KEY-----");
            return secret || key ? "a secret is shown" : "";
        });
    }
}
