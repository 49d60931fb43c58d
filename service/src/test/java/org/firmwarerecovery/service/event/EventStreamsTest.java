package org.firmwarerecovery.service.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.firmwarerecovery.redfish.message.EventMessages;
import org.firmwarerecovery.redfish.message.RecoveryMessages;
import org.firmwarerecovery.redfish.message.TaskMessages;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is sent what over a stream, and how streams end; with outlets that take nothing, too. */
class EventStreamsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");

    private final EventDesk desk = EventDesk.start(
            EventLog.inMemory(EventFact.Log.EVENTS), EventLog.inMemory(EventFact.Log.AUDIT), InstantSource.fixed(NOW));
    private final Owners owners = new Owners() {
        @Override
        public Standing standing(String account) {
            return Standing.ACTIVE;
        }

        @Override
        public boolean hearsAudit(String account) {
            return account.equals("admin");
        }
    };
    private final EventStreams streams = EventStreams.start(desk, owners, () -> true, StreamPlaces.within(256));

    @AfterEach
    void stop() {
        streams.close();
        desk.close();
    }

    /** A client whose readiness the test sets. */
    private static final class Client implements Outlet {
        private final LinkedBlockingQueue<String> ids = new LinkedBlockingQueue<>();
        private final CountDownLatch closed = new CountDownLatch(1);
        private final CountDownLatch asked = new CountDownLatch(1);
        private volatile boolean ready = true;
        private volatile boolean whole;
        private volatile @Nullable Runnable then;

        @Override
        public boolean isReady() {
            return ready && closed.getCount() > 0;
        }

        @Override
        public void send(byte[] bytes) {
            String text = new String(bytes, UTF_8);
            if (text.startsWith("id: ")) {
                ids.add(text.substring(4, text.indexOf('\n')));
            }
        }

        @Override
        public void whenReady(Runnable run) {
            then = run;
            asked.countDown();
        }

        @Override
        public void whenClosed(Runnable run) {
            // closed by the streams only
        }

        @Override
        public void close(boolean all) {
            whole = all;
            closed.countDown();
        }

        void wake() {
            ready = true;
            Runnable run = then;
            if (run != null) {
                run.run();
            }
        }

        String next() throws InterruptedException {
            return String.valueOf(ids.poll(20, TimeUnit.SECONDS));
        }

        /** Waits until somebody wanted to send and could not. */
        void awaitAsked() throws InterruptedException {
            assertTrue(asked.await(20, TimeUnit.SECONDS), "nobody had anything to send");
        }

        void awaitEnd() throws InterruptedException {
            assertTrue(closed.await(20, TimeUnit.SECONDS), "still open");
        }
    }

    private Client open(String owner, OptionalLong after) {
        Client client = new Client();
        streams.begin(
                streams.reserve(
                                owner,
                                StreamFilter.ALL,
                                after.isPresent()
                                        ? Optional.of(new StreamPosition(after.getAsLong(), 0))
                                        : Optional.empty())
                        .orElseThrow(),
                client);
        return client;
    }

    private void happens(EventFact.Log log, int count) throws InterruptedException {
        CountDownLatch told = new CountDownLatch(count);
        desk.follow(event -> told.countDown());
        for (int i = 0; i < count; i++) {
            desk.publish(
                    switch (log) {
                        case EVENTS -> new EventFact(log, TaskMessages.taskStarted("1"), NOW, null, "Task", null);
                        case AUDIT ->
                            new EventFact(
                                    log,
                                    RecoveryMessages.changeMade("admin", "192.0.2.1", "PATCH", "/redfish/v1"),
                                    NOW,
                                    null,
                                    "",
                                    "admin");
                        case NONE -> new EventFact(log, EventMessages.testMessage(), NOW, null, "EventService", null);
                    });
            if (i % 500 == 499) {
                awaitRecorded(i + 1);
            }
        }
        assertTrue(told.await(20, TimeUnit.SECONDS));
    }

    private void awaitRecorded(long number) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (desk.newest() < number && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }

    @Test
    void events_come_in_order_once_and_audit_facts_only_to_those_entitled() throws Exception {
        Client admin = open("admin", OptionalLong.empty());
        Client operator = open("operator", OptionalLong.empty());
        happens(EventFact.Log.EVENTS, 1);
        happens(EventFact.Log.AUDIT, 1);
        happens(EventFact.Log.NONE, 1);
        assertEquals(List.of("1", "2", "3"), List.of(admin.next(), admin.next(), admin.next()));
        assertEquals(List.of("1", "3"), List.of(operator.next(), operator.next()));
        assertTrue(admin.ids.isEmpty());
    }

    @Test
    void who_names_the_last_event_it_has_gets_those_after_it_and_who_names_none_only_new_ones() throws Exception {
        happens(EventFact.Log.EVENTS, 40);
        Client back = open("admin", OptionalLong.of(37));
        Client anew = open("admin", OptionalLong.empty());
        Client elsewhere = open("admin", OptionalLong.of(4_000));
        happens(EventFact.Log.EVENTS, 1);
        assertEquals(List.of("38", "39", "40", "41"), List.of(back.next(), back.next(), back.next(), back.next()));
        assertEquals("41", anew.next());
        assertEquals("41", elsewhere.next());
    }

    @Test
    void a_client_that_takes_nothing_holds_up_nobody_and_reads_on_later() throws Exception {
        Client slow = open("admin", OptionalLong.empty());
        Client fast = open("admin", OptionalLong.empty());
        happens(EventFact.Log.EVENTS, 1);
        assertEquals("1", slow.next());
        assertEquals("1", fast.next());
        slow.ready = false;
        happens(EventFact.Log.EVENTS, 100);
        for (int i = 2; i <= 101; i++) {
            assertEquals(Integer.toString(i), fast.next());
        }
        assertTrue(slow.ids.isEmpty());
        slow.wake();
        for (int i = 2; i <= 101; i++) {
            assertEquals(Integer.toString(i), slow.next());
        }
    }

    @Test
    void a_client_that_missed_what_is_not_kept_any_more_is_cut_off() throws Exception {
        Client slow = open("admin", OptionalLong.empty());
        happens(EventFact.Log.EVENTS, 1);
        assertEquals("1", slow.next());
        slow.ready = false;
        happens(EventFact.Log.EVENTS, EventLog.ENTRIES_MAX + 1);
        slow.awaitEnd();
        assertFalse(slow.whole, "the client must not take it for the whole");
        assertEquals(0, streams.all().size());
    }

    @Test
    void old_events_that_are_gone_are_no_reason_to_cut_off_who_asks_for_what_is_kept() throws Exception {
        happens(EventFact.Log.EVENTS, EventLog.ENTRIES_MAX + 5);
        Client back = open("admin", OptionalLong.of(1));
        assertEquals("6", back.next());
        for (int i = 7; i <= EventLog.ENTRIES_MAX + 5; i++) {
            assertEquals(Integer.toString(i), back.next());
        }
        assertEquals(1, streams.all().size());
    }

    @Test
    void a_stream_begins_with_the_newest_report_and_a_slow_one_skips_those_in_between() throws Exception {
        happens(EventFact.Log.EVENTS, 3);
        streams.publish(MetricReportDeliveryTest.report(1));
        streams.publish(MetricReportDeliveryTest.report(2));
        Client fast = open("admin", OptionalLong.empty());
        Client slow = open("admin", OptionalLong.empty());
        assertEquals("3-2", fast.next());
        assertEquals("3-2", slow.next());
        slow.ready = false;
        for (long number = 3; number <= 6; number++) {
            streams.publish(MetricReportDeliveryTest.report(number));
            assertEquals("3-" + number, fast.next());
        }
        slow.wake();
        assertEquals("3-6", slow.next());
        happens(EventFact.Log.EVENTS, 1);
        assertEquals("4", slow.next());
    }

    @Test
    void who_comes_back_with_a_report_as_the_last_gets_the_events_after_it_and_only_a_newer_report() throws Exception {
        happens(EventFact.Log.EVENTS, 3);
        streams.publish(MetricReportDeliveryTest.report(7));
        Client back = new Client();
        streams.begin(
                streams.reserve("admin", StreamFilter.ALL, StreamPosition.of("2-7"))
                        .orElseThrow(),
                back);
        assertEquals("3", back.next());
        streams.publish(MetricReportDeliveryTest.report(8));
        assertEquals("3-8", back.next());
    }

    @Test
    void who_comes_back_with_a_report_that_this_service_never_made_gets_the_newest() throws Exception {
        happens(EventFact.Log.EVENTS, 3);
        Client early = new Client();
        streams.begin(
                streams.reserve("admin", StreamFilter.ALL, StreamPosition.of("3-1795000000"))
                        .orElseThrow(),
                early);
        // The clock lost its time with the restart, and the numbers of reports with it.
        streams.publish(MetricReportDeliveryTest.report(7));
        assertEquals("3-7", early.next());
        Client late = new Client();
        streams.begin(
                streams.reserve("admin", StreamFilter.ALL, StreamPosition.of("3-1795000000"))
                        .orElseThrow(),
                late);
        assertEquals("3-7", late.next());
        streams.publish(MetricReportDeliveryTest.report(8));
        assertEquals("3-8", late.next());
        assertEquals("3-8", early.next());
    }

    @Test
    void there_are_as_many_streams_as_may_be_and_a_place_is_free_again_when_one_ends() throws Exception {
        Client oldest = open("a", OptionalLong.empty());
        Client stuck = open("a", OptionalLong.empty());
        Client third = open("a", OptionalLong.empty());
        for (int i = 3; i < StreamPlaces.STREAMS_OF_ACCOUNT_MAX; i++) {
            open("a", OptionalLong.empty());
        }
        assertTrue(oldest.isReady() && stuck.isReady());
        stuck.ready = false;
        happens(EventFact.Log.EVENTS, 1);
        stuck.awaitAsked();
        Client back = open("a", OptionalLong.of(0));
        stuck.awaitEnd();
        assertEquals("1", back.next(), "who comes back gets in, and hears what it missed");
        open("a", OptionalLong.empty());
        oldest.awaitEnd();
        assertTrue(oldest.whole);
        assertEquals(StreamPlaces.STREAMS_OF_ACCOUNT_MAX, streams.all().size());
        int others = StreamPlaces.STREAMS_MAX - StreamPlaces.STREAMS_OF_ACCOUNT_MAX;
        for (int i = 0; i < others; i++) {
            open("b" + i % 4, OptionalLong.empty());
        }
        open("c", OptionalLong.empty());
        third.awaitEnd();
        streams.ownerEnds("a");
        streams.ownerEnds("c");
        assertEquals(others, streams.all().size());
        TreeSet<String> left = new TreeSet<>();
        streams.all().forEach(stream -> left.add(stream.owner()));
        assertEquals(new TreeSet<>(List.of("b0", "b1", "b2", "b3")), left);
    }

    @Test
    void who_had_not_read_what_somebody_cleared_is_cut_off_and_nobody_else() throws Exception {
        Client slow = open("admin", OptionalLong.empty());
        Client fast = open("admin", OptionalLong.empty());
        happens(EventFact.Log.EVENTS, 1);
        assertEquals("1", slow.next());
        assertEquals("1", fast.next());
        slow.ready = false;
        happens(EventFact.Log.EVENTS, 1);
        assertEquals("2", fast.next());
        desk.clear(desk.log(EventFact.Log.EVENTS), "admin");
        slow.awaitEnd();
        assertFalse(slow.whole, "the client must not take it for the whole");
        assertEquals("3", fast.next(), "that the log was cleared");
        assertEquals(1, streams.all().size());
    }

    @Test
    void closing_ends_all_of_them_at_once() throws Exception {
        Client one = open("a", OptionalLong.empty());
        Client stuck = open("b", OptionalLong.empty());
        stuck.ready = false;
        streams.close();
        one.awaitEnd();
        stuck.awaitEnd();
        assertTrue(streams.reserve("a", StreamFilter.ALL, Optional.empty()).isEmpty());
    }
}
