package org.firmwarerecovery.conformance.site;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One HTTP/1.1 request with its answer on a socket of its own; as much of HTTP as tests need to misbehave. */
final class HttpTalk {
    private static final int HEAD_MAX = 64 * 1024;
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");

    private final OutputStream out;
    private final String method;
    private final String path;
    private final Map<String, String> headers;
    private final byte[] body;
    private final Map<String, String> answerHeaders = new LinkedHashMap<>();

    private HttpTalk(OutputStream out, String method, String path, Map<String, String> headers, byte[] body) {
        this.out = out;
        this.method = method;
        this.path = path;
        this.headers = headers;
        this.body = body;
    }

    /** Reads the request on {@code socket}. */
    static HttpTalk read(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        String[] lines = head(in).split("\r\n");
        String[] first = lines[0].split(" ");
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return new HttpTalk(socket.getOutputStream(), first[0], first[1], headers, in.readNBytes(length));
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0 || head.size() >= HEAD_MAX) {
                throw new EOFException("no whole request head");
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    String method() {
        return method;
    }

    String path() {
        return path;
    }

    byte[] body() {
        return body;
    }

    /** A header of the request, by its name in lower case; empty when it is not there. */
    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** Adds a header to the answer. */
    void with(String name, String value) {
        answerHeaders.put(name, value);
    }

    void json(int status, JsonNode document) throws IOException {
        with("Content-Type", "application/json");
        bytes(status, document.toString().getBytes(StandardCharsets.UTF_8));
    }

    void empty(int status) throws IOException {
        bytes(status, new byte[0]);
    }

    /** Answers the one range that was asked for, or with everything. */
    void range(byte[] whole) throws IOException {
        Matcher range = RANGE.matcher(header("range"));
        if (!range.matches()) {
            bytes(200, whole);
            return;
        }
        int from = Integer.parseInt(range.group(1));
        int to = Math.min(Integer.parseInt(range.group(2)), whole.length - 1);
        with("Content-Range", "bytes " + from + "-" + to + "/" + whole.length);
        byte[] part = new byte[to - from + 1];
        System.arraycopy(whole, from, part, 0, part.length);
        bytes(206, part);
    }

    void bytes(int status, byte[] content) throws IOException {
        StringBuilder head =
                new StringBuilder("HTTP/1.1 " + status + " -\r\nOData-Version: 4.0\r\nConnection: close\r\n");
        answerHeaders.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (status != 204) {
            head.append("Content-Length: ").append(content.length).append("\r\n");
        }
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        out.write(content);
        out.flush();
    }
}
