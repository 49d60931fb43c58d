package org.firmwarerecovery.conformance.redfish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.response.Response;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.firmwarerecovery.conformance.site.Operator;

/** Everything that can be reached from the service root by following links. */
final class Crawl {
    /** More resources than a node of two components has. */
    private static final int RESOURCES_MAX = 2_000;

    /** Where every client begins. */
    static final String ROOT = "/redfish/v1/";

    private static final int LOG_ENTRIES_MAX = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Page> pages = new LinkedHashMap<>();

    /**
     * One answer.
     *
     * @param uri what was asked for
     * @param from where the link was found
     * @param answer with its headers
     * @param document its body; a missing node when it is not JSON
     */
    record Page(String uri, String from, Response answer, JsonNode document) {
        /** The type without namespace and version; empty when there is none. */
        String type() {
            String type = document.path("@odata.type").asText();
            return type.substring(type.lastIndexOf('.') + 1).replace("#", "");
        }
    }

    private Crawl() {}

    /** Follows every link there is, as {@code operator}. */
    static Crawl from(Operator operator) throws Exception {
        Crawl crawl = new Crawl();
        Map<String, String> seen = new LinkedHashMap<>(Map.of(ROOT, "the specification"));
        Deque<String> todo = new ArrayDeque<>(seen.keySet());
        while (!todo.isEmpty()) {
            String uri = todo.removeFirst();
            Response answer = operator.request().get(uri);
            boolean json = Objects.requireNonNullElse(answer.contentType(), "").startsWith("application/json");
            JsonNode document = JSON.readTree(json ? answer.asByteArray() : new byte[0]);
            crawl.pages.put(uri, new Page(uri, Objects.requireNonNull(seen.get(uri)), answer, document));
            if (crawl.pages.size() > RESOURCES_MAX) {
                throw new AssertionError("more than " + RESOURCES_MAX + " resources, the last is " + uri);
            }
            List<String> links = List.copyOf(links(document));
            if (document.path("@odata.type").asText().contains("LogEntryCollection")) {
                // Entries are alike; the Service Validator looks at as many.
                links = links.subList(0, Math.min(links.size(), LOG_ENTRIES_MAX));
            }
            for (String link : links) {
                if (seen.putIfAbsent(link, uri) == null) {
                    todo.addLast(link);
                }
            }
        }
        return crawl;
    }

    /** All pages by URI, in the order of their discovery. */
    Map<String, Page> pages() {
        return pages;
    }

    private static TreeSet<String> links(JsonNode document) {
        TreeSet<String> links = new TreeSet<>();
        collect(document, links);
        return links;
    }

    private static void collect(JsonNode node, TreeSet<String> links) {
        node.properties().forEach(member -> {
            boolean link =
                    member.getKey().equals("@odata.id") || member.getKey().endsWith("@odata.nextLink");
            if (link
                    && member.getValue().isTextual()
                    && !member.getValue().asText().contains("#")) {
                // The root has two spellings (CSDL of ServiceRoot, Redfish.Uris).
                links.add(member.getValue().asText().replaceFirst("^/redfish/v1$", ROOT));
            }
        });
        node.forEach(child -> collect(child, links));
    }
}
