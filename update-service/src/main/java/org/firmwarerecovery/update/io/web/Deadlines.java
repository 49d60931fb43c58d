package org.firmwarerecovery.update.io.web;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.firmwarerecovery.update.io.work.StopSignal;
import org.jspecify.annotations.Nullable;

/**
 * Ends requests at their deadline, wherever they hang: connect, handshake, headers or body. One daemon thread for all.
 * Thread-safe.
 */
public final class Deadlines implements AutoCloseable {
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, work -> {
        Thread thread = new Thread(work, "http-deadlines");
        thread.setDaemon(true);
        return thread;
    });

    /** A timer without requests. */
    public Deadlines() {
        timer.setRemoveOnCancelPolicy(true);
    }

    /** A deadline under way; closing it disarms it. */
    public static final class Armed implements AutoCloseable {
        private final ScheduledFuture<?> alarm;
        private final @Nullable ScheduledFuture<?> looks;
        private volatile boolean passed;

        private Armed(
                ScheduledThreadPoolExecutor timer,
                HttpUriRequestBase request,
                Duration within,
                @Nullable RateWatch watch) {
            this.alarm = timer.schedule(
                    () -> {
                        passed = true;
                        request.cancel();
                    },
                    within.toMillis(),
                    TimeUnit.MILLISECONDS);
            long pause = watch == null ? 0 : Math.max(1, watch.pause().toMillis());
            this.looks = watch == null
                    ? null
                    : timer.scheduleWithFixedDelay(() -> look(watch, request), pause, pause, TimeUnit.MILLISECONDS);
        }

        private static void look(RateWatch watch, HttpUriRequestBase request) {
            if (watch.look()) {
                request.cancel();
            }
        }

        /** True when the deadline ended the request. */
        public boolean passed() {
            return passed;
        }

        @Override
        public void close() {
            alarm.cancel(false);
            if (looks != null) {
                looks.cancel(false);
            }
        }
    }

    /**
     * Cancels {@code request} after {@code within}, as soon as {@code stop} is requested, or when {@code watch} finds it too
     * slow; null watches nothing.
     *
     * @throws AnswerException after {@link #close()}
     */
    public Armed arm(HttpUriRequestBase request, Duration within, StopSignal stop, @Nullable RateWatch watch)
            throws AnswerException {
        try {
            Armed armed = new Armed(timer, request, within, watch);
            stop.onRequest(request::cancel);
            return armed;
        } catch (RejectedExecutionException e) {
            throw new AnswerException("the node stops");
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
