package org.firmwarerecovery.service.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Any bytes over TLS, and whatever comes back, broken or not: for requests that no client library would send. */
public final class WireClient implements AutoCloseable {
    private static final int SILENCE_MILLIS = 700;

    private final Socket socket;

    private WireClient(Socket socket) {
        this.socket = socket;
    }

    /** An answer; the body is what came of it. */
    @SuppressWarnings("ArrayRecordComponent") // bytes of one answer, never compared as a record
    public record Answer(int status, String head, byte[] body) {
        public String text() {
            return new String(body, UTF_8);
        }

        @Override
        public String toString() {
            return status + " " + text();
        }
    }

    /** Connects to loopback. */
    public static WireClient connect(int port) throws IOException {
        return new WireClient(RawClient.handshake(port, Optional.empty(), Optional.empty()));
    }

    /** Sends bytes as they are; a server that has heard enough may have closed already. */
    public void write(byte[] bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (SocketException | SSLException e) {
            // what it answered before is read by answers()
            return;
        }
    }

    /** Sends the same bytes again and again until the server closes or the limit is reached; how many went out. */
    public long flood(byte[] bytes, long limit) {
        long sent = 0;
        try {
            while (sent < limit) {
                socket.getOutputStream().write(bytes);
                sent += bytes.length;
            }
            socket.getOutputStream().flush();
        } catch (IOException e) {
            return sent;
        }
        return sent;
    }

    /** All answers until the server closes or says no more. */
    public List<Answer> answers() throws IOException {
        // The first byte may take as long as the server likes, within reason.
        return answersWithin(15_000);
    }

    /** The same, when the server may well say nothing at all. */
    public List<Answer> answersWithin(int millis) throws IOException {
        byte[] all = everything(millis);
        List<Answer> answers = new ArrayList<>();
        String text = new String(all, ISO_8859_1);
        int at = 0;
        while (text.startsWith("HTTP/", at)) {
            int end = text.indexOf("\r\n\r\n", at);
            if (end < 0) {
                throw new IOException("half an answer: " + text.substring(at));
            }
            String head = text.substring(at, end).toLowerCase(Locale.ROOT);
            int length = length(head);
            int body = end + 4;
            int stop = Math.min(text.length(), body + length);
            int status = Integer.parseInt(head.split(" ")[1]);
            if (status != 100) {
                answers.add(new Answer(status, head, text.substring(body, stop).getBytes(ISO_8859_1)));
            }
            at = stop;
        }
        if (at < text.length()) {
            throw new IOException("no answer: " + text.substring(at));
        }
        return answers;
    }

    private static int length(String head) {
        int name = head.indexOf("\ncontent-length:");
        if (name < 0) {
            return 0;
        }
        int from = name + "\ncontent-length:".length();
        int to = head.indexOf('\r', from);
        return Integer.parseInt(
                head.substring(from, to < 0 ? head.length() : to).strip());
    }

    private byte[] everything(int firstMillis) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[8_192];
        InputStream in = socket.getInputStream();
        socket.setSoTimeout(firstMillis);
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                all.write(buffer, 0, read);
                socket.setSoTimeout(SILENCE_MILLIS);
            }
        } catch (SocketTimeoutException | SocketException | SSLException e) {
            // silent, or cut off: what came is what there is
            return all.toByteArray();
        }
        return all.toByteArray();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
