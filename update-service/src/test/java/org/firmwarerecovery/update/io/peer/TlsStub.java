package org.firmwarerecovery.update.io.peer;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManager;
import org.firmwarerecovery.update.io.ingest.HttpStub;
import org.firmwarerecovery.update.io.trust.FleetTrustManager;
import org.firmwarerecovery.update.io.trust.KeyMaterial;

/** The same over TLS for peers, who have to show a certificate. */
final class TlsStub extends HttpStub {
    TlsStub(KeyMaterial identity, Answerer answerer) throws Exception {
        this(identity, InetAddress.getLoopbackAddress(), answerer);
    }

    TlsStub(KeyMaterial identity, InetAddress address, Answerer answerer) throws Exception {
        super(server(identity, address), answerer);
    }

    private static ServerSocket server(KeyMaterial identity, InetAddress address) throws Exception {
        char[] password = new char[0];
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(identity.toKeyStore("stub", password), password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), new TrustManager[] {FleetTrustManager.forServer()}, null);
        SSLServerSocket server =
                (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 50, address);
        server.setNeedClientAuth(true);
        return server;
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
}
