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
import java.util.concurrent.atomic.AtomicInteger;

/** A plain HTTP/1.1 server on loopback that writes exactly what a test wants. */
final class HttpStub implements AutoCloseable {
    private final ServerSocket server;
    private final Answerer answerer;
    private final List<Socket> sockets = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger failures = new AtomicInteger();

    /** Writes the answer to one GET. */
    interface Answerer {
        void answer(String target, String authorization, OutputStream out) throws IOException;
    }

    HttpStub(Answerer answerer) throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), answerer);
    }

    HttpStub(ServerSocket server, Answerer answerer) {
        this.server = server;
        this.answerer = answerer;
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
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
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                String target = line.substring(line.indexOf(' ') + 1, line.lastIndexOf(' '));
                String authorization = "";
                for (String header = line(in); !header.isEmpty(); header = line(in)) {
                    if (header.startsWith("Authorization: ")) {
                        authorization = header.substring("Authorization: ".length());
                    }
                }
                answerer.answer(target, authorization, socket.getOutputStream());
            }
        } catch (IOException e) {
            failures.incrementAndGet(); // the client had enough
        }
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
