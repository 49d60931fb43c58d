package org.firmwarerecovery.update.io.hook;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.firmwarerecovery.update.io.work.StopSignal;

/**
 * Asks a URL of the new image whether it works: 2xx is yes. Goes there directly, follows no redirect, since another service's
 * health proves nothing, and reads nothing but the head, within a total time. Blocks; thread-safe.
 */
final class HealthUrl {
    private HealthUrl() {}

    /** Empty when {@code url} answers 2xx within {@code within}; else what it did. */
    static Optional<String> probe(URI url, Duration within, StopSignal stop) {
        int limit = (int) Math.max(1, within.toMillis());
        HttpURLConnection connection;
        try {
            connection = (HttpURLConnection) url.toURL().openConnection(Proxy.NO_PROXY);
        } catch (IOException e) {
            return Optional.of(url + ": " + e.getMessage());
        }
        connection.setConnectTimeout(limit);
        connection.setReadTimeout(limit);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        CountDownLatch answered = new CountDownLatch(1);
        AtomicBoolean late = new AtomicBoolean();
        // A time limit per read never ends with a server that sends a byte now and then.
        Thread watch = new Thread(() -> endAfter(limit, answered, late, connection), "health-url");
        watch.setDaemon(true);
        watch.start();
        Runnable end = connection::disconnect;
        stop.onRequest(end);
        try {
            int status = connection.getResponseCode();
            if (late.get() || stop.requested()) {
                // A head that was cut off by our own limit reads like a complete one.
                return Optional.of(url + " did not answer within " + limit + " ms");
            }
            return status >= 200 && status < 300 ? Optional.empty() : Optional.of(url + " answers " + status);
        } catch (IOException e) {
            return Optional.of(url + ": " + e.getMessage());
        } finally {
            answered.countDown();
            stop.forget(end);
            connection.disconnect();
        }
    }

    private static void endAfter(
            int millis, CountDownLatch answered, AtomicBoolean late, HttpURLConnection connection) {
        try {
            if (!answered.await(millis, TimeUnit.MILLISECONDS)) {
                late.set(true);
                connection.disconnect();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
