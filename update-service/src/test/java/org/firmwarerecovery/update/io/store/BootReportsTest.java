package org.firmwarerecovery.update.io.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.node.BootResult;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Boot reports on disk: in order, bounded, written beside a running node, and nothing else is believed. */
@NullUnmarked // JUnit fills the fields.
class BootReportsTest {
    private static final ComponentId BMC = new ComponentId("BMC");
    private static final ComponentId BIOS = new ComponentId("BIOS");

    @TempDir
    Path state;

    private BootReports reports;
    private Path folder;

    @BeforeEach
    void open() {
        reports = BootReports.of(state);
        folder = state.resolve(BootReports.FOLDER);
    }

    private static BootReport report(ComponentId component, BootResult result) {
        return new BootReport(component, BankId.A, result);
    }

    private List<BootReport> waiting() throws IOException {
        return reports.read().stream().map(BootReports.Waiting::report).toList();
    }

    private void put(String name, String content) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(name), content);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void reports_come_in_the_order_in_which_they_were_made_also_after_all_were_taken() throws IOException {
        reports.add(report(BMC, BootResult.STARTED));
        Path second = reports.add(report(BMC, BootResult.FAILED));
        assertEquals(List.of(report(BMC, BootResult.STARTED), report(BMC, BootResult.FAILED)), waiting());
        for (BootReports.Waiting waiting : reports.read()) {
            reports.remove(waiting);
        }
        assertEquals(List.of(), waiting());
        Path third = reports.add(report(BMC, BootResult.OK));
        assertTrue(third.compareTo(second) > 0, third + " after " + second);
    }

    @Test
    void a_report_can_be_left_while_a_node_holds_the_state_folder() throws IOException {
        try (StateFolder node = StateFolder.open(state)) {
            reports.add(report(BMC, BootResult.OK));
            assertEquals(1, node.bootReports().read().size());
        }
    }

    @Test
    void a_report_that_is_being_written_survives_the_start_of_a_node_and_one_that_was_cut_short_goes()
            throws IOException {
        reports.add(report(BMC, BootResult.OK));
        put("0000000000000000009-BMC.json.tmp", "{\"Comp");
        StateFolder.open(state).close();
        try (ReportLock writer = ReportLock.take(folder, Duration.ofSeconds(1))) {
            assertEquals(1, waiting().size());
            assertTrue(names().contains("0000000000000000009-BMC.json.tmp"), "a writer is at work");
            assertTrue(Files.exists(writer.file()));
        }
        assertEquals(1, waiting().size());
        assertFalse(names().contains("0000000000000000009-BMC.json.tmp"), "nobody is at work");
    }

    @Test
    void when_too_many_wait_the_oldest_of_the_same_component_goes() throws IOException {
        reports.add(report(BIOS, BootResult.FAILED));
        for (int i = 0; i < BootReports.REPORTS_MAX + 5; i++) {
            reports.add(report(BMC, i % 2 == 0 ? BootResult.STARTED : BootResult.FAILED));
        }
        List<BootReport> waiting = waiting();
        assertEquals(BootReports.REPORTS_MAX, waiting.size());
        assertEquals(report(BIOS, BootResult.FAILED), waiting.get(0));
        assertEquals(report(BMC, BootResult.STARTED), waiting.get(waiting.size() - 1));
    }

    @Test
    void many_writers_at_once_lose_nothing() throws Exception {
        ExecutorService writers = Executors.newFixedThreadPool(4);
        List<Future<Path>> files = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            files.add(writers.submit(() -> reports.add(report(BMC, BootResult.STARTED))));
        }
        for (Future<Path> file : files) {
            file.get();
        }
        writers.shutdown();
        assertEquals(32, waiting().size());
    }

    @Test
    void what_is_no_report_is_removed_and_reports_beside_it_are_read() throws IOException {
        Path secret = Files.writeString(state.resolve("secret"), "{}");
        Map<String, String> odd = Map.ofEntries(
                Map.entry("0000000000000000001-BMC.json", "{\"Component\":\"BMC\",\"Bank\":\"A\"}"),
                Map.entry("0000000000000000002-BMC.json", "[".repeat(1000)),
                Map.entry("0000000000000000003-BMC.json", ""),
                Map.entry("0000000000000000004-BMC.json", "x".repeat(3_000_000)),
                Map.entry("0000000000000000005-BMC.json", "{\"Component\":\"BMC\",\"Bank\":\"Z\",\"Result\":\"ok\"}"),
                Map.entry("0000000000000000006-BIOS.json", "{\"Component\":\"BMC\",\"Bank\":\"A\",\"Result\":\"ok\"}"),
                Map.entry(
                        "0000000000000000007-BMC.json",
                        "{\"Component\":\"BMC\",\"Bank\":\"A\",\"Result\":\"ok\",\"Result\":\"failed\"}"),
                Map.entry("9999999999999999999-BMC.json", "{}"),
                Map.entry("new\nline", "forged log line"),
                Map.entry("readme.txt", "hello"));
        for (Map.Entry<String, String> entry : odd.entrySet()) {
            put(entry.getKey(), entry.getValue());
        }
        Files.createSymbolicLink(folder.resolve("0000000000000000008-BMC.json"), secret);
        Files.createDirectories(folder.resolve("0000000000000000009-BMC.json/deep"));
        put("0000000000000000010-BMC.json", "{\"Component\":\"BMC\",\"Bank\":\"A\",\"Result\":\"failed\"}");
        assertEquals(List.of(report(BMC, BootResult.FAILED)), waiting());
        assertEquals(List.of("0000000000000000010-BMC.json"), names());
        assertTrue(Files.exists(secret), "a link is removed, not what it points to");
    }

    @Test
    void a_report_that_cannot_be_read_now_stands_in_nobody_s_way_and_is_read_later() throws IOException {
        reports.add(report(BMC, BootResult.FAILED));
        reports.add(report(BMC, BootResult.OK));
        AtomicBoolean broken = new AtomicBoolean(true);
        BootReports sick = BootReports.of(state, entry -> {
            if (broken.get() && entry.equals(folder.resolve(names().get(0)))) {
                throw new IOException("input/output error");
            }
            return Files.newInputStream(entry);
        });
        assertEquals(
                List.of(report(BMC, BootResult.OK)),
                sick.read().stream().map(BootReports.Waiting::report).toList());
        broken.set(false);
        assertEquals(2, sick.read().size());
    }

    @Test
    void a_full_folder_is_worked_off_in_bounded_portions() throws IOException {
        for (int i = 0; i < BootReports.ENTRIES_MAX + 100; i++) {
            put("junk-" + i, "x");
        }
        reports.add(report(BMC, BootResult.OK));
        reports.read();
        assertTrue(names().size() <= 104, "the first portion is gone: " + names().size());
        assertEquals(1, waiting().size());
        assertEquals(2, names().size());
    }

    @Test
    void a_writer_that_hangs_costs_others_a_bounded_time_and_a_clear_error() throws IOException {
        reports.add(report(BMC, BootResult.OK));
        try (FileChannel other = FileChannel.open(folder.resolve("lock"), StandardOpenOption.WRITE)) {
            other.lock();
            String failure = "";
            try {
                reports.add(report(BMC, BootResult.OK), Duration.ofMillis(60));
            } catch (IOException e) {
                failure = e.getMessage();
            }
            assertTrue(failure.contains("held by another writer"), failure);
        }
    }

    @Test
    void a_damaged_number_in_the_lock_file_does_not_stop_reports() throws IOException {
        reports.add(report(BMC, BootResult.STARTED));
        put("lock", "no number at all, and rather long for one");
        reports.add(report(BMC, BootResult.OK));
        assertEquals(
                List.of(BootResult.STARTED, BootResult.OK),
                waiting().stream().map(BootReport::result).collect(Collectors.toList()));
    }

    @Test
    void a_file_written_by_a_script_in_the_documented_form_is_a_report() throws IOException {
        put("0000000000000000001-BMC.json", "{ \"Component\": \"BMC\", \"Bank\": \"A\", \"Result\": \"started\" }\n");
        assertEquals(List.of(report(BMC, BootResult.STARTED)), waiting());
    }
}
