package org.firmwarerecovery.service.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.firmwarerecovery.redfish.message.EventMessages;
import org.firmwarerecovery.redfish.message.RecoveryMessages;
import org.firmwarerecovery.redfish.message.TaskMessages;
import org.firmwarerecovery.update.io.journal.KeyedJournal;
import org.firmwarerecovery.update.io.store.StateFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventDeskTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
    private static final InstantSource WALL = InstantSource.fixed(NOW);

    @TempDir
    Path folder;

    /** A desk on a state folder, closed with everything below it. */
    private static final class Opened implements AutoCloseable {
        final StateFolder state;
        final KeyedJournal events;
        final KeyedJournal audit;
        final EventDesk desk;
        final LinkedBlockingQueue<EventRecord> told = new LinkedBlockingQueue<>();

        Opened(Path folder) throws IOException {
            state = StateFolder.open(folder);
            events = state.table("events", EventLog.TABLE_LIMITS);
            audit = state.table("audit", EventLog.TABLE_LIMITS);
            desk = EventDesk.start(
                    EventLog.open(EventFact.Log.EVENTS, events), EventLog.open(EventFact.Log.AUDIT, audit), WALL);
            desk.follow(told::add);
        }

        EventRecord next() throws InterruptedException {
            EventRecord entry = told.poll(20, TimeUnit.SECONDS);
            assertTrue(entry != null, "nothing was told");
            return entry;
        }

        @Override
        public void close() throws IOException {
            desk.close();
            events.close();
            audit.close();
            state.close();
        }
    }

    private static EventFact started(String task) {
        return new EventFact(
                EventFact.Log.EVENTS, TaskMessages.taskStarted(task), NOW, EventPaths.TASKS + "/" + task, "Task", null);
    }

    @Test
    void entries_survive_a_restart_and_numbers_go_on() throws Exception {
        List<EventRecord> before;
        try (Opened opened = new Opened(folder)) {
            opened.desk.publish(started("1"));
            opened.next();
            new AuditTrail(opened.desk, WALL).loggedIn("admin", "192.0.2.1", "abc");
            opened.next();
            before = opened.desk.newest(10);
        }
        try (Opened opened = new Opened(folder)) {
            assertEquals(before, opened.desk.newest(10));
            assertEquals(
                    List.of(1L, 2L), before.stream().map(EventRecord::number).toList());
            opened.desk.publish(started("2"));
            assertEquals(3, opened.next().number());
            assertEquals(2, opened.desk.log(EventFact.Log.EVENTS).entries().size());
            assertEquals(1, opened.desk.log(EventFact.Log.AUDIT).entries().size());
        }
    }

    @Test
    void a_full_log_drops_its_oldest_entry_only() throws Exception {
        try (Opened opened = new Opened(folder)) {
            for (int i = 0; i <= EventLog.ENTRIES_MAX; i++) {
                opened.desk.publish(started(Integer.toString(i)));
                opened.next();
            }
            List<EventRecord> entries = opened.desk.log(EventFact.Log.EVENTS).entries();
            assertEquals(EventLog.ENTRIES_MAX, entries.size());
            assertEquals(2, entries.get(0).number());
            assertEquals(EventLog.ENTRIES_MAX, opened.events.size());
        }
    }

    @Test
    void clearing_a_log_leaves_the_line_that_tells_it_and_the_other_log() throws Exception {
        try (Opened opened = new Opened(folder)) {
            opened.desk.publish(started("1"));
            new AuditTrail(opened.desk, WALL).loggedIn("admin", "192.0.2.1", "abc");
            opened.next();
            opened.next();
            opened.desk.clear(opened.desk.log(EventFact.Log.EVENTS), "admin");
            EventRecord cleared = opened.next();
            assertEquals(EventMessages.logCleared("EventLog"), cleared.fact().message());
            assertEquals(List.of(cleared), opened.desk.log(EventFact.Log.EVENTS).entries());
            assertEquals(1, opened.desk.log(EventFact.Log.AUDIT).entries().size());
        }
    }

    @Test
    void what_is_told_is_in_the_log_already() throws Exception {
        try (Opened opened = new Opened(folder)) {
            LinkedBlockingQueue<Boolean> found = new LinkedBlockingQueue<>();
            opened.desk.follow(entry -> found.add(
                    opened.desk.log(EventFact.Log.EVENTS).find(entry.id()).isPresent()));
            opened.desk.publish(started("1"));
            assertEquals("true", String.valueOf(found.poll(20, TimeUnit.SECONDS)));
        }
    }

    @Test
    void a_flood_is_bounded_and_the_loss_is_recorded() throws Exception {
        try (Opened opened = new Opened(folder)) {
            CountDownLatch hold = new CountDownLatch(1);
            CountDownLatch held = new CountDownLatch(1);
            opened.desk.follow(entry -> {
                held.countDown();
                try {
                    hold.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            opened.desk.publish(started("first"));
            assertTrue(held.await(20, TimeUnit.SECONDS));
            for (int i = 0; i < EventDesk.WAITING_MAX + 7; i++) {
                opened.desk.publish(started("flood"));
            }
            hold.countDown();
            for (int i = 0; i <= EventDesk.WAITING_MAX; i++) {
                opened.next();
            }
            assertEquals(RecoveryMessages.recordsLost(7), opened.next().fact().message());
        }
    }

    @Test
    void refusals_are_recorded_up_to_a_rate_and_changes_always() throws Exception {
        LinkedBlockingQueue<EventFact> facts = new LinkedBlockingQueue<>();
        AuditTrail trail = new AuditTrail(facts::add, WALL);
        for (int i = 0; i < AuditTrail.BURST + 40; i++) {
            trail.refused("user guest", "192.0.2.1", "POST", "/redfish/v1/Managers");
        }
        assertEquals(AuditTrail.BURST, facts.size());
        facts.clear();
        for (int i = 0; i < AuditTrail.BURST + 40; i++) {
            trail.changed("admin", "192.0.2.1", "PATCH", "/redfish/v1/EventService");
        }
        assertEquals(AuditTrail.BURST + 40, facts.size());
    }

    @Test
    void a_name_from_a_stranger_reaches_no_log_line_unclean() {
        LinkedBlockingQueue<EventFact> facts = new LinkedBlockingQueue<>();
        new AuditTrail(facts::add, WALL).loginFailed("a\nb" + "x".repeat(500), "192.0.2.1");
        Predicate<String> clean = text -> !text.contains("\n") && text.length() < 400;
        assertTrue(clean.test(facts.element().message().message()), facts.toString());
    }
}
