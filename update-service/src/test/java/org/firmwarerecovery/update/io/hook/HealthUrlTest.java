package org.firmwarerecovery.update.io.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.io.work.StopSignal;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An image that proves itself by HTTP, against servers that hang, fail at first, send elsewhere or never come to an end. */
@Timeout(60)
@NullUnmarked // JUnit fills the fields.
class HealthUrlTest {
    private static final ComponentId BMC = new ComponentId("BMC");
    private static final Duration SHORT = Duration.ofMillis(400);

    private final AtomicInteger gaveUp = new AtomicInteger();
    private ServerSocket raw;

    @AfterEach
    void stop() throws IOException {
        if (raw != null) {
            raw.close();
        }
    }

    /** Answers each request with the next of these statuses, the last one again and again. */
    private URI serve(int... statuses) throws IOException {
        AtomicInteger asked = new AtomicInteger();
        return talk(socket -> {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            String request = in.readLine();
            for (String line = request; line != null && !line.isEmpty(); line = in.readLine()) {
                // Up to the end of the head.
            }
            int status = statuses[Math.min(statuses.length - 1, asked.getAndIncrement())];
            String answer = request != null && request.contains("/elsewhere")
                    ? "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
                    : "HTTP/1.1 " + status + " x\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n";
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
        });
    }

    private interface Talk {
        void with(Socket socket) throws IOException, InterruptedException;
    }

    private URI talk(Talk talk) throws IOException {
        raw = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> {
            while (!raw.isClosed()) {
                try (Socket socket = raw.accept()) {
                    talk.with(socket);
                } catch (IOException | InterruptedException e) {
                    gaveUp.incrementAndGet();
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return URI.create("http://127.0.0.1:" + raw.getLocalPort() + "/health");
    }

    private static NodeEvent.ConfirmationEnded confirm(URI url, Duration within) throws InterruptedException {
        Hooks hooks = new Hooks(List.of(), List.of(), within, new ConfirmRule.Http(url));
        HookWork.Notice brief = new HookWork.Notice(Duration.ofMillis(50), Duration.ofMillis(20));
        HookWork work = new HookWork(Map.of(BMC, hooks), (component, bank) -> new TreeMap<>(), System::nanoTime, brief);
        NodeEffect.AwaitConfirmation effect = new NodeEffect.AwaitConfirmation(8, BMC, BankId.B, within);
        return assertInstanceOf(NodeEvent.ConfirmationEnded.class, work.confirm(effect, new StopSignal()));
    }

    @Test
    void a_url_that_fails_at_first_is_asked_again_until_it_answers_2xx() throws Exception {
        assertTrue(confirm(serve(500, 503, 204), Duration.ofSeconds(30)).confirmed());
    }

    @Test
    void a_redirect_is_no_proof_and_is_not_followed() throws Exception {
        NodeEvent.ConfirmationEnded ended = confirm(serve(302), SHORT);
        assertTrue(!ended.confirmed() && ended.detail().contains("answers 302"), ended.detail());
    }

    @Test
    void a_url_that_never_answers_ends_with_the_time() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        NodeEvent.ConfirmationEnded ended = confirm(talk(socket -> never.await(20, TimeUnit.SECONDS)), SHORT);
        assertEquals(false, ended.confirmed());
    }

    @Test
    void a_url_that_sends_a_byte_now_and_then_ends_with_the_time() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        NodeEvent.ConfirmationEnded ended = confirm(
                talk(socket -> {
                    OutputStream out = socket.getOutputStream();
                    out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
                    for (int i = 0; i < 1000; i++) {
                        out.write(("X-" + i + ": y\r\n").getBytes(StandardCharsets.US_ASCII));
                        out.flush();
                        never.await(50, TimeUnit.MILLISECONDS);
                    }
                }),
                SHORT);
        assertEquals(false, ended.confirmed());
    }
}
