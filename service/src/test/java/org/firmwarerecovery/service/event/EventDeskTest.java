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
    void a_flood_in_one_log_costs_nothing_in_the_other_and_its_loss_is_told_where_it_happened() throws Exception {
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
            AuditTrail trail = new AuditTrail(opened.desk, WALL);
            opened.desk.publish(started("first"));
            assertTrue(held.await(20, TimeUnit.SECONDS));
            for (int i = 0; i < EventDesk.WAITING_MAX + 7; i++) {
                trail.changed("operator", "192.0.2.1", "PATCH", "/redfish/v1/TaskService");
            }
            opened.desk.publish(started("second"));
            hold.countDown();
            for (int i = 0; i < EventDesk.WAITING_MAX + 3; i++) {
                opened.next();
            }
            assertEquals(2, opened.desk.log(EventFact.Log.EVENTS).entries().size());
            List<EventRecord> audit = opened.desk.log(EventFact.Log.AUDIT).entries();
            assertEquals(
                    RecoveryMessages.recordsLost(7),
                    audit.get(audit.size() - 1).fact().message());
        }
    }

    @Test
    void strangers_and_logins_take_the_room_of_their_like_only() throws Exception {
        try (Opened opened = new Opened(folder)) {
            Instant[] now = {NOW};
            AuditTrail trail = new AuditTrail(opened.desk, () -> now[0]);
            trail.changed("admin", "192.0.2.1", "PATCH", "/redfish/v1/TaskService");
            EventRecord change = opened.next();
            trail.refused("user guest", "192.0.2.1", "POST", "/redfish/v1/Managers");
            EventRecord refusal = opened.next();
            for (int i = 0; i < EventLog.ENTRIES_MAX; i++) {
                now[0] = now[0].plusSeconds(10);
                if (i % 2 == 0) {
                    trail.loginFailed("", "192.0.2.9");
                } else {
                    trail.loggedIn("guest", "192.0.2.9", "abc");
                }
                opened.next();
            }
            List<EventRecord> entries = opened.desk.log(EventFact.Log.AUDIT).entries();
            assertEquals(List.of(change, refusal), entries.subList(0, 2));
            assertEquals(200, of(entries, EventFact.Cause.STRANGER));
            assertEquals(150, of(entries, EventFact.Cause.LOGIN));
        }
        try (Opened opened = new Opened(folder)) {
            List<EventRecord> entries = opened.desk.log(EventFact.Log.AUDIT).entries();
            assertEquals(200, of(entries, EventFact.Cause.STRANGER), "the share holds after a restart");
            assertEquals(352, opened.audit.size());
        }
    }

    private static long of(List<EventRecord> entries, EventFact.Cause cause) {
        return entries.stream().filter(entry -> entry.fact().cause() == cause).count();
    }

    @Test
    void the_shares_of_a_log_are_the_whole_of_it() {
        int whole = 0;
        for (EventFact.Cause cause : EventFact.Cause.values()) {
            whole += EventFact.Log.AUDIT.share(cause);
        }
        assertEquals(EventLog.ENTRIES_MAX, whole);
    }

    @Test
    void a_flood_of_strangers_hides_no_refusal_of_a_known_user_and_one_user_not_that_of_another() {
        LinkedBlockingQueue<EventFact> facts = new LinkedBlockingQueue<>();
        AuditTrail trail = new AuditTrail(facts::add, WALL);
        for (int i = 0; i < 3 * AuditTrail.BURST; i++) {
            trail.loginFailed("x", "192.0.2.9");
            trail.refused("user guest", "192.0.2.9", "POST", "/redfish/v1/Managers");
        }
        assertEquals(2 * AuditTrail.BURST, facts.size());
        facts.clear();
        trail.refused("user operator", "192.0.2.1", "POST", "/redfish/v1/Managers");
        assertEquals(1, facts.size());
    }

    @Test
    void logins_of_an_account_are_recorded_up_to_a_rate_and_the_others_counted() {
        LinkedBlockingQueue<EventFact> facts = new LinkedBlockingQueue<>();
        Instant[] now = {NOW};
        AuditTrail trail = new AuditTrail(facts::add, () -> now[0]);
        for (int i = 0; i < AuditTrail.LOGINS_BURST + 500; i++) {
            trail.loggedIn("guest", "192.0.2.9", "abc");
        }
        assertEquals(AuditTrail.LOGINS_BURST, facts.size());
        facts.clear();
        trail.loggedIn("admin", "192.0.2.1", "abd");
        assertEquals(1, facts.size());
        facts.clear();
        now[0] = NOW.plusSeconds(10);
        trail.loggedIn("guest", "192.0.2.9", "abe");
        assertEquals(RecoveryMessages.recordsLost(500), facts.remove().message());
        assertEquals(1, facts.size());
    }

    @Test
    void entries_that_a_refusing_medium_left_in_the_table_keep_no_new_one_out() throws Exception {
        try (StateFolder state = StateFolder.open(folder);
                KeyedJournal table = state.table("events", EventLog.TABLE_LIMITS)) {
            for (long number = 1; number <= EventLog.ENTRIES_MAX + 1; number++) {
                EventRecord entry = new EventRecord(number, started("1"));
                table.put(entry.id(), EventText.write(entry));
            }
        }
        long newest = EventLog.ENTRIES_MAX + 2;
        try (Opened opened = new Opened(folder)) {
            opened.desk.publish(started("2"));
            assertEquals(newest, opened.next().number());
        }
        try (Opened opened = new Opened(folder)) {
            List<EventRecord> entries = opened.desk.log(EventFact.Log.EVENTS).entries();
            assertEquals(EventLog.ENTRIES_MAX, entries.size());
            assertEquals(newest, entries.get(entries.size() - 1).number());
        }
    }

    @Test
    void streams_of_an_account_are_recorded_up_to_a_rate_whether_they_were_opened_or_not() {
        LinkedBlockingQueue<EventFact> facts = new LinkedBlockingQueue<>();
        AuditTrail trail = new AuditTrail(facts::add, WALL);
        for (int i = 0; i < AuditTrail.OWN_BURST; i++) {
            trail.streamOpened("guest", "192.0.2.9", "sse-1");
            trail.streamRefused("guest", "192.0.2.9");
        }
        assertEquals(AuditTrail.OWN_BURST, facts.size());
        trail.streamRefused("admin", "192.0.2.1");
        assertEquals(AuditTrail.OWN_BURST + 1, facts.size());
        assertTrue(facts.stream().allMatch(fact -> fact.cause() == EventFact.Cause.OWN), facts.toString());
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
    void a_change_that_failed_is_recorded_as_one_that_was_made_and_one_of_its_own_up_to_a_rate() {
        LinkedBlockingQueue<EventFact> facts = new LinkedBlockingQueue<>();
        AuditTrail trail = new AuditTrail(facts::add, WALL);
        trail.changeFailed("admin", "192.0.2.1", "PATCH", "/redfish/v1/EventService", 500);
        EventFact failed = facts.remove();
        assertEquals(
                RecoveryMessages.changeFailed("admin", "192.0.2.1", "PATCH", "/redfish/v1/EventService", 500),
                failed.message());
        assertTrue(failed.message().message().contains("failed with status 500"), failed.toString());
        assertEquals("admin", failed.user());
        assertEquals(EventFact.Cause.TRUSTED, failed.cause());
        for (int i = 0; i < AuditTrail.OWN_BURST; i++) {
            trail.changeFailed("guest", "192.0.2.9", "PATCH", EventPaths.ACCOUNTS + "/guest", 507);
            trail.changeFailed("guest", "192.0.2.9", "DELETE", EventPaths.SESSIONS + "/1", 500);
            trail.changeFailed("guest", "192.0.2.9", "DELETE", EventPaths.STREAMS + "1", 500);
        }
        assertEquals(AuditTrail.OWN_BURST, facts.size());
        assertTrue(facts.stream().allMatch(fact -> fact.cause() == EventFact.Cause.OWN), facts.toString());
    }

    @Test
    void a_name_from_a_stranger_reaches_no_log_line_unclean() {
        LinkedBlockingQueue<EventFact> facts = new LinkedBlockingQueue<>();
        AuditTrail trail = new AuditTrail(facts::add, WALL);
        trail.quoting(name -> true);
        trail.loginFailed("a\nb" + "x".repeat(500), "192.0.2.1");
        Predicate<String> clean = text -> !text.contains("\n") && text.length() < 400;
        assertTrue(clean.test(facts.element().message().message()), facts.toString());
    }

    @Test
    void a_password_typed_as_a_name_reaches_no_log() {
        LinkedBlockingQueue<EventFact> facts = new LinkedBlockingQueue<>();
        AuditTrail trail = new AuditTrail(facts::add, WALL);
        trail.quoting("admin"::equals);
        trail.loginFailed("correct-horse-7", "192.0.2.1");
        trail.loginFailed("admin", "192.0.2.1");
        assertEquals(
                "an unknown user from 192.0.2.1",
                facts.remove().message().messageArgs().get(0));
        assertEquals(
                "admin from 192.0.2.1", facts.remove().message().messageArgs().get(0));
    }
}
