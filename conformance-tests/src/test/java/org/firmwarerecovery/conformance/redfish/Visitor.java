package org.firmwarerecovery.conformance.redfish;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.firmwarerecovery.conformance.site.HttpHead;
import org.firmwarerecovery.conformance.site.NodeProcess;
import org.firmwarerecovery.conformance.site.TlsParty;
import org.jspecify.annotations.Nullable;

/**
 * Somebody at the door of a node: with or without a client certificate, with or without a header that says who. Keeps one
 * connection as long as the node does, since a walk over all routes makes thousands of requests. Not thread-safe.
 */
final class Visitor implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 20_000;

    private final NodeProcess node;
    private final TlsParty party;
    private final List<String> credentials;
    private @Nullable SSLSocket connection;

    /** Comes with these header lines, each {@code Name: value}. */
    Visitor(NodeProcess node, TlsParty party, String... credentials) {
        this.node = node;
        this.party = party;
        this.credentials = List.of(credentials);
    }

    /**
     * An answer.
     *
     * @param status of the last response line
     * @param headers by lower-case name
     * @param text body with its framing resolved
     */
    record Seen(int status, Map<String, String> headers, String text) {}

    /** Asks; {@code json} is the body of a POST or PATCH, and ignored for other methods. */
    Seen ask(String method, String path, String json, String... headers) throws IOException {
        boolean kept = connection != null;
        try {
            return once(method, path, json, headers);
        } catch (IOException broken) {
            close();
            if (!kept) {
                throw broken;
            }
            // The node may close a connection that it kept; a fresh one has no such excuse.
            return once(method, path, json, headers);
        }
    }

    /** Asks to read something. */
    Seen get(String path) throws IOException {
        return ask("GET", path, "");
    }

    private Seen once(String method, String path, String json, String... headers) throws IOException {
        SSLSocket socket = connect();
        StringBuilder head = new StringBuilder(
                method + " " + path + " HTTP/1.1\r\nHost: " + TlsParty.hostOf(node.uuid()) + "\r\nAccept: */*\r\n");
        credentials.forEach(line -> head.append(line).append("\r\n"));
        Arrays.stream(headers).forEach(line -> head.append(line).append("\r\n"));
        byte[] body = {};
        if (method.equals("POST") || method.equals("PATCH")) {
            body = json.getBytes(StandardCharsets.UTF_8);
            head.append("Content-Type: application/json\r\nContent-Length: ")
                    .append(body.length)
                    .append("\r\n");
        }
        byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] whole = Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, whole, start.length, body.length);
        socket.getOutputStream().write(whole);
        Seen seen = read(socket.getInputStream(), method);
        if ("close".equalsIgnoreCase(seen.headers().get("connection"))) {
            close();
        }
        return seen;
    }

    private SSLSocket connect() throws IOException {
        SSLSocket open = connection;
        if (open != null) {
            return open;
        }
        SSLSocket socket = party.connect(node);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        connection = socket;
        return socket;
    }

    private static Seen read(InputStream in, String method) throws IOException {
        HttpHead head = HttpHead.read(in);
        Map<String, String> headers = head.headers();
        int status = Integer.parseInt(head.words().get(1));
        boolean bare = method.equals("HEAD") || status == 204 || status == 304;
        return new Seen(status, headers, bare ? "" : new String(body(in, headers), StandardCharsets.UTF_8));
    }

    private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
        String length = headers.get("content-length");
        if (length != null) {
            byte[] body = in.readNBytes(Integer.parseInt(length));
            if (body.length < Integer.parseInt(length)) {
                throw new EOFException("the body ended after " + body.length + " of " + length + " bytes");
            }
            return body;
        }
        if (!"chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            return in.readAllBytes();
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(HttpHead.textUntil(in, "\r\n").strip(), 16);
            body.write(in.readNBytes(size));
            HttpHead.textUntil(in, "\r\n");
            if (size == 0) {
                return body.toByteArray();
            }
        }
    }

    @Override
    public void close() throws IOException {
        SSLSocket open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }
}
