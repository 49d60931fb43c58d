package org.firmwarerecovery.update.io.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.io.file.SpaceReserve;
import org.firmwarerecovery.update.io.journal.KeyedJournal;
import org.firmwarerecovery.update.io.journal.NewerFormatException;
import org.firmwarerecovery.update.job.ImageSource;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.job.JobMessage;
import org.firmwarerecovery.update.job.JobOrigin;
import org.firmwarerecovery.update.job.JobPhase;
import org.firmwarerecovery.update.job.JobReport;
import org.firmwarerecovery.update.node.NodeState;
import org.firmwarerecovery.update.recovery.Finding;
import org.firmwarerecovery.update.recovery.Recovery;
import org.firmwarerecovery.update.recovery.RecoveryCodec;
import org.firmwarerecovery.update.recovery.RecoveryPhase;
import org.firmwarerecovery.update.recovery.RecoveryText;
import org.firmwarerecovery.update.recovery.Story;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The tables of recoveries and tasks follow the state of the machine, in order, whatever the medium does meanwhile. */
@Timeout(60)
class HistoryTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final ComponentId BMC = new ComponentId("BMC");
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    private Path folder;

    private final Medium recoveries = new Medium();
    private final Medium tasks = new Medium();

    /** A table in memory that refuses, hangs or takes what comes. */
    private static final class Medium implements HistoryTable {
        private final LinkedHashMap<String, byte[]> rows = new LinkedHashMap<>();
        private final List<String> writes = Collections.synchronizedList(new ArrayList<>());
        private int room = Integer.MAX_VALUE;
        private boolean refuses;
        private int refused;

        synchronized void refuse(boolean now) {
            refuses = now;
            notifyAll();
        }

        synchronized void awaitRefusals(int count) throws InterruptedException {
            while (refused < count) {
                wait();
            }
        }

        @Override
        public synchronized Map<String, byte[]> values() {
            return new LinkedHashMap<>(rows);
        }

        @Override
        public synchronized Optional<String> put(String key, byte[] value) throws IOException {
            check();
            if (!rows.containsKey(key) && rows.size() >= room) {
                return Optional.of(rows.keySet().iterator().next());
            }
            rows.put(key, value);
            writes.add(key + (RecoveryCodec.read(value) instanceof RecoveryText.Ok ok ? phases(ok.recovery()) : ""));
            return Optional.empty();
        }

        @Override
        public synchronized void remove(String key) throws IOException {
            check();
            rows.remove(key);
            writes.add("-" + key);
        }

        private void check() throws IOException {
            if (refuses) {
                refused++;
                notifyAll();
                throw new IOException("No space left on device");
            }
        }

        private static String phases(Recovery recovery) {
            return " " + recovery.phase().label() + " "
                    + recovery.story().timeline().size();
        }
    }

    @Test
    void every_phase_and_line_is_written_in_its_order_and_what_is_gone_is_removed() throws Exception {
        try (History history = open()) {
            Recovery found = recovery("r1", RecoveryPhase.FINDING);
            Recovery searching = told(found.in(RecoveryPhase.SEARCHING));
            Recovery more = told(searching);
            Recovery healthy = told(more.in(RecoveryPhase.HEALTHY));
            for (Recovery next : List.of(found, searching, more, healthy)) {
                history.accept(state(List.of(next), List.of()));
            }
            history.accept(state(List.of(), List.of()));
            assertTrue(history.flush(SOON));
        }
        assertEquals(
                List.of("r1 Finding 0", "r1 Searching 1", "r1 Searching 2", "r1 Healthy 3", "-r1"), recoveries.writes);
        assertEquals(List.of(), tasks.writes);
    }

    @Test
    void progress_of_many_chunks_costs_few_writes_and_the_last_byte_is_there_in_the_end() throws Exception {
        try (History history = open()) {
            Job job = job("t1", JobPhase.TRANSFERRING);
            history.accept(state(List.of(), List.of(job)));
            long begun = System.nanoTime();
            for (int chunk = 0; chunk < 5000; chunk++) {
                job = job.with(job.report().received("donor", 10));
                history.accept(state(List.of(), List.of(job)));
            }
            assertTrue(history.flush(SOON));
            long seconds = 1 + Duration.ofNanos(System.nanoTime() - begun).toSeconds();
            assertTrue(tasks.writes.size() <= 3 + seconds, () -> tasks.writes.size() + " writes");
        }
        assertEquals(50_000, open().jobs().get(0).report().bytesDone());
    }

    @Test
    void a_line_told_does_not_wait_for_progress() throws Exception {
        try (History history = open()) {
            Job job = job("t1", JobPhase.TRANSFERRING);
            history.accept(state(List.of(), List.of(job)));
            Job counted = job.with(job.report().received("donor", 10));
            history.accept(state(List.of(), List.of(counted)));
            Job said = counted.with(counted.report().saying(new JobMessage("ImageVerified", List.of(), AT, 5)));
            history.accept(state(List.of(), List.of(said)));
            history.accept(state(List.of(), List.of(said.with(said.report().received("donor", 5)))));
        }
        Job last = open().jobs().get(0);
        assertEquals(1, last.report().messages().size());
        assertEquals(15, last.report().bytesDone());
    }

    @Test
    void a_full_disk_loses_nothing_and_what_waits_is_written_when_there_is_room() throws Exception {
        try (History history = open()) {
            recoveries.refuse(true);
            Recovery recovery = recovery("r1", RecoveryPhase.FINDING);
            history.accept(state(List.of(recovery), List.of()));
            recoveries.awaitRefusals(3);
            Recovery searching = told(recovery.in(RecoveryPhase.SEARCHING));
            history.accept(state(List.of(searching), List.of(job("t1", JobPhase.FETCHING))));
            recoveries.awaitRefusals(5);
            assertEquals(List.of(), recoveries.writes);
            recoveries.refuse(false);
            assertTrue(history.flush(SOON));
        }
        assertEquals(List.of("r1 Finding 0", "r1 Searching 1"), recoveries.writes);
        assertEquals(1, tasks.writes.size());
    }

    @Test
    void while_the_disk_is_full_memory_stays_bounded_and_the_last_story_is_whole() throws Exception {
        try (History history = open()) {
            recoveries.refuse(true);
            Recovery recovery = recovery("r1", RecoveryPhase.BACKOFF);
            Recovery other = recovery("r2", RecoveryPhase.SEARCHING);
            for (int i = 0; i < 5 * History.EVENTS_MAX; i++) {
                recovery = told(recovery);
                history.accept(state(List.of(recovery, other), List.of()));
            }
            recoveries.awaitRefusals(2);
            recoveries.refuse(false);
            assertTrue(history.flush(SOON));
            assertTrue(recoveries.writes.size() <= History.EVENTS_MAX + 3, () -> recoveries.writes.size() + " writes");
        }
        try (History again = open()) {
            assertEquals(
                    Story.TIMELINE_MAX,
                    again.recoveries().get(0).story().timeline().size());
            assertEquals("r2", again.recoveries().get(1).id());
        }
    }

    @Test
    void closing_with_a_dead_medium_ends() throws Exception {
        History history = open();
        recoveries.refuse(true);
        history.accept(state(List.of(recovery("r1", RecoveryPhase.FINDING)), List.of()));
        recoveries.awaitRefusals(1);
        history.close();
        assertFalse(history.flush(Duration.ofMillis(1)));
        assertEquals(List.of(), recoveries.writes);
    }

    @Test
    void a_broken_record_is_left_out_and_the_others_are_kept() throws Exception {
        try (History history = open()) {
            history.accept(state(
                    List.of(recovery("r1", RecoveryPhase.HELD), recovery("r2", RecoveryPhase.HEALTHY)), List.of()));
            assertTrue(history.flush(SOON));
        }
        recoveries.rows.put("r1", "{\"formatVersion\":1}".getBytes(StandardCharsets.UTF_8));
        recoveries.rows.put("r3", recoveries.rows.get("r2"));
        try (History history = open()) {
            assertEquals(
                    List.of("r2"),
                    history.recoveries().stream().map(Recovery::id).toList());
        }
    }

    @Test
    void a_record_of_a_newer_program_refuses_to_start() {
        tasks.rows.put("t1", "{\"formatVersion\":2}".getBytes(StandardCharsets.UTF_8));
        assertThrows(NewerFormatException.class, this::open);
    }

    @Test
    void a_full_table_forgets_its_oldest_record() throws Exception {
        recoveries.room = 1;
        try (History history = open()) {
            history.accept(state(List.of(recovery("r1", RecoveryPhase.HEALTHY)), List.of()));
            history.accept(state(
                    List.of(recovery("r1", RecoveryPhase.HEALTHY), recovery("r2", RecoveryPhase.FINDING)), List.of()));
            assertTrue(history.flush(SOON));
        }
        assertEquals(List.of("r2"), List.copyOf(recoveries.rows.keySet()));
    }

    @Test
    void what_was_remembered_is_not_written_again_at_the_start_and_survives_in_real_files() throws Exception {
        Recovery recovery = told(recovery("r1", RecoveryPhase.HEALTHY));
        Job job = job("t1", JobPhase.FETCHING);
        try (KeyedJournal one = journal("recoveries");
                KeyedJournal two = journal("tasks");
                History history = History.open(one, two)) {
            history.accept(state(List.of(recovery), List.of(job)));
        }
        try (KeyedJournal one = journal("recoveries");
                KeyedJournal two = journal("tasks")) {
            long bytes = one.fileBytes() + two.fileBytes();
            try (History history = History.open(one, two)) {
                assertEquals(List.of(recovery.remembered()), history.recoveries());
                assertEquals(List.of(job.remembered()), history.jobs());
                history.accept(state(List.of(recovery.remembered()), List.of(job.remembered())));
            }
            assertEquals(bytes, one.fileBytes() + two.fileBytes());
        }
    }

    @Test
    void what_waits_for_a_change_is_told_when_it_is_durable_also_when_changes_were_drawn_together() throws Exception {
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        recoveries.refuse(true);
        try (History history = open()) {
            Recovery found = recovery("r1", RecoveryPhase.FINDING);
            history.accept(state(List.of(found), List.of()));
            history.whenDurable(telling(() -> told.add("found")));
            Recovery next = found;
            for (int change = 0; change <= History.EVENTS_MAX; change++) {
                next = told(next);
                history.accept(state(List.of(next), List.of()));
            }
            history.accept(state(List.of(), List.of()));
            history.whenDurable(telling(() -> told.add("gone " + recoveries.rows.keySet())));
            history.accept(state(List.of(), List.of()));
            history.whenDurable(telling(() -> told.add("nothing changed")));
            recoveries.awaitRefusals(3);
            assertEquals(List.of("nothing changed"), told);
            recoveries.refuse(false);
            assertTrue(history.flush(SOON));
            history.accept(state(List.of(found), List.of()));
            assertTrue(history.flush(SOON));
            history.whenDurable(telling(() -> told.add("written meanwhile")));
        }
        assertEquals(List.of("nothing changed", "found", "gone []", "written meanwhile"), told);
    }

    @Test
    void what_names_a_record_waits_for_an_earlier_change_of_it_and_is_forgotten_when_nobody_wants_it()
            throws Exception {
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        tasks.refuse(true);
        try (History history = open()) {
            NodeState begun = state(List.of(), List.of(job("t1", JobPhase.FETCHING)));
            history.accept(begun);
            history.accept(begun);
            for (int i = 0; i < 10; i++) {
                history.whenDurable(new Telling(List.of("t1"), () -> false, () -> told.add("given up")));
            }
            history.whenDurable(new Telling(List.of("t1"), () -> true, () -> told.add("runs already")));
            history.whenDurable(new Telling(List.of("t2"), () -> true, () -> told.add("of another")));
            assertEquals(1, history.untold());
            assertEquals(List.of("of another"), told);
            tasks.refuse(false);
            assertTrue(history.flush(SOON));
        }
        assertEquals(List.of("of another", "runs already"), told);
    }

    private static Telling telling(Runnable tell) {
        return new Telling(List.of(), () -> true, tell);
    }

    private History open() throws NewerFormatException {
        return History.open(recoveries, tasks, Duration.ofMillis(1));
    }

    private KeyedJournal journal(String name) throws IOException {
        return KeyedJournal.open(folder.resolve(name), History.TABLE_LIMITS, SpaceReserve.NONE);
    }

    private static Recovery recovery(String id, RecoveryPhase phase) {
        return new Recovery(
                id, BMC, BankId.A, Finding.SCAN_FAILED, phase, AT, 1, 0, -1, null, null, List.of(), Story.empty());
    }

    private static Recovery told(Recovery recovery) {
        return recovery.with(recovery.story()
                .telling(new Story.Entry(recovery.phase().label(), AT, 7, "RecoveryStarted", List.of("BMC"))));
    }

    private static Job job(String id, JobPhase phase) {
        return new Job(
                id,
                new JobOrigin("admin", null, ""),
                BMC,
                phase,
                new ImageSource.LocalBank(BankId.B),
                null,
                null,
                null,
                Job.Options.NONE,
                JobReport.started(AT, 1),
                null);
    }

    private static NodeState state(List<Recovery> recoveries, List<Job> jobs) {
        TreeMap<String, Recovery> byId = new TreeMap<>();
        recoveries.forEach(recovery -> byId.put(recovery.id(), recovery));
        TreeMap<String, Job> jobsById = new TreeMap<>();
        jobs.forEach(job -> jobsById.put(job.id(), job));
        return ScriptedMachine.with(ScriptedMachine.state(), byId, jobsById);
    }
}
