package org.firmwarerecovery.service.telemetry;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.resource.MetricReport;
import org.firmwarerecovery.service.event.EventFormat;
import org.firmwarerecovery.service.event.ReportRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one report of a node: all its metrics at a time. The newest takes the place of the one before; whoever follows hears of
 * each. In memory only.
 *
 * <p>Thread-safe. {@link #take} reads all figures on the caller's thread.
 */
public final class MetricReports {
    /** Id of the report and of its definition. */
    public static final String ID = "Node";
    /** The TelemetryService. */
    public static final String SERVICE = "/redfish/v1/TelemetryService";
    /** Definitions of metrics. */
    public static final String METRICS = SERVICE + "/MetricDefinitions";
    /** Definitions of reports. */
    public static final String DEFINITIONS = SERVICE + "/MetricReportDefinitions";
    /** The reports. */
    public static final String REPORTS = SERVICE + "/MetricReports";
    /** What the report is called. */
    public static final String NAME = "Node Metrics";
    /** Shortest interval. */
    public static final Duration INTERVAL_MIN = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(MetricReports.class);

    private final List<Metric> metrics;
    private final Duration interval;
    private final InstantSource wall;
    private final long earlier;
    private final List<Consumer<ReportRecord>> followers = new CopyOnWriteArrayList<>();
    private volatile @Nullable ReportRecord latest;

    /**
     * Reports of these metrics; none is made before the first {@link #take}.
     *
     * @param metrics what is read
     * @param interval time between two reports; zero: there are none
     * @param wall dates of the reports
     * @param earlier when earlier processes of this node may have made reports, if the clock lost that time; else the beginning of
     *     time
     */
    public MetricReports(List<Metric> metrics, Duration interval, InstantSource wall, Instant earlier) {
        this.metrics = List.copyOf(metrics);
        this.interval = interval;
        this.wall = wall;
        this.earlier = earlier.getEpochSecond();
    }

    /** What is read. */
    public List<Metric> metrics() {
        return metrics;
    }

    /** Time between two reports; zero when there are none. */
    public Duration interval() {
        return interval;
    }

    /** Whether reports are made. */
    public boolean enabled() {
        return !interval.isZero();
    }

    /** What can be sent to receivers: events, and reports where there are any. */
    public List<EventFormat> formats() {
        return enabled() ? List.of(EventFormat.EVENT, EventFormat.METRIC_REPORT) : List.of(EventFormat.EVENT);
    }

    /** The newest report; empty before the first. */
    public Optional<ReportRecord> latest() {
        return Optional.ofNullable(latest);
    }

    /** Tells {@code follower} of each report from now on, on the thread that makes it; it must not block. */
    public void follow(Consumer<ReportRecord> follower) {
        followers.add(follower);
    }

    /** Reads all figures, keeps them as the newest report and tells it. A figure that cannot be told now is not in it. */
    public synchronized void take() {
        Instant now = Instant.ofEpochSecond(wall.instant().getEpochSecond());
        List<MetricReport.MetricValue> values = new ArrayList<>();
        for (Metric metric : metrics) {
            read(metric)
                    .ifPresent(value -> values.add(new MetricReport.MetricValue(
                            metric.id(),
                            Long.toString(value),
                            now,
                            metric.property().orElse(null))));
        }
        ReportRecord before = latest;
        // Dates make numbers that go on over restarts; a clock that is put back does not bring one twice.
        long number = Math.max(before == null ? earlier + 1 : before.number() + 1, now.getEpochSecond());
        MetricReport content = MetricReport.builder()
                .timestamp(now)
                .metricReportDefinition(Link.to(DEFINITIONS + "/" + ID))
                .metricValues(values)
                .build();
        ReportRecord made = new ReportRecord(number, REPORTS + "/" + ID, NAME, content);
        latest = made;
        for (Consumer<ReportRecord> follower : followers) {
            try {
                follower.accept(made);
            } catch (RuntimeException e) {
                LOG.error("metric report {} could not be told", made.number(), e);
            }
        }
    }

    private static OptionalLong read(Metric metric) {
        try {
            return metric.reading().get();
        } catch (RuntimeException e) {
            LOG.error("metric {} could not be read", metric.id(), e);
            return OptionalLong.empty();
        }
    }
}
