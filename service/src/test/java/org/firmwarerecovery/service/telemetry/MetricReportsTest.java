package org.firmwarerecovery.service.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.firmwarerecovery.redfish.resource.MetricReport;
import org.firmwarerecovery.service.event.ReportRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports of figures that a test sets, at times that a test sets. */
class MetricReportsTest {
    private Instant now = Instant.parse("2026-11-22T08:00:00.7Z");
    private final AtomicLong figure = new AtomicLong(7);

    private static Metric metric(String id, Supplier<OptionalLong> reading) {
        return Metric.of(id, id, "A figure.", Metric.Kind.GAUGE, "1", reading);
    }

    private MetricReports reports(Metric... metrics) {
        return new MetricReports(List.of(metrics), Duration.ofMinutes(1), () -> now, Instant.EPOCH);
    }

    private ReportRecord taken(MetricReports reports) {
        reports.take();
        return reports.latest().orElseThrow();
    }

    private static List<MetricReport.MetricValue> values(ReportRecord report) {
        return List.copyOf(report.content().metricValues());
    }

    @Test
    void a_report_has_the_figures_of_its_time_and_the_next_one_takes_its_place() {
        MetricReports reports = reports(
                metric("Moving", () -> OptionalLong.of(figure.get())).shownAt("/redfish/v1/Chassis/Chassis#/Figure"));
        assertTrue(reports.latest().isEmpty());
        ReportRecord first = taken(reports);
        assertEquals("Node", first.id());
        assertEquals(Instant.parse("2026-11-22T08:00:00Z"), first.content().timestamp());
        assertEquals(
                List.of(new MetricReport.MetricValue(
                        "Moving", "7", Instant.parse("2026-11-22T08:00:00Z"), "/redfish/v1/Chassis/Chassis#/Figure")),
                values(first));
        figure.set(8);
        now = now.plusSeconds(60);
        assertEquals("8", values(taken(reports)).get(0).metricValue());
    }

    @Test
    void numbers_grow_with_the_time_and_also_when_the_clock_is_put_back() {
        MetricReports reports = reports();
        long first = taken(reports).number();
        assertEquals(now.getEpochSecond(), first);
        now = now.plusSeconds(60);
        assertEquals(first + 60, taken(reports).number());
        now = Instant.EPOCH;
        assertEquals(first + 61, taken(reports).number());
    }

    @Test
    void numbers_go_on_after_a_restart_that_lost_the_time() {
        Instant earlier = now;
        now = Instant.EPOCH.plusSeconds(100);
        MetricReports reports = new MetricReports(List.of(), Duration.ofMinutes(1), () -> now, earlier);
        assertEquals(earlier.getEpochSecond() + 1, taken(reports).number());
        assertEquals(earlier.getEpochSecond() + 2, taken(reports).number());
        now = earlier.plusSeconds(60);
        assertEquals(now.getEpochSecond(), taken(reports).number());
    }

    @Test
    void a_figure_that_cannot_be_read_is_left_out_and_spoils_no_other() {
        MetricReports reports = reports(
                metric("Broken", () -> {
                    throw new IllegalStateException("no figure");
                }),
                metric("Absent", OptionalLong::empty),
                metric("There", () -> OptionalLong.of(1)));
        assertEquals(
                List.of("There"),
                values(taken(reports)).stream()
                        .map(MetricReport.MetricValue::metricId)
                        .toList());
    }

    @Test
    void everybody_who_follows_hears_of_a_report_even_after_one_who_fails() {
        MetricReports reports = reports();
        List<ReportRecord> heard = new ArrayList<>();
        reports.follow(report -> {
            throw new IllegalStateException("cannot hear");
        });
        reports.follow(heard::add);
        assertEquals(taken(reports), heard.get(0));
    }

    @Test
    void the_process_tells_its_memory_and_its_time() {
        assertTrue(ProcessFigures.heapUsed().orElseThrow() > 0);
        assertTrue(ProcessFigures.heapLimit().orElseThrow()
                >= ProcessFigures.heapUsed().orElseThrow());
        assertTrue(ProcessFigures.processorMillis().orElseThrow() > 0);
    }

    @Test
    void resident_memory_is_what_the_kernel_says_and_absent_without_one_that_does(@TempDir Path folder)
            throws IOException {
        Path status = folder.resolve("status");
        Files.writeString(status, "Name:\tjava\nVmHWM:\t  200 kB\nVmRSS:\t  123 kB\n");
        assertEquals(OptionalLong.of(123 * 1_024), ProcessFigures.residentBytes(status));
        assertEquals(OptionalLong.empty(), ProcessFigures.residentBytes(folder.resolve("none")));
    }
}
