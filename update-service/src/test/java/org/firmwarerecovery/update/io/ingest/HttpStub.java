package org.firmwarerecovery.update.io.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An HTTP/1.1 server that writes exactly the octets a test wants, so that it can be as hostile as no real server would be. */
public class HttpStub implements AutoCloseable {
    private final ServerSocket server;
    private final Answerer answerer;
    private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger failures = new AtomicInteger();
    private final List<Socket> sockets = Collections.synchronizedList(new ArrayList<>());

    /** Writes the answer to one request; closing the connection afterwards is up to it. */
    public interface Answerer {
        /** One answer, or as much of one as the test wants. */
        void answer(Request request, OutputStream out) throws IOException;
    }

    /** One request as it came in; header names in lower case. */
    public record Request(String method, String path, TreeMap<String, String> headers, String body) {}

    /** A plain one on loopback. */
    public HttpStub(Answerer answerer) throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), answerer);
    }

    /** One that accepts on {@code server}, with or without TLS. */
    public HttpStub(ServerSocket server, Answerer answerer) {
        this.server = server;
        this.answerer = answerer;
        start(this::accept);
    }

    /** Where it listens. */
    public int port() {
        return server.getLocalPort();
    }

    /** What came in so far. */
    public List<Request> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    /** Number of connections that were accepted. */
    public int connections() {
        return sockets.size();
    }

    static void write(OutputStream out, int status, String headers, byte[] body) throws IOException {
        String head = "HTTP/1.1 " + status + " x\r\n" + headers + "Content-Length: " + body.length + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
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
        Thread thread = new Thread(work, "http-stub");
        thread.setDaemon(true);
        thread.start();
    }
}
