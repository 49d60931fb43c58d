package org.firmwarerecovery.service.cli.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.firmwarerecovery.update.io.trust.KeyMaterial;
import org.firmwarerecovery.update.io.trust.SelfSignedHttps;

/** A TLS server with prepared answers per path; the last answer of a path is repeated. */
final class FakeService implements AutoCloseable {
    private final HttpsServer server;
    private final Path certificate;
    private final Map<String, Deque<Prepared>> answers = new HashMap<>();
    private final List<Received> received = new ArrayList<>();

    private record Prepared(int status, Map<String, String> headers, String body) {}

    /** What the client sent. */
    record Received(String method, String path, Map<String, String> headers, String body) {}

    FakeService(Path folder) throws IOException, GeneralSecurityException {
        KeyMaterial key = SelfSignedHttps.openOrCreate(folder, "fake", List.of(InetAddress.getLoopbackAddress()));
        certificate = folder.resolve(SelfSignedHttps.CERTIFICATE_FILE);
        char[] password = "x".toCharArray();
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(key.toKeyStore("server", password), password);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/", this::serve);
        server.start();
    }

    FakeService answer(String path, int status, Map<String, String> headers, String body) {
        answers.computeIfAbsent(path, key -> new ArrayDeque<>()).add(new Prepared(status, headers, body));
        return this;
    }

    FakeService answer(String path, String body) {
        return answer(path, 200, Map.of(), body);
    }

    Access access(boolean insecure) {
        URI url = URI.create("https://127.0.0.1:" + server.getAddress().getPort());
        return new Access(
                url, "admin", "secret-password", insecure ? Optional.empty() : Optional.of(certificate), insecure);
    }

    List<Received> received() {
        return received;
    }

    private synchronized void serve(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
        received.add(new Received(
                exchange.getRequestMethod(), exchange.getRequestURI().getPath(), headers, body));
        Deque<Prepared> prepared = answers.getOrDefault(exchange.getRequestURI().getPath(), new ArrayDeque<>());
        Prepared next = prepared.size() > 1 ? prepared.poll() : prepared.peek();
        if (next == null) {
            next = new Prepared(404, Map.of(), "{\"error\":{\"message\":\"nothing here\"}}");
        }
        next.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] bytes = next.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(next.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
