package org.firmwarerecovery.service.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.firmwarerecovery.redfish.json.RedfishMapper;
import org.firmwarerecovery.update.io.trust.KeyMaterial;

/** HTTP/1.1 over a TLS socket, byte for byte: what a client library would hide is what these tests are about. */
public final class RawClient implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(20_000);
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /** An answer as it came. Header names in lower case; repeated ones keep all values. */
    @SuppressWarnings("ArrayRecordComponent") // bytes of one answer, never compared as a record
    public record Response(int status, Map<String, List<String>> headers, byte[] body) {
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)))
                    .map(values -> values.get(0));
        }

        public String text() {
            return new String(body, UTF_8);
        }

        public JsonNode json() {
            return RawClient.json(text());
        }

        /** Id of the first message of an error. */
        public String code() {
            String code = json().path("error").path("code").asText();
            return code.substring(code.lastIndexOf('.') + 1);
        }
    }

    /** Basic credentials. */
    public static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    }

    /** Parses JSON, failing the test when it is none. */
    public static JsonNode json(String text) {
        try {
            return RedfishMapper.lenient().readTree(text);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    /** A TLS connection; {@code identity} is the client's certificate, {@code name} the SNI. */
    public static RawClient tls(int port, Optional<KeyMaterial> identity, Optional<String> name) throws IOException {
        return new RawClient(handshake(port, identity, name));
    }

    /** A TLS connection without a client certificate. */
    public static RawClient tls(int port) throws IOException {
        return tls(port, Optional.empty(), Optional.empty());
    }

    /** A TLS connection, unless the server closes it before the end of the handshake. */
    static Optional<RawClient> ifLetIn(int port) {
        try {
            return Optional.of(tls(port));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** A connection in the clear. */
    public static RawClient plain(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        return new RawClient(socket);
    }

    /** The certificate the server shows. */
    public static X509Certificate certificate(int port, Optional<String> name) throws IOException {
        try (SSLSocket socket = handshake(port, Optional.empty(), name)) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    static SSLSocket handshake(int port, Optional<KeyMaterial> identity, Optional<String> name, String... protocols)
            throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            if (identity.isPresent()) {
                store = identity.get().toKeyStore("client", "x".toCharArray());
            }
            keys.init(store, "x".toCharArray());
            context.init(keys.getKeyManagers(), new TrustManager[] {new AnyServer()}, null);
            SSLSocket socket =
                    (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
            SSLParameters parameters = socket.getSSLParameters();
            name.ifPresent(host -> parameters.setServerNames(List.of(new SNIHostName(host))));
            if (protocols.length > 0) {
                parameters.setProtocols(protocols);
            }
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(20_000);
            // As the clients of this world do: else a request waits until the server acknowledged the handshake.
            socket.setTcpNoDelay(true);
            socket.startHandshake();
            return socket;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** Sends a request with a body of known length. */
    public Response send(String method, String path, String body, String... headers) throws IOException {
        write(head(method, path, headers)
                + (body.isEmpty() ? "" : "Content-Length: " + body.getBytes(UTF_8).length + "\r\n")
                + "\r\n"
                + body);
        return read(method.equals("HEAD"));
    }

    public Response get(String path, String... headers) throws IOException {
        return send("GET", path, "", headers);
    }

    /** Request line and headers without the empty line. */
    public static String head(String method, String path, String... headers) {
        StringBuilder text = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        return text.toString();
    }

    public void write(String text) throws IOException {
        out.write(text.getBytes(UTF_8));
        out.flush();
    }

    /** Reads one response; 100 Continue counts as one. */
    public Response read(boolean headOnly) throws IOException {
        String statusLine = line();
        int status = Integer.parseInt(statusLine.split(" ")[1]);
        Map<String, List<String>> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), key -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        boolean bodiless = headOnly || status == 204 || status == 304 || status == 100;
        return new Response(status, headers, bodiless ? new byte[0] : body(headers));
    }

    /** The next chunk of a body that is sent in chunks; empty at its end. */
    public String chunk() throws IOException {
        byte[] bytes = in.readNBytes(Integer.parseInt(line(), 16));
        line();
        return new String(bytes, UTF_8);
    }

    /** Whether the server has closed; waits for it. */
    public boolean isClosed() throws IOException {
        try {
            return in.read() < 0;
        } catch (java.net.SocketException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private byte[] body(Map<String, List<String>> headers) throws IOException {
        if (headers.containsKey("content-length")) {
            return in.readNBytes(Integer.parseInt(headers.get("content-length").get(0)));
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (headers.containsKey("transfer-encoding")) {
            for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
                body.write(in.readNBytes(size));
                line();
            }
            line();
        }
        return body.toByteArray();
    }

    private String line() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int value = in.read(); value != '\n'; value = in.read()) {
            if (value < 0) {
                throw new IOException("closed after \"" + bytes.toString(ISO_8859_1) + "\"");
            }
            if (value != '\r') {
                bytes.write(value);
            }
        }
        return bytes.toString(ISO_8859_1);
    }

    /** The tests look at the server's certificate themselves. */
    private static final class AnyServer implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            throw new AssertionError("this is a client");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            // looked at by the tests
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
