package org.firmwarerecovery.service.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.firmwarerecovery.service.http.RawClient;
import org.firmwarerecovery.service.http.RawClient.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The stream of server-sent events as clients read it. */
class EventStreamTest extends OnNodeServer {
    private static final String ADMIN = "Authorization: " + RawClient.basic("admin", NodeServer.PASSWORD);
    private static final String JSON = "Content-Type: application/json";
    private static final String SERVICE = "/redfish/v1/EventService";
    private static final String STREAM = SERVICE + "/SSE";
    private static final String SUBSCRIPTIONS = SERVICE + "/Subscriptions";
    private static final String ACCOUNTS = "/redfish/v1/AccountService/Accounts";

    private final List<RawClient> open = new ArrayList<>();

    @AfterEach
    void leave() throws IOException {
        for (String member : members()) {
            send("DELETE", member, "", ADMIN);
        }
        for (RawClient client : open) {
            client.close();
        }
    }

    private static Response send(String method, String path, String body, String... headers) throws IOException {
        try (RawClient client = RawClient.tls(server.port())) {
            return client.send(method, path, body, headers);
        }
    }

    private static List<String> members() throws IOException {
        List<String> members = new ArrayList<>();
        send("GET", SUBSCRIPTIONS, "", ADMIN)
                .json()
                .path("Members")
                .forEach(member -> members.add(member.path("@odata.id").asText()));
        return members;
    }

    /** Opens a stream and reads its head and the comment it begins with. */
    private RawClient stream(String query, String... headers) throws IOException {
        RawClient client = RawClient.tls(server.port());
        open.add(client);
        client.write(RawClient.head("GET", STREAM + query, headers) + "\r\n");
        Response head = client.read(true);
        assertEquals(200, head.status(), head.text());
        assertEquals("text/event-stream", head.header("Content-Type").orElseThrow());
        assertEquals(":\n\n", client.chunk());
        return client;
    }

    private static void happens(String messageId) throws IOException {
        Response told = send(
                "POST",
                SERVICE + "/Actions/EventService.SubmitTestEvent",
                "{\"MessageId\":\"" + messageId + "\"}",
                ADMIN,
                JSON);
        assertEquals(204, told.status(), told.text());
    }

    /** The next event that is no comment; its id as the second. */
    private static String[] next(RawClient client) throws IOException {
        String chunk = client.chunk();
        while (chunk.startsWith(":")) {
            chunk = client.chunk();
        }
        String[] lines = chunk.split("\n");
        assertTrue(lines[0].startsWith("id: ") && lines[1].startsWith("data: ") && chunk.endsWith("\n\n"), chunk);
        JsonNode document = RawClient.json(lines[1].substring(6));
        assertEquals(lines[0].substring(4), document.path("Id").asText());
        return new String[] {document.path("Events").path(0).path("MessageId").asText(), lines[0].substring(4)};
    }

    private static String filter(String text) {
        return "?$filter=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void an_event_comes_with_its_id_and_only_what_the_filter_lets_pass() throws IOException {
        RawClient all = stream(filter("ResourceType eq 'EventService'"), ADMIN, "Accept: text/event-stream");
        RawClient some = stream(filter("MessageId eq 'Acme.1.0.Two' or RegistryPrefix eq 'Other'"), ADMIN);
        happens("Acme.1.0.One");
        happens("Acme.1.0.Two");
        happens("Other.1.0.Three");
        String[] one = next(all);
        assertEquals("Acme.1.0.One", one[0]);
        assertEquals("Acme.1.0.Two", next(all)[0]);
        assertEquals("Other.1.0.Three", next(all)[0]);
        assertEquals("Acme.1.0.Two", next(some)[0]);
        assertEquals("Other.1.0.Three", next(some)[0]);
        RawClient back = stream(filter("ResourceType eq 'EventService'"), ADMIN, "Last-Event-ID: " + one[1]);
        assertEquals("Acme.1.0.Two", next(back)[0]);
    }

    @Test
    void an_open_stream_is_a_subscription_whose_removal_closes_it() throws IOException {
        RawClient client = stream("", ADMIN, "Accept: */*");
        assertEquals(1, members().size());
        String path = members().get(0);
        JsonNode shown = send("GET", path, "", ADMIN).json();
        assertEquals("SSE", shown.path("SubscriptionType").asText());
        assertEquals("[\"Context\"]", shown.path("@Redfish.WriteableProperties").toString());
        assertEquals("Redfish", shown.path("Protocol").asText());
        assertTrue(shown.path("Context").isTextual());
        assertFalse(shown.has("Destination"));
        Response said = send("PATCH", path, "{\"Context\":\"rack 7\"}", ADMIN, JSON);
        assertEquals("rack 7", said.json().path("Context").asText(), said.text());
        assertEquals(
                "PropertyNotWritable",
                send("PATCH", path, "{\"VerifyCertificate\":true}", ADMIN, JSON).code());
        assertFalse(shown.has("Actions"), "whoever wants no more closes it");
        Response suspended = send("POST", path + "/Actions/EventDestination.SuspendSubscription", "{}", ADMIN, JSON);
        assertEquals("ActionNotSupported", suspended.code());
        assertEquals(204, send("DELETE", path, "", ADMIN).status());
        String last = client.chunk();
        while (!last.isEmpty()) {
            last = client.chunk();
        }
        assertTrue(client.isClosed());
        assertEquals(List.of(), members());
    }

    @Test
    void a_stream_outlives_its_session_but_not_its_account_and_an_operator_hears_nothing_of_others() throws Exception {
        String account = "{\"Id\":\"op\",\"UserName\":\"op\",\"Password\":\"operator-pass\",\"RoleId\":\"Operator\"}";
        assertEquals(201, send("POST", ACCOUNTS, account, ADMIN, JSON).status());
        Response login = send(
                "POST",
                "/redfish/v1/SessionService/Sessions",
                "{\"UserName\":\"op\",\"Password\":\"operator-pass\"}",
                JSON);
        String token = "X-Auth-Token: " + login.header("X-Auth-Token").orElseThrow();
        RawClient client = stream("", token);
        assertEquals(
                204,
                send("DELETE", login.header("Location").orElseThrow(), "", token)
                        .status());
        assertEquals(
                200,
                send("PATCH", "/redfish/v1/TaskService", "{\"TaskAutoDeleteTimeoutMinutes\":60}", ADMIN, JSON)
                        .status());
        happens("Acme.1.0.After");
        assertEquals("Acme.1.0.After", next(client)[0], "the change before it is a fact of the audit log");
        assertEquals(
                200,
                send("PATCH", ACCOUNTS + "/op", "{\"Enabled\":false}", ADMIN, JSON)
                        .status());
        assertEquals("", client.chunk());
        assertEquals(List.of(), members());
        assertEquals(
                200,
                send("PATCH", ACCOUNTS + "/op", "{\"Enabled\":true}", ADMIN, JSON)
                        .status());
        RawClient thief = stream("", "Authorization: " + RawClient.basic("op", "operator-pass"));
        assertEquals(
                200,
                send("PATCH", ACCOUNTS + "/op", "{\"Password\":\"another-pass\"}", ADMIN, JSON)
                        .status());
        assertEquals("", thief.chunk(), "whoever knew the old password hears nothing any more");
        assertEquals(List.of(), members());
        assertEquals(204, send("DELETE", ACCOUNTS + "/op", "", ADMIN).status());
    }

    @Test
    void what_is_no_stream_is_refused_with_an_error() throws IOException {
        for (String accept : new String[] {"application/json", "text/html", "text/event-stream;q=0"}) {
            Response refused = send("GET", STREAM, "", ADMIN, "Accept: " + accept);
            assertEquals(406, refused.status(), accept);
            assertEquals("HeaderInvalid", refused.code());
        }
        for (String query : new String[] {
            filter("Nonsense eq 'x'"),
            filter("SubordinateResources eq true"),
            filter("MessageId eq 7"),
            filter("or"),
            "?$top=1"
        }) {
            assertEquals(400, send("GET", STREAM + query, "", ADMIN).status(), query);
        }
        assertEquals(401, send("GET", STREAM, "").status());
        assertEquals(200, send("HEAD", STREAM, "", ADMIN).status());
        assertEquals(405, send("POST", STREAM, "{}", ADMIN, JSON).status());
        assertEquals(List.of(), members());
    }

    @Test
    void an_account_at_its_limit_gives_up_its_oldest_stream_and_no_worker_is_held() throws IOException {
        RawClient oldest = stream("", ADMIN);
        for (int i = 0; i < NodeServer.STREAMS.mostOfAccount(); i++) {
            stream("", ADMIN);
        }
        String last = oldest.chunk();
        while (!last.isEmpty()) {
            last = oldest.chunk();
        }
        assertTrue(oldest.isClosed());
        assertEquals(NodeServer.STREAMS.mostOfAccount(), members().size());
    }

    @Test
    void where_each_account_has_one_stream_and_all_are_taken_one_more_is_refused() throws IOException {
        for (int i = 0; i <= NodeServer.STREAMS.most(); i++) {
            String name = "listener" + i;
            String account = "{\"Id\":\"" + name + "\",\"UserName\":\"" + name
                    + "\",\"Password\":\"listener-pass\",\"RoleId\":\"ReadOnly\"}";
            assertEquals(201, send("POST", ACCOUNTS, account, ADMIN, JSON).status());
            String who = "Authorization: " + RawClient.basic(name, "listener-pass");
            if (i < NodeServer.STREAMS.most()) {
                stream("", who);
                continue;
            }
            Response refused = send("GET", STREAM, "", who);
            assertEquals(503, refused.status());
            assertEquals("EventSubscriptionLimitExceeded", refused.code());
            assertTrue(refused.header("Retry-After").isPresent());
        }
        assertEquals(NodeServer.STREAMS.most(), members().size());
        for (int i = 0; i <= NodeServer.STREAMS.most(); i++) {
            assertEquals(
                    204, send("DELETE", ACCOUNTS + "/listener" + i, "", ADMIN).status());
        }
        assertEquals(List.of(), members());
    }

    @Test
    void who_listens_is_recorded() throws IOException {
        RawClient listening = stream(filter("MessageId eq 'EventStreamOpened'"), ADMIN);
        String first = members().get(0);
        stream("", ADMIN);
        String other = members().stream()
                .filter(member -> !member.equals(first))
                .findFirst()
                .orElseThrow();
        String chunk = listening.chunk();
        while (chunk.startsWith(":")) {
            chunk = listening.chunk();
        }
        JsonNode event = RawClient.json(chunk.substring(chunk.indexOf("data: ") + 6))
                .path("Events")
                .path(0);
        assertEquals("admin", event.path("MessageArgs").path(0).asText());
        assertEquals(
                other, event.path("OriginOfCondition").path("@odata.id").asText(), "a stream does not hear of itself");
    }

    @Test
    void a_disabled_service_ends_all_streams_and_opens_none() throws IOException {
        RawClient client = stream("", ADMIN);
        assertEquals(
                200,
                send("PATCH", SERVICE, "{\"ServiceEnabled\":false}", ADMIN, JSON)
                        .status());
        try {
            assertEquals("", client.chunk());
            Response refused = send("GET", STREAM, "", ADMIN);
            assertEquals(503, refused.status());
            assertEquals("ServiceDisabled", refused.code());
        } finally {
            send("PATCH", SERVICE, "{\"ServiceEnabled\":true}", ADMIN, JSON);
        }
    }
}
