package org.firmwarerecovery.conformance.suite;

import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.firmwarerecovery.conformance.site.LookingAway;

/**
 * How a service greets: what it agreed on and what it showed. Nothing is sent over such a connection.
 *
 * @param protocol name as Java has it, such as {@code TLSv1.3}
 * @param certificate the server's
 */
record Handshake(String protocol, X509Certificate certificate) {
    private static final int HTTPS = 443;

    /** Shakes hands once. */
    static Handshake with(URI service) throws IOException, GeneralSecurityException {
        // The certificate is looked at, not trusted.
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new LookingAway()}, new SecureRandom());
        int port = service.getPort() < 0 ? HTTPS : service.getPort();
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(service.getHost(), port)) {
            socket.startHandshake();
            return new Handshake(socket.getSession().getProtocol(), (X509Certificate)
                    socket.getSession().getPeerCertificates()[0]);
        }
    }
}
