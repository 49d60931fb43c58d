package org.firmwarerecovery.service.wiring;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.firmwarerecovery.service.telemetry.MetricReports;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has metric reports made: one at the start, then one at the end of each interval. One thread of its own. */
final class ReportTimer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReportTimer.class);

    private final MetricReports reports;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(null, this::run, "metric-reports", 0);

    private ReportTimer(MetricReports reports) {
        this.reports = reports;
    }

    /** Makes the first report, and the others from now on; none at all where they are off. */
    static ReportTimer start(MetricReports reports) {
        ReportTimer timer = new ReportTimer(reports);
        if (reports.enabled()) {
            reports.take();
            timer.thread.setDaemon(true);
            timer.thread.start();
        }
        return timer;
    }

    @Override
    public void close() throws InterruptedException {
        closing.countDown();
        thread.join();
    }

    private void run() {
        try {
            while (!closing.await(reports.interval().toMillis(), TimeUnit.MILLISECONDS)) {
                reports.take();
            }
        } catch (InterruptedException e) {
            LOG.error("metric reports are no longer made", e);
        }
    }
}
