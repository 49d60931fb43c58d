package org.firmwarerecovery.update.io.web;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.firmwarerecovery.update.io.work.StopSignal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request with its whole answer, under a deadline. What is left of an answer is never read on. Thread-safe. */
public final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final HttpClient client;
    private final Deadlines deadlines;

    /** Requests through {@code client}; both stay the caller's to close. */
    public Exchange(HttpClient client, Deadlines deadlines) {
        this.client = client;
        this.deadlines = deadlines;
    }

    /** Takes an answer. A body that is not read to its end costs the connection. */
    @FunctionalInterface
    public interface Reader<T> {
        /** Reads {@code answer}; {@code context} knows the TLS session. */
        T read(ClassicHttpResponse answer, HttpClientContext context) throws IOException;
    }

    /**
     * Sends {@code request} to {@code host} and hands the answer to {@code reader}.
     *
     * @throws IOException the connection failed, the reader refused, the deadline passed or {@code stop} was requested
     */
    public <T> T run(HttpHost host, HttpUriRequestBase request, Duration within, StopSignal stop, Reader<T> reader)
            throws IOException {
        return run(host, request, within, stop, null, reader);
    }

    /**
     * The same for a large answer, which {@code watch} counts.
     *
     * @throws SlowAnswerException the answer came slower than the minimum rate
     * @throws IOException as above
     */
    public <T> T run(
            HttpHost host,
            HttpUriRequestBase request,
            Duration within,
            StopSignal stop,
            @Nullable RateWatch watch,
            Reader<T> reader)
            throws IOException {
        HttpClientContext context = HttpClientContext.create();
        try (Deadlines.Armed armed = deadlines.arm(request, within, stop, watch)) {
            try {
                ClassicHttpResponse answer = client.executeOpen(host, request, context);
                try {
                    return reader.read(answer, context);
                } finally {
                    // Before closing, which would read the rest of the body. A connection whose answer was read to its
                    // end
                    // is back in the pool by now and is not concerned.
                    request.cancel();
                    close(answer);
                }
            } catch (IOException e) {
                request.cancel();
                throw cause(armed, watch, within, e);
            } catch (IllegalStateException e) {
                // So HttpClient says between two steps that the request was cancelled meanwhile.
                if (!request.isCancelled()) {
                    throw e;
                }
                throw cause(armed, watch, within, new InterruptedIOException("stopped"));
            }
        }
    }

    /** Why a request ended: by its rate, by its deadline, or by {@code e} itself. */
    private static IOException cause(Deadlines.Armed armed, @Nullable RateWatch watch, Duration within, IOException e) {
        SlowAnswerException slow = watch == null ? null : watch.slow();
        if (slow != null) {
            slow.addSuppressed(e);
            return slow;
        }
        return armed.passed() ? late(within, e) : e;
    }

    private static void close(ClassicHttpResponse answer) {
        try {
            answer.close();
        } catch (IOException e) {
            // The connection was just cut; what was read of the answer is as good as it was.
            LOG.debug("an answer that was not read to its end is closed", e);
        }
    }

    private static AnswerException late(Duration within, Exception cause) {
        AnswerException late = new AnswerException("no whole answer within " + within.toMillis() + " ms");
        late.initCause(cause);
        return late;
    }
}
