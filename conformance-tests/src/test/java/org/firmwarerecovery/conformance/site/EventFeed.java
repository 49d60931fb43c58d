package org.firmwarerecovery.conformance.site;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;
import javax.net.ssl.SSLSocket;

/** The administrator reading the stream of a node's events (server-sent events). Not thread-safe. */
public final class EventFeed implements AutoCloseable {
    /** Without metric reports, which go the same way. */
    private static final String PATH = "/redfish/v1/EventService/SSE?$filter=EventFormatType%20eq%20Event";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SILENCE_MILLIS = 30_000;
    private static final int HEXADECIMAL = 16;

    private final Socket connection;
    private final InputStream in;
    private String unread = "";

    /**
     * An event as it came.
     *
     * @param id number of the event
     * @param event the record
     */
    public record Heard(long id, JsonNode event) {
        /** Key of its message. */
        public String message() {
            return keyOf(event);
        }
    }

    private EventFeed(Socket connection, InputStream in) {
        this.connection = connection;
        this.in = in;
    }

    /** Key of an event's message: {@code TaskStarted} of {@code TaskEvent.1.0.TaskStarted}. */
    public static String keyOf(JsonNode event) {
        String id = event.path("MessageId").asText();
        return id.substring(id.lastIndexOf('.') + 1);
    }

    /** Opens the stream; {@code headers} each {@code Name: value}. */
    public static EventFeed open(NodeProcess node, String... headers) throws Exception {
        URI at = node.address();
        Socket connection = new Socket(at.getHost(), at.getPort());
        SSLSocket socket = TlsParty.person().connect(connection, node);
        socket.setSoTimeout(SILENCE_MILLIS);
        String credentials = Base64.getEncoder().encodeToString((Site.ADMIN + ":" + node.password()).getBytes(UTF_8));
        StringBuilder head = new StringBuilder("GET " + PATH + " HTTP/1.1\r\nHost: " + TlsParty.hostOf(node.uuid())
                + "\r\nAccept: text/event-stream\r\nAuthorization: Basic " + credentials + "\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        socket.getOutputStream().write(head.append("\r\n").toString().getBytes(UTF_8));
        HttpHead answer = HttpHead.read(socket.getInputStream());
        if (!answer.words().get(1).equals("200")) {
            connection.close();
            throw new AssertionError("no stream: " + answer);
        }
        return new EventFeed(connection, socket.getInputStream());
    }

    /** The next event. */
    public Heard next() throws IOException {
        while (true) {
            int end = unread.indexOf("\n\n");
            if (end < 0) {
                unread += chunk();
                continue;
            }
            String block = unread.substring(0, end);
            unread = unread.substring(end + 2);
            if (!block.startsWith(":")) {
                return heard(block);
            }
        }
    }

    /** All events up to the first one that is {@code last}. */
    public List<Heard> until(Predicate<Heard> last) throws IOException {
        List<Heard> all = new ArrayList<>(List.of(next()));
        while (!last.test(all.get(all.size() - 1))) {
            all.add(next());
        }
        return all;
    }

    private static Heard heard(String block) throws IOException {
        long id = -1;
        StringBuilder data = new StringBuilder();
        for (String line : block.split("\n")) {
            if (line.startsWith("id:")) {
                id = Long.parseLong(line.substring(3).strip());
            } else if (line.startsWith("data:")) {
                data.append(line.substring(5)).append('\n');
            }
        }
        return new Heard(id, JSON.readTree(data.toString()).path("Events").path(0));
    }

    private String chunk() throws IOException {
        int length = Integer.parseInt(HttpHead.textUntil(in, "\r\n").strip(), HEXADECIMAL);
        String text = new String(in.readNBytes(length), UTF_8);
        HttpHead.textUntil(in, "\r\n");
        if (length == 0) {
            throw new EOFException("the stream ended");
        }
        return text;
    }

    /** Goes without a word, as a process that is killed does. */
    @Override
    public void close() throws IOException {
        connection.close();
    }
}
