package org.firmwarerecovery.conformance.redfish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.firmwarerecovery.conformance.needs.CiOnly;
import org.firmwarerecovery.conformance.site.Lab;
import org.firmwarerecovery.conformance.site.NodeProcess;
import org.firmwarerecovery.conformance.site.Operator;
import org.firmwarerecovery.conformance.site.Pair;
import org.firmwarerecovery.conformance.site.SharedLab;
import org.firmwarerecovery.conformance.site.TlsParty;
import org.firmwarerecovery.conformance.suite.Crawl;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every route of a node, with every method, as everybody: only what {@link RouteTable} allows is let in. Who may not is sent
 * a request that would be carried out; who may is sent one that is refused for another reason (malformed body, an entity tag
 * that is none), so that the whole walk changes nothing.
 */
@ExtendWith(SharedLab.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RouteWalkTest {
    private static final String OFFERS = Callers.OFFERS;
    private static final String BANK = Operator.UPDATE_SERVICE + "/FirmwareInventory/";
    private static final String ACCOUNTS = "/redfish/v1/AccountService/Accounts";
    private static final String SESSIONS = Callers.SESSIONS;
    private static final String SUBSCRIPTIONS = "/redfish/v1/EventService/Subscriptions";
    private static final String STREAM = "/redfish/v1/EventService/SSE";
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PATCH", "PUT", "DELETE");
    /** Members of one collection that are walked. */
    private static final int ALIKE_MAX = 2;

    private static final String PASSWORD_CHANGE = "{\"Password\":\"Walked-in-and-changed-it-1\"}";
    private static final List<String> ENDINGS = List.of("", ".manifest.json", ".manifest.json.p7s", ".p7s");

    private final RouteTable table = new RouteTable();
    private final Operator admin;
    private final NodeProcess node;
    private final Callers callers;
    private final String leasedImage;
    private final TreeSet<String> routes = new TreeSet<>();

    RouteWalkTest(Pair pair, Lab lab) throws Exception {
        node = pair.alpha();
        admin = node.operator();
        callers = new Callers(pair, lab.site());
        leasedImage = callers.leasedImage();
        findRoutes();
    }

    @AfterAll
    void leave() throws Exception {
        callers.close();
    }

    @Test
    @CiOnly("makes some thousand requests")
    void everybody_may_do_what_the_table_says_and_nothing_else_and_nothing_changes() throws Exception {
        Map<String, JsonNode> before = state();
        List<String> offences = new ArrayList<>();
        for (Callers.Caller caller : callers.all()) {
            for (String path : routes) {
                for (String method : METHODS) {
                    String offence = judge(caller, method, path);
                    if (!offence.isEmpty()) {
                        offences.add(caller.name() + ", " + method + " " + path + ": " + offence);
                    }
                }
            }
        }
        assertEquals("", String.join("\n", offences), offences.size() + " offences");
        Map<String, JsonNode> after = state();
        assertEquals(before.keySet(), after.keySet());
        before.forEach((uri, document) -> assertEquals(document, after.get(uri), uri));
    }

    @Test
    void the_table_and_the_service_know_the_same_routes_and_methods() throws Exception {
        List<String> offences = new ArrayList<>();
        TreeSet<String> walked = new TreeSet<>();
        for (String path : routes) {
            RouteTable.Row row = table.row(path).orElse(null);
            if (row == null) {
                offences.add("no line in the table for " + path);
                continue;
            }
            walked.add(row.template());
            String allow = Objects.requireNonNullElse(
                    callers.named("admin by Basic")
                            .visitor()
                            .ask("OPTIONS", path, "")
                            .headers()
                            .get("allow"),
                    "");
            TreeSet<String> said = new TreeSet<>(Arrays.asList(allow.split(", ")));
            TreeSet<String> expected = new TreeSet<>(row.methods().keySet());
            if (expected.contains("GET")) {
                expected.add("HEAD");
            }
            if (!said.equals(expected)) {
                offences.add(path + " allows " + said + ", the table " + expected);
            }
        }
        for (RouteTable.Row row : table.rows()) {
            if (!walked.contains(row.template())) {
                offences.add("nothing stands at " + row.template());
            }
        }
        assertEquals("", String.join("\n", offences));
    }

    @Test
    void a_lease_opens_its_own_image_to_its_owner_and_to_its_ticket_and_no_other() throws Exception {
        Visitor holder = callers.named("ticket").visitor();
        for (String ending : ENDINGS) {
            for (Visitor entitled : List.of(holder, callers.owner())) {
                Visitor.Seen seen = entitled.ask("GET", leasedImage + ending, "", "Range: bytes=0-15");
                assertEquals(2, seen.status() / 100, ending);
            }
            for (String other : List.of(otherBank(), Operator.UPDATE_SERVICE + "/LocalImageStore/none/image")) {
                assertEquals(403, holder.ask("GET", other + ending, "").status(), other + ending);
                assertLeaseRequired(callers.owner().get(other + ending), other + ending);
            }
            for (String name : List.of("peer: recipient, owner of an offer", "peer: donor", "peer: console")) {
                assertLeaseRequired(callers.named(name).visitor().get(leasedImage + ending), name);
            }
        }
    }

    private static void assertLeaseRequired(Visitor.Seen refused, String whom) {
        assertEquals(403, refused.status(), whom);
        assertTrue(refused.text().contains("LeaseRequired"), refused.text());
    }

    @Test
    void only_a_certified_recipient_is_offered_an_image() throws Exception {
        for (String name : List.of("peer: donor", "peer: console")) {
            Visitor.Seen seen = Callers.ask(callers.named(name).visitor());
            assertEquals(403, seen.status(), name);
            assertTrue(seen.text().contains("PolicyRefused"), seen.text());
        }
    }

    @Test
    void a_ticket_of_a_lease_that_is_over_opens_nothing() throws Exception {
        try (Visitor peer =
                new Visitor(node, TlsParty.enrolled(node.folder().resolveSibling("visitor-recipient/identity")))) {
            String other = Callers.requestImage(peer);
            JsonNode lease = Callers.accept(peer, other);
            String image = lease.path("ImageUri").asText();
            String old = Callers.basic(
                    lease.path("Username").asText(), lease.path("Password").asText());
            try (Visitor holder = new Visitor(node, TlsParty.person(), old)) {
                assertEquals(
                        206, holder.ask("GET", image, "", "Range: bytes=0-15").status());
                assertEquals(204, peer.ask("DELETE", OFFERS + "/" + other, "").status());
                for (String path : List.of(image, image + ".manifest.json", Operator.UPDATE_SERVICE, OFFERS)) {
                    assertEquals(401, holder.ask("GET", path, "").status(), path);
                }
            }
            assertEquals(403, peer.ask("GET", image, "").status());
        }
    }

    @Test
    void other_spellings_of_a_path_open_nothing_more() throws Exception {
        String bank = leasedImage.substring(0, leasedImage.length() - "/image".length());
        String other = otherBank();
        List<String> odd = List.of(
                leasedImage + "/../../" + other.substring(BANK.length()),
                leasedImage + "/%2e%2e/%2e%2e/" + other.substring(BANK.length()),
                bank + "/image%2f..%2f..%2f" + other.substring(BANK.length()),
                other.replace("image", "%69mage"),
                other + "/",
                other + ";x=" + leasedImage,
                other + "?x=" + leasedImage,
                other + "%00" + leasedImage,
                other + "#" + leasedImage,
                "/" + other,
                "/redfish/v1/../v1/UpdateService/FirmwareInventory/" + other.substring(BANK.length()),
                "/redfish/v1/AccountService/./Accounts",
                "/redfish/v1/AccountService/Accounts/",
                "/redfish/v1//AccountService/Accounts",
                "/redfish/v1/AccountService/Account%73",
                OFFERS + "/" + callers.offer() + "/../",
                "/redfish/v1/UpdateService/FirmwareInventory/../../AccountService/Accounts",
                "/redfish/v1/?$expand=*($levels=6)#/redfish/v1/AccountService");
        List<String> offences = new ArrayList<>();
        for (Callers.Caller caller : callers.all()) {
            boolean person = !caller.account().isEmpty();
            for (String path : odd) {
                Visitor.Seen seen = person ? null : caller.visitor().ask("GET", path, "", "Range: bytes=0-15");
                boolean open = path.startsWith("/redfish/v1/?");
                if (seen != null && (seen.status() >= 500 || (seen.status() < 400 && !open))) {
                    offences.add(caller.name() + ", GET " + path + ": " + seen.status());
                }
                if (seen != null && open && seen.text().contains("UserName")) {
                    offences.add(caller.name() + " sees accounts by " + path);
                }
            }
        }
        assertEquals("", String.join("\n", offences));
    }

    @Test
    void an_expansion_shows_a_peer_no_more_than_it_may_read() throws Exception {
        for (String path : List.of(Operator.UPDATE_SERVICE, Operator.RECOVERY_SERVICE, "/redfish/v1/")) {
            String shown = callers.named("peer: donor")
                    .visitor()
                    .ask("GET", path + "?$expand=*($levels=6)", "")
                    .text();
            for (String secret : List.of("RecipientUUID", "RequestId", "Timeline", "LastSeen", "RoleId", "TaskState")) {
                assertFalse(shown.contains("\"" + secret + "\""), secret + " by " + path);
            }
        }
    }

    private String judge(Callers.Caller caller, String method, String path) throws Exception {
        RouteTable.Row row = table.row(path).orElse(null);
        if (row == null) {
            return "no line in the table";
        }
        int expected = expected(caller, method, path, row);
        boolean allowed = expected == 0;
        if (allowed && method.equals("DELETE") && path.endsWith("/Monitor") && !path.contains("/none/")) {
            // A monitor has no entity tag, so this would be carried out; the same on an unknown task tells the same.
            return "";
        }
        // No body is as good as an empty object, and lets the node keep the connection when it refuses.
        String body = allowed && method.equals("POST") ? "{" : allowed ? "{}" : "";
        if (path.startsWith(ACCOUNTS + "/")) {
            body = PASSWORD_CHANGE;
        }
        List<String> headers = new ArrayList<>(List.of("Range: bytes=0-15"));
        if (allowed && (method.equals("PATCH") || method.equals("DELETE"))) {
            headers.add("If-Match: \"none\"");
        }
        // A stream would never end: what it cannot read is refused after the privileges.
        boolean stream = path.equals(STREAM);
        String target = stream ? path + "?$top=1" : path;
        Visitor.Seen seen = caller.visitor().ask(method, target, body, headers.toArray(new String[0]));
        int status = seen.status();
        if (!allowed) {
            return status == expected ? "" : status + " instead of " + expected;
        }
        boolean unknown = path.contains("/none");
        boolean fine = switch (method) {
            // The monitor of a failed task answers as the operation would have.
            case "GET", "HEAD" ->
                (stream ? status == 400 : List.of(200, 206).contains(status))
                        || (unknown && status == 404)
                        || (path.endsWith("/Monitor") && status == 400);
            case "POST" -> status == 400 || status == 415 || (unknown && status == 404);
            default -> status == 412 || (unknown && status == 404);
        };
        return fine ? "" : status + " although it is allowed: " + seen.text();
    }

    /** The status of a refusal; 0 when it is allowed. */
    private int expected(Callers.Caller caller, String method, String path, RouteTable.Row row) {
        List<String> who = row.who(method).orElse(List.of());
        if (who.contains("Anybody")) {
            return 0;
        }
        if (caller.rights().contains("Ticket")) {
            boolean covered = ENDINGS.stream().anyMatch(ending -> path.equals(leasedImage + ending));
            return covered && who.contains("Lease") ? 0 : covered || row.open() ? 405 : 403;
        }
        if (caller.anonymous()) {
            return row.open() ? 405 : 401;
        }
        if (who.isEmpty()) {
            return 405;
        }
        if (who.stream().anyMatch(caller.rights()::contains)) {
            return 0;
        }
        if (who.contains("Self")
                && caller.account().equals(callers.sessions().getOrDefault(path, Callers.lastSegment(path)))) {
            return 0;
        }
        if (caller.rights().contains("Peer") && who.contains("Owner")) {
            return caller.offers().stream().anyMatch(id -> path.startsWith(OFFERS + "/" + id)) ? 0 : 404;
        }
        boolean leased =
                who.contains("Lease") && caller.offers().contains(callers.offer()) && path.startsWith(leasedImage);
        return leased ? 0 : 403;
    }

    private void findRoutes() throws Exception {
        Map<String, Integer> alike = new LinkedHashMap<>();
        TreeSet<String> found = new TreeSet<>();
        for (Crawl.Page page : Crawl.from(admin.client()).pages().values()) {
            found.add(page.uri());
            if (!List.of("PrivilegeRegistry", "LogEntry", "LogEntryCollection").contains(page.type())) {
                // The one names targets that other releases have, the other outlives what it tells of.
                collect(page.document(), found);
            }
        }
        // What no link shows: the array of a collection that takes a POST, files beside an image, sidecars, ids that
        // are none.
        found.addAll(List.of(
                "/redfish",
                "/redfish/v1/odata",
                "/redfish/v1/$metadata",
                "/redfish/v1/openapi.yaml",
                "/redfish/v1/schemas/profiles/FirmwareRecovery.v1_0_0.json",
                SESSIONS + "/Members",
                ACCOUNTS + "/Members"));
        for (String folder :
                List.of(BANK + "BMC-A", BANK + "BMC-B", Operator.UPDATE_SERVICE + "/LocalImageStore/none")) {
            ENDINGS.forEach(ending -> found.add(folder + "/image" + ending));
        }
        for (String member : List.of(
                SESSIONS,
                ACCOUNTS,
                "/redfish/v1/TaskService/Tasks",
                Operator.UPDATE_SERVICE + "/FirmwareInventory",
                Operator.UPDATE_SERVICE + "/LocalImageStore",
                OFFERS,
                Operator.RECOVERIES,
                Operator.RECOVERY_SERVICE + "/Peers",
                SUBSCRIPTIONS)) {
            found.add(member + "/none");
        }
        found.add(SUBSCRIPTIONS + "/Members");
        for (String action : List.of("Suspend", "Resume")) {
            found.add(SUBSCRIPTIONS + "/none/Actions/EventDestination." + action + "Subscription");
        }
        found.add("/redfish/v1/TaskService/Tasks/none/Monitor");
        for (String path : found) {
            String template = table.row(path).map(RouteTable.Row::template).orElse(path);
            boolean ours =
                    path.contains(callers.offer()) || callers.sessions().containsKey(path) || path.contains("/none");
            if (ours || alike.merge(template, 1, Integer::sum) <= ALIKE_MAX) {
                routes.add(path);
            }
        }
    }

    /** Every path of this service that stands anywhere in a document: links, action targets, upload and file URIs. */
    private static void collect(JsonNode node, TreeSet<String> found) {
        if (node.isTextual()
                && node.asText().startsWith("/redfish")
                && !node.asText().contains("{")) {
            found.add(node.asText().replaceFirst("[#?].*$", "").replaceFirst("^/redfish/v1$", Crawl.ROOT));
        }
        node.forEach(child -> collect(child, found));
    }

    /** What a walk must leave as it is; times that pass by themselves are left out. */
    private Map<String, JsonNode> state() throws Exception {
        Map<String, JsonNode> state = new TreeMap<>();
        for (Crawl.Page page : Crawl.from(admin.client()).pages().values()) {
            // Every refusal and login is an entry of the audit log, and a report is made every minute.
            boolean moving = page.uri().contains("/LogServices/") || page.uri().contains("/MetricReports/");
            if (!page.uri().startsWith(OFFERS + "/") && !moving) {
                JsonNode document = page.document().deepCopy();
                forget(document);
                state.put(page.uri(), document);
            }
        }
        return state;
    }

    private static void forget(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(List.of(
                    "@odata.etag",
                    "DateTime",
                    "UptimeSeconds",
                    "LastSeen",
                    "LastVerified",
                    "LastUpdated",
                    "Counters",
                    "Reachable",
                    "LocalImageStoreAvailableCapacityBytes"));
        }
        node.forEach(RouteWalkTest::forget);
    }

    private String otherBank() {
        return BANK + (leasedImage.contains("BMC-A") ? "BMC-B" : "BMC-A") + "/image";
    }
}
