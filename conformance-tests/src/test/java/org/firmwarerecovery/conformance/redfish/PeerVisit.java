package org.firmwarerecovery.conformance.redfish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.firmwarerecovery.conformance.site.NodeProcess;
import org.firmwarerecovery.conformance.site.TlsParty;

/** A request as a peer makes it: with a client certificate, to the name that stands in the node's fleet certificate. */
final class PeerVisit {
    private static final int TIMEOUT_MILLIS = 20_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int status;
    private final String head;
    private final byte[] body;

    private PeerVisit(int status, String head, byte[] body) {
        this.status = status;
        this.head = head;
        this.body = body;
    }

    /** GET of {@code path} from {@code node} as {@code peer}. */
    static PeerVisit get(NodeProcess node, TlsParty peer, String path) throws Exception {
        URI at = node.address();
        try (SSLSocket socket = (SSLSocket) peer.context()
                .getSocketFactory()
                .createSocket(
                        new Socket(at.getHost(), at.getPort()), TlsParty.hostOf(node.uuid()), at.getPort(), true)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(TlsParty.hostOf(node.uuid()))));
            socket.setSSLParameters(parameters);
            String request = "GET " + path + " HTTP/1.1\r\nHost: " + TlsParty.hostOf(node.uuid())
                    + "\r\nAccept: */*\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return parse(socket.getInputStream().readAllBytes());
        }
    }

    private static PeerVisit parse(byte[] answer) throws IOException {
        String text = new String(answer, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IOException("no whole answer: " + text);
        }
        String head = text.substring(0, end);
        byte[] body = text.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1);
        return new PeerVisit(Integer.parseInt(head.split(" ")[1]), head, body);
    }

    int status() {
        return status;
    }

    boolean hasHeader(String name) {
        return head.toLowerCase(Locale.ROOT).contains("\r\n" + name.toLowerCase(Locale.ROOT) + ":");
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    JsonNode json() throws IOException {
        return JSON.readTree(text().replaceFirst("(?s)^[^{]*", ""));
    }
}
