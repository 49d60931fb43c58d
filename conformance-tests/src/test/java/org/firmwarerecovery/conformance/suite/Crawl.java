package org.firmwarerecovery.conformance.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.firmwarerecovery.conformance.site.Client;

/** Everything that can be reached from the service root by following links. */
public final class Crawl {
    /** More resources than a node of two components has; of larger services the rest is not looked at. */
    private static final int RESOURCES_MAX = Integer.getInteger("redfish.resources.max", 2_000);

    /** Where every client begins. */
    public static final String ROOT = "/redfish/v1/";

    private static final int LOG_ENTRIES_MAX = 20;

    private final Map<String, Page> pages = new LinkedHashMap<>();

    /**
     * One answer.
     *
     * @param uri what was asked for
     * @param from where the link was found
     * @param answer with its headers
     * @param document its body; a missing node when it is not JSON
     */
    public record Page(String uri, String from, Response answer, JsonNode document) {
        /** The type without namespace and version; empty when there is none. */
        public String type() {
            String type = document.path("@odata.type").asText();
            return type.substring(type.lastIndexOf('.') + 1).replace("#", "");
        }

        /** A header; empty when it is not there. */
        public String header(String name) {
            return Objects.requireNonNullElse(answer.header(name), "");
        }

        /** True when it lists members. */
        public boolean isCollection() {
            return document.path("Members").isArray();
        }
    }

    private Crawl() {}

    /** Follows every link there is. */
    public static Crawl from(Client client) {
        Crawl crawl = new Crawl();
        Map<String, String> seen = new LinkedHashMap<>(Map.of(ROOT, "the specification"));
        Deque<String> todo = new ArrayDeque<>(seen.keySet());
        while (!todo.isEmpty() && crawl.pages.size() < RESOURCES_MAX) {
            String uri = todo.removeFirst();
            Response answer = client.ask(uri);
            JsonNode document = Service.json(answer);
            crawl.pages.put(uri, new Page(uri, Objects.requireNonNull(seen.get(uri)), answer, document));
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
    public Map<String, Page> pages() {
        return pages;
    }

    /** One page that has to be there. */
    Page page(String uri) {
        Page page = pages.get(uri);
        if (page == null) {
            throw new AssertionError("no link leads to " + uri);
        }
        return page;
    }

    /** All pages of a type. */
    List<Page> all(String type) {
        return pages.values().stream().filter(page -> page.type().equals(type)).toList();
    }

    /** Judges every page that {@code concerned} picks and fails with all offences; an empty text is none. */
    void judge(Predicate<Page> concerned, Function<Page, String> judge) {
        List<String> offences = new ArrayList<>();
        List<Page> chosen = pages.values().stream().filter(concerned).toList();
        for (Page page : chosen) {
            String offence = judge.apply(page);
            if (!offence.isEmpty()) {
                offences.add(page.uri() + " (linked by " + page.from() + "): " + offence);
            }
        }
        assertEquals("", String.join("\n", offences), offences.size() + " of " + chosen.size());
    }

    /** Judges every page. */
    void judge(Function<Page, String> judge) {
        judge(page -> true, judge);
    }

    private static TreeSet<String> links(JsonNode document) {
        TreeSet<String> links = new TreeSet<>();
        collect(document, links);
        return links;
    }

    private static void collect(JsonNode node, TreeSet<String> links) {
        node.properties().forEach(member -> {
            boolean link = member.getKey().equals("@odata.id")
                    || member.getKey().equals("@Redfish.ActionInfo")
                    || member.getKey().endsWith("@odata.nextLink");
            String to = member.getValue().asText();
            // What leads to another host is not ours to ask, least of all with this service's credentials.
            if (link && to.startsWith("/") && !to.startsWith("//") && !to.contains("#")) {
                // The root has two spellings (CSDL of ServiceRoot, Redfish.Uris).
                links.add(to.replaceFirst("^/redfish/v1$", ROOT));
            }
        });
        node.properties().forEach(member -> {
            // What an entry of a log tells of may be gone.
            if (!member.getKey().equals("OriginOfCondition")) {
                collect(member.getValue(), links);
            }
        });
        if (node.isArray()) {
            node.forEach(child -> collect(child, links));
        }
    }
}
