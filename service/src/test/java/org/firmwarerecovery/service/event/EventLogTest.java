package org.firmwarerecovery.service.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.firmwarerecovery.redfish.message.EventMessages;
import org.firmwarerecovery.redfish.message.RecoveryMessages;
import org.firmwarerecovery.redfish.message.SecurityMessages;
import org.firmwarerecovery.update.io.journal.KeyedJournal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a log keeps of whom, over clears, restarts and a medium that refuses. */
class EventLogTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");

    @TempDir
    private Path folder;

    private final Disk disk = new Disk();

    private KeyedJournal table(String name) throws IOException {
        return KeyedJournal.open(folder.resolve(name), EventLog.TABLE_LIMITS, disk);
    }

    private static EventRecord change(long number, String user) {
        return new EventRecord(
                number,
                new EventFact(
                        EventFact.Log.AUDIT,
                        RecoveryMessages.changeMade(user, "192.0.2.1", "PATCH", "/redfish/v1/TaskService"),
                        NOW,
                        null,
                        "",
                        user));
    }

    private static EventRecord refusal(long number, String who) {
        return new EventRecord(
                number,
                new EventFact(
                        EventFact.Log.AUDIT,
                        RecoveryMessages.requestRefused(who, "192.0.2.1", "GET", "/redfish/v1/x"),
                        NOW,
                        null,
                        "",
                        null,
                        null,
                        EventFact.Cause.REFUSAL));
    }

    @Test
    void one_who_is_refused_again_and_again_does_not_hide_that_others_were() {
        EventLog log = EventLog.inMemory(EventFact.Log.AUDIT);
        log.add(refusal(1, "user reader"));
        for (long number = 2; number <= 1000; number++) {
            log.add(refusal(number, "peer 1"));
        }
        assertEquals(1, log.entries().get(0).number());
        assertEquals(
                EventFact.Log.AUDIT.share(EventFact.Cause.REFUSAL),
                log.entries().size());
    }

    private static List<Long> numbers(EventLog log) {
        return log.entries().stream().map(EventRecord::number).toList();
    }

    private static long of(EventLog log, String user) {
        return log.entries().stream()
                .filter(entry -> user.equals(entry.fact().user()))
                .count();
    }

    @Test
    void one_author_cannot_turn_the_log_over() {
        EventLog log = EventLog.inMemory(EventFact.Log.AUDIT);
        long share = EventFact.Log.AUDIT.share(EventFact.Cause.TRUSTED);
        long quarter = share / 4;
        for (long number = 1; number <= quarter; number++) {
            log.add(change(number, "admin"));
        }
        for (long number = quarter + 1; number <= 4 * share; number++) {
            log.add(change(number, "operator"));
        }
        assertEquals(quarter, of(log, "admin"));
        assertEquals(share, log.entries().size());
        for (long number = 4 * share + 1; number <= 8 * share; number++) {
            log.add(change(number, "admin"));
        }
        assertEquals(share / 2, of(log, "admin"));
        assertEquals(share / 2, of(log, "operator"));
    }

    @Test
    void a_password_changed_again_and_again_is_recorded_up_to_a_rate_and_takes_no_room_of_other_changes() {
        LinkedBlockingQueue<EventFact> facts = new LinkedBlockingQueue<>();
        Instant[] now = {NOW};
        AuditTrail trail = new AuditTrail(facts::add, () -> now[0]);
        for (int i = 0; i < AuditTrail.OWN_BURST + 90; i++) {
            trail.ownAccount(SecurityMessages.passwordModified("guest"), "guest", "guest");
        }
        assertEquals(AuditTrail.OWN_BURST, facts.size());
        facts.forEach(fact -> assertEquals(EventFact.Cause.OWN, fact.cause()));
        facts.clear();
        now[0] = NOW.plusSeconds(60);
        trail.ownAccount(SecurityMessages.passwordModified("guest"), "guest", "guest");
        assertEquals(RecoveryMessages.recordsLost(90), facts.remove().message());
        assertEquals(1, facts.size());
    }

    @Test
    void what_a_full_disk_refused_is_written_when_there_is_room_again() throws IOException {
        try (KeyedJournal table = table("audit")) {
            EventLog log = EventLog.open(EventFact.Log.AUDIT, table);
            log.add(change(1, "admin"));
            disk.full = true;
            log.add(change(2, "admin"));
            log.add(change(3, "admin"));
            assertTrue(log.isBehind());
            assertEquals(List.of(1L, 2L, 3L), numbers(log));
            assertEquals(1, table.size());
            disk.full = false;
            log.settle();
            assertFalse(log.isBehind());
            assertEquals(List.of("1", "2", "3"), List.copyOf(table.values().keySet()));
        }
        try (KeyedJournal table = table("audit")) {
            assertEquals(List.of(1L, 2L, 3L), numbers(EventLog.open(EventFact.Log.AUDIT, table)));
        }
    }

    @Test
    void a_log_that_cannot_be_cleared_stays_as_it_is() throws IOException {
        try (KeyedJournal table = table("audit")) {
            EventLog log = EventLog.open(EventFact.Log.AUDIT, table);
            log.add(change(1, "admin"));
            disk.full = true;
            assertTrue(refuses(log));
            assertEquals(List.of(1L), numbers(log));
        }
    }

    private static boolean refuses(EventLog log) {
        try {
            log.clear(9);
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void no_number_comes_again_after_a_clear_and_a_restart() throws IOException {
        try (KeyedJournal table = table("audit")) {
            EventLog log = EventLog.open(EventFact.Log.AUDIT, table);
            log.add(change(7, "admin"));
            log.clear(8);
            assertEquals(List.of(), log.entries());
        }
        try (KeyedJournal table = table("audit")) {
            EventLog log = EventLog.open(EventFact.Log.AUDIT, table);
            assertEquals(List.of(), log.entries());
            assertEquals(8, log.newest().orElseThrow());
        }
    }

    @Test
    void the_number_of_a_test_event_does_not_come_again_after_a_restart() throws Exception {
        EventFact test = new EventFact(
                EventFact.Log.NONE, EventMessages.testMessage(), NOW, EventPaths.EVENT_SERVICE, "EventService", null);
        for (long expected = 1; expected <= 2; expected++) {
            try (KeyedJournal events = table("events");
                    KeyedJournal audit = table("audit");
                    EventDesk desk = desk(events, audit)) {
                LinkedBlockingQueue<EventRecord> told = new LinkedBlockingQueue<>();
                desk.follow(told::add);
                desk.publish(test);
                EventRecord entry = told.poll(20, TimeUnit.SECONDS);
                assertEquals(expected, entry == null ? -1 : entry.number());
            }
        }
    }

    @Test
    void a_clear_takes_all_that_was_published_before_and_is_the_first_entry_afterwards() throws Exception {
        try (KeyedJournal events = table("events");
                KeyedJournal audit = table("audit");
                EventDesk desk = desk(events, audit)) {
            for (int i = 1; i <= 50; i++) {
                desk.publish(change(i, "operator").fact());
            }
            desk.clear(desk.log(EventFact.Log.AUDIT), "admin");
            List<EventRecord> entries = desk.log(EventFact.Log.AUDIT).entries();
            assertEquals(1, entries.size());
            assertEquals(
                    EventMessages.logCleared("AuditLog"), entries.get(0).fact().message());
            assertEquals(51, entries.get(0).number());
        }
    }

    private static EventDesk desk(KeyedJournal events, KeyedJournal audit) throws IOException {
        return EventDesk.start(
                EventLog.open(EventFact.Log.EVENTS, events),
                EventLog.open(EventFact.Log.AUDIT, audit),
                InstantSource.fixed(NOW));
    }
}
