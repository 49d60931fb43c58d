package org.firmwarerecovery.update.io.peer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManager;
import org.firmwarerecovery.update.io.trust.FleetTrustManager;
import org.firmwarerecovery.update.io.trust.KeyMaterial;
import org.jspecify.annotations.Nullable;

/** A TLS server that writes exactly the octets a test wants, so that it can be as hostile as no real server would be. */
final class TlsStub implements AutoCloseable {
    private final SSLServerSocket server;
    private final Answerer answerer;
    private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger failures = new AtomicInteger();
    private final List<Socket> sockets = Collections.synchronizedList(new ArrayList<>());

    /** Writes the answer to one request; closing the connection afterwards is up to it. */
    interface Answerer {
        void answer(Request request, OutputStream out) throws IOException;
    }

    /** One request as it came in; header names in lower case. */
    record Request(String method, String path, TreeMap<String, String> headers, String body) {}

    TlsStub(KeyMaterial identity, Answerer answerer) throws Exception {
        this(identity, InetAddress.getLoopbackAddress(), answerer);
    }

    TlsStub(KeyMaterial identity, InetAddress address, Answerer answerer) throws Exception {
        this.answerer = answerer;
        char[] password = new char[0];
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(identity.toKeyStore("stub", password), password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), new TrustManager[] {FleetTrustManager.forServer()}, null);
        server = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 50, address);
        server.setNeedClientAuth(true);
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    List<Request> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    /** Number of connections that were accepted. */
    int connections() {
        return sockets.size();
    }

    @Override
    public void close() throws IOException {
        server.close();
        synchronized (sockets) {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    static byte[] json(int status, String headers, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + status + " x\r\nContent-Type: application/json\r\nContent-Length: " + bytes.length
                + "\r\n" + headers + "\r\n";
        return (head + body).getBytes(StandardCharsets.UTF_8);
    }

    static byte[] bytes(String head, byte[] body) {
        byte[] first = (head + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[first.length + body.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(body, 0, all, first.length, body.length);
        return all;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                start(() -> serve(socket));
            } catch (IOException e) {
                return; // closed: the test is over
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            Request request = read(in);
            while (request != null) {
                requests.add(request);
                answerer.answer(request, socket.getOutputStream());
                socket.getOutputStream().flush();
                request = read(in);
            }
        } catch (IOException e) {
            failures.incrementAndGet(); // the client went away, as clients of hostile servers do
        }
    }

    private static @Nullable Request read(InputStream in) throws IOException {
        String line = line(in);
        if (line.isEmpty()) {
            return null;
        }
        String[] parts = line.split(" ", -1);
        TreeMap<String, String> headers = new TreeMap<>();
        for (line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        return new Request(parts[0], parts[1], headers, body);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.US_ASCII);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "tls-stub");
        thread.setDaemon(true);
        thread.start();
    }
}
