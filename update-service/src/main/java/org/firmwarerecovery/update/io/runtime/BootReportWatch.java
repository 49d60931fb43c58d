package org.firmwarerecovery.update.io.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.io.store.BootReport;
import org.firmwarerecovery.update.io.store.BootReports;
import org.firmwarerecovery.update.node.NodeEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands boot reports to the node, in their order and one at a time: those that waited when the node started at once, later ones
 * within {@link #INTERVAL}. A report is removed only when what the machine remembers of it is durable, so none is lost. The
 * price: when the process dies between the two, the report comes once more and the machine counts one start twice. That is
 * harmless, since one odd start is no finding.
 *
 * <p>One thread of its own; {@link #close} waits for it.
 */
public final class BootReportWatch implements AutoCloseable {
    /** How often the folder is looked at while the node runs. */
    public static final Duration INTERVAL = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(BootReportWatch.class);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);

    private final BootReports reports;
    private final List<Component> components;
    private final Function<NodeEvent, CompletionStage<Boolean>> node;
    private final Removal removal;
    private final Duration interval;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CompletableFuture<Boolean> closed = new CompletableFuture<>();
    private final Thread thread = new Thread(this::run, "boot-reports");
    /** Dealt with, but still there: not counted again while this process lives. */
    private final TreeSet<Path> counted = new TreeSet<>();

    private boolean failedBefore;

    /** Removes a report that was dealt with: a seam, so that tests can let a medium fail. */
    @FunctionalInterface
    interface Removal {
        void remove(BootReports.Waiting report) throws IOException;
    }

    private BootReportWatch(
            BootReports reports,
            List<Component> components,
            Function<NodeEvent, CompletionStage<Boolean>> node,
            Removal removal,
            Duration interval) {
        this.reports = reports;
        this.components = List.copyOf(components);
        this.node = node;
        this.removal = removal;
        this.interval = interval;
    }

    /**
     * Starts watching.
     *
     * @param components what the node has; reports about others are logged and removed
     * @param node takes an event; completes with true when it is dealt with and durable
     */
    public static BootReportWatch start(
            BootReports reports,
            List<Component> components,
            Function<NodeEvent, CompletionStage<Boolean>> node,
            Duration interval) {
        return start(reports, components, node, reports::remove, interval);
    }

    static BootReportWatch start(
            BootReports reports,
            List<Component> components,
            Function<NodeEvent, CompletionStage<Boolean>> node,
            Removal removal,
            Duration interval) {
        BootReportWatch watch = new BootReportWatch(reports, components, node, removal, interval);
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    @Override
    public void close() throws InterruptedException {
        closing.countDown();
        closed.complete(false);
        thread.join(CLOSE_WITHIN.toMillis());
    }

    private void run() {
        try {
            do {
                look();
            } while (!closing.await(interval.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            LOG.error("boot reports are no longer read", e);
        }
    }

    private void look() {
        try {
            boolean removed = true;
            for (BootReports.Waiting waiting : reports.read()) {
                if (!counted.contains(waiting.file()) && !taken(waiting.report())) {
                    return;
                }
                counted.add(waiting.file());
                removed &= remove(waiting);
            }
            failedBefore = !removed;
        } catch (IOException | RuntimeException e) {
            told(e);
        }
    }

    private boolean remove(BootReports.Waiting waiting) {
        try {
            removal.remove(waiting);
            counted.remove(waiting.file());
            return true;
        } catch (IOException e) {
            told(e);
            return false;
        }
    }

    private void told(Exception e) {
        if (!failedBefore) {
            LOG.warn("boot reports cannot be read or removed: {}", e.getMessage(), e);
        }
        failedBefore = true;
    }

    /** True when the report needs no keeping. */
    private boolean taken(BootReport report) {
        boolean known = components.stream()
                .anyMatch(spec ->
                        spec.id().equals(report.component()) && spec.banks().contains(report.bank()));
        if (!known) {
            LOG.warn(
                    "a boot report is about bank {} of {}, which this node does not have",
                    report.bank().label(),
                    report.component());
            return true;
        }
        LOG.info("{} bank {}: boot {}", report.component(), report.bank().label(), BootReport.word(report.result()));
        NodeEvent event = new NodeEvent.BootReported(report.component(), report.bank(), report.result());
        CompletableFuture<Boolean> dealtWith = node.apply(event).toCompletableFuture();
        return dealtWith.applyToEither(closed, Boolean::booleanValue).join();
    }
}
