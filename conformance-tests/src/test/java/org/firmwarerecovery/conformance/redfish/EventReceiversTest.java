package org.firmwarerecovery.conformance.redfish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.response.Response;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.firmwarerecovery.conformance.needs.CiOnly;
import org.firmwarerecovery.conformance.needs.Needs;
import org.firmwarerecovery.conformance.site.Await;
import org.firmwarerecovery.conformance.site.EventFeed;
import org.firmwarerecovery.conformance.site.EventFeed.Heard;
import org.firmwarerecovery.conformance.site.EventReceiver;
import org.firmwarerecovery.conformance.site.EventReceiver.Delivery;
import org.firmwarerecovery.conformance.site.Lab;
import org.firmwarerecovery.conformance.site.NodeProcess;
import org.firmwarerecovery.conformance.site.Pair;
import org.firmwarerecovery.conformance.site.SharedLab;
import org.firmwarerecovery.conformance.site.Site;
import org.firmwarerecovery.conformance.site.TlsParty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Receivers of events as there are: one that is fine, one that is slow, one that fails at first, one that is down for a while, two
 * that never take anything; and somebody who reads the stream. One node, and one day in its life.
 */
@ExtendWith(SharedLab.class)
@CiOnly("waits for receivers that do not answer")
@Needs("openssl")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EventReceiversTest {
    private static final String SERVICE = "/redfish/v1/EventService";
    private static final String SUBSCRIPTIONS = SERVICE + "/Subscriptions";
    private static final Duration LIMIT = Duration.ofMinutes(1);
    /** A first delivery and this many repetitions. */
    private static final int ATTEMPTS = 2;
    /** The interval is a second; the node counts milliseconds. */
    private static final long INTERVAL_NANOS = 998_000_000;

    private final Lab lab;
    private final NodeProcess node;
    private final EventReceiver prompt;
    private final EventReceiver slow = EventReceiver.plain(0).holdingTheNext();
    private final List<String> known = new ArrayList<>();
    private String suspended = "";
    private long lastHeard;

    EventReceiversTest(Lab lab) throws Exception {
        this.lab = lab;
        node = lab.node("herald")
                .scanning("500ms")
                .with("components", Site.component("2MiB"))
                .with("discovery", "{ ssdp: false }");
        Path papers = node.folder().resolve("receiver");
        prompt = EventReceiver.over(TlsParty.server(papers));
        node.with(
                "events", "{ allowAddresses: [ 127.0.0.0/8 ], authorities: [ " + papers.resolve("server.pem") + " ] }");
    }

    @BeforeAll
    void two_of_them_subscribe() throws Exception {
        node.start();
        node.operator()
                .patch(SERVICE, "{\"DeliveryRetryAttempts\":" + ATTEMPTS + ",\"DeliveryRetryIntervalSeconds\":1}");
        known.add(subscribe(prompt.uri(), "RetryForever", ",\"VerifyCertificate\":true,\"Context\":\"prompt\""));
        known.add(subscribe(slow.uri(), "RetryForever", ",\"RegistryPrefixes\":[\"Suite\"]"));
    }

    @AfterAll
    void all_go_home() throws Exception {
        node.stop();
        prompt.close();
        slow.close();
        // Whatever its receivers and readers did, it took for granted.
        assertFalse(node.logText().contains("SEVERE"), node.logText());
    }

    private String subscribe(String destination, String policy, String more) {
        Response made = node.operator()
                .post(
                        SUBSCRIPTIONS,
                        "{\"Protocol\":\"Redfish\",\"Destination\":\"" + destination + "\",\"DeliveryRetryPolicy\":\""
                                + policy + "\"" + more + "}");
        assertEquals(201, made.statusCode(), made.asString());
        return made.header("Location");
    }

    /** Something happens that only those hear who want messages of this registry. */
    private void happens(String registry, String key) {
        Response told = node.operator()
                .post(
                        SERVICE + "/Actions/EventService.SubmitTestEvent",
                        "{\"MessageId\":\"" + registry + ".1.0." + key + "\"}");
        assertEquals(204, told.statusCode(), told.asString());
    }

    private static List<String> heardBy(EventReceiver receiver) {
        return receiver.taken().stream().map(EventFeed::keyOf).toList();
    }

    private void await(String what, BooleanSupplier condition) throws Exception {
        Await.that(LIMIT, () -> what + "\n" + node.logText(), condition::getAsBoolean);
    }

    private static void intervalsAreKept(List<Delivery> deliveries) {
        for (int i = 1; i < deliveries.size(); i++) {
            long pause = deliveries.get(i).nanos() - deliveries.get(i - 1).nanos();
            assertTrue(pause >= INTERVAL_NANOS, "repeated after " + pause + " ns");
        }
    }

    @Test
    @Order(1)
    void one_that_does_not_answer_delays_nobody_else() throws Exception {
        happens("Suite", "One");
        await("the slow one is asked", () -> slow.deliveries().size() == 1);
        happens("Suite", "Two");
        await("the prompt one hears both", () -> heardBy(prompt).containsAll(List.of("One", "Two")));
        assertEquals(1, slow.deliveries().size(), "its first delivery is still under way");
    }

    @Test
    @Order(2)
    void one_that_fails_at_first_gets_the_same_again_after_the_interval() throws Exception {
        try (EventReceiver failing = EventReceiver.plain(0).answering(500, 503)) {
            String path = subscribe(failing.uri(), "TerminateAfterRetries", ",\"RegistryPrefixes\":[\"Failing\"]");
            happens("Failing", "Once");
            await("it takes the third delivery", () -> heardBy(failing).equals(List.of("Once")));
            assertEquals(ATTEMPTS + 1, failing.deliveries().size());
            intervalsAreKept(failing.deliveries());
            failing.deliveries()
                    .forEach(delivery -> assertEquals(
                            failing.deliveries().get(0).document(), delivery.document(), "it is the same"));
            JsonNode shown = node.operator().get(path);
            assertEquals("Enabled", shown.path("Status").path("State").asText(), shown.toString());
            node.operator().request().delete(path).then().statusCode(204);
        }
    }

    @Test
    @Order(3)
    void one_that_is_down_gets_everything_in_order_when_it_is_back() throws Exception {
        try (Socket place = new Socket()) {
            // Bound, so that nobody else takes it, and deaf.
            place.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String path = subscribe(
                    "http://127.0.0.1:" + place.getLocalPort() + "/",
                    "RetryForever",
                    ",\"RegistryPrefixes\":[\"Down\"]");
            List<String> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                all.add("Number" + i);
                happens("Down", "Number" + i);
            }
            Await.that(
                    LIMIT,
                    () -> "it fails",
                    () -> node.operator()
                            .get(path)
                            .path("Status")
                            .path("Health")
                            .asText()
                            .equals("Warning"));
            int port = place.getLocalPort();
            place.close();
            try (EventReceiver back = EventReceiver.plain(port)) {
                await("it hears what it missed", () -> heardBy(back).size() == all.size());
                assertEquals(all, heardBy(back));
                Await.that(
                        LIMIT,
                        () -> "it is fine again",
                        () -> node.operator()
                                .get(path)
                                .path("Status")
                                .path("Health")
                                .asText()
                                .equals("OK"));
            }
            node.operator().request().delete(path).then().statusCode(204);
        }
    }

    @Test
    @Order(4)
    void those_that_never_take_anything_are_given_up_as_they_asked_and_others_are_told() throws Exception {
        try (EventReceiver gone = EventReceiver.plain(0).always(500);
                EventReceiver resting = EventReceiver.plain(0).always(404)) {
            String removed = subscribe(gone.uri(), "TerminateAfterRetries", ",\"RegistryPrefixes\":[\"Never\"]");
            suspended = subscribe(resting.uri(), "SuspendRetries", ",\"RegistryPrefixes\":[\"Never\"]");
            happens("Never", "Taken");
            await(
                    "both are given up",
                    () -> heardBy(prompt).containsAll(List.of("SubscriptionTerminated", "SubscriptionSuspended")));
            for (EventReceiver receiver : List.of(gone, resting)) {
                assertEquals(ATTEMPTS + 1, receiver.deliveries().size());
                intervalsAreKept(receiver.deliveries());
            }
            assertEquals(404, node.operator().request().get(removed).statusCode(), "TerminateAfterRetries removes it");
            assertEquals("Disabled", state(suspended), "SuspendRetries keeps it");
            known.add(suspended);
        }
    }

    private String state(String path) throws Exception {
        return node.operator().get(path).path("Status").path("State").asText();
    }

    @Test
    @Order(5)
    void tasks_and_recoveries_are_told_over_tls_and_on_the_stream_with_growing_ids() throws Exception {
        try (EventFeed feed = EventFeed.open(node)) {
            node.install(lab.small());
            node.operator().awaitHealthy(Pair.LIMIT);
            List<Heard> heard = feed.until(event -> event.message().equals("RecoveryCompleted"));
            told(List.of("TaskStarted", "TaskCompletedOK"), heard);
            told(List.of("FindingRaised", "BankWritten", "RedundancyRestored", "RecoveryCompleted"), heard);
            TreeMap<Long, String> streamed = new TreeMap<>();
            long last = 0;
            for (Heard one : heard) {
                assertTrue(one.id() > last, one.id() + " after " + last);
                assertEquals(
                        Long.toString(one.id()), one.event().path("EventId").asText());
                last = one.id();
                streamed.put(one.id(), one.message());
            }
            lastHeard = last;
            await("the same is pushed", () -> heardBy(prompt).contains("RecoveryCompleted"));
            TreeMap<Long, String> pushed = new TreeMap<>();
            long before = 0;
            for (JsonNode event : prompt.taken()) {
                long id = event.path("EventId").asLong();
                assertTrue(id > before, id + " after " + before);
                before = id;
                pushed.put(id, EventFeed.keyOf(event));
            }
            // But for the news that the stream was opened, which is not for the stream itself.
            pushed.values().remove("EventStreamOpened");
            assertEquals(streamed, new TreeMap<>(pushed.subMap(streamed.firstKey(), true, last, true)));
        }
    }

    private static void told(List<String> steps, List<Heard> heard) {
        List<String> messages = heard.stream().map(Heard::message).toList();
        int place = -1;
        for (String step : steps) {
            int next = messages.subList(place + 1, messages.size()).indexOf(step);
            assertTrue(next >= 0, "no " + step + " where it belongs in " + messages);
            place += 1 + next;
        }
    }

    @Test
    @Order(6)
    void who_comes_back_to_the_stream_with_the_last_id_misses_nothing() throws Exception {
        happens("Suite", "Three");
        happens("Suite", "Four");
        try (EventFeed feed = EventFeed.open(node, "Last-Event-ID: " + lastHeard)) {
            List<Heard> heard = feed.until(event -> event.message().equals("Four"));
            long next = lastHeard;
            for (Heard one : heard) {
                assertTrue(one.id() > next, one.id() + " after " + next);
                next = one.id();
            }
            told(List.of("Three", "Four"), heard);
            lastHeard = next;
        }
    }

    @Test
    @Order(7)
    void the_slow_one_gets_everything_once_it_answers() throws Exception {
        List<String> all = List.of("One", "Two", "Three", "Four");
        await("it is asked again after the limit", () -> heardBy(slow).equals(all));
        assertEquals(
                "One",
                EventFeed.keyOf(
                        slow.deliveries().get(0).document().path("Events").path(0)));
    }

    @Test
    @Order(8)
    void subscriptions_and_numbers_survive_a_loss_of_power() throws Exception {
        TreeMap<String, JsonNode> before = subscriptions();
        assertTrue(before.keySet().containsAll(known), before.toString());
        node.kill();
        node.start();
        assertEquals(before, subscriptions());
        assertEquals("Disabled", state(suspended), "it rests until somebody resumes it");
        try (EventFeed feed = EventFeed.open(node, "Last-Event-ID: " + lastHeard)) {
            happens("Suite", "Five");
            List<Heard> heard = feed.until(event -> event.message().equals("Five"));
            assertTrue(heard.get(0).id() > lastHeard, "no number is given away twice");
            await("the prompt one hears of it", () -> heardBy(prompt).contains("Five"));
            await("and the slow one", () -> heardBy(slow).contains("Five"));
            long pushed = prompt.taken().stream()
                    .filter(event -> EventFeed.keyOf(event).equals("Five"))
                    .findFirst()
                    .orElseThrow()
                    .path("EventId")
                    .asLong();
            assertEquals(heard.get(heard.size() - 1).id(), pushed);
        }
        assertEquals(List.of("One", "Two", "Three", "Four", "Five"), heardBy(slow), "each once");
    }

    private TreeMap<String, JsonNode> subscriptions() throws Exception {
        TreeMap<String, JsonNode> all = new TreeMap<>();
        for (JsonNode member : node.operator().get(SUBSCRIPTIONS).path("Members")) {
            String path = member.path("@odata.id").asText();
            if (!path.contains("/sse-")) {
                ObjectNode one = (ObjectNode) node.operator().get(path);
                // Of its health only what was tried since the start is known.
                one.remove(List.of("@odata.etag", "Status"));
                all.put(path, one);
            }
        }
        return all;
    }
}
