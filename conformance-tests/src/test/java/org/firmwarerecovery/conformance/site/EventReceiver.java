package org.firmwarerecovery.conformance.site;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A web server that events are pushed to. Remembers every delivery, and answers 204 unless it is told otherwise. */
public final class EventReceiver implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long HOLD_SECONDS_MAX = 60;

    private final HttpServer server;
    private final String scheme;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final ArrayDeque<Integer> answers = new ArrayDeque<>();
    private final List<Delivery> deliveries = new ArrayList<>();
    private int usual = 204;
    private boolean holding;

    /**
     * What was brought.
     *
     * @param nanos when it came, by the clock of this process
     * @param document the whole body
     * @param taken whether the answer says so, in time
     */
    public record Delivery(long nanos, JsonNode document, boolean taken) {}

    private EventReceiver(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        server.setExecutor(threads);
        server.createContext("/", this::take);
        server.start();
    }

    /** Without TLS; port 0 is any. */
    public static EventReceiver plain(int port) throws IOException {
        return new EventReceiver(HttpServer.create(address(port), 0), "http");
    }

    /** With TLS and the certificate of {@code party}. */
    public static EventReceiver over(TlsParty party) throws IOException {
        HttpsServer server = HttpsServer.create(address(0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(party.context()));
        return new EventReceiver(server, "https");
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** It answers the next deliveries with these. */
    public synchronized EventReceiver answering(int... statuses) {
        Arrays.stream(statuses).forEach(answers::add);
        return this;
    }

    /** It answers all others with this. */
    public synchronized EventReceiver always(int status) {
        usual = status;
        return this;
    }

    /** It leaves the next delivery without an answer. */
    public synchronized EventReceiver holdingTheNext() {
        holding = true;
        return this;
    }

    /** Where it is. */
    public String uri() {
        return scheme + "://127.0.0.1:" + server.getAddress().getPort() + "/events";
    }

    /** Whatever came, in its order. */
    public synchronized List<Delivery> deliveries() {
        return List.copyOf(deliveries);
    }

    /** Each record of all events that it took, in their order. */
    public synchronized List<JsonNode> taken() {
        List<JsonNode> taken = new ArrayList<>();
        deliveries.stream()
                .filter(Delivery::taken)
                .forEach(delivery -> delivery.document().path("Events").forEach(taken::add));
        return taken;
    }

    private void take(HttpExchange talk) throws IOException {
        JsonNode document = JSON.readTree(talk.getRequestBody().readAllBytes());
        int status;
        boolean hold;
        synchronized (this) {
            hold = holding;
            holding = false;
            Integer told = hold ? null : answers.poll();
            status = told == null ? usual : told;
            deliveries.add(new Delivery(System.nanoTime(), document, !hold && status / 100 == 2));
        }
        if (hold) {
            await();
        }
        talk.sendResponseHeaders(status, -1);
        talk.close();
    }

    private void await() throws IOException {
        try {
            if (!gate.await(HOLD_SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new IOException("nobody ended the test");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped", stopped);
        }
    }

    @Override
    public void close() {
        gate.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
