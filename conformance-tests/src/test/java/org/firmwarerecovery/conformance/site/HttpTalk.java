package org.firmwarerecovery.conformance.site;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One HTTP/1.1 request with its answer on a socket of its own; as much of HTTP as tests need to misbehave. */
final class HttpTalk {
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
        HttpHead head = HttpHead.read(in);
        int length = Integer.parseInt(head.headers().getOrDefault("content-length", "0"));
        byte[] body = in.readNBytes(length);
        return new HttpTalk(
                socket.getOutputStream(), head.words().get(0), head.words().get(1), head.headers(), body);
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

    /** All headers of the request by their names in lower case. */
    Map<String, String> headers() {
        return headers;
    }

    /** Where the answer goes, for answers that are no HTTP of ours. */
    OutputStream out() {
        return out;
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

    /** Answers a range with more than was asked for, and never ends. */
    void longerRange(byte[] whole) throws IOException {
        partHead(whole.length, false);
        while (true) {
            out.write(whole);
        }
    }

    /** Answers the first half of the range and hangs up. */
    void shorterRange(byte[] whole) throws IOException {
        int length = partHead(whole.length, true);
        out.write(whole, rangeFrom(), length / 2);
        out.flush();
    }

    /** Answers the range byte by byte with {@code pauseMillis} between two. */
    void drip(byte[] whole, long pauseMillis) throws IOException {
        int length = partHead(whole.length, true);
        for (int i = 0; i < length; i++) {
            out.write(whole[rangeFrom() + i]);
            out.flush();
            LockSupport.parkNanos(Duration.ofMillis(pauseMillis).toNanos());
        }
    }

    /** Sends headers until the other side hangs up. */
    void endlessHeaders() throws IOException {
        out.write("HTTP/1.1 206 -\r\n".getBytes(StandardCharsets.ISO_8859_1));
        for (long i = 0; true; i++) {
            out.write(("X-More-" + i + ": and more\r\n").getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private int rangeFrom() {
        Matcher range = RANGE.matcher(header("range"));
        return range.matches() ? Integer.parseInt(range.group(1)) : 0;
    }

    /** The head of an honest answer to a range, {@code telling} its length or not; the length of the range. */
    private int partHead(int size, boolean telling) throws IOException {
        Matcher range = RANGE.matcher(header("range"));
        int from = rangeFrom();
        int to = range.matches() ? Math.min(Integer.parseInt(range.group(2)), size - 1) : size - 1;
        String head = "HTTP/1.1 206 -\r\nOData-Version: 4.0\r\nConnection: close\r\nContent-Range: bytes " + from + "-"
                + to + "/" + size + "\r\n" + (telling ? "Content-Length: " + (to - from + 1) + "\r\n" : "");
        out.write((head + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        return to - from + 1;
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
