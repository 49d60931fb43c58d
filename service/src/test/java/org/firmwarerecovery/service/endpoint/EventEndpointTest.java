package org.firmwarerecovery.service.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Collections;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.firmwarerecovery.service.event.DeliveryEffect;
import org.firmwarerecovery.service.event.EventPayload;
import org.firmwarerecovery.service.http.RawClient;
import org.firmwarerecovery.service.http.RawClient.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Subscriptions as clients make, read, change and remove them. */
class EventEndpointTest extends OnNodeServer {
    private static final String ADMIN = "Authorization: " + RawClient.basic("admin", NodeServer.PASSWORD);
    private static final String JSON = "Content-Type: application/json";
    private static final String SERVICE = "/redfish/v1/EventService";
    private static final String SUBSCRIPTIONS = SERVICE + "/Subscriptions";
    private static final String TEST = SERVICE + "/Actions/EventService.SubmitTestEvent";

    @AfterEach
    void unsubscribe() throws IOException {
        for (JsonNode member : get(SUBSCRIPTIONS, ADMIN).json().path("Members")) {
            send("DELETE", member.path("@odata.id").asText(), "", ADMIN);
        }
    }

    private static Response send(String method, String path, String body, String... headers) throws IOException {
        try (RawClient client = RawClient.tls(server.port())) {
            return client.send(method, path, body, headers);
        }
    }

    private static Response get(String path, String... headers) throws IOException {
        return send("GET", path, "", headers);
    }

    private Response subscribe(String more) throws IOException {
        return send(
                "POST",
                SUBSCRIPTIONS,
                "{\"Destination\":\"https://192.0.2.7/sink\",\"Protocol\":\"Redfish\"" + more + "}",
                ADMIN,
                JSON);
    }

    private static JsonNode delivered() throws IOException, InterruptedException {
        DeliveryEffect.Send send =
                Objects.requireNonNull(server.deliveries.poll(20, TimeUnit.SECONDS), "nothing was sent");
        return new ObjectMapper()
                .readTree(EventPayload.of(send.events(), send.subscription().context()));
    }

    @Test
    void a_test_event_reaches_the_subscriber_with_all_that_was_given() throws Exception {
        assertEquals(
                201,
                subscribe(",\"Context\":\"rack 7\",\"ResourceTypes\":[\"EventService\"]")
                        .status());
        server.deliveries.clear();
        Response submitted = send(
                "POST",
                TEST,
                "{\"MessageId\":\"Acme.1.0.Fire\",\"Message\":\"It burns.\",\"MessageArgs\":[\"a\"],\"Severity\":"
                        + "\"Critical\",\"EventId\":\"77\",\"EventGroupId\":5,\"EventType\":\"Alert\",\"EventTimestamp\":"
                        + "\"2026-11-22T08:00:00+01:00\",\"OriginOfCondition\":\"/redfish/v1/Chassis/Chassis\"}",
                ADMIN,
                JSON);
        assertEquals(204, submitted.status(), submitted.text());
        JsonNode document = delivered();
        assertEquals("#Event.v1_13_0.Event", document.path("@odata.type").asText());
        assertEquals("rack 7", document.path("Context").asText());
        JsonNode event = document.path("Events").path(0);
        assertEquals("77", event.path("EventId").asText());
        assertEquals(5, event.path("EventGroupId").asInt());
        assertEquals("Acme.1.0.Fire", event.path("MessageId").asText());
        assertEquals("Critical", event.path("MessageSeverity").asText());
        assertEquals("2026-11-22T07:00:00Z", event.path("EventTimestamp").asText());
        assertEquals(
                "/redfish/v1/Chassis/Chassis",
                event.path("OriginOfCondition").path("@odata.id").asText());
        assertFalse(event.has("LogEntry"), "a test is no fact");
    }

    @Test
    void headers_as_an_object_or_an_array_are_sent_and_never_shown() throws Exception {
        for (String form : new String[] {"{\"X-Key\":\"secret\"}", "[{\"X-Key\":\"secret\"}]"}) {
            Response made = subscribe(",\"HttpHeaders\":" + form);
            assertEquals(201, made.status(), made.text());
            assertFalse(made.text().contains("secret"), made.text());
            String path = made.header("Location").orElseThrow();
            assertEquals(0, get(path, ADMIN).json().path("HttpHeaders").size());
            send("POST", SERVICE + "/Actions/EventService.TestEventSubscription", "{}", ADMIN, JSON);
            DeliveryEffect.Send send = null;
            while (send == null || !path.endsWith(send.subscription().id())) {
                send = Objects.requireNonNull(server.deliveries.poll(20, TimeUnit.SECONDS));
            }
            assertEquals("secret", send.subscription().headers().get("X-Key"));
        }
    }

    @Test
    void a_subscription_rests_with_its_account_and_goes_with_it() throws Exception {
        String accounts = "/redfish/v1/AccountService/Accounts";
        String account = "{\"Id\":\"watcher\",\"UserName\":\"watcher\",\"Password\":\"watcher-pass\","
                + "\"RoleId\":\"Administrator\"}";
        assertEquals(201, send("POST", accounts, account, ADMIN, JSON).status());
        String watcher = "Authorization: " + RawClient.basic("watcher", "watcher-pass");
        Response made = send(
                "POST",
                SUBSCRIPTIONS,
                "{\"Destination\":\"https://192.0.2.7/sink\",\"Protocol\":\"Redfish\"}",
                watcher,
                JSON);
        String path = made.header("Location").orElseThrow();
        String other = subscribe("").header("Location").orElseThrow();
        assertEquals(
                200,
                send("PATCH", accounts + "/watcher", "{\"Enabled\":false}", ADMIN, JSON)
                        .status());
        assertEquals(
                "Disabled", get(path, ADMIN).json().path("Status").path("State").asText());
        assertEquals(204, send("DELETE", accounts + "/watcher", "", ADMIN).status());
        assertEquals(404, get(path, ADMIN).status());
        assertEquals(
                "Enabled", get(other, ADMIN).json().path("Status").path("State").asText());
    }

    @Test
    void members_of_lists_that_are_nothing_or_too_much_are_refused() throws Exception {
        String much = "x".repeat(200_000);
        for (String list : new String[] {
            "RegistryPrefixes",
            "ExcludeRegistryPrefixes",
            "MessageIds",
            "ExcludeMessageIds",
            "ResourceTypes",
            "Severities",
            "EventTypes",
            "OriginResources",
            "MetricReportDefinitions"
        }) {
            assertEquals(400, subscribe(",\"" + list + "\":[null]").status(), list);
            assertEquals(
                    400,
                    subscribe(",\"" + list + "\":[\"" + much + "\",\"" + much + "\"]")
                            .status(),
                    list);
        }
        String origin = "{\"@odata.id\":\"/" + much + "\"}";
        assertEquals(
                400,
                subscribe(",\"OriginResources\":[" + origin + "," + origin + "]")
                        .status());
        Response refused = send("POST", TEST, "{\"MessageId\":\"A.1.0.B\",\"MessageArgs\":[null]}", ADMIN, JSON);
        assertEquals(400, refused.status(), refused.text());
    }

    @Test
    void a_subscription_that_is_too_large_as_a_whole_is_refused_as_such() throws Exception {
        String text = "\"" + "\u4e00".repeat(256) + "\"";
        StringBuilder body = new StringBuilder(",\"Context\":\"" + "\u4e00".repeat(1_024) + "\"");
        for (String list : new String[] {
            "RegistryPrefixes", "ExcludeRegistryPrefixes", "MessageIds", "ExcludeMessageIds", "ResourceTypes"
        }) {
            body.append(",\"")
                    .append(list)
                    .append("\":[")
                    .append(String.join(",", Collections.nCopies(64, text)))
                    .append("]");
        }
        String origin = "{\"@odata.id\":\"/" + "\u4e00".repeat(1_023) + "\"}";
        body.append(",\"OriginResources\":[")
                .append(String.join(",", Collections.nCopies(64, origin)))
                .append("],\"HttpHeaders\":[");
        for (int i = 0; i < 16; i++) {
            body.append(i == 0 ? "" : ",").append("{\"X-" + i + "\":\"" + "\\\"".repeat(4_096) + "\"}");
        }
        Response made = subscribe(body.append("]").toString());
        assertEquals(413, made.status(), made.text());
    }

    @Test
    void what_cannot_be_done_is_refused_by_name() throws Exception {
        for (String[] wrong : new String[][] {
            {",\"Protocol\":\"FTP\"", "Protocol"},
            {",\"Destination\":\"ftp://192.0.2.7/\"", "Destination"},
            {",\"Destination\":\"https://127.0.0.1/\"", "Destination"},
            {",\"Destination\":\"https://user:pw@192.0.2.7/\"", "Destination"},
            {",\"DeliveryRetryPolicy\":\"Sometimes\"", "DeliveryRetryPolicy"},
            {",\"EventFormatType\":\"Report\"", "EventFormatType"},
            {",\"MetricReportDefinitions\":[\"Node\"]", "MetricReportDefinitions"},
            {",\"Severities\":[\"Bad\"]", "Severities"},
            {",\"HttpHeaders\":{\"Content-Length\":\"3\"}", "HttpHeaders"},
            {",\"HttpHeaders\":{\"X\":\"a\\r\\nY: b\"}", "HttpHeaders"},
            {",\"Nonsense\":1", "Nonsense"}
        }) {
            String body = "{\"Destination\":\"https://192.0.2.7/sink\",\"Protocol\":\"Redfish\"" + wrong[0] + "}";
            if (wrong[0].contains("Destination")) {
                body = "{\"Protocol\":\"Redfish\"" + wrong[0] + "}";
            } else if (wrong[0].contains("\"Protocol\"")) {
                body = "{\"Destination\":\"https://192.0.2.7/sink\"" + wrong[0] + "}";
            }
            Response refused = send("POST", SUBSCRIPTIONS, body, ADMIN, JSON);
            assertEquals(400, refused.status(), wrong[0]);
            assertTrue(refused.text().contains(wrong[1]), refused.text());
        }
        assertEquals(0, get(SUBSCRIPTIONS, ADMIN).json().path("Members").size());
    }

    @Test
    void a_subscription_can_be_changed_suspended_resumed_and_removed() throws Exception {
        String path = subscribe("").header("Location").orElseThrow();
        Response changed = send(
                "PATCH",
                path,
                "{\"Context\":\"other\",\"DeliveryRetryPolicy\":\"TerminateAfterRetries\",\"VerifyCertificate\":false}",
                ADMIN,
                JSON);
        assertEquals(200, changed.status(), changed.text());
        assertEquals("other", changed.json().path("Context").asText());
        assertEquals(
                "TerminateAfterRetries",
                changed.json().path("DeliveryRetryPolicy").asText());
        assertFalse(changed.json().path("VerifyCertificate").asBoolean());
        for (String[] step : new String[][] {{"Suspend", "Disabled"}, {"Resume", "Enabled"}}) {
            String action = path + "/Actions/EventDestination." + step[0] + "Subscription";
            assertEquals(204, send("POST", action, "{}", ADMIN, JSON).status());
            assertEquals(
                    step[1],
                    get(path, ADMIN).json().path("Status").path("State").asText());
        }
        assertEquals(204, send("DELETE", path, "", ADMIN).status());
        assertEquals(404, get(path, ADMIN).status());
    }

    @Test
    void retries_of_the_service_can_be_changed_within_bounds() throws Exception {
        Response changed =
                send("PATCH", SERVICE, "{\"DeliveryRetryAttempts\":5,\"DeliveryRetryIntervalSeconds\":7}", ADMIN, JSON);
        assertEquals(200, changed.status(), changed.text());
        assertEquals(5, changed.json().path("DeliveryRetryAttempts").asInt());
        assertEquals(7, changed.json().path("DeliveryRetryIntervalSeconds").asInt());
        assertEquals(
                400,
                send("PATCH", SERVICE, "{\"DeliveryRetryIntervalSeconds\":0}", ADMIN, JSON)
                        .status());
    }

    @Test
    void there_is_a_limit_and_it_is_told() throws Exception {
        int made = 0;
        Response last = subscribe("");
        while (last.status() == 201 && made < 100) {
            made++;
            last = subscribe("");
        }
        assertEquals(32, made);
        assertEquals(503, last.status());
        assertTrue(last.text().contains("EventSubscriptionLimitExceeded"), last.text());
    }
}
